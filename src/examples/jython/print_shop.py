"""A print shop: customers hand jobs in at a counter that holds only a few, and printers take them from there.

Jython runs its threads on Java's, and jthreading's synchronizers are plain Java, so a script of
Jython's imports them like any other class.  `with` takes each of them that can be taken.
"""
from __future__ import print_function

from collections import deque
from threading import Thread

from dev.jthreading.sync import Barrier, Blocking, Condition, Deadline, Event, Lock, RLock, Semaphore
from java.lang import IllegalMonitorStateException

CUSTOMERS, PRINTERS, JOBS, ROOM, TRAYS = 4, 3, 250, 8, 2
ONE_SECOND = 1000000000


class Counter(object):
    """A bounded buffer: two conditions on one lock, so that customers wake only printers, and printers customers."""

    def __init__(self, room):
        lock = RLock()
        self.not_full, self.not_empty = Condition(lock), Condition(lock)
        self.room, self.jobs, self.most, self.closed = room, deque(), 0, False

    def put(self, job):
        with self.not_full:
            while len(self.jobs) == self.room:
                self.not_full.await(Deadline.NEVER, Blocking.JAVA)
            self.jobs.append(job)
            self.most = max(self.most, len(self.jobs))
            self.not_empty.notify(1)

    def take(self):
        """The next job; None when the counter is closed and empty."""
        with self.not_empty:
            while not self.jobs:
                if self.closed:
                    return None
                self.not_empty.await(Deadline.NEVER, Blocking.JAVA)
            self.not_full.notify(1)
            return self.jobs.popleft()

    def close(self):
        with self.not_empty:
            self.closed = True
            self.not_empty.notify(self.not_empty.size())


counter, open_door = Counter(ROOM), Event()
trays, busy, ledger = Semaphore(TRAYS, TRAYS), [0, 0], Lock()
printed, everyone = [], Barrier(PRINTERS)


def customer(number):
    open_door.await(Deadline.NEVER, Blocking.JAVA)
    for job in range(JOBS):
        counter.put((number, job))


def printer():
    job = counter.take()
    while job:
        with trays:
            with ledger:
                busy[0] += 1
                busy[1] = max(busy)
            with ledger:
                busy[0] -= 1
                printed.append(job)
        job = counter.take()
    arrival = everyone.arrive(Blocking.JAVA)
    if arrival.last():
        with ledger:
            print("all printers are done, %d jobs printed" % len(printed))
        everyone.trip(arrival)
    else:
        everyone.await(arrival, Deadline.NEVER, Blocking.JAVA)


def main():
    threads = [Thread(target=customer, args=(number,)) for number in range(CUSTOMERS)]
    threads += [Thread(target=printer) for _ in range(PRINTERS)]
    for thread in threads:
        thread.start()
    open_door.set()
    for thread in threads[:CUSTOMERS]:
        thread.join()
    counter.close()
    for thread in threads[CUSTOMERS:]:
        thread.join()

    print("each job once:", sorted(printed) == [(c, j) for c in range(CUSTOMERS) for j in range(JOBS)])
    print("never more than", ROOM, "at the counter:", counter.most <= ROOM)
    print("never more than", TRAYS, "at the trays:", 1 <= busy[1] <= TRAYS)

    with ledger:
        print("taken in the block:", ledger.isLocked())
        print("taken twice:", ledger.acquire(Deadline.after(ONE_SECOND // 100), Blocking.JAVA))
    print("taken after it:", ledger.isLocked())
    try:
        with ledger:
            ledger.release()
    except IllegalMonitorStateException as error:
        print("released in the block:", error.message)


main()
