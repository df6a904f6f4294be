"""The same work done in several ways, which take turns, so that what the machine does meanwhile befalls all of them."""

import sys
from threading import Thread
from time import process_time

from runner import Absent, now, register, settle

WALL = 0
CPU = 1

# How long a turn takes: long beside the 10 ms in which processor time is counted.
_TURN_SECONDS = 0.3
# From one turn to the next: what is fast at first, and slow for long, may take a hundred turns if it grows by more.
_MOST_GROWTH = 10
_QUIET_TURNS = 2
# In times of what a benchmark gets that was warm before.
_WARMUP = 7
# Compilers use the second processor for a minute.
_COMPUTING_WARMUP = 120
# Processors, more than which compilers use beside a way that computes on one.
_ONE = 1.15


class Way:
    """One way to do the work: run(times) does it so many times in each of several parts, and returns when all is done."""

    def __init__(self, run, parts=1):
        self.failure = None
        self.turns = []
        self.is_whole = False
        self._times = 1
        self._run = run
        self._parts = parts

    @staticmethod
    def absent(reason):
        """One that this implementation does not have."""
        way = Way(None)
        way.failure = Absent(reason)
        return way

    def turn(self):
        """Does the work and notes nanoseconds for each time, by the clock and of all processors."""
        times = self._times
        try:
            start, used = now(), process_time()
            self._run(times)
            taken = now() - start, round((process_time() - used) * 1e9)
        except Exception as e:
            self.failure = e
        else:
            self.turns.append([figure / times / self._parts for figure in taken])
            self.is_whole = taken[WALL] > _TURN_SECONDS / 2 * 1e9
            self._times = max(1, min(_MOST_GROWTH * times, int(times * _TURN_SECONDS * 1e9 / taken[WALL])))


class Ways:
    """Ways to do the same work. All are measured when the first figure is asked for; the others are of the same turns."""

    def __init__(self, make, computes=False):
        """make() returns ways by name. computes says that the first one computes on one processor all the time."""
        self._make = make
        self._computes = computes
        self._ways = {}

    def time(self, name, title, unit, way, figure=WALL):
        """Registers what the work takes in one way."""
        register(name, title, unit, lambda plan: self._samples(plan, way, figure), longer=0)

    def ratio(self, name, title, way, other, figure=WALL):
        """Registers how many times as much it takes as in another way, in each turn."""
        register(name, title, "times", lambda plan: [
            one / two for one, two in zip(self._samples(plan, way, figure), self._samples(plan, other, figure))], longer=0)

    def _samples(self, plan, name, figure):
        if not self._ways:
            self._ways = self._make()
            self._measure(plan)
        way = self._ways[name]
        if way.failure:
            raise way.failure
        return [turn[figure] for turn in way.turns]

    def _measure(self, plan):
        """Warms up until that leaves nothing to do for compilers; and measures."""
        quiet = 0
        end = now() + int(plan.warmup * (_COMPUTING_WARMUP if self._computes else _WARMUP) * 1e9)
        while True:
            self._turn()
            quiet = quiet + 1 if self._is_quiet() else 0
            if quiet >= _QUIET_TURNS or now() >= end:
                break
        for way in self._ways.values():
            way.turns.clear()
        for _ in range(plan.samples):
            self._turn()

    def _is_quiet(self):
        first = next(iter(self._ways.values()))
        if first.failure:
            return settle()
        if not first.is_whole:
            return False
        # Compilers come back as long as there is something to compile: only the work itself shows that there is not.
        return first.turns[-1][CPU] < first.turns[-1][WALL] * _ONE if self._computes else settle()

    def _turn(self):
        for way in self._ways.values():
            if not way.failure:
                way.turn()


def with_processes(make):
    """A way that starts processes, where that is worth it."""
    return make() if sys.implementation.name == "cpython" else Way.absent("each process would be a JVM")


def at_once(calls):
    """Runs functions, each in a thread of its own, and raises if one did not return."""
    returned = []
    threads = [Thread(target=lambda call=call: returned.append(call())) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if len(returned) != len(calls):
        raise RuntimeError("a thread failed: its traceback is above")
