"""How much later than its timeout a wait ends."""

from threading import Condition, Event, Lock
from time import sleep

from runner import benchmark, main, now

_TIMEOUT_SECONDS = 0.001
_TIMEOUT = 1_000_000
_WAITS = 1000


def _measure(function, plan):
    wait = function()
    warm = now() + int(plan.warmup * 1e9)
    while now() < warm:
        _wait(wait, 1)
    return _wait(wait, _WAITS) if plan.samples else []


def _wait(wait, times):
    late = []
    for _ in range(times):
        start = now()
        wait()
        late.append(now() - start - _TIMEOUT)
    return late


def _overshoot(function):
    """Registers function(), which returns a function that waits for a timeout in vain: each wait is a sample."""
    return benchmark("us", _measure, longer=2)(function)


@_overshoot
def lock_overshoot():
    """Lock: end of acquire(timeout=0.001) after the timeout."""
    lock = Lock()
    lock.acquire()
    return lambda: lock.acquire(timeout=_TIMEOUT_SECONDS)


@_overshoot
def event_overshoot():
    """Event: end of wait(0.001) after the timeout."""
    event = Event()
    return lambda: event.wait(_TIMEOUT_SECONDS)


@_overshoot
def condition_overshoot():
    """Condition: end of wait(0.001) after the timeout."""
    condition = Condition()
    condition.acquire()
    return lambda: condition.wait(_TIMEOUT_SECONDS)


@_overshoot
def sleep_overshoot():
    """time.sleep: end of sleep(0.001) after it."""
    return lambda: sleep(_TIMEOUT_SECONDS)


if __name__ == "__main__":
    main("Timeouts")
