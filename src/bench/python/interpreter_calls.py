"""Calls in another interpreter, and queues between interpreters."""

from concurrent import interpreters
from functools import cache
from threading import Thread

import jobs
from runner import main, operations


@cache
def _interpreter():
    return interpreters.create()


@cache
def _queue():
    return interpreters.create_queue()


@cache
def _echo():
    """Two queues; what comes from the first one goes to the second. Its interpreter is always busy."""
    there, back = interpreters.create_queue(), interpreters.create_queue()
    Thread(target=interpreters.create().call, args=(jobs.echo, there, back), daemon=True).start()
    return there, back


@operations(unit="us")
def interpreter_call(n):
    """Interpreter: call of a function that does nothing."""
    call = _interpreter().call
    for _ in range(n):
        call(jobs.nothing)


@operations(unit="us")
def interpreter_call_mib(n):
    """Interpreter: call with 1 MiB of bytes."""
    call = _interpreter().call
    for _ in range(n):
        call(jobs.size, jobs.MIB)


@operations(unit="us")
def interpreter_queue(n):
    """Queue between interpreters: put, get."""
    queue = _queue()
    for _ in range(n):
        queue.put(n)
        queue.get()


@operations(unit="us")
def interpreter_queue_mib(n):
    """Queue between interpreters: put, get of 1 MiB of bytes."""
    queue = _queue()
    for _ in range(n):
        queue.put(jobs.MIB)
        queue.get()


@operations(unit="us")
def interpreter_queue_round_trip(n):
    """Queues: round trip between two interpreters."""
    there, back = _echo()
    for _ in range(n):
        there.put(n)
        back.get()


if __name__ == "__main__":
    main("Interpreters: calls and queues")
