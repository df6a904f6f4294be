"""How long one of the threads has to wait for the lock, measured by itself: to look at the clock takes time as well."""

from cold import cold, main
from fight import TIMES, Fight
from runner import now

_longest = []


def _watch(fight):
    longest = 0
    lock = fight.lock
    for _ in range(TIMES):
        start = now()
        with lock:
            waited = now() - start
            fight.count += 1
        if waited > longest:
            longest = waited
    _longest.append(longest)


@cold()
def first_400000_counts_longest_wait():
    """Lock: the longest wait of a thread meanwhile."""
    Fight().run(_watch)
    return max(_longest)


if __name__ == "__main__":
    main()
