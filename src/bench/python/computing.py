"""What threads pay beside others that compute without a pause."""

from threading import Event, Lock
from time import sleep

from crew import Crew, compute, crew_work
from runner import benchmark, main, now

# Samples that span many turns of the GIL, which GraalPy's own threads pass on every 50 ms.
_LONGER = 4
_OPERATIONS = 10


@crew_work(unit="ns", longer=_LONGER)
def lock_with_beside_1(crew):
    """Lock: with, beside 1 computing thread."""
    yield from _locking_beside(crew, 1)


@crew_work(unit="ns", longer=_LONGER)
def lock_with_beside_3(crew):
    """Lock: with, beside 3 computing threads."""
    yield from _locking_beside(crew, 3)


def _locking_beside(crew, computing):
    crew.start(_lock, Lock())
    for _ in range(computing):
        crew.start(compute)
    yield


def _lock(crew, number, lock):
    counts = crew.counts
    while not crew.stopping:
        for _ in range(_OPERATIONS):
            with lock:
                pass
        counts[number] += _OPERATIONS


def _wake_ups(computing):
    """Measures for several samples' time: each wake-up is a sample."""
    return benchmark("us", lambda function, plan: _measure_wake_ups(
        computing, plan.warmup, plan.samples * plan.seconds), longer=_LONGER)


@_wake_ups(computing=0)
def event_wake_up(crew):
    """Event: from set to the waiter's next step."""


@_wake_ups(computing=1)
def event_wake_up_beside_1(crew):
    """Event: from set to the waiter's next step, beside 1 computing thread."""


@_wake_ups(computing=3)
def event_wake_up_beside_3(crew):
    """Event: from set to the waiter's next step, beside 3 computing threads."""


def _measure_wake_ups(computing, warmup, seconds):
    crew = Crew()
    event, woken = Event(), Event()
    moments = []
    crew.start(_wait, event, woken, moments)
    for _ in range(computing):
        crew.start(compute)
    _wake(event, woken, moments, warmup)
    latencies = _wake(event, woken, moments, seconds)
    crew.stop()
    event.set()
    crew.join()
    return latencies


def _wait(crew, number, event, woken, moments):
    while True:
        event.wait()
        moment = now()
        if crew.stopping:
            return
        moments.append(moment)
        event.clear()
        woken.set()


def _wake(event, woken, moments, seconds):
    latencies = []
    end = now() + int(seconds * 1e9)
    while now() < end:
        woken.clear()
        # Long enough for the waiter to wait again.
        sleep(0.005)
        start = now()
        event.set()
        woken.wait()
        latencies.append(moments.pop() - start)
    return latencies


if __name__ == "__main__":
    main("Beside computing threads")
