"""A lock that several threads fight over as soon as the process has begun."""

from cold import cold, main
from fight import TIMES, Fight


def _count(fight):
    lock = fight.lock
    for _ in range(TIMES):
        with lock:
            fight.count += 1


@cold()
def first_400000_counts():
    """Lock: the first 100,000 times with of 4 threads each."""
    return Fight().run(_count)


if __name__ == "__main__":
    main()
