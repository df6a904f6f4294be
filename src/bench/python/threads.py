"""Starting threads, and keeping many of them busy."""

from concurrent.futures import ThreadPoolExecutor
from queue import Queue
from threading import Thread

from crew import crew_work
from runner import main, operations

_AT_ONCE = 100
_WORKERS = 4
_PAIRS = 500


def _nothing(*args):
    pass


@operations(unit="us")
def thread_start_join(n):
    """Thread: start, join."""
    for _ in range(n):
        thread = Thread(target=_nothing)
        thread.start()
        thread.join()


@operations(unit="us", per_call=_AT_ONCE)
def thread_start_join_100(n):
    """Thread: start 100, join 100 (for each thread)."""
    for _ in range(n):
        threads = [Thread(target=_nothing) for _ in range(_AT_ONCE)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()


@crew_work()
def executor_submit(crew):
    """ThreadPoolExecutor: submit, result."""
    crew.start(_submit)
    yield


def _submit(crew, number):
    counts = crew.counts
    with ThreadPoolExecutor(_WORKERS) as pool:
        while not crew.stopping:
            pool.submit(_nothing).result()
            counts[number] += 1


@crew_work()
def executor_map(crew):
    """ThreadPoolExecutor: map over 100 items (for each item)."""
    crew.start(_map)
    yield


def _map(crew, number):
    counts = crew.counts
    with ThreadPoolExecutor(_WORKERS) as pool:
        while not crew.stopping:
            for _ in pool.map(_nothing, range(_AT_ONCE)):
                pass
            counts[number] += _AT_ONCE


@crew_work(longer=2)
def queue_1000_threads(crew):
    """queue.Queue: 500 producers, 500 consumers (for each item)."""
    queue = Queue(100)
    producers = []
    for _ in range(_PAIRS):
        producers.append(crew.start(_produce, queue))
        crew.start(_consume, queue)
    yield
    # Consumers are there until the last producer has got rid of its last item.
    for producer in producers:
        producer.join()
    for _ in range(_PAIRS):
        queue.put(None)


def _produce(crew, number, queue):
    while not crew.stopping:
        queue.put(number)


def _consume(crew, number, queue):
    counts = crew.counts
    while queue.get() is not None:
        counts[number] += 1


if __name__ == "__main__":
    main("Threads and pools")
