"""RecursionError in the middle of anything: afterwards nothing is taken, the registry works, and signals arrive."""

import signal
import threading
import time
import unittest

ROUNDS = 4
PATIENCE_SECONDS = 60


class Stop(Exception):
    """What the handler of the signal raises."""


def raise_stop(signum, frame):
    raise Stop


def recurse(function):
    function()
    recurse(function)


class EndOfStackTest(unittest.TestCase):

    def setUp(self):
        self.addCleanup(signal.signal, signal.SIGALRM, signal.signal(signal.SIGALRM, raise_stop))
        self.lock, self.rlock, self.semaphore = threading.Lock(), threading.RLock(), threading.Semaphore(1)
        self.condition, self.event, self.local = threading.Condition(), threading.Event(), threading.local()
        self.python_lock, self.barrier = threading._RLock(), threading.Barrier(1)

    def with_lock(self):
        with self.lock:
            pass

    def with_rlock(self):
        with self.rlock, self.rlock:
            pass

    def with_python_lock(self):
        with self.python_lock:
            pass

    def with_semaphore(self):
        with self.semaphore:
            pass

    def with_condition(self):
        with self.condition:
            self.condition.notify_all()

    def wait_for_condition(self):
        with self.condition:
            self.condition.wait(0)

    def wait_for_event(self):
        self.event.wait(0)

    def wait_at_barrier(self):
        self.barrier.wait()

    def set_local(self):
        self.local.x = 1
        self.assertEqual(self.local.x, 1)

    def start_and_join(self):
        thread = threading.Thread(target=int)
        thread.start()
        thread.join()

    def hears(self):
        try:
            signal.setitimer(signal.ITIMER_REAL, 0.001)
            time.sleep(PATIENCE_SECONDS)
        except Stop:
            return True
        return False

    def is_usable_by_others(self):
        usable = []

        def use():
            for lock in self.lock, self.rlock, self.python_lock, self.condition, threading._active_limbo_lock:
                if not lock.acquire(timeout=PATIENCE_SECONDS):
                    return
                lock.release()
            if self.semaphore.acquire(timeout=PATIENCE_SECONDS):
                self.semaphore.release()
                self.start_and_join()
                usable.append(threading.current_thread() in threading.enumerate())

        thread = threading.Thread(target=use)
        thread.start()
        thread.join()
        return usable == [True]

    def test_after_it_all_is_as_before(self):
        for function in (self.with_lock, self.with_rlock, self.with_python_lock, self.with_semaphore,
                         self.with_condition, self.wait_for_condition, self.wait_for_event, self.wait_at_barrier,
                         self.set_local, self.start_and_join, threading.enumerate, threading.active_count, threading.current_thread):
            with self.subTest(function=function.__name__):
                for _ in range(ROUNDS):
                    with self.assertRaises(RecursionError):
                        recurse(function)
                    self.assertFalse(self.lock.locked())
                    self.assertFalse(self.rlock._is_owned())
                    self.assertFalse(self.python_lock._is_owned())
                    self.assertFalse(self.condition._is_owned())
                    self.assertEqual(self.semaphore._value, 1)
                    self.assertEqual(self.barrier.n_waiting, 0)
                    self.assertFalse(threading._active_limbo_lock._is_owned())
                    self.assertFalse(threading._limbo)
                self.assertTrue(self.hears())
                self.assertTrue(self.is_usable_by_others())


if __name__ == "__main__":
    unittest.main()
