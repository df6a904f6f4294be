"""Round trips between threads: one passes the turn on and waits until it comes back."""

from queue import Queue, SimpleQueue
from threading import Barrier, BrokenBarrierError, Condition, Event, Semaphore

from crew import crew_work
from runner import main


@crew_work()
def event_round_trip(crew):
    """Event: round trip between two threads."""
    there, back = Event(), Event()
    crew.start(_event_leader, there, back)
    crew.start(_event_echo, there, back)
    yield
    there.set()
    back.set()


def _event_leader(crew, number, there, back):
    counts = crew.counts
    while not crew.stopping:
        there.set()
        back.wait()
        back.clear()
        counts[number] += 1


def _event_echo(crew, number, there, back):
    while not crew.stopping:
        there.wait()
        there.clear()
        back.set()


@crew_work()
def condition_round_trip(crew):
    """Condition: round trip between two threads."""
    condition = Condition()
    turn = [0]
    crew.start(_condition_player, condition, turn, 0)
    crew.start(_condition_player, condition, turn, 1)
    yield


def _condition_player(crew, number, condition, turn, mine):
    counts = crew.counts
    with condition:
        while not crew.stopping:
            while turn[0] != mine and not crew.stopping:
                condition.wait()
            turn[0] = 1 - mine
            condition.notify()
            # A round trip is counted once, by the thread that began it.
            counts[number] += 1 - mine


@crew_work()
def semaphore_round_trip(crew):
    """Semaphore: round trip between two threads."""
    there, back = Semaphore(0), Semaphore(0)
    crew.start(_semaphore_leader, there, back)
    crew.start(_semaphore_echo, there, back)
    yield
    there.release()
    back.release()


def _semaphore_leader(crew, number, there, back):
    counts = crew.counts
    while not crew.stopping:
        there.release()
        back.acquire()
        counts[number] += 1


def _semaphore_echo(crew, number, there, back):
    while not crew.stopping:
        there.acquire()
        back.release()


@crew_work()
def queue_round_trip(crew):
    """queue.Queue: round trip between two threads."""
    yield from _queue_round_trip(crew, Queue(), Queue())


@crew_work()
def simple_queue_round_trip(crew):
    """queue.SimpleQueue: round trip between two threads."""
    yield from _queue_round_trip(crew, SimpleQueue(), SimpleQueue())


def _queue_round_trip(crew, there, back):
    crew.start(_queue_leader, there, back)
    crew.start(_queue_echo, there, back)
    yield
    there.put(None)
    back.put(None)


def _queue_leader(crew, number, there, back):
    counts = crew.counts
    while not crew.stopping:
        there.put(number)
        back.get()
        counts[number] += 1


def _queue_echo(crew, number, there, back):
    while not crew.stopping:
        back.put(there.get())


@crew_work()
def barrier_round_2(crew):
    """Barrier: a round of 2 threads."""
    yield from _barrier_rounds(crew, 2)


@crew_work()
def barrier_round_4(crew):
    """Barrier: a round of 4 threads."""
    yield from _barrier_rounds(crew, 4)


@crew_work()
def barrier_round_8(crew):
    """Barrier: a round of 8 threads."""
    yield from _barrier_rounds(crew, 8)


def _barrier_rounds(crew, parties):
    barrier = Barrier(parties)
    # A round is counted once, by one of the threads.
    for party in range(parties):
        crew.start(_barrier_party, barrier, int(party == 0))
    yield
    barrier.abort()


def _barrier_party(crew, number, barrier, counted):
    counts = crew.counts
    try:
        while not crew.stopping:
            barrier.wait()
            counts[number] += counted
    except BrokenBarrierError:
        # The end: the others have left already.
        pass


if __name__ == "__main__":
    main("Hand-off")
