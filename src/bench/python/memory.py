"""What the heap grows by for each object, and the resident set of the process for each thread (Linux only)."""

import sys
from threading import Condition, Event, Lock, RLock, Thread

from resident import live_bytes, resident_bytes
from runner import main, once

_OBJECTS = 100_000
_TIMES = 3
_THREADS = 400


# CPython's objects are in no heap that can be asked.
_look = resident_bytes if sys.implementation.name == "cpython" else live_bytes


def _growth(make):
    """The median of several measurements: while a compiler runs, the process grows by what it needs as well.

    The first objects warm up what makes them.
    """
    [make() for _ in range(_OBJECTS)]
    return sorted(_grow(make) for _ in range(_TIMES))[_TIMES // 2]


def _grow(make):
    kept = [None] * _OBJECTS
    before = _look()
    for i in range(_OBJECTS):
        kept[i] = make()
    return (_look() - before) / len(kept)


@once(unit="bytes", memory=True)
def lock_memory():
    """A Lock."""
    return _growth(Lock)


@once(unit="bytes", memory=True)
def rlock_memory():
    """An RLock."""
    return _growth(RLock)


@once(unit="bytes", memory=True)
def condition_memory():
    """A Condition, with its RLock."""
    return _growth(Condition)


@once(unit="bytes", memory=True)
def event_memory():
    """An Event."""
    return _growth(Event)


@once(unit="KiB", memory=True)
def idle_thread_memory():
    """A thread that waits for a Lock."""
    _idle(1)
    before = resident_bytes()
    return (_idle(_THREADS, resident_bytes) - before) / _THREADS


def _idle(count, look=lambda: 0):
    lock = Lock()
    with lock:
        threads = [Thread(target=_wait, args=(lock,)) for _ in range(count)]
        for thread in threads:
            thread.start()
        seen = look()
    for thread in threads:
        thread.join()
    return seen


def _wait(lock):
    with lock:
        pass


if __name__ == "__main__":
    main("Memory")
