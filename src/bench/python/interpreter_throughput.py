"""Computing in pure Python on one interpreter and on two, on threads, and on processes."""

from concurrent import interpreters
from concurrent.futures import ProcessPoolExecutor
from functools import cache, partial

import jobs
from runner import main
from ways import CPU, Way, Ways, at_once, with_processes

_JOBS = {"primes": jobs.primes, "mandelbrot": jobs.mandelbrot, "word-count": jobs.word_count, "json-parsing": jobs.json_parsing}


@cache
def _interpreters():
    return interpreters.create(), interpreters.create()


def _make(job):
    one, two = _interpreters()
    return {
        "1 interpreter": Way(lambda times: at_once([partial(one.call, job, times)])),
        "2 interpreters": Way(lambda times: at_once([partial(one.call, job, times), partial(two.call, job, times)]), 2),
        "2 threads": Way(lambda times: at_once([partial(job, times)] * 2), 2),
        "2 processes": with_processes(lambda: _processes(job)),
    }


def _processes(job):
    pool = ProcessPoolExecutor(2)
    return Way(lambda times: list(pool.map(job, [times] * 2)), 2)


def _register(name, job):
    ways = Ways(partial(_make, job), computes=True)
    title = job.__doc__
    for way in "1 interpreter", "2 interpreters", "2 threads", "2 processes":
        ways.time(f"{name}-{way.replace(' ', '-')}-wall", f"{title}: {way} (wall clock)", "ms", way)
    # Children are processes of their own, whose times are not in the parent's.
    for way in "1 interpreter", "2 interpreters", "2 threads":
        ways.time(f"{name}-{way.replace(' ', '-')}-cpu", f"{title}: {way} (all processors)", "ms", way, CPU)
    ways.ratio(f"{name}-scaling-wall", f"{title}: 2 interpreters over 1 (wall clock)", "2 interpreters", "1 interpreter")
    ways.ratio(f"{name}-scaling-cpu", f"{title}: 2 interpreters over 1 (all processors)", "2 interpreters", "1 interpreter", CPU)


for _name, _job in _JOBS.items():
    _register(_name, _job)

if __name__ == "__main__":
    main("Interpreters: computing")
