"""Threads on virtual threads: what Thread(virtual=True) promises."""

import _thread
import queue
import threading
import time
import unittest
from concurrent.futures import ThreadPoolExecutor


def result_of(function, **arguments):
    results = []
    thread = threading.Thread(target=lambda: results.append(function()), **arguments)
    thread.start()
    thread.join()
    return results[0]


class VirtualThreadTests(unittest.TestCase):

    def test_runs_like_any_other(self):
        local = threading.local()

        def work():
            local.value = threading.current_thread().name, threading.get_ident(), threading.get_native_id()
            return local.value

        thread = threading.Thread(target=work, name="virtual one", virtual=True)
        self.assertTrue(result_of(_thread._is_virtual, virtual=True))
        self.assertFalse(_thread._is_virtual())
        name, ident, native_id = result_of(work, name="virtual one", virtual=True)
        self.assertEqual(name, "virtual one")
        self.assertNotEqual(ident, threading.get_ident())
        self.assertNotEqual(native_id, threading.get_native_id())
        self.assertFalse(hasattr(local, "value"))
        self.assertIsNone(thread.native_id)

    @unittest.skipUnless(hasattr(_thread, "_get_name"), "the operating system does not tell names")
    def test_its_name_is_not_that_of_its_carrier(self):
        def rename():
            before = _thread._get_name()
            _thread.set_name("another\0name")
            return before, _thread._get_name()

        self.assertEqual(result_of(rename, name="a virtual thread", virtual=True), ("a virtual threa", "another"))

    def test_each_primitive_blocks_and_wakes(self):
        """One virtual thread waits in each, a platform thread lets it go, and the other way round."""
        for virtual in True, False:
            with self.subTest(virtual=virtual):
                lock = threading.Lock()
                lock.acquire()
                event = threading.Event()
                semaphore = threading.Semaphore(0)
                condition = threading.Condition()
                barrier = threading.Barrier(2)
                items = queue.SimpleQueue()
                passed = []

                def work():
                    for name, wait in (("lock", lock.acquire), ("event", event.wait), ("semaphore", semaphore.acquire),
                                       ("barrier", barrier.wait), ("queue", items.get), ("condition", wait_for_condition)):
                        wait()
                        passed.append(name)

                def wait_for_condition():
                    with condition:
                        condition.wait_for(lambda: len(passed) > 5, timeout=0.01)
                        passed.append("waited")

                def release():
                    lock.release()
                    event.set()
                    semaphore.release()
                    barrier.wait()
                    items.put("item")
                    with condition:
                        condition.notify_all()

                threads = [threading.Thread(target=work, virtual=virtual), threading.Thread(target=release, virtual=not virtual)]
                for thread in threads:
                    thread.start()
                for thread in threads:
                    thread.join()
                self.assertEqual(passed, ["lock", "event", "semaphore", "barrier", "queue", "waited", "condition"])

    def test_an_rlock_is_its_own(self):
        rlock = threading.RLock()
        with rlock:
            self.assertFalse(result_of(lambda: rlock.acquire(blocking=False), virtual=True))

        def nested():
            with rlock, rlock:
                return rlock._is_owned()
        self.assertTrue(result_of(nested, virtual=True))

    def test_more_than_there_are_processors_wait_at_once(self):
        """A waiting thread gives back its carrier, of which there are as many as processors."""
        count = 1000
        barrier = threading.Barrier(count + 1)
        threads = [threading.Thread(target=barrier.wait, virtual=True) for _ in range(count)]
        for thread in threads:
            thread.start()
        barrier.wait()
        for thread in threads:
            thread.join()

    def test_its_processor_time_is_not_known(self):
        def ask():
            for function in time.thread_time, time.thread_time_ns:
                with self.assertRaisesRegex(OSError, "^the processor time of a virtual thread is not known$"):
                    function()
            return True

        self.assertTrue(result_of(ask, virtual=True))

    def test_exception_goes_to_the_hook(self):
        caught = []
        self.addCleanup(setattr, threading, "excepthook", threading.excepthook)
        threading.excepthook = lambda arguments: caught.append((arguments.exc_type, arguments.thread.name))
        thread = threading.Thread(target=lambda: 1 / 0, name="fails", virtual=True)
        thread.start()
        thread.join()
        self.assertEqual(caught, [(ZeroDivisionError, "fails")])

    def test_recursion_is_limited_by_python(self):
        def deep(level):
            return level if level == 0 else deep(level - 1)
        self.assertEqual(result_of(lambda: deep(500), virtual=True), 0)
        def endless():
            return endless()
        def caught():
            try:
                endless()
            except RecursionError:
                return "caught"
        self.assertEqual(result_of(caught, virtual=True), "caught")

    def test_daemon_flag_is_python_s(self):
        thread = threading.Thread(target=lambda: None, virtual=True)
        self.assertFalse(thread.daemon)
        thread = threading.Thread(target=lambda: None, virtual=True, daemon=True)
        self.assertTrue(thread.daemon)

    def test_block_decides_for_threads_that_do_not(self):
        is_virtual = _thread._is_virtual

        def in_pool():
            with ThreadPoolExecutor(1) as pool:
                return pool.submit(is_virtual).result()

        self.assertFalse(result_of(is_virtual))
        self.assertTrue(result_of(is_virtual, virtual=True))
        with threading.virtual():
            self.assertTrue(result_of(is_virtual))
            self.assertFalse(result_of(is_virtual, virtual=False))
            self.assertTrue(in_pool())
            self.assertFalse(result_of(in_pool))
            with threading.virtual(False):
                self.assertFalse(result_of(is_virtual))
            self.assertTrue(result_of(is_virtual))
            done = threading.Lock()
            done.acquire()
            results = []
            _thread.start_new_thread(lambda: (results.append(is_virtual()), done.release()), ())
            done.acquire()
            self.assertEqual(results, [True])
        self.assertFalse(result_of(is_virtual))
        with self.assertRaises(ZeroDivisionError), threading.virtual():
            1 / 0
        self.assertFalse(in_pool())

    def test_a_subclass_chooses(self):
        class Mine(threading.Thread):
            def __init__(self):
                super().__init__(virtual=True)

            def run(self):
                self.result = threading.current_thread() is self
        thread = Mine()
        thread.start()
        thread.join()
        self.assertTrue(thread.result)


if __name__ == "__main__":
    unittest.main()
