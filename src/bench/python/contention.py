"""One lock that several threads want all the time."""

from threading import Lock

from crew import crew_work
from runner import main, now

_LONG_NANOSECONDS = 20_000


def _short(crew, number, lock):
    counts = crew.counts
    while not crew.stopping:
        with lock:
            counts[number] += 1


def _long(crew, number, lock):
    """The section is as long on every Python, so that the figures compare locks and not arithmetic."""
    counts = crew.counts
    while not crew.stopping:
        with lock:
            end = now() + _LONG_NANOSECONDS
            while now() < end:
                pass
            counts[number] += 1


def _fight(crew, work, threads):
    lock = Lock()
    for _ in range(threads):
        crew.start(work, lock)
    yield


@crew_work(longer=2)
def lock_short_2(crew):
    """Lock: 2 threads, short sections."""
    yield from _fight(crew, _short, 2)


@crew_work(longer=2)
def lock_short_4(crew):
    """Lock: 4 threads, short sections."""
    yield from _fight(crew, _short, 4)


@crew_work(longer=2)
def lock_short_8(crew):
    """Lock: 8 threads, short sections."""
    yield from _fight(crew, _short, 8)


@crew_work(longer=2)
def lock_short_32(crew):
    """Lock: 32 threads, short sections."""
    yield from _fight(crew, _short, 32)


@crew_work(longer=2)
def lock_long_2(crew):
    """Lock: 2 threads, sections of 20 us."""
    yield from _fight(crew, _long, 2)


@crew_work(longer=2)
def lock_long_4(crew):
    """Lock: 4 threads, sections of 20 us."""
    yield from _fight(crew, _long, 4)


@crew_work(longer=2)
def lock_long_8(crew):
    """Lock: 8 threads, sections of 20 us."""
    yield from _fight(crew, _long, 8)


@crew_work(longer=2)
def lock_long_32(crew):
    """Lock: 32 threads, sections of 20 us."""
    yield from _fight(crew, _long, 32)


if __name__ == "__main__":
    main("One lock, many threads")
