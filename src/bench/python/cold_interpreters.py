"""The first interpreters of a process: the time that create() takes, when nothing else runs."""

from concurrent import interpreters
from time import process_time

from runner import main, now, register, settle
from ways import CPU, WALL


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


def _register(number, word):
    for name, title, figure in ("wall", "wall clock", WALL), ("cpu", "all processors", CPU):
        register(f"create-{word}-{name}", f"The {word} interpreter ({title})", "ms",
                 lambda plan, figure=figure: [_creation.of(number)[figure]], longer=0)


for _number, _word in (1, "first"), (2, "second"), (10, "tenth"):
    _register(_number, _word)

if __name__ == "__main__":
    main("Interpreters: creation")
