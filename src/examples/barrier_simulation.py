"""Conway's Game of Life, computed in stripes that a barrier keeps in step.

Each thread owns a stripe of rows.  It reads its neighbours' rows of the current
generation, so nobody may begin the next generation before everybody finished
this one: that is the barrier.  The barrier's action runs in exactly one thread
while all others wait, which makes it the place to swap the two grids.

    python barrier_simulation.py --rows 48 --columns 64 --generations 40 --threads 4
"""

import argparse
import random
import threading


def random_grid(rows, columns, seed):
    """A grid of 0 and 1, the same for the same seed."""
    generator = random.Random(seed)
    return [[int(generator.random() < 0.35) for _ in range(columns)] for _ in range(rows)]


def next_row(grid, row):
    """Row `row` of the next generation; the grid's edges wrap around."""
    above, here, below = grid[row - 1], grid[row], grid[(row + 1) % len(grid)]
    columns = len(here)
    result = []
    for column in range(columns):
        left, right = column - 1, (column + 1) % columns
        neighbours = (
            above[left] + above[column] + above[right]
            + here[left] + here[right]
            + below[left] + below[column] + below[right]
        )
        result.append(int(neighbours == 3 or (neighbours == 2 and here[column])))
    return result


def simulate_sequentially(grid, generations):
    """The reference result, and the population of each generation."""
    populations = []
    for _ in range(generations):
        grid = [next_row(grid, row) for row in range(len(grid))]
        populations.append(sum(map(sum, grid)))
    return grid, populations


class StripedSimulation:
    """A simulation that `threads` threads run together."""

    def __init__(self, grid, threads):
        self.populations = []
        self._current = grid
        self._next = [None] * len(grid)
        self._threads = threads
        self._barrier = threading.Barrier(threads, action=self._finish_generation)

    def run(self, generations):
        """Compute `generations` generations; return the last one."""
        workers = [
            threading.Thread(target=self._work, args=(stripe, generations), name=f"stripe-{stripe}")
            for stripe in range(self._threads)
        ]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        if self._barrier.broken:
            raise RuntimeError("a stripe failed")
        return self._current

    def _work(self, stripe, generations):
        rows = range(stripe, len(self._current), self._threads)
        try:
            for _ in range(generations):
                for row in rows:
                    self._next[row] = next_row(self._current, row)
                self._barrier.wait()
        except threading.BrokenBarrierError:
            pass  # another stripe failed and said why
        except BaseException:
            self._barrier.abort()  # or the other stripes would wait for ever
            raise

    def _finish_generation(self):
        self._current, self._next = self._next, self._current
        self.populations.append(sum(map(sum, self._current)))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=48)
    parser.add_argument("--columns", type=int, default=64)
    parser.add_argument("--generations", type=int, default=40)
    parser.add_argument("--threads", type=int, default=4)
    parser.add_argument("--seed", type=int, default=12)
    options = parser.parse_args()

    size = options.rows, options.columns, options.seed
    expected, expected_populations = simulate_sequentially(random_grid(*size), options.generations)
    simulation = StripedSimulation(random_grid(*size), options.threads)
    final = simulation.run(options.generations)
    print(f"{options.generations} generations of {options.rows}x{options.columns} on {options.threads} threads")
    print(f"final population: {sum(map(sum, final))}")
    print(f"same grid as the sequential run: {final == expected}")
    print(f"same population in every generation: {simulation.populations == expected_populations}")


if __name__ == "__main__":
    main()
