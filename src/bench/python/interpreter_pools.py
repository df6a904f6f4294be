"""Pools of interpreters, of threads and of processes that map items."""

from concurrent.futures import InterpreterPoolExecutor, ProcessPoolExecutor, ThreadPoolExecutor

import jobs
from runner import main
from ways import Way, Ways, with_processes

_WORKERS = 2
_SMALL = range(10_000)
# All values: nothing that has a shorter form on its way.
_LARGE = [jobs.MIB] * 100


def _make(function, items):
    return {
        "interpreter": _way(InterpreterPoolExecutor(_WORKERS), function, items),
        "thread": _way(ThreadPoolExecutor(_WORKERS), function, items),
        "process": with_processes(lambda: _way(ProcessPoolExecutor(_WORKERS), function, items)),
    }


def _way(pool, function, items):
    return Way(lambda times: _map(times, pool, function, items), len(items))


def _map(times, pool, function, items):
    for _ in range(times):
        if sum(1 for _ in pool.map(function, items)) != len(items):
            raise AssertionError("items are missing")


_small = Ways(lambda: _make(jobs.successor, _SMALL))
_large = Ways(lambda: _make(jobs.size, _LARGE))

for _pool in "interpreter", "thread", "process":
    _title = f"{_pool.title()}PoolExecutor"
    _small.time(f"{_pool}-pool-small", f"{_title}: map over 10,000 numbers (for each)", "us", _pool)
    _large.time(f"{_pool}-pool-large", f"{_title}: map over 100 items of 1 MiB (for each)", "us", _pool)

if __name__ == "__main__":
    main("Interpreters: pools")
