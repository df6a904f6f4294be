"""A ThreadPoolExecutor of 4: words counted by map, and by submit with as_completed."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor, as_completed
from random import Random

_WORKERS = 4
_DOCUMENTS = 400
_WORDS = 30
_VOCABULARY = [f"word{number}" for number in range(50)]


def documents():
    random = Random(27)
    return [" ".join(random.choices(_VOCABULARY, k=_WORDS)) for _ in range(_DOCUMENTS)]


def count(text):
    return Counter(text.split())


def main():
    texts = documents()
    by_map, by_completion = Counter(), Counter()
    with ThreadPoolExecutor(_WORKERS) as pool:
        for counts in pool.map(count, texts):
            by_map.update(counts)
        futures = {pool.submit(count, text): text for text in texts}
        for future in as_completed(futures):
            counts = future.result()
            if counts.total() != _WORDS or set(counts) != set(futures[future].split()):
                raise AssertionError(futures[future])
            by_completion.update(counts)
    if by_map != by_completion or by_map.total() != _DOCUMENTS * _WORDS:
        raise AssertionError((by_map, by_completion))


if __name__ == "__main__":
    main()
