"""A thread shows nothing of those that ran before it on the same Java thread."""

import asyncio
import contextvars
import sys
import threading
import time
import unittest

import _thread

PATIENCE_SECONDS = 60
VARIABLE = contextvars.ContextVar("VARIABLE")
LOCAL = threading.local()


def run(function):
    """What function() returns in a new thread, and that thread's identifier."""
    result = []

    def body():
        result.append(function())

    thread = threading.Thread(target=body)
    thread.start()
    thread.join(PATIENCE_SECONDS)
    return (result[0], thread.ident)


def ignore(*arguments):
    pass


class ReusedWorkerTest(unittest.TestCase):

    def assert_nothing_is_left(self, leave, look, expected):
        """Runs leave() and then look() on one Java thread, which has to be the same for the test to say anything."""
        self.assertEqual(run(look)[0], expected, "in a thread after which nothing was left")
        left_on = run(leave)[1]
        seen, seen_on = run(look)
        self.assertEqual(seen_on, left_on, "the worker was not used again")
        self.assertEqual(seen, expected)

    def test_threads_yet_to_be_joined_have_ids_of_their_own(self):
        """Programs tell by its ids which of the threads that they have not joined is which, also when it has ended."""
        threads = [threading.Thread(target=lambda: None) for _ in range(5)]
        for thread in threads:
            thread.start()
            while thread in threading.enumerate():
                pass
        self.assertEqual(len({thread.native_id for thread in threads}), 5)
        self.assertEqual(len({thread.ident for thread in threads}), 5)
        for thread in threads:
            thread.join()

    def test_threads_one_after_the_other_share_a_worker(self):
        self.assertEqual(len({run(threading.get_ident) for _ in range(10)}), 1)

    def test_threads_at_once_do_not_share_workers(self):
        barrier = threading.Barrier(10)
        idents = []

        def meet():
            barrier.wait(PATIENCE_SECONDS)
            idents.append(threading.get_ident())

        for _ in range(3):
            idents.clear()
            threads = [threading.Thread(target=meet) for _ in range(10)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join(PATIENCE_SECONDS)
            self.assertEqual(len(set(idents)), 10)

    def test_context_variables(self):
        self.assert_nothing_is_left(lambda: VARIABLE.set("left"), lambda: VARIABLE.get("nothing"), "nothing")

    def test_trace_function(self):
        self.assert_nothing_is_left(lambda: sys.settrace(ignore), sys.gettrace, None)

    def test_profile_function(self):
        self.assert_nothing_is_left(lambda: sys.setprofile(ignore), sys.getprofile, None)

    def test_thread_local_data(self):
        self.assert_nothing_is_left(lambda: setattr(LOCAL, "left", 1), lambda: dict(LOCAL.__dict__), {})

    def test_hooks_of_asynchronous_generators(self):
        self.assert_nothing_is_left(
            lambda: sys.set_asyncgen_hooks(firstiter=ignore), lambda: tuple(sys.get_asyncgen_hooks()), (None, None))

    def test_running_event_loop(self):
        self.assert_nothing_is_left(
            lambda: asyncio._set_running_loop("left"), asyncio._get_running_loop, None)

    def test_current_event_loop(self):
        def look():
            with self.assertRaises(RuntimeError):
                asyncio.get_event_loop()
        self.assert_nothing_is_left(lambda: asyncio.set_event_loop(asyncio.new_event_loop()), look, None)

    def test_exception_that_was_handled(self):
        def leave():
            try:
                raise KeyError
            except KeyError:
                return sys.exc_info()[0]
        self.assert_nothing_is_left(leave, lambda: sys.exc_info(), (None, None, None))

    def test_exception_that_was_not_handled(self):
        hook = threading.excepthook
        threading.excepthook = ignore
        self.addCleanup(setattr, threading, "excepthook", hook)
        thread = threading.Thread(target=lambda: 1 / 0)
        thread.start()
        thread.join(PATIENCE_SECONDS)
        self.assertEqual(run(lambda: sys.exc_info()), ((None, None, None), thread.ident))

    def test_end_by_exit(self):
        thread = threading.Thread(target=sys.exit)
        thread.start()
        thread.join(PATIENCE_SECONDS)
        self.assertEqual(run(lambda: sys.exc_info()), ((None, None, None), thread.ident))

    def test_depth_of_recursion(self):
        def depth(level=0):
            return level if level == 400 else depth(level + 1)

        def overflow():
            try:
                overflow()
            except RecursionError:
                pass
        self.assert_nothing_is_left(overflow, depth, 400)

    def test_processor_time(self):
        def compute():
            while time.thread_time_ns() < 100_000_000:
                pass
        self.assert_nothing_is_left(compute, lambda: 0 <= time.thread_time() < 0.1, True)

    def test_names(self):
        first = threading.Thread(target=ignore, name="first")
        first.start()
        first.join(PATIENCE_SECONDS)

        def look():
            first.name = "renamed after its end"
            return threading.current_thread().name, native_name()
        result = []
        second = threading.Thread(target=lambda: result.append(look()), name="second")
        second.start()
        second.join(PATIENCE_SECONDS)
        self.assertEqual(result, [("second", "second" if native_name() else None)])
        self.assertEqual(second.ident, first.ident)

    def test_name_of_the_operating_system(self):
        if not native_name():
            self.skipTest("the operating system's name cannot be read")
        run(lambda: _thread.set_name("left"))
        names = []
        _thread.start_new_thread(lambda: names.append(native_name()), ())
        while not names:
            time.sleep(0.001)
        self.assertNotIn(names[0], ("left", None))

    def test_identity(self):
        def look():
            thread = threading.current_thread()
            return thread.ident == threading.get_ident() and thread.native_id == threading.get_native_id()
        for _ in range(5):
            self.assertIs(run(look)[0], True)

    def test_ended_threads_stay_as_they_were(self):
        first = threading.Thread(target=ignore, name="first")
        first.start()
        first.join(PATIENCE_SECONDS)
        before = (first.ident, first.native_id, first.name, first.is_alive())
        run(ignore)
        self.assertEqual((first.ident, first.native_id, first.name, first.is_alive()), before)
        self.assertNotIn(first, threading.enumerate())

    def test_daemons_do_not_run_on_workers_of_others(self):
        seen = []
        thread = threading.Thread(target=lambda: seen.append(threading.get_ident()), daemon=True)
        thread.start()
        thread.join(PATIENCE_SECONDS)
        self.assertNotEqual(seen, [run(threading.get_ident)[0]])

    def test_tracing_all_threads_passes_idle_workers_by(self):
        run(ignore)
        threading.settrace_all_threads(ignore)
        threading.settrace_all_threads(None)
        sys.settrace(None)
        self.assertIsNone(run(sys.gettrace)[0])


def native_name():
    """The operating system's name of the current thread, None where it cannot be told."""
    return _thread._get_name() if hasattr(_thread, "_get_name") else None


if __name__ == "__main__":
    unittest.main()
