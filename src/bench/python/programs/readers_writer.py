"""A readers-writer lock on a Condition: 12 readers and 3 writers."""

from contextlib import contextmanager
from threading import Condition, Lock, Thread

_READERS = 12
_WRITERS = 3
_READS = 300
_WRITES = 120
_CELLS = 8


class ReadersWriterLock:
    """Many may read at once; one alone may write, and comes before readers that have yet to begin."""

    def __init__(self):
        self._condition = Condition(Lock())
        self._reading = 0
        self._writing = False
        self._writers_waiting = 0

    @contextmanager
    def reading(self):
        with self._condition:
            while self._writing or self._writers_waiting:
                self._condition.wait()
            self._reading += 1
        try:
            yield
        finally:
            with self._condition:
                self._reading -= 1
                if not self._reading:
                    self._condition.notify_all()

    @contextmanager
    def writing(self):
        with self._condition:
            self._writers_waiting += 1
            while self._writing or self._reading:
                self._condition.wait()
            self._writers_waiting -= 1
            self._writing = True
        try:
            yield
        finally:
            with self._condition:
                self._writing = False
                self._condition.notify_all()


def read(lock, cells, torn):
    for _ in range(_READS):
        with lock.reading():
            if len(set(cells)) != 1:
                torn.append(list(cells))


def write(lock, cells):
    for _ in range(_WRITES):
        with lock.writing():
            for i in range(_CELLS):
                cells[i] += 1


def main():
    lock, cells, torn = ReadersWriterLock(), [0] * _CELLS, []
    threads = [Thread(target=read, args=(lock, cells, torn)) for _ in range(_READERS)]
    threads += [Thread(target=write, args=(lock, cells)) for _ in range(_WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if torn or cells != [_WRITERS * _WRITES] * _CELLS:
        raise AssertionError((torn, cells))


if __name__ == "__main__":
    main()
