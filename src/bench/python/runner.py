"""Measures benchmarks, the same way on every Python, and prints a line of JSON for each.

A file with benchmarks is a program. Its only argument is a plan, in JSON: {"list": true} describes the benchmarks;
otherwise "benchmarks" names those to run, "expect" the implementation that this must be ("jthreading", "builtin" or
"cpython"), and "samples" and "seconds" (of one sample) how to measure. All are run for "warmup" seconds each, the first one
for "first" seconds, before any is measured, so that what compiles them is through with it; that gives a line without samples
for each. Then each is run for "again" seconds, over and over, until that leaves nothing to do for the compilers, which work in
the background, or for "settle" seconds; and measured.

This module imports nothing that imports threading: the time that takes is one of the figures.
"""

import json
import sys
from time import perf_counter_ns as now, sleep

# How long one call of a function under measurement should take: long beside the clock, short beside a sample.
_CALL_NANOSECONDS = 10_000_000
# A process that uses less of a processor does nothing but wait.
_QUIET = 0.15
_LOOK_SECONDS = 0.2
# More would be idle time: what is compiled has to run before the rest of it is.
_MOST_LOOKS = 10
# Of Linux, in a second.
_TICKS = 100
_PER_UNIT = {"ns": 1, "us": 1_000, "ms": 1_000_000, "bytes": 1, "KiB": 1024, "MB": 1_000_000, "times": 1}
_benchmarks = {}


class Absent(Exception):
    """Says why a benchmark has no figure on this implementation."""


class Plan:
    """How long to warm up and to measure."""

    def __init__(self, warmup, samples, seconds):
        self.warmup = warmup
        self.samples = samples
        self.seconds = seconds

    def scaled(self, factor):
        """The plan for what needs longer samples to show all that it does."""
        return Plan(self.warmup, self.samples, self.seconds * factor)


class _Benchmark:
    def __init__(self, title, unit, measure, memory, longer):
        self.title = title
        self.unit = unit
        self.memory = memory
        self.longer = longer
        self._measure = measure

    def run(self, plan):
        return self._measure(plan.scaled(self.longer))


def register(name, title, unit, measure, memory=False, longer=1):
    """Registers a benchmark that is no function of its own; measure(plan) returns its samples. See benchmark() for the rest."""
    _benchmarks[name] = _Benchmark(title, unit, measure, memory, longer)


def benchmark(unit, measure, memory=False, longer=1):
    """Registers a function whose samples, in nanoseconds or bytes, measure(function, plan) returns.

    A benchmark of memory gets a process of its own, whose JVM keeps no more than what is in use. One whose samples
    have to be longer says how many times; one that is not repeated says 0.
    """
    def decorate(function):
        register(function.__name__.replace("_", "-"), function.__doc__.strip().rstrip("."), unit,
                 lambda plan: measure(function, plan), memory, longer)
        return function
    return decorate


def operations(unit="ns", per_call=1):
    """Registers function(n), which does something n times, or n * per_call times."""
    return benchmark(unit, lambda function, plan: _time_operations(function, per_call, plan))


def once(unit, memory=False):
    """Registers a function that returns the only sample there is in a process."""
    return benchmark(unit, lambda function, plan: [function()], memory, longer=0)


def _time_operations(function, per_call, plan):
    """Samples, after a warm-up that also finds out how large n has to be.

    The function is always called from the same place: Truffle compiles it for each place that calls it.
    """
    samples = []
    n = 1
    done = time = 0
    warm = now() + int(plan.warmup * 1e9)
    while len(samples) < plan.samples or now() < warm:
        start = now()
        function(n)
        elapsed = now() - start
        if start < warm or elapsed < _CALL_NANOSECONDS / 10:
            n = max(1, min(n * 10, n * _CALL_NANOSECONDS // max(elapsed, 1)))
            continue
        done += n
        time += elapsed
        if time >= plan.seconds * 1e9:
            samples.append(time / done / per_call)
            done = time = 0
    return samples


def _implementation():
    import _thread
    import threading
    if sys.implementation.name == "cpython":
        return "cpython"
    ours = ["jthreading" in str(module.__spec__.origin) for module in (threading, _thread)]
    return "jthreading" if all(ours) else "mixed" if any(ours) else "builtin"


def _run(name, plan, expected):
    try:
        known = _benchmarks[name]
        samples = known.run(plan)
        if _implementation() != expected:
            raise RuntimeError(f"this is not {expected} but {_implementation()}")
        divisor = _PER_UNIT[known.unit]
        return {"benchmark": name, "samples": [sample / divisor for sample in samples]}
    except Absent as e:
        return {"benchmark": name, "absent": str(e)}
    except Exception as e:
        return {"benchmark": name, "error": f"{type(e).__name__}: {e}"}


def _processor_seconds():
    """What this process has used of the processors. GraalPy's time.process_time() is no such thing."""
    with open("/proc/self/stat") as file:
        fields = file.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def settle():
    """Waits until this process does nothing, for some seconds at most; true if it was doing nothing already.

    Where that cannot be told, as it can on Linux, it waits for as long, and is true.
    """
    try:
        for looks in range(_MOST_LOOKS):
            used = _processor_seconds()
            sleep(_LOOK_SECONDS)
            if _processor_seconds() - used < _QUIET * _LOOK_SECONDS:
                return not looks
        return False
    except OSError:
        sleep(_MOST_LOOKS * _LOOK_SECONDS)
        return True


def main(group):
    """Does what the plan on the command line says with the benchmarks that were registered, which form a group."""
    plan = json.loads(sys.argv[1])
    if plan.get("list"):
        for name, known in _benchmarks.items():
            print(json.dumps({"benchmark": name, "group": group, "title": known.title, "unit": known.unit,
                              "memory": known.memory, "longer": known.longer}))
        return
    names = plan["benchmarks"]
    steps = [(name, Plan(plan["warmup"], 0, 0), 0) for name in names if plan["warmup"] and _benchmarks[name].longer]
    if steps:
        steps[0][1].warmup = plan["first"]
    for name in names:
        if plan["settle"] and _benchmarks[name].longer:
            steps.append((name, Plan(plan["again"], 0, 0), plan["settle"]))
        steps.append((name, Plan(plan["again"], plan["samples"], plan["seconds"]), 0))
    for name, how, patience in steps:
        end = now() + int(patience * 1e9)
        settled = False
        while not settled:
            # From one place: Truffle compiles a function for each place that calls it.
            result = _run(name, how, plan["expect"])
            settled = not patience or "samples" not in result or settle() or now() > end
        if not patience or "error" in result:
            print(json.dumps(result), flush=True)
