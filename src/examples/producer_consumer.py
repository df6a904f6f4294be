"""Producers and consumers that share a bounded buffer.

Shows two conditions on one lock: producers sleep on `not_full`, consumers on
`not_empty`, so each side wakes only the other.  `close()` lets the consumers
drain what is left and then stop, without a sentinel value in the buffer.

    python producer_consumer.py --items 5000 --producers 4 --consumers 3
"""

import argparse
import threading
from collections import deque


class Closed(Exception):
    """The buffer is closed, and empty if `get` raised it."""


class BoundedBuffer:
    """A first-in, first-out buffer that holds at most `capacity` items."""

    def __init__(self, capacity):
        if capacity < 1:
            raise ValueError("capacity must be at least 1")
        self.capacity = capacity
        self.high_water_mark = 0
        self._items = deque()
        self._closed = False
        self._lock = threading.Lock()
        self._not_empty = threading.Condition(self._lock)
        self._not_full = threading.Condition(self._lock)

    def put(self, item):
        """Append `item`, after waiting for room."""
        with self._not_full:
            self._not_full.wait_for(lambda: self._closed or len(self._items) < self.capacity)
            if self._closed:
                raise Closed
            self._items.append(item)
            self.high_water_mark = max(self.high_water_mark, len(self._items))
            self._not_empty.notify()

    def get(self):
        """Remove and return the oldest item, after waiting for one."""
        with self._not_empty:
            self._not_empty.wait_for(lambda: self._items or self._closed)
            if not self._items:
                raise Closed
            item = self._items.popleft()
            self._not_full.notify()
            return item

    def close(self):
        """Refuse further items and wake everybody who waits."""
        with self._lock:
            self._closed = True
            self._not_empty.notify_all()
            self._not_full.notify_all()


def produce(buffer, numbers):
    try:
        for number in numbers:
            buffer.put(number)
    except Closed:
        pass


def consume(buffer, consumed):
    while True:
        try:
            consumed.append(buffer.get())
        except Closed:
            return


def run(items, producers, consumers, capacity):
    """Move the numbers 0..items-1 through a buffer; return it and what each consumer got."""
    buffer = BoundedBuffer(capacity)
    shares = [[] for _ in range(consumers)]
    producing = [
        threading.Thread(target=produce, args=(buffer, range(first, items, producers)), name=f"producer-{first}")
        for first in range(producers)
    ]
    consuming = [
        threading.Thread(target=consume, args=(buffer, share), name=f"consumer-{index}")
        for index, share in enumerate(shares)
    ]
    for thread in consuming + producing:
        thread.start()
    try:
        for thread in producing:
            thread.join()
    finally:
        buffer.close()
    for thread in consuming:
        thread.join()
    return buffer, shares


def in_order(share, producers):
    """Whether one consumer saw each producer's numbers in the order they were put."""
    return all(
        numbers == sorted(numbers)
        for numbers in ([n for n in share if n % producers == first] for first in range(producers))
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--items", type=int, default=5000)
    parser.add_argument("--producers", type=int, default=4)
    parser.add_argument("--consumers", type=int, default=3)
    parser.add_argument("--capacity", type=int, default=16)
    options = parser.parse_args()

    buffer, shares = run(options.items, options.producers, options.consumers, options.capacity)
    consumed = sorted(number for share in shares for number in share)
    print(f"consumed {len(consumed)} items, sum {sum(consumed)}")
    print(f"each exactly once: {consumed == list(range(options.items))}")
    print(f"each producer's order kept: {all(in_order(share, options.producers) for share in shares)}")
    print(f"never above capacity: {buffer.high_water_mark <= buffer.capacity}")


if __name__ == "__main__":
    main()
