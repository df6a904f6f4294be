"""The handlers of one context. One request at a time asks for a quote, and that takes as many threads as it likes."""

import json
import queue
import threading
from concurrent.futures import ThreadPoolExecutor

SUPPLIERS = 5


class Statistics:
    """How often each supplier made the best offer; counted in the background, so that no request waits for it."""

    def __init__(self):
        self._offers = queue.Queue()
        self._orders = [0] * SUPPLIERS
        self._seen = 0
        self._changed = threading.Condition()
        threading.Thread(target=self._count, name="statistics", daemon=True).start()

    def add(self, supplier):
        with self._changed:
            self._seen += 1
        self._offers.put(supplier)

    def _count(self):
        while True:
            supplier = self._offers.get()
            with self._changed:
                self._orders[supplier] += 1
                self._changed.notify_all()

    def orders(self):
        """The counts, after waiting until all that was added has been counted."""
        with self._changed:
            self._changed.wait_for(lambda: sum(self._orders) == self._seen)
            return list(self._orders)


_statistics = Statistics()
_pool = ThreadPoolExecutor(SUPPLIERS, thread_name_prefix="supplier")
_never = threading.Event()


def _ask(supplier, item, seconds):
    # Stands for a request to somebody else. GraalPy's time.sleep(0.5) would go on when the context is closed.
    _never.wait(seconds)
    return (item * 31 + supplier * 17) % 100 + 1, supplier


def quote(item, seconds):
    """The best offer for an item, as JSON: all suppliers are asked at once, and each takes so many seconds to answer."""
    if item < 0:
        raise ValueError(f"there is no item {item}")
    price, supplier = min(_pool.map(lambda supplier: _ask(supplier, item, seconds), range(SUPPLIERS)))
    _statistics.add(supplier)
    return json.dumps({"item": item, "price": price, "supplier": supplier})


def orders():
    """How often each supplier made the best offer, as JSON."""
    return json.dumps(_statistics.orders())
