"""Signal handlers and interrupts reach a main thread that waits, and leave what it waited for in order."""

import _thread
import asyncio
import inspect
import os
import select
import signal
import socket
import sys
import threading
import time
import types
import unittest
from unittest import mock

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

    def assert_refused_in_another_thread(self, message, function, *args):
        problems = []

        def call():
            try:
                function(*args)
            except ValueError as error:
                problems.append(str(error))

        thread = threading.Thread(target=call)
        thread.start()
        thread.join()
        self.assertEqual(problems, [message])

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

    def test_a_thread_can_be_joined_later(self):
        stop = threading.Event()
        thread = threading.Thread(target=stop.wait)
        thread.start()
        self.interrupt_wait(thread.join)
        self.assertTrue(thread.is_alive())
        stop.set()
        thread.join()
        self.assertFalse(thread.is_alive())


class HandlerTest(SignalTest):

    def test_a_handler_is_set_in_the_main_thread_only(self):
        before = signal.getsignal(signal.SIGUSR1)
        self.assert_refused_in_another_thread(
            "signal only works in main thread of the main interpreter", signal.signal, signal.SIGUSR1, self.count)
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

    def test_kill_has_the_handler_called_before_it_returns(self):
        frames = []
        self.handle(signal.SIGUSR1, lambda signum, frame: frames.append((signum, frame.f_code.co_name)))
        os.kill(os.getpid(), signal.SIGUSR1)
        self.assertEqual(frames, [(signal.SIGUSR1, self._testMethodName)])
        os.kill(os.getpid(), 0)
        with self.assertRaises(TypeError):
            os.kill(os.getpid(), [])
        self.handle(signal.SIGUSR1, self.interrupt)
        with self.assertRaises(Interrupted):
            os.kill(os.getpid(), signal.SIGUSR1)

    def test_a_handler_may_wait_for_another_one(self):
        handled = threading.Event()
        outcomes = []

        def wait(signum, frame):
            end = self.later(os.kill, os.getpid(), signal.SIGUSR2)
            outcomes.append(handled.wait(PATIENCE_SECONDS))
            end()

        self.handle(signal.SIGUSR1, wait)
        self.handle(signal.SIGUSR2, lambda *_: handled.set())
        threading.Timer(0.05, os.kill, (os.getpid(), signal.SIGUSR1)).start()
        end = time.monotonic() + PATIENCE_SECONDS
        while not outcomes and time.monotonic() < end:
            time.sleep(0.01)
        handled.clear()
        os.kill(os.getpid(), signal.SIGUSR1)
        self.assertEqual(outcomes, [True, True])

    def test_pause(self):
        self.handle(signal.SIGUSR1, self.count)
        end = self.later(os.kill, os.getpid(), signal.SIGUSR1)
        try:
            while not self.calls:
                self.assertIsNone(signal.pause())
            self.handle(signal.SIGUSR1, self.interrupt)
            with self.assertRaises(Interrupted):
                try:
                    # Some may be on their way to the other handler.
                    while True:
                        signal.pause()
                finally:
                    signal.signal(signal.SIGUSR1, signal.SIG_IGN)
        finally:
            end()


def _select_by(wait):
    """select.select on another wait for files."""
    module = types.ModuleType("select")
    module.select = wait
    _thread._amend_select(module)
    return module.select


class FrameTest(SignalTest):

    def test_a_second_signal_amid_the_wait_of_a_handler_has_a_frame(self):
        names = []

        def second(signum, frame):
            names.append(frame and frame.f_code.co_name)

        def first(signum, frame):
            names.append(frame and frame.f_code.co_name)
            signal.setitimer(signal.ITIMER_REAL, 0.05)
            self.wait_for_names(names, 2)

        self.handle(signal.SIGUSR2, first)
        self.handle(signal.SIGALRM, second)
        threading.Timer(0.05, _thread.interrupt_main, (signal.SIGUSR2,)).start()
        self.wait_for_names(names, 2)
        self.assertNotIn(None, names)

    def wait_for_names(self, names, count):
        event, end = threading.Event(), time.monotonic() + PATIENCE_SECONDS
        while len(names) < count and time.monotonic() < end:
            event.wait(0.01)
        self.assertEqual(len(names), count)


class SelectTest(SignalTest):
    """Waits for files hear of signals, too."""

    def setUp(self):
        super().setUp()
        self.reader, self.writer = socket.socketpair()
        self.addCleanup(self.reader.close)
        self.addCleanup(self.writer.close)
        self.writer.setblocking(False)

    def set_wakeup_fd(self, fd, **options):
        self.addCleanup(signal.set_wakeup_fd, signal.set_wakeup_fd(fd, **options))

    def test_a_handler_that_raises_ends_a_select(self):
        def interrupt_once(signum, frame):
            # Another signal may have come until the wait heard of this one.
            if not self.calls:
                self.interrupt(signum, frame)

        for timeout in None, PATIENCE_SECONDS, float(PATIENCE_SECONDS):
            with self.subTest(timeout):
                self.calls = 0
                self.handle(signal.SIGUSR2, interrupt_once)
                self.assert_interrupted(lambda _: select.select([self.reader], (), (), timeout), os.kill, os.getpid(), signal.SIGUSR2)

    def test_an_interrupt_ends_a_select_of_another_thread(self):
        interrupted = threading.Event()

        def wait():
            try:
                select.select([self.reader], [], [])
            except Interrupted:
                interrupted.set()

        import ctypes
        thread = threading.Thread(target=wait)
        thread.start()
        while not interrupted.wait(0.05):
            ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread.ident), ctypes.py_object(Interrupted))
        thread.join()

    def test_a_pointer_to_nothing_is_no_exception(self):
        import ctypes
        raises = ctypes.pythonapi.PyThreadState_SetAsyncExc
        self.assertEqual((raises(ctypes.c_long(1 << 40), None), raises(1 << 40, 0)), (0, 0))
        self.assertEqual((raises(threading.get_ident(), None), raises(threading.get_ident(), 0)), (1, 1))
        with self.assertRaises(ctypes.ArgumentError):
            raises(1 << 40, "text")

    def test_select_ends_though_clocks_are_stopped(self):
        clocks = [getattr(time, name) for name in ("time", "time_ns", "monotonic", "monotonic_ns", "perf_counter", "perf_counter_ns")]
        # A test that stops clocks replaces them wherever a module has one.
        self.assertEqual([name for name, value in vars(_thread).items() if value in clocks], [])
        with mock.patch("time.monotonic_ns", lambda: 0), mock.patch("time.monotonic", lambda: 0.0):
            self.assertEqual(select.select([self.reader], [], [], 0.2), ([], [], []))

    def test_what_was_replaced_does_not_say_so(self):
        for function in (time.sleep, time.process_time, time.thread_time, os.kill, select.select, signal.signal, sys.setswitchinterval):
            self.assertFalse(hasattr(function, "__wrapped__"), function)
            self.assertIs(inspect.unwrap(function), function)

    def test_select_returns_what_is_ready(self):
        self.assertEqual(select.select([self.reader], [self.writer], iter(())), ([], [self.writer], []))
        self.assertEqual(select.select({self.reader.fileno()}, [], [], 0.2), ([], [], []))
        self.assertEqual(select.select([self.reader], [], [], 0), ([], [], []))
        threading.Timer(0.2, self.writer.send, (b"x",)).start()
        self.assertEqual(select.select(iter([self.reader]), [], []), ([self.reader], [], []))
        for arguments, error, message in (
                ((1, [], []), TypeError, "arguments 1-3 must be sequences"),
                (([], [], [], -1), ValueError, "timeout must be non-negative"),
                (([], [], [], "1"), TypeError, "timeout must be a float or None"),
                ((["x"], [], []), TypeError, "argument must be an int, or have a fileno() method."),
        ):
            with self.subTest(arguments), self.assertRaises(error) as raised:
                select.select(*arguments)
            self.assertEqual(str(raised.exception), message)

    def test_a_select_ends_at_its_timeout_and_asks_each_file_once(self):
        asked = []

        class File:
            def fileno(_):
                asked.append(True)
                return self.reader.fileno()

        waited = []
        select_in_parts = select.select._jthreading_replaced

        def wait(rlist, wlist, xlist, timeout):
            waited.append(timeout)
            return select_in_parts(rlist, wlist, xlist, timeout)

        # What the replacement passes on adds up to the timeout: a loaded machine may only take longer.
        self.assertEqual(_select_by(wait)([File()], [], [], 0.52), ([], [], []))
        self.assertEqual(asked, [True])
        self.assertLessEqual(sum(waited), 0.52)
        self.assertLessEqual(max(waited), 0.05)

    def test_the_numbers_of_signals_are_written(self):
        self.handle(signal.SIGUSR1, self.count)
        self.set_wakeup_fd(self.writer.fileno())
        for source in signal.raise_signal, lambda number: os.kill(os.getpid(), number), _thread.interrupt_main:
            source(signal.SIGUSR1)
            self.assertEqual(self.reader.recv(10), bytes((signal.SIGUSR1,)))
        thread = threading.Timer(0.05, os.kill, (os.getpid(), signal.SIGUSR1))
        thread.start()
        self.assertEqual(select.select([self.reader], [], []), ([self.reader], [], []))
        self.assertEqual(self.reader.recv(10), bytes((signal.SIGUSR1,)))
        self.assertEqual(self.calls, 4)
        self.assertEqual(signal.set_wakeup_fd(-1), self.writer.fileno())
        self.assertEqual(signal.set_wakeup_fd(-1), -1)

    def test_bad_wakeup_descriptors(self):
        for fd, error, message in (
                ("x", TypeError, "'str' object cannot be interpreted as an integer"),
                (2**40, OverflowError, "signed integer is greater than maximum"),
                (9999, OSError, "[Errno 9] Bad file descriptor"),
                (self.reader.fileno(), ValueError, f"the fd {self.reader.fileno()} must be in non-blocking mode"),
        ):
            with self.subTest(fd), self.assertRaises(error) as raised:
                signal.set_wakeup_fd(fd)
            self.assertEqual(str(raised.exception), message)
        self.assert_refused_in_another_thread(
            "set_wakeup_fd only works in main thread of the main interpreter", signal.set_wakeup_fd, -1)

    def test_a_wakeup_that_finds_no_room_is_told(self):
        # A pipe that is full stays full. A socket over TCP may find room once the other side has taken what was on its way.
        reader, writer = os.pipe()
        self.addCleanup(os.close, reader)
        self.addCleanup(os.close, writer)
        os.set_blocking(writer, False)
        with self.assertRaises(BlockingIOError):
            while True:
                os.write(writer, bytes(4096))
        self.handle(signal.SIGUSR1, self.count)
        told = []
        self.addCleanup(setattr, sys, "unraisablehook", sys.unraisablehook)
        sys.unraisablehook = lambda args: told.append((args.exc_type, args.err_msg, args.object))
        for warn in True, False:
            self.set_wakeup_fd(writer, warn_on_full_buffer=warn)
            os.kill(os.getpid(), signal.SIGUSR1)
        self.assertEqual(told, [(BlockingIOError, "Exception ignored when trying to write to the signal wakeup fd", None)])
        self.assertEqual(self.calls, 2)

    def test_a_loop_of_asyncio_hears_of_signals(self):
        async def wait_for_handler():
            handled = asyncio.Event()
            loop = asyncio.get_running_loop()
            loop.add_signal_handler(signal.SIGTERM, handled.set)
            threading.Timer(0.05, os.kill, (os.getpid(), signal.SIGTERM)).start()
            await asyncio.wait_for(handled.wait(), PATIENCE_SECONDS)
            return loop.remove_signal_handler(signal.SIGTERM)

        self.assertTrue(asyncio.run(wait_for_handler()))

    def test_an_interrupt_ends_an_idle_loop_of_asyncio(self):
        async def idle():
            threading.Timer(0.05, _thread.interrupt_main).start()
            await asyncio.wait_for(asyncio.Event().wait(), PATIENCE_SECONDS)

        self.handle(signal.SIGINT, signal.default_int_handler)
        with self.assertRaises(KeyboardInterrupt):
            asyncio.run(idle())


if __name__ == "__main__":
    unittest.main()
