"""Threads that work, and are counted, until they are told to stop."""

from threading import Lock, Thread
from time import sleep

from runner import benchmark, now

# Nothing that is measured here takes nearly as long, unless it hangs.
_PATIENCE = 20


class Crew:
    """Threads that count what they do in counts[their number], and end soon after stopping is true and stopped is locked."""

    def __init__(self):
        self.stopping = False
        self.stopped = Lock()
        self.counts = []
        self._threads = []
        self._errors = []

    def start(self, work, *args):
        """Starts a thread on work(crew, its number, *args) and returns it."""
        number = len(self.counts)
        self.counts.append(0)
        thread = Thread(target=self._work, args=(work, number, args), daemon=True)
        self._threads.append(thread)
        thread.start()
        return thread

    def _work(self, work, number, args):
        try:
            work(self, number, *args)
        except BaseException as e:
            self._errors.append(e)
            raise

    def window(self, seconds):
        """Lets the threads work for that time, and until they got something done; nanoseconds for each thing done."""
        before = sum(self.counts)
        start = now()
        sleep(seconds)
        while True:
            done = sum(self.counts) - before
            elapsed = now() - start
            if self._errors:
                raise self._errors[0]
            if done:
                return elapsed / done
            if elapsed > _PATIENCE * 1e9:
                raise RuntimeError("the threads get nothing done")
            sleep(0.01)

    def stop(self):
        """Tells the threads to end."""
        self.stopping = True
        self.stopped.acquire()

    def join(self):
        """Waits for the end of all threads."""
        for thread in self._threads:
            thread.join(_PATIENCE)
            if thread.is_alive():
                raise RuntimeError("a thread does not end")
        if self._errors:
            raise self._errors[0]


def crew_work(unit="us", longer=1):
    """Registers function(crew), a generator: it starts threads, yields, and then does what it takes to end them."""
    return benchmark(unit, _measure, longer=longer)


def _measure(function, plan):
    crew = Crew()
    steps = function(crew)
    next(steps)
    crew.window(plan.warmup)
    samples = [crew.window(plan.seconds) for _ in range(plan.samples)]
    crew.stop()
    next(steps, None)
    crew.join()
    return samples


def compute(crew, number):
    """Keeps a processor busy with Python code that never pauses."""
    x = 1
    # Not crew.stopping: GraalPy reads an attribute once for all turns of a compiled loop that calls nothing.
    stopped = crew.stopped.locked
    while not stopped():
        for _ in range(1_000):
            x = (x * 1103515245 + 12345) & 0x7fffffff
