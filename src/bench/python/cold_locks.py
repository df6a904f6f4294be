"""The first operations on a process's first lock."""

from threading import Lock

from cold import Cold, cold, main

_lock = Lock()


def _enter(n):
    lock = _lock
    for _ in range(n):
        with lock:
            pass


_entries = Cold(_enter)


@cold()
def first_100_locks():
    """Lock: the first 100 times with."""
    return _entries.first(100)


@cold()
def first_1000_locks():
    """Lock: the first 1,000 times with."""
    return _entries.first(1_000)


@cold()
def first_10000_locks():
    """Lock: the first 10,000 times with."""
    return _entries.first(10_000)


if __name__ == "__main__":
    main()
