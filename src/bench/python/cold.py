"""The first steps of a process, which nothing has warmed up."""

from runner import main as run, now, once


class Cold:
    """Times the first times of the process that function(n) does something n times; each counts from the very first."""

    def __init__(self, function):
        self._function = function
        self._done = 0
        self._nanoseconds = 0

    def first(self, n):
        """Nanoseconds that the first n times took."""
        start = now()
        self._function(n - self._done)
        self._nanoseconds += now() - start
        self._done = n
        return self._nanoseconds


def cold():
    """Registers a function that returns how many nanoseconds something took the first time."""
    return once(unit="ms")


def main():
    """Runs those that were registered, in their order."""
    run("Cold")
