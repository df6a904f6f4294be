"""Tortures the threads of an interpreter: many threads in random operations on shared objects, disturbed in random ways.

A seed decides the program. At the end nothing may be lost, left taken or stuck. A seed that fails leaves what is wrong, a dump
of all threads if they are stuck, and the shortest plan found that still fails.

    python torture [--shrink-seconds N] SEED... | FIRST-LAST...
    python torture --plan FILE [TIMES]
"""

import json
import os
import sys

from torture import SHRINK_SECONDS, run, torture


def seeds(words):
    for word in words:
        first, _, last = word.partition("-")
        yield from range(int(first), int(last or first) + 1)


def main(arguments):
    seconds = SHRINK_SECONDS
    if arguments[:1] == ["--plan"]:
        with open(arguments[1]) as file:
            plan = json.loads(file.read().splitlines()[-1])
        stories = (run(plan) for _ in range(int(arguments[2]) if arguments[2:] else 1))
    else:
        if arguments[:1] == ["--shrink-seconds"]:
            seconds = float(arguments[1])
            del arguments[:2]
        stories = (torture(seed, None, seconds) for seed in seeds(arguments))
    count = failures = 0
    for story in stories:
        count += 1
        failures += bool(story)
        if story:
            print(story, flush=True)
    print(f"{count} runs, {failures} failed", flush=True)
    # Threads that are stuck would keep the interpreter.
    os._exit(bool(failures))


if __name__ == "__main__":
    main(sys.argv[1:])
