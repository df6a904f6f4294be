"""A bank whose accounts are guarded by reentrant locks.

`transfer` holds both accounts while it calls `withdraw` and `deposit`, which
lock the same accounts again, and which record the transaction under the lock
once more: with a plain Lock the first transfer would wait for itself.  Two
transfers in opposite directions cannot wait for each other because both take
the locks in the order of the account numbers.  An auditor, meanwhile, locks all
accounts at once and must find the same total each time.

    python bank_rlock.py --accounts 8 --threads 6 --transfers 400
"""

import argparse
import random
import threading
from contextlib import ExitStack


class InsufficientFunds(Exception):
    """The account holds less than was asked for."""


class Account:
    """A balance and its history, which always agree."""

    def __init__(self, number, balance):
        self.number = number
        self.lock = threading.RLock()
        self._opening_balance = balance
        self._balance = balance
        self._history = []

    @property
    def balance(self):
        with self.lock:
            return self._balance

    def deposit(self, amount):
        if amount <= 0:
            raise ValueError("the amount must be positive")
        with self.lock:
            self._record(amount)

    def withdraw(self, amount):
        with self.lock:
            if self.balance < amount:
                raise InsufficientFunds(f"account {self.number} holds {self.balance}, not {amount}")
            self._record(-amount)

    def is_consistent(self):
        with self.lock:
            return self._opening_balance + sum(self._history) == self.balance >= 0

    def _record(self, change):
        with self.lock:
            self._balance += change
            self._history.append(change)


class Bank:
    """Moves money between accounts; none is made or lost."""

    def __init__(self, accounts, balance):
        self.accounts = [Account(number, balance) for number in range(accounts)]

    def transfer(self, source, target, amount):
        first, second = sorted((source, target), key=lambda account: account.number)
        with first.lock, second.lock:
            source.withdraw(amount)
            target.deposit(amount)

    def total(self):
        """The sum over all accounts at one moment."""
        with ExitStack() as locks:
            for account in self.accounts:
                locks.enter_context(account.lock)
            return sum(account.balance for account in self.accounts)


class Teller(threading.Thread):
    """Makes random transfers and counts those that were refused."""

    def __init__(self, bank, transfers, seed):
        super().__init__(name=f"teller-{seed}")
        self.done = 0
        self.refused = 0
        self._bank = bank
        self._transfers = transfers
        self._random = random.Random(seed)

    def run(self):
        for _ in range(self._transfers):
            source, target = self._random.sample(self._bank.accounts, 2)
            try:
                self._bank.transfer(source, target, self._random.randint(1, 200))
                self.done += 1
            except InsufficientFunds:
                self.refused += 1


class Auditor(threading.Thread):
    """Adds up the bank until it is told to stop."""

    def __init__(self, bank):
        super().__init__(name="auditor")
        self.totals = set()
        self._bank = bank
        self._closing_time = threading.Event()

    def run(self):
        while True:
            self.totals.add(self._bank.total())
            if self._closing_time.wait(0.001):
                return

    def stop(self):
        self._closing_time.set()
        self.join()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--accounts", type=int, default=8)
    parser.add_argument("--balance", type=int, default=1000)
    parser.add_argument("--threads", type=int, default=6)
    parser.add_argument("--transfers", type=int, default=400)
    options = parser.parse_args()

    bank = Bank(options.accounts, options.balance)
    auditor = Auditor(bank)
    tellers = [Teller(bank, options.transfers, seed) for seed in range(options.threads)]
    for thread in [auditor, *tellers]:
        thread.start()
    try:
        for teller in tellers:
            teller.join()
    finally:
        auditor.stop()

    print(f"total: {bank.total()}")
    print(f"transfers tried: {sum(teller.done + teller.refused for teller in tellers)}")
    print(f"every audit found: {sorted(auditor.totals)}")
    print(f"every history adds up: {all(account.is_consistent() for account in bank.accounts)}")


if __name__ == "__main__":
    main()
