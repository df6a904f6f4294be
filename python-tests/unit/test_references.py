"""Threads that have ended keep nothing alive, and nothing keeps them."""

import gc
import threading
import time
import unittest
import weakref

PATIENCE_SECONDS = 60


class Witness:
    """An object whose end can be seen."""


class _GrowingAmidIteration(set):
    """A set to which another thread always adds while this one goes through it."""

    def __iter__(self):
        for reference in super().__iter__():
            self.add(weakref.ref(Witness()))
            yield reference


class ReferenceTest(unittest.TestCase):

    def assert_collected(self, *references):
        end = time.monotonic() + PATIENCE_SECONDS
        while any(reference() is not None for reference in references) and time.monotonic() < end:
            gc.collect()
        self.assertEqual([reference() for reference in references], [None] * len(references))

    def test_a_finished_thread_is_collected(self):
        self.assert_collected(*_run_threads(3))

    def test_an_unstarted_thread_is_collected(self):
        self.assert_collected(_unstarted())

    def test_a_finished_thread_lets_go_of_target_and_arguments(self):
        thread, *references = _run_with_witnesses()
        self.assert_collected(*references)
        self.assertFalse(thread.is_alive())

    def test_an_exception_goes_with_the_hook_that_saw_it(self):
        thread, reference = _run_and_raise()
        self.assert_collected(reference)
        self.assertFalse(thread.is_alive())

    def test_thread_local_data_goes_with_its_thread(self):
        local = threading.local()
        self.assert_collected(_run_with_local(local))
        self.assertEqual(vars(local), {})

    def test_a_local_that_refers_to_itself_is_collected(self):
        self.assert_collected(_local_with_itself())

    def test_dropped_threads_leave_nothing_where_the_main_thread_runs_no_python(self):
        thread = threading.Thread(target=_make_threads, args=(20, 100))
        thread.start()
        thread.join()
        self.assertLess(len(threading._dangling._references), 1000)

    def test_others_may_make_threads_while_the_dropped_ones_are_looked_for(self):
        kept = threading._dangling._references
        threading._dangling._references = _GrowingAmidIteration(kept)
        try:
            self.assertGreaterEqual(len(threading._dangling), 1)
            self.assertIn(threading.current_thread(), list(threading._dangling))
            made = [threading.Thread() for _ in range(200)]
        finally:
            threading._dangling._references = kept
        self.assertEqual(len(made), 200)

    def test_timers_that_were_cancelled_are_collected(self):
        self.assert_collected(_cancelled_timer())


def _run_threads(count):
    threads = [threading.Thread(target=int) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [weakref.ref(thread) for thread in threads]


def _make_threads(times, count):
    for _ in range(times):
        for _ in range(count):
            threading.Thread(target=int)
        gc.collect()


def _unstarted():
    return weakref.ref(threading.Thread(target=int))


def _run_with_witnesses():
    target, argument, keyword = Witness(), Witness(), Witness()

    def run(argument, keyword):
        return target

    thread = threading.Thread(target=run, args=(argument,), kwargs={"keyword": keyword})
    thread.start()
    thread.join()
    return thread, weakref.ref(argument), weakref.ref(keyword), weakref.ref(run), weakref.ref(target)


def _run_and_raise():
    seen = []

    def fail():
        witness = Witness()
        seen.append(weakref.ref(witness))
        raise ValueError(witness)

    hook, threading.excepthook = threading.excepthook, lambda args: None
    try:
        thread = threading.Thread(target=fail)
        thread.start()
        thread.join()
    finally:
        threading.excepthook = hook
    return thread, seen[0]


def _run_with_local(local):
    seen = []

    def run():
        local.witness = Witness()
        seen.append(weakref.ref(local.witness))

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    return seen[0]


def _local_with_itself():
    class Local(threading.local):
        pass

    local = Local()
    local.itself = local
    return weakref.ref(local)


def _cancelled_timer():
    timer = threading.Timer(PATIENCE_SECONDS, int)
    timer.start()
    timer.cancel()
    timer.join()
    return weakref.ref(timer)


if __name__ == "__main__":
    unittest.main()
