"""The first tasks of a process's first pool."""

from concurrent.futures import ThreadPoolExecutor

from cold import Cold, cold, main

_pool = ThreadPoolExecutor(1)


def _submit(n):
    for _ in range(n):
        _pool.submit(int).result()


_submits = Cold(_submit)


@cold()
def first_100_submits():
    """ThreadPoolExecutor: the first 100 times submit, result."""
    return _submits.first(100)


@cold()
def first_1000_submits():
    """ThreadPoolExecutor: the first 1,000 times submit, result."""
    return _submits.first(1_000)


@cold()
def first_10000_submits():
    """ThreadPoolExecutor: the first 10,000 times submit, result."""
    return _submits.first(10_000)


if __name__ == "__main__":
    main()
