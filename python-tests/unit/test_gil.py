"""The GIL that a program keeps in foreign calls, which polyglot.gil_locked_during_interop has."""

import concurrent.futures
import queue
import signal
import threading
import time
import unittest

import polyglot
from waits import PATIENCE_SECONDS


class KeptInForeignCallsTest(unittest.TestCase):

    def test_waits_release_it(self):
        event, items, lock, condition = threading.Event(), queue.SimpleQueue(), threading.Lock(), threading.Condition()
        barrier, go = threading.Barrier(2), threading.Event()
        lock.acquire()

        def help_out():
            go.wait()
            time.sleep(0.01)
            event.set()
            items.put("item")
            lock.release()
            barrier.wait(PATIENCE_SECONDS)
            with condition:
                condition.notify()

        helper = threading.Thread(target=help_out)
        helper.start()
        with polyglot.gil_locked_during_interop(True):
            go.set()
            self.assertTrue(event.wait(PATIENCE_SECONDS))
            self.assertEqual(items.get(timeout=PATIENCE_SECONDS), "item")
            self.assertTrue(lock.acquire(timeout=PATIENCE_SECONDS))
            with condition:
                barrier.wait(PATIENCE_SECONDS)
                self.assertTrue(condition.wait(PATIENCE_SECONDS))
            helper.join(PATIENCE_SECONDS)
            self.assertFalse(helper.is_alive())

    def test_waits_do_after_a_handler_that_keeps_it_too(self):
        def handle(*args):
            with polyglot.gil_locked_during_interop(True):
                time.sleep(0.001)

        before = signal.signal(signal.SIGALRM, handle)
        try:
            for _ in range(3):
                event = threading.Event()
                threading.Timer(0.05, event.set).start()
                with polyglot.gil_locked_during_interop(True):
                    signal.setitimer(signal.ITIMER_REAL, 0.01)
                    self.assertTrue(event.wait(PATIENCE_SECONDS))
                    time.sleep(0.02)
                    self.assertTrue(polyglot.__set_gil_locked_during_foreign_calls__(True))
        finally:
            signal.signal(signal.SIGALRM, before)

    def test_the_next_thread_on_a_worker_does_not_keep_it(self):
        seen = []
        for _ in range(2):
            thread = threading.Thread(target=lambda: seen.append(polyglot.__set_gil_locked_during_foreign_calls__(True)))
            thread.start()
            thread.join()
        self.assertEqual(seen, [False, False])

    def test_starts_and_pools_do(self):
        with polyglot.gil_locked_during_interop(True):
            with concurrent.futures.ThreadPoolExecutor(2) as pool:
                self.assertEqual(list(pool.map(abs, [-1, -2, -3])), [1, 2, 3])

    def test_a_thread_that_computes_gives_it_to_the_others(self):
        turns = []
        thread = threading.Thread(target=turns.append, args=("turn",))
        with polyglot.gil_locked_during_interop(True):
            thread.start()
            end = time.monotonic() + PATIENCE_SECONDS
            while not turns and time.monotonic() < end:
                pass
        self.assertEqual(turns, ["turn"])
        thread.join()

    def test_the_block_ends_where_it_began(self):
        with polyglot.gil_locked_during_interop(True):
            with polyglot.gil_locked_during_interop(False):
                time.sleep(0.001)
            self.assertTrue(polyglot.__set_gil_locked_during_foreign_calls__(True))
            time.sleep(0.001)
            self.assertTrue(polyglot.__set_gil_locked_during_foreign_calls__(True))
        self.assertFalse(polyglot.__set_gil_locked_during_foreign_calls__(False))


if __name__ == "__main__":
    unittest.main()
