"""Signal handlers and interrupts reach a main thread that waits, and leave what it waited for in order."""

import _thread
import os
import signal
import threading
import time
import unittest

from waits import PATIENCE_SECONDS, Waits, held_lock, rlock_of_another_thread

class Interrupted(Exception):
    """What a handler of these tests raises."""


class SignalTest(unittest.TestCase):

    def setUp(self):
        self.waits = Waits(self)
        self.calls = 0

    def handle(self, signum, handler):
        self.addCleanup(signal.signal, signum, signal.signal(signum, handler))

    def count(self, signum, frame):
        self.assertIs(threading.current_thread(), threading.main_thread())
        self.calls += 1

    def interrupt(self, signum, frame):
        self.count(signum, frame)
        raise Interrupted

    def later(self, function, *args):
        """Calls the function from another thread, again and again, as long as the main thread may not be waiting yet."""
        stop = threading.Event()

        def call():
            while not stop.wait(0.05):
                function(*args)

        thread = threading.Thread(target=call)
        thread.start()

        def end():
            stop.set()
            thread.join()

        return end

    def assert_interrupted(self, wait, *signal_source):
        end = self.later(*signal_source)
        try:
            with self.assertRaises(Interrupted):
                try:
                    wait(PATIENCE_SECONDS)
                finally:
                    # Further interrupts are none of this test's.
                    signal.signal(signal.SIGUSR2, signal.SIG_IGN)
        finally:
            end()


class InterruptMainTest(SignalTest):

    def test_reaches_every_wait(self):
        for name, wait in self.waits.all():
            with self.subTest(name):
                self.handle(signal.SIGUSR2, self.interrupt)
                self.assert_interrupted(wait, _thread.interrupt_main, signal.SIGUSR2)

    def test_reaches_every_wait_without_a_limit(self):
        for name, wait in self.waits.all():
            with self.subTest(name):
                self.handle(signal.SIGUSR2, self.interrupt)
                self.assert_interrupted(lambda _: wait(None), _thread.interrupt_main, signal.SIGUSR2)

    def test_reaches_a_busy_loop(self):
        self.handle(signal.SIGUSR2, self.interrupt)

        def loop(_):
            end = time.monotonic() + PATIENCE_SECONDS
            while time.monotonic() < end:
                pass

        self.assert_interrupted(loop, _thread.interrupt_main, signal.SIGUSR2)

    def test_is_a_keyboard_interrupt_by_default(self):
        self.handle(signal.SIGINT, signal.default_int_handler)
        threading.Timer(0.05, _thread.interrupt_main).start()
        with self.assertRaises(KeyboardInterrupt):
            self.waits.event.wait(PATIENCE_SECONDS)

    def test_comes_before_the_end_of_a_join(self):
        """Amid a long function of the module the main thread puts the handler off, but not beyond the join of the one that asked."""
        self.handle(signal.SIGUSR2, self.count)
        end = threading.Event()
        self.addCleanup(end.set)
        for _ in range(300):
            threading.Thread(target=end.wait).start()
        for virtual in (False, True):
            for _ in range(50):
                before = self.calls
                thread = threading.Thread(target=_thread.interrupt_main, args=(signal.SIGUSR2,), virtual=virtual)
                thread.start()
                threading.enumerate()
                thread.join()
                self.assertEqual(self.calls, before + 1, f"virtual={virtual}")

    def test_does_nothing_for_an_ignored_signal(self):
        self.handle(signal.SIGINT, signal.SIG_IGN)
        threading.Thread(target=_thread.interrupt_main).start()
        self.assertFalse(self.waits.event.wait(0.2))


class RealSignalTest(SignalTest):

    def test_a_handler_that_raises_ends_every_wait(self):
        for name, wait in self.waits.all():
            with self.subTest(name):
                self.handle(signal.SIGUSR2, self.interrupt)
                self.assert_interrupted(wait, os.kill, os.getpid(), signal.SIGUSR2)

    def test_a_signal_that_another_thread_raises_ends_a_wait(self):
        self.handle(signal.SIGUSR2, self.interrupt)
        self.assert_interrupted(self.waits.event.wait, signal.raise_signal, signal.SIGUSR2)

    def test_after_a_handler_that_returns_the_wait_goes_on_with_the_time_that_is_left(self):
        self.handle(signal.SIGALRM, self.count)
        for name, wait in self.waits.all():
            with self.subTest(name):
                before = self.calls
                signal.setitimer(signal.ITIMER_REAL, 0.05, 0.05)
                self.addCleanup(signal.setitimer, signal.ITIMER_REAL, 0)
                start = time.monotonic()
                try:
                    self.assertFalse(wait(0.4))
                except threading.BrokenBarrierError:
                    pass
                self.assertGreaterEqual(time.monotonic() - start, 0.4)
                signal.setitimer(signal.ITIMER_REAL, 0)
                self.assertGreaterEqual(self.calls - before, 2)

    def test_alarm(self):
        self.handle(signal.SIGALRM, self.interrupt)
        signal.alarm(1)
        with self.assertRaises(Interrupted):
            self.waits.event.wait(PATIENCE_SECONDS)


class StateAfterAnInterruptTest(SignalTest):

    def interrupt_wait(self, wait):
        self.handle(signal.SIGUSR2, self.interrupt)
        self.assert_interrupted(wait, _thread.interrupt_main, signal.SIGUSR2)

    def test_a_waiter_that_leaves_takes_no_permit_with_it(self):
        self.interrupt_wait(lambda timeout: self.waits.semaphore.acquire(timeout=timeout))
        self.waits.semaphore.release()
        self.assertTrue(self.waits.semaphore.acquire(blocking=False))
        self.assertFalse(self.waits.semaphore.acquire(blocking=False))

    def test_a_waiter_that_leaves_takes_no_item_with_it(self):
        self.interrupt_wait(lambda timeout: self.waits.queue.get(timeout=timeout))
        self.waits.queue.put("item")
        self.assertEqual(self.waits.queue.get_nowait(), "item")
        self.assertTrue(self.waits.queue.empty())

    def test_a_lock_is_not_taken(self):
        self.interrupt_wait(lambda timeout: self.waits.lock.acquire(timeout=timeout))
        self.waits.lock.release()
        self.assertTrue(self.waits.lock.acquire(blocking=False))

    def test_a_condition_is_held_again_and_has_no_waiter(self):
        for condition in (self.waits.condition, self.waits.plain_condition):
            with self.subTest(condition):
                with condition:
                    self.interrupt_wait(condition.wait)
                    self.assertTrue(condition._is_owned())
                    self.assertIn(", 0)>", repr(condition))

    def test_the_notification_goes_to_another_waiter(self):
        condition, notified, waiting = self.waits.condition, threading.Event(), threading.Event()

        def other():
            with condition:
                waiting.set()
                condition.wait(PATIENCE_SECONDS)
                notified.set()

        with condition:
            self.interrupt_wait(condition.wait)
        thread = threading.Thread(target=other)
        thread.start()
        waiting.wait()
        with condition:
            condition.notify()
        self.assertTrue(notified.wait(PATIENCE_SECONDS))
        thread.join()

    def test_an_rlock_keeps_its_level(self):
        lock = threading.RLock()
        condition = threading.Condition(lock)
        with lock, lock, condition:
            self.interrupt_wait(condition.wait)
            self.assertEqual(lock._recursion_count(), 3)
        self.assertFalse(lock._is_owned())

    def test_a_barrier_counts_the_thread_out(self):
        barrier = threading.Barrier(2)
        self.interrupt_wait(barrier.wait)
        self.assertFalse(barrier.broken)
        self.assertEqual(barrier.n_waiting, 0)
        other = threading.Thread(target=barrier.wait)
        other.start()
        barrier.wait(PATIENCE_SECONDS)
        other.join()

    def test_a_handler_is_set_in_the_main_thread_only(self):
        before, problems = signal.getsignal(signal.SIGUSR1), []

        def set_handler():
            try:
                signal.signal(signal.SIGUSR1, self.count)
            except ValueError as error:
                problems.append(str(error))

        thread = threading.Thread(target=set_handler)
        thread.start()
        thread.join()
        self.assertEqual(problems, ["signal only works in main thread of the main interpreter"])
        self.assertIs(signal.getsignal(signal.SIGUSR1), before)

    def test_raise_signal_has_the_handler_called_before_it_returns(self):
        frames = []
        self.handle(signal.SIGUSR1, lambda signum, frame: frames.append(frame.f_code.co_name))
        signal.raise_signal(signal.SIGUSR1)
        self.assertEqual(frames, [self._testMethodName])
        self.handle(signal.SIGUSR1, self.interrupt)
        with self.assertRaises(Interrupted):
            signal.raise_signal(signal.SIGUSR1)

    def test_a_signal_that_was_ignored_can_be_handled(self):
        # SIGINT and SIGHUP are alike. But whoever runs this may have had them ignored, which Java then does for ever.
        self.handle(signal.SIGTERM, signal.SIG_IGN)
        os.kill(os.getpid(), signal.SIGTERM)
        signal.raise_signal(signal.SIGTERM)
        self.assertEqual(signal.getsignal(signal.SIGTERM), signal.SIG_IGN)
        handled = threading.Event()
        signal.signal(signal.SIGTERM, lambda *_: handled.set())
        end = self.later(os.kill, os.getpid(), signal.SIGTERM)
        try:
            self.assertTrue(handled.wait(PATIENCE_SECONDS))
        finally:
            end()

    def test_a_thread_can_be_joined_later(self):
        stop = threading.Event()
        thread = threading.Thread(target=stop.wait)
        thread.start()
        self.interrupt_wait(thread.join)
        self.assertTrue(thread.is_alive())
        stop.set()
        thread.join()
        self.assertFalse(thread.is_alive())


if __name__ == "__main__":
    unittest.main()
