"""Dining philosophers: 5 threads, each of which takes two of 5 locks in order."""

from threading import Lock, Thread

_PHILOSOPHERS = 5
_MEALS = 6_000


class Philosopher(Thread):
    """Takes the lower fork first, so that no circle of waiting threads arises."""

    def __init__(self, seat, forks, used):
        super().__init__(name=f"philosopher {seat}")
        self._places = sorted((seat, (seat + 1) % _PHILOSOPHERS))
        self._forks = forks
        self._used = used
        self.meals = 0

    def run(self):
        first, second = self._places
        for _ in range(_MEALS):
            with self._forks[first], self._forks[second]:
                self._used[first] += 1
                self._used[second] += 1
                self.meals += 1


def main():
    forks, used = [Lock() for _ in range(_PHILOSOPHERS)], [0] * _PHILOSOPHERS
    philosophers = [Philosopher(seat, forks, used) for seat in range(_PHILOSOPHERS)]
    for philosopher in philosophers:
        philosopher.start()
    for philosopher in philosophers:
        philosopher.join()
    meals = [philosopher.meals for philosopher in philosophers]
    if meals != [_MEALS] * _PHILOSOPHERS or used != [2 * _MEALS] * _PHILOSOPHERS:
        raise AssertionError((meals, used))


if __name__ == "__main__":
    main()
