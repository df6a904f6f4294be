"""4 threads that count under one lock, each 100,000 times, as soon as the process has begun."""

from threading import Barrier, Lock, Thread

from runner import now

TIMES = 100_000
_THREADS = 4


class Fight:
    """The lock that the threads fight over, and what they do with it."""

    def __init__(self):
        self.lock = Lock()
        self.count = 0

    def run(self, work):
        """Runs work(self), which counts up to TIMES, in each thread; nanoseconds until all were through."""
        begin = Barrier(_THREADS + 1)
        threads = [Thread(target=self._begin, args=(begin, work)) for _ in range(_THREADS)]
        for thread in threads:
            thread.start()
        begin.wait()
        start = now()
        for thread in threads:
            thread.join()
        taken = now() - start
        if self.count != _THREADS * TIMES:
            raise AssertionError(f"counted {self.count}")
        return taken

    def _begin(self, begin, work):
        begin.wait()
        work(self)
