"""Exceptions from outside, at any moment: whatever a thread waits for, nothing of it is lost, left taken or left waiting."""

import _thread
import queue
import random
import signal
import threading
import time
import unittest

TIMES = 30
# A signal may take 25 milliseconds more to arrive, and others wait for about as long.
LONGEST_SIGNAL_SECONDS = 0.03
LONGEST_SECONDS = 0.06
PATIENCE_SECONDS = 60
LONGEST_LOOP_SECONDS = 10


class Stop(Exception):
    """What the handler of the signal raises."""


def raise_stop(signum, frame):
    raise Stop


class Computing:
    """Threads that keep the GIL busy: beside none, hardly anything comes between two steps."""

    def __init__(self, count):
        self._ended = threading.Event()
        self._threads = [threading.Thread(target=self._compute) for _ in range(count)]

    def _compute(self):
        # GraalPy compiles a loop that only looks at a variable so that it never sees a change.
        while not self._ended.is_set():
            for _ in range(10_000):
                pass

    def __enter__(self):
        for thread in self._threads:
            thread.start()

    def __exit__(self, *ignored):
        self._ended.set()
        for thread in self._threads:
            thread.join()


class Helper(threading.Thread):
    """Calls a function after a random time."""

    def __init__(self, function):
        super().__init__()
        self._function = function
        self.start()

    def run(self):
        time.sleep(random.uniform(0, LONGEST_SECONDS))
        self._function()


class WithLock:
    """A lock that another thread has, and lets go."""

    def __init__(self, lock):
        self.lock = lock

    def prepare(self):
        held = threading.Event()

        def hold():
            with self.lock:
                held.set()
                time.sleep(random.uniform(0, LONGEST_SECONDS))

        self.holder = threading.Thread(target=hold)
        self.holder.start()
        held.wait()

    def wait(self):
        with self.lock:
            pass

    def check(self, test, stopped):
        self.holder.join()
        free = self.lock.acquire(timeout=PATIENCE_SECONDS)
        test.assertTrue(free, "it is taken and nobody has it")
        self.lock.release()


class WithSemaphore(WithLock):
    """A permit that another thread has, and gives back."""

    def check(self, test, stopped):
        super().check(test, stopped)
        test.assertEqual(self.lock._value, 1)


class AtCondition:
    """A notification for one of two that wait: who is stopped in the wait has not used it."""

    def __init__(self, lock):
        self.condition = threading.Condition(lock)

    def prepare(self):
        self.woken = self.arrived = self.returned = False
        self.other = threading.Thread(target=self._wait_as_well)
        self.other.start()
        self.notifier = Helper(self._notify)

    def _wait_as_well(self):
        with self.condition:
            self.arrived = True
            self.woken = self.condition.wait(PATIENCE_SECONDS)

    def _notify(self):
        while not self.arrived:
            time.sleep(0.001)
        with self.condition:
            self.condition.notify()

    def wait(self):
        with self.condition:
            if not self.woken:
                self.returned = self.condition.wait()

    def check(self, test, stopped):
        self.notifier.join()
        if not stopped or self.returned:
            with self.condition:
                self.condition.notify_all()
        self.other.join()
        test.assertTrue(self.woken, "the notification is lost")
        test.assertEqual(len(self.condition._waiters), 0)
        test.assertTrue(self.condition.acquire(timeout=PATIENCE_SECONDS), "the lock is taken and nobody has it")
        self.condition.release()


class AtBarrier:
    """A place at a barrier that never fills."""

    def prepare(self):
        self.barrier = threading.Barrier(2)

    def wait(self):
        self.barrier.wait()

    def check(self, test, stopped):
        test.assertEqual(self.barrier.n_waiting, 0)
        test.assertFalse(self.barrier.broken)


class AtBarrierThatFills:
    """The last place at a barrier: the others do not wait for ever."""

    def prepare(self):
        self.barrier = threading.Barrier(2)
        self.other = Helper(self._arrive)

    def _arrive(self):
        try:
            self.barrier.wait(PATIENCE_SECONDS)
        except threading.BrokenBarrierError:
            pass

    def wait(self):
        self.barrier.wait()

    def check(self, test, stopped):
        if stopped:
            # Whether it had filled or not.
            self.barrier.abort()
        began = time.monotonic()
        self.other.join()
        test.assertLess(time.monotonic() - began, PATIENCE_SECONDS)


class ForThread:
    """The end of a thread."""

    def prepare(self):
        self.thread = Helper(int)

    def wait(self):
        self.thread.join()

    def check(self, test, stopped):
        self.thread.join()
        test.assertFalse(self.thread.is_alive())
        test.assertNotIn(self.thread, threading.enumerate())


class ForEvent:
    """An event that is set."""

    def prepare(self):
        self.event = threading.Event()
        self.helper = Helper(self.event.set)

    def wait(self):
        self.event.wait()

    def check(self, test, stopped):
        test.assertTrue(self.event.wait(PATIENCE_SECONDS))
        self.helper.join()


class AtQueue:
    """An item for one of two that wait: who is stopped in the wait leaves it to the other."""

    def prepare(self):
        self.queue = queue.SimpleQueue()
        self.taken = []
        self.other = threading.Thread(target=self._take)
        self.other.start()
        self.helper = Helper(lambda: self.queue.put("item"))

    def _take(self):
        self.taken.append(self.queue.get(timeout=PATIENCE_SECONDS))

    def wait(self):
        while not self.taken:
            self.queue.get()

    def check(self, test, stopped):
        self.helper.join()
        if stopped and not self.queue.empty():
            # The other is about to take it.
            self.other.join(PATIENCE_SECONDS)
            test.assertFalse(self.other.is_alive(), "an item lies beside a thread that waits")
        self.queue.put("last")
        self.other.join()
        test.assertEqual(len(self.taken), 1)


class Start:
    """A thread that is started: it runs and ends, or it was never started."""

    def prepare(self):
        self.ran = threading.Event()
        self.threads = []

    def wait(self):
        # Where it is raised in what the interpreter calls by itself, as for a weak reference, nobody hears of it.
        end = time.monotonic() + LONGEST_LOOP_SECONDS
        while time.monotonic() < end:
            thread = threading.Thread(target=int)
            self.threads.append(thread)
            thread.start()

    def check(self, test, stopped):
        for thread in self.threads:
            if thread.ident is not None:
                thread.join()
        test.assertFalse({*self.threads} & {*threading.enumerate()})


KINDS = {
    "Lock": lambda: WithLock(threading.Lock()),
    "RLock": lambda: WithLock(threading.RLock()),
    "Semaphore": lambda: WithSemaphore(threading.Semaphore(1)),
    "BoundedSemaphore": lambda: WithSemaphore(threading.BoundedSemaphore(1)),
    "Condition": lambda: AtCondition(threading.Lock()),
    "Condition of an RLock": lambda: AtCondition(threading.RLock()),
    "Barrier": AtBarrier,
    "Barrier that fills": AtBarrierThatFills,
    "SimpleQueue": AtQueue,
    "join": ForThread,
    "Event": ForEvent,
    "start": Start,
}


class InterruptionsTest(unittest.TestCase):

    def setUp(self):
        self.addCleanup(signal.signal, signal.SIGALRM, signal.signal(signal.SIGALRM, raise_stop))
        random.seed(3120)
        self.interrupted = self.heard = 0

    def after(self, seconds):
        """Has the signal come after so many seconds."""
        signal.setitimer(signal.ITIMER_REAL, seconds)

    def check(self, name):
        for _ in range(TIMES):
            kind = KINDS[name]()
            kind.prepare()
            stopped = waited = False
            try:
                self.after(random.uniform(0.0001, LONGEST_SIGNAL_SECONDS))
                kind.wait()
                waited = True
                # It may be on its way.
                time.sleep(LONGEST_LOOP_SECONDS)
            except Stop:
                stopped = True
            self.heard += stopped
            kind.check(self, not waited)
            self.interrupted += not waited

    def test_nothing_is_lost(self):
        for computing in range(3):
            for name in KINDS:
                with self.subTest(name=name, computing=computing), Computing(computing):
                    self.check(name)
        rounds = 3 * len(KINDS) * TIMES
        self.assertGreater(self.interrupted, rounds // 6)
        self.assertGreater(self.heard, rounds - rounds // 50)

    def test_a_loop_that_is_always_amid_an_operation_is_interrupted(self):
        lock, event = threading.Lock(), threading.Event()
        rlock, semaphore = threading.RLock(), threading.Semaphore()

        def with_lock():
            with lock:
                pass

        def with_rlock():
            with rlock:
                pass

        def with_semaphore():
            with semaphore:
                pass

        def until_set():
            event.is_set()

        for function in (with_lock, with_rlock, with_semaphore, until_set, threading.current_thread, threading.enumerate):
            with self.subTest(function=function.__name__):
                for _ in range(TIMES):
                    with self.assertRaises(Stop):
                        self.after(random.uniform(0.001, LONGEST_SIGNAL_SECONDS))
                        end = time.monotonic() + PATIENCE_SECONDS
                        while time.monotonic() < end:
                            function()
                    self.assertFalse(lock.locked())
                    self.assertFalse(rlock._is_owned())
                    self.assertEqual(semaphore._value, 1)

    def test_what_another_thread_asks_of_the_main_thread_comes_between_two_operations(self):
        self.addCleanup(signal.signal, signal.SIGINT, signal.signal(signal.SIGINT, raise_stop))
        lock = threading.Lock()
        for _ in range(TIMES):
            helper = None
            with self.assertRaises(Stop):
                helper = Helper(_thread.interrupt_main)
                while True:
                    with lock:
                        pass
            helper.join()
            self.assertFalse(lock.locked())

    def test_a_handler_may_wait_and_return(self):
        lock, heard = threading.Lock(), []

        def handle(signum, frame):
            with lock:
                heard.append(threading.current_thread())

        signal.signal(signal.SIGALRM, handle)
        for i in range(TIMES):
            barrier = threading.Barrier(2)
            other = threading.Thread(target=barrier.wait)
            self.after(random.uniform(0.0001, LONGEST_SIGNAL_SECONDS))
            while len(heard) <= i:
                threading.Event().wait(0.001)
            other.start()
            barrier.wait()
            other.join()
        self.assertEqual({*heard}, {threading.main_thread()})


if __name__ == "__main__":
    unittest.main()
