"""No wait ends before its timeout, however short that is."""

import threading
import time
import unittest

from waits import Waits

TIMES = 50
# Fractions of what a clock of microseconds or milliseconds tells apart as well.
SECONDS = (1e-9, 1e-6, 0.0000015, 0.0005, 0.001, 0.0010001, 0.0015)


class TimeoutTest(unittest.TestCase):

    def assert_not_early(self, wait):
        for seconds in SECONDS:
            for _ in range(TIMES):
                start = time.monotonic_ns()
                outcome = wait(seconds)
                waited = time.monotonic_ns() - start
                self.assertFalse(outcome)
                self.assertGreaterEqual(waited, round(seconds * 1e9))

    def test_no_wait_ends_early(self):
        for name, wait in Waits(self).all():
            if name != "Barrier.wait":
                with self.subTest(name):
                    self.assert_not_early(wait)

    def test_a_barrier_does_not_break_early(self):
        def wait(seconds):
            with self.assertRaises(threading.BrokenBarrierError):
                threading.Barrier(2).wait(seconds)
        self.assert_not_early(wait)

    def test_sleep_does_not_end_early(self):
        self.assert_not_early(time.sleep)

    def test_sleep_takes_no_processor_time(self):
        start = time.monotonic_ns(), time.process_time_ns()
        # What compiles in the background takes some meanwhile.
        for _ in range(3_000):
            time.sleep(0.01)
            if time.monotonic_ns() - start[0] > time.process_time_ns() - start[1]:
                return
        self.fail("the processor time goes on as fast as the clock")

    def test_processor_time_passes(self):
        start = time.process_time()
        end = time.monotonic() + 60
        while time.process_time() == start:
            self.assertLess(time.monotonic(), end)
        self.assertGreater(time.process_time(), start)

    def test_zero_and_less_do_not_wait(self):
        for name, wait in Waits(self).all():
            if name != "Barrier.wait" and "acquire" not in name:
                with self.subTest(name):
                    self.assertFalse(wait(0))
                    if name != "SimpleQueue.get":
                        self.assertFalse(wait(-1))


if __name__ == "__main__":
    unittest.main()
