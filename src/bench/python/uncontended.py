"""What one thread pays for synchronizers that no other thread uses."""

from threading import Condition, Event, Lock, RLock, Semaphore

from runner import main, operations


@operations()
def empty_loop(n):
    """The loop alone, which is part of each of these figures."""
    for _ in range(n):
        pass


@operations()
def lock_acquire_release(n):
    """Lock: acquire, release."""
    lock = Lock()
    for _ in range(n):
        lock.acquire()
        lock.release()


@operations()
def lock_with(n):
    """Lock: with."""
    lock = Lock()
    for _ in range(n):
        with lock:
            pass


@operations()
def rlock_acquire_release(n):
    """RLock: acquire, release."""
    lock = RLock()
    for _ in range(n):
        lock.acquire()
        lock.release()


@operations()
def rlock_with(n):
    """RLock: with."""
    lock = RLock()
    for _ in range(n):
        with lock:
            pass


@operations()
def rlock_nested_acquire_release(n):
    """RLock: acquire, release of a lock that the thread has."""
    lock = RLock()
    with lock:
        for _ in range(n):
            lock.acquire()
            lock.release()


@operations()
def rlock_nested_with(n):
    """RLock: with, of a lock that the thread has."""
    lock = RLock()
    with lock:
        for _ in range(n):
            with lock:
                pass


@operations()
def condition_acquire_release(n):
    """Condition: acquire, release."""
    condition = Condition()
    for _ in range(n):
        condition.acquire()
        condition.release()


@operations()
def condition_with(n):
    """Condition: with."""
    condition = Condition()
    for _ in range(n):
        with condition:
            pass


@operations()
def condition_notify(n):
    """Condition: notify without waiters."""
    condition = Condition()
    with condition:
        for _ in range(n):
            condition.notify()


@operations()
def semaphore_acquire_release(n):
    """Semaphore: acquire, release."""
    semaphore = Semaphore()
    for _ in range(n):
        semaphore.acquire()
        semaphore.release()


@operations()
def semaphore_with(n):
    """Semaphore: with."""
    semaphore = Semaphore()
    for _ in range(n):
        with semaphore:
            pass


@operations()
def event_set_is_set_clear(n):
    """Event: set, is_set, clear."""
    event = Event()
    for _ in range(n):
        event.set()
        event.is_set()
        event.clear()


@operations()
def event_is_set(n):
    """Event: is_set."""
    event = Event()
    for _ in range(n):
        event.is_set()


if __name__ == "__main__":
    main("Uncontended")
