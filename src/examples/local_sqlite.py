"""One database connection per thread, kept in a `threading.local`.

A sqlite3 connection may be used only by the thread that opened it.  A subclass
of `threading.local` gives every thread its own: its `__init__` runs once in
each thread that touches the object, with the arguments given at its creation.

    python local_sqlite.py --threads 4 --orders 50
"""

import argparse
import sys
import tempfile
import threading
from contextlib import contextmanager
from pathlib import Path

try:
    import sqlite3
except ImportError:
    print("This Python has no sqlite3 module, so there is nothing to show here.")
    sys.exit(0)


class Database(threading.local):
    """A database whose connection belongs to the thread that asks."""

    def __init__(self, path, on_open):
        self.connection = sqlite3.connect(path, timeout=60, isolation_level=None)
        on_open(self.connection)

    @contextmanager
    def transaction(self):
        """Commit what the body did, or nothing of it."""
        self.connection.execute("BEGIN IMMEDIATE")
        try:
            yield self.connection
        except BaseException:
            self.connection.execute("ROLLBACK")
            raise
        self.connection.execute("COMMIT")

    def close(self):
        """Close the calling thread's connection."""
        self.connection.close()


class Rejected(Exception):
    """An order that the shop does not take."""


def place_orders(database, customer, orders):
    """Place `orders` orders; every tenth is refused after it was written, and must leave no trace."""
    for number in range(1, orders + 1):
        try:
            with database.transaction() as connection:
                connection.execute("INSERT INTO orders VALUES (?, ?, ?)", (customer, number, customer * number))
                if number % 10 == 0:
                    raise Rejected
        except Rejected:
            pass
    database.close()


def used_by_another_thread(database):
    """What happens when a connection leaves its thread."""
    stolen = database.connection
    outcome = []

    def use():
        try:
            stolen.execute("SELECT 1")
        except sqlite3.ProgrammingError as error:
            outcome.append(type(error).__name__)

    thread = threading.Thread(target=use)
    thread.start()
    thread.join()
    return outcome


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--threads", type=int, default=4)
    parser.add_argument("--orders", type=int, default=50)
    options = parser.parse_args()

    opened = []
    with tempfile.TemporaryDirectory() as directory:
        database = Database(Path(directory) / "shop.db", opened.append)
        database.connection.execute("CREATE TABLE orders (customer, number, amount)")
        threads = [
            threading.Thread(target=place_orders, args=(database, customer, options.orders))
            for customer in range(1, options.threads + 1)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        print(f"connections: {len(opened)}, all different: {len(set(map(id, opened))) == len(opened)}")
        totals = "SELECT customer, count(*), sum(amount) FROM orders GROUP BY customer ORDER BY customer"
        for customer, orders, amount in database.connection.execute(totals):
            print(f"customer {customer}: {orders} orders, amount {amount}")
        print(f"used by another thread: {used_by_another_thread(database)}")
        database.close()


if __name__ == "__main__":
    main()
