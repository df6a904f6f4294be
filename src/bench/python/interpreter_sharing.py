"""A Lock and an Event that two interpreters share, and the same between two threads. Memory that interpreters share."""

from concurrent import interpreters
from functools import cache, partial
from threading import Event, Lock

import jobs
from runner import main, operations
from ways import Way, Ways, at_once


def _make_events():
    one, two = interpreters.create(), interpreters.create()
    return {
        "interpreters": _shared(Event(), lambda: Way(lambda times: _round_trips(times, one.call, two.call))),
        "threads": Way(lambda times: _round_trips(times, _call, _call)),
    }


def _round_trips(times, leader, follower):
    there, back = Event(), Event()
    at_once([partial(leader, jobs.lead, times, there, back), partial(follower, jobs.follow, times, there, back)])


def _make_locks():
    one, two = interpreters.create(), interpreters.create()
    lock = Lock()
    return {
        "interpreter": _shared(lock, lambda: Way(lambda times: at_once([partial(one.call, jobs.lock, times, lock)]))),
        "interpreters": _shared(lock, lambda: Way(lambda times: at_once(
            [partial(one.call, jobs.lock, times, lock), partial(two.call, jobs.lock, times, lock)]), 2)),
        "threads": Way(lambda times: at_once([partial(jobs.lock, times, lock)] * 2), 2),
    }


def _shared(synchronizer, make):
    """A way in which interpreters share it, if they can."""
    return make() if interpreters.is_shareable(synchronizer) else Way.absent("interpreters share no synchronizers")


def _call(function, *args):
    return function(*args)


@cache
def _memory():
    """1 MiB of memory that interpreters share: single bytes, how to write all of it and how to read that."""
    try:
        from jthreading import SharedMemory
    except ImportError:
        # A view of it that another interpreter gets is one of the same bytes.
        view = memoryview(bytearray(len(jobs.MIB)))
        return view, partial(view.__setitem__, slice(None)), view.tobytes
    memory = SharedMemory(len(jobs.MIB))
    return memory.buf, memory.write, memory.read


@operations(unit="us")
def shared_memory_mib(n):
    """Shared memory: write, read of 1 MiB."""
    _, write, read = _memory()
    for _ in range(n):
        write(jobs.MIB)
        read()


@operations(unit="ns")
def shared_memory_byte(n):
    """Shared memory: one byte read and written."""
    buffer = _memory()[0]
    for _ in range(n):
        buffer[7] = buffer[7] ^ 1


_events = Ways(_make_events)
_locks = Ways(_make_locks)
_events.time("shared-event-round-trip", "Event: round trip between two interpreters", "us", "interpreters")
_events.time("unshared-event-round-trip", "Event: round trip between two threads, in the same turns", "us", "threads")
_events.ratio("shared-event-ratio", "Event: round trip between interpreters over that between threads", "interpreters", "threads")
_locks.time("shared-lock", "Lock: with, in one interpreter that shares it", "ns", "interpreter")
_locks.time("shared-lock-2", "Lock: with, two interpreters want it", "ns", "interpreters")
_locks.time("unshared-lock-2", "Lock: with, two threads want it", "ns", "threads")

if __name__ == "__main__":
    main("Interpreters: sharing")
