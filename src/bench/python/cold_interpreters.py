"""The first interpreters of a process: the time that create() takes, when nothing else runs."""

from concurrent import interpreters
from time import process_time

from runner import main, now, once, settle


class _Creation:
    """Creates interpreters, and knows what some of them took."""

    def __init__(self):
        self._created = []
        self._taken = {}
        # The first time it is asked it takes a while itself.
        process_time()

    def of(self, number):
        """Nanoseconds for the interpreter with that number, by the clock and of all processors."""
        if number not in self._taken:
            while len(self._created) < number - 1:
                self._created.append(interpreters.create())
            # What compilers do for those before is no part of it.
            settle()
            start, used = now(), process_time()
            self._created.append(interpreters.create())
            self._taken[number] = now() - start, round((process_time() - used) * 1e9)
        return self._taken[number]


_creation = _Creation()


@once(unit="ms")
def create_first_wall():
    """The first interpreter (wall clock)."""
    return _creation.of(1)[0]


@once(unit="ms")
def create_first_cpu():
    """The first interpreter (all processors)."""
    return _creation.of(1)[1]


@once(unit="ms")
def create_second_wall():
    """The second interpreter (wall clock)."""
    return _creation.of(2)[0]


@once(unit="ms")
def create_second_cpu():
    """The second interpreter (all processors)."""
    return _creation.of(2)[1]


@once(unit="ms")
def create_tenth_wall():
    """The tenth interpreter (wall clock)."""
    return _creation.of(10)[0]


@once(unit="ms")
def create_tenth_cpu():
    """The tenth interpreter (all processors)."""
    return _creation.of(10)[1]


if __name__ == "__main__":
    main("Interpreters: creation")
