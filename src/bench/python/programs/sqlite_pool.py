"""A pool of 3 sqlite3 connections, which 6 threads share."""

import sqlite3
from contextlib import contextmanager
from pathlib import Path
from queue import Queue
from tempfile import TemporaryDirectory
from threading import Thread

_CONNECTIONS = 3
_THREADS = 6
_TRANSFERS = 30
_ACCOUNTS = 20


class Pool:
    """Connections that a thread has for as long as a transaction takes."""

    def __init__(self, path):
        self._free = Queue()
        for _ in range(_CONNECTIONS):
            connection = sqlite3.connect(path, timeout=60, isolation_level=None, check_same_thread=False)
            connection.execute("PRAGMA synchronous = OFF")
            self._free.put(connection)

    @contextmanager
    def transaction(self):
        """Commits what the body did, or nothing of it."""
        connection = self._free.get()
        try:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")
        finally:
            self._free.put(connection)

    def close(self):
        for _ in range(_CONNECTIONS):
            self._free.get().close()


def transfer(pool, number):
    for step in range(_TRANSFERS):
        giver, taker = (number + step) % _ACCOUNTS, (number + 3 * step + 1) % _ACCOUNTS
        with pool.transaction() as connection:
            connection.execute("UPDATE account SET amount = amount - ? WHERE id = ?", (step, giver))
            connection.execute("UPDATE account SET amount = amount + ? WHERE id = ?", (step, taker))


def expected():
    amounts = [0] * _ACCOUNTS
    for number in range(_THREADS):
        for step in range(_TRANSFERS):
            amounts[(number + step) % _ACCOUNTS] -= step
            amounts[(number + 3 * step + 1) % _ACCOUNTS] += step
    return amounts


def main():
    with TemporaryDirectory() as directory:
        pool = Pool(Path(directory) / "bank.db")
        with pool.transaction() as connection:
            connection.execute("CREATE TABLE account (id INTEGER PRIMARY KEY, amount INTEGER)")
            connection.executemany("INSERT INTO account VALUES (?, 0)", [(number,) for number in range(_ACCOUNTS)])
        threads = [Thread(target=transfer, args=(pool, number)) for number in range(_THREADS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        with pool.transaction() as connection:
            amounts = [amount for (amount,) in connection.execute("SELECT amount FROM account ORDER BY id")]
        pool.close()
    if amounts != expected():
        raise AssertionError(amounts)


if __name__ == "__main__":
    main()
