"""Counts primes on all processors, with an interpreter for each.

The threads of one interpreter take turns: in pure Python, two of them do no
more than one.  Interpreters have a GIL each.  An InterpreterPoolExecutor gives
each of its threads an interpreter of its own, so they compute at the same time.
The job is cut into many ranges, so that no interpreter is idle for long at the
end.  Each is long enough that handing it over costs next to nothing.

The same job on one interpreter tells how much that gains.  Before the clock
runs, each pool counts for a while, until what it runs has been compiled.

    python parallel_primes.py --below 2000000 --workers 4
"""

import argparse
import os
import sys
import time
from concurrent.futures import InterpreterPoolExecutor

RANGES = 100


def is_prime(number):
    if number < 2:
        return False
    divisor = 2
    while divisor * divisor <= number:
        if number % divisor == 0:
            return False
        divisor += 1
    return True


def count_primes(start, stop):
    """How many primes there are in range(start, stop)."""
    count = 0
    for number in range(start, stop):
        if is_prime(number):
            count += 1
    return count


def ranges(below):
    """The bounds of ranges that are range(below) together."""
    bounds = [below * number // RANGES for number in range(RANGES + 1)]
    return list(zip(bounds, bounds[1:]))


def show_progress(title, done):
    """Tell how many ranges are done: in a line that is written again and again on a terminal, at each quarter elsewhere."""
    last = done == RANGES
    if sys.stdout.isatty():
        print(f"\r{title}: {done} of {RANGES} ranges", end="\n" if last else "", flush=True)
    elif done % (RANGES // 4) == 0:
        print(f"{title}: {done} of {RANGES} ranges", flush=True)


def warm_up(seconds):
    """Count again and again, until the time is over and it was often enough."""
    end = time.monotonic() + seconds
    rounds = 0
    while time.monotonic() < end or rounds < 1000:
        count_primes(400_000, 400_200)
        rounds += 1


def measure(title, workers, below, seconds):
    """Count the primes below a number; return how many there are and how long it took."""
    with InterpreterPoolExecutor(workers) as pool:
        for ready in [pool.submit(warm_up, seconds) for _ in range(workers)]:
            ready.result()
        total = 0
        processors_start, start = time.process_time(), time.perf_counter()
        for done, count in enumerate(pool.map(count_primes, *zip(*ranges(below))), 1):
            total += count
            show_progress(title, done)
        took, worked = time.perf_counter() - start, time.process_time() - processors_start
    print(f"{title}: {took:.1f} s, {worked / took:.2f} processors busy")
    return total, took


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--below", type=int, default=16_000_000)
    parser.add_argument("--workers", type=int, default=os.cpu_count(), help="how many interpreters")
    parser.add_argument("--warm-up", type=float, default=4, help="seconds for each pool")
    options = parser.parse_args()

    primes, parallel = measure("in parallel", options.workers, options.below, options.warm_up)
    same, alone = measure("on one interpreter", 1, options.below, options.warm_up)
    print(f"{primes} primes below {options.below}, the same on one interpreter: {primes == same}")
    print(f"{alone / parallel:.2f} times as fast")


if __name__ == "__main__":
    main()
