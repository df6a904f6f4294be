"""What the resident set of the process grows by for each object (Linux only)."""

from threading import Event, Lock, Thread

from resident import resident_bytes
from runner import main, once

_OBJECTS = 100_000
_TIMES = 3
_THREADS = 400


def _growth(make):
    """The median of several measurements: while a compiler runs, the process grows by what it needs as well.

    The first objects warm up what makes them, and make the heap as large as it needs to be for the garbage.
    """
    [make() for _ in range(_OBJECTS)]
    return sorted(_grow(make) for _ in range(_TIMES))[_TIMES // 2]


def _grow(make):
    kept = [None] * _OBJECTS
    before = resident_bytes()
    for i in range(_OBJECTS):
        kept[i] = make()
    return (resident_bytes() - before) / len(kept)


@once(unit="bytes", memory=True)
def lock_memory():
    """A Lock."""
    return _growth(Lock)


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
