"""The first threads of a process."""

from threading import Thread

from cold import Cold, cold, main


def _start(n):
    for _ in range(n):
        thread = Thread(target=_nothing)
        thread.start()
        thread.join()


def _nothing():
    pass


_starts = Cold(_start)


@cold()
def first_100_starts():
    """Thread: the first 100 times start, join."""
    return _starts.first(100)


@cold()
def first_1000_starts():
    """Thread: the first 1,000 times start, join."""
    return _starts.first(1_000)


@cold()
def first_10000_starts():
    """Thread: the first 10,000 times start, join."""
    return _starts.first(10_000)


if __name__ == "__main__":
    main()
