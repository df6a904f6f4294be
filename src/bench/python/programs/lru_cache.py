"""An LRU cache with an RLock, which 6 threads share: it is entered again to compute what is missing."""

from collections import OrderedDict
from random import Random
from threading import RLock, Thread

_THREADS = 6
_LOOKUPS = 1_500
_CAPACITY = 300
_NUMBERS = 400
_PRIME = 1_000_003


class LruCache:
    """Keeps the results of a function that were asked for last."""

    def __init__(self, function):
        self._function = function
        self._lock = RLock()
        self._entries = OrderedDict()
        self.hits = 0
        self.misses = 0

    def __call__(self, key):
        with self._lock:
            if key in self._entries:
                self.hits += 1
                self._entries.move_to_end(key)
                return self._entries[key]
            self.misses += 1
            value = self._entries[key] = self._function(self, key)
            if len(self._entries) > _CAPACITY:
                self._entries.popitem(last=False)
            return value

    def __len__(self):
        with self._lock:
            return len(self._entries)


def paths(cache, n):
    """Ways down n stairs in steps of two or five, modulo a prime."""
    return 1 if n == 0 else 0 if n < 0 else (cache(n - 2) + cache(n - 5)) % _PRIME


def expected():
    ways = [1]
    for n in range(1, _NUMBERS):
        ways.append(sum(ways[n - step] for step in (2, 5) if n >= step) % _PRIME)
    return ways


def look_up(cache, seed, ways, wrong):
    random = Random(seed)
    for _ in range(_LOOKUPS):
        n = min(random.randrange(_NUMBERS), random.randrange(_NUMBERS))
        if cache(n) != ways[n]:
            wrong.append(n)


def main():
    cache, ways, wrong = LruCache(paths), expected(), []
    threads = [Thread(target=look_up, args=(cache, seed, ways, wrong)) for seed in range(_THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    # Each miss asks for two more, unless it is where the stairs end.
    if wrong or len(cache) != _CAPACITY or cache.hits + cache.misses < _THREADS * _LOOKUPS:
        raise AssertionError((wrong, len(cache), cache.hits, cache.misses))


if __name__ == "__main__":
    main()
