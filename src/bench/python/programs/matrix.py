"""Matrix multiplication: 4 threads, a share of the rows each."""

from random import Random
from threading import Barrier, Thread

_THREADS = 4
_SIZE = 64
_ROUNDS = 2
_MODULUS = 10_007


def random_matrix(random):
    return [[random.randrange(_MODULUS) for _ in range(_SIZE)] for _ in range(_SIZE)]


class Multiplication:
    """Computes power after power: no thread begins with the next one before all are through with the last."""

    def __init__(self, matrix):
        self._matrix = matrix
        self._columns = list(zip(*matrix))
        self._next = [None] * _SIZE
        self.power = matrix
        self._barrier = Barrier(_THREADS, action=self._turn)

    def _turn(self):
        self.power, self._next = self._next, [None] * _SIZE

    def run(self):
        threads = [Thread(target=self._work, args=(range(number, _SIZE, _THREADS),)) for number in range(_THREADS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return self.power

    def _work(self, rows):
        for _ in range(_ROUNDS):
            for i in rows:
                row = self.power[i]
                self._next[i] = [sum(a * b for a, b in zip(row, column)) % _MODULUS for column in self._columns]
            self._barrier.wait()


def times(matrix, vector):
    return [sum(a * b for a, b in zip(row, vector)) % _MODULUS for row in matrix]


def main():
    random = Random(27)
    matrix = random_matrix(random)
    product = Multiplication(matrix).run()
    vector = expected = [random.randrange(_MODULUS) for _ in range(_SIZE)]
    for _ in range(_ROUNDS + 1):
        expected = times(matrix, expected)
    if times(product, vector) != expected:
        raise AssertionError("the product is wrong")


if __name__ == "__main__":
    main()
