"""What a thread can wait in."""

import queue
import threading

PATIENCE_SECONDS = 60


def held_lock():
    lock = threading.Lock()
    lock.acquire()
    return lock


def rlock_of_another_thread():
    lock, taken, done = threading.RLock(), threading.Event(), threading.Event()

    def hold():
        with lock:
            taken.set()
            done.wait(PATIENCE_SECONDS)

    threading.Thread(target=hold, daemon=True).start()
    taken.wait()
    return lock, done


class Waits:
    """Every way to wait, each as a function of a timeout in seconds, or None."""

    def __init__(self, test):
        self.lock = held_lock()
        self.rlock, done = rlock_of_another_thread()
        test.addCleanup(done.set)
        self.condition = threading.Condition()
        self.plain_condition = threading.Condition(threading.Lock())
        self.semaphore = threading.Semaphore(0)
        self.event = threading.Event()
        self.queue = queue.SimpleQueue()
        stop = threading.Event()
        self.thread = threading.Thread(target=stop.wait, daemon=True)
        self.thread.start()
        test.addCleanup(stop.set)

    def of_locks(self):
        def acquire(lock):
            return lambda timeout: lock.acquire(timeout=-1 if timeout is None else timeout)
        yield "Lock.acquire", acquire(self.lock)
        yield "RLock.acquire", acquire(self.rlock)
        yield "Semaphore.acquire", lambda timeout: self.semaphore.acquire(timeout=timeout)

    def all(self):
        yield from self.of_locks()
        yield "Condition.wait", lambda timeout: self._wait(self.condition, timeout)
        yield "Condition.wait with a Lock", lambda timeout: self._wait(self.plain_condition, timeout)
        yield "Condition.wait_for", lambda timeout: self._wait_for(timeout)
        yield "Event.wait", self.event.wait
        yield "SimpleQueue.get", self._get
        yield "Thread.join", self.thread.join
        yield "Barrier.wait", lambda timeout: threading.Barrier(2).wait(timeout)

    def _get(self, timeout):
        try:
            return self.queue.get(timeout=timeout) or True
        except queue.Empty:
            return False

    @staticmethod
    def _wait(condition, timeout):
        with condition:
            return condition.wait(timeout)

    def _wait_for(self, timeout):
        with self.condition:
            return self.condition.wait_for(lambda: False, timeout)
