"""The first round trips between two threads of a process. The other thread is there already."""

from threading import Event, Thread

from cold import Cold, cold, main

_there, _back = Event(), Event()


def _echo():
    while True:
        _there.wait()
        _there.clear()
        _back.set()


Thread(target=_echo, daemon=True).start()


def _pass_on(n):
    for _ in range(n):
        _there.set()
        _back.wait()
        _back.clear()


_round_trips = Cold(_pass_on)


@cold()
def first_100_round_trips():
    """Event: the first 100 round trips between two threads."""
    return _round_trips.first(100)


@cold()
def first_1000_round_trips():
    """Event: the first 1,000 round trips between two threads."""
    return _round_trips.first(1_000)


@cold()
def first_10000_round_trips():
    """Event: the first 10,000 round trips between two threads."""
    return _round_trips.first(10_000)


if __name__ == "__main__":
    main()
