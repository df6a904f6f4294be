"""sys.setswitchinterval, and threads that take turns."""

import sys
import threading
import unittest


class SwitchIntervalTests(unittest.TestCase):

    def setUp(self):
        self.addCleanup(sys.setswitchinterval, sys.getswitchinterval())

    def test_is_what_was_set(self):
        self.assertAlmostEqual(sys.getswitchinterval(), 0.005)
        for interval in 1e-6, 0.0005, 3, 1e9:
            sys.setswitchinterval(interval)
            self.assertAlmostEqual(sys.getswitchinterval(), interval)

    def test_refuses_what_is_no_interval(self):
        for wrong in 0, -1, 0.0:
            with self.assertRaisesRegex(ValueError, "^switch interval must be strictly positive$"):
                sys.setswitchinterval(wrong)
        with self.assertRaisesRegex(TypeError, "^must be real number, not str$"):
            sys.setswitchinterval("1")
        with self.assertRaises(TypeError):
            sys.setswitchinterval()
        self.assertAlmostEqual(sys.getswitchinterval(), 0.005)

    def test_shows_in_no_trace(self):
        """A thread that computes gives way to one that waits and works in turn, and its trace function sees none of it."""
        done = threading.Event()
        seen = set()

        def trace(frame, event, arg):
            seen.add(frame.f_code.co_name)

        def compute():
            turns = 0
            while not done.is_set():
                turns += 1
            return turns

        def traced():
            sys.settrace(trace)
            try:
                compute()
            finally:
                sys.settrace(None)

        sys.setswitchinterval(0.001)
        thread = threading.Thread(target=traced)
        thread.start()
        for _ in range(20):
            threading.Event().wait(0.001)
        done.set()
        thread.join()
        self.assertEqual(seen, {"compute", "is_set"})

    def test_all_get_on(self):
        """Threads that only compute, each until all have."""
        sys.setswitchinterval(1e-6)
        count = 8
        turns = [0] * count

        def compute(number):
            while min(turns) < 1000:
                turns[number] += 1

        threads = [threading.Thread(target=compute, args=(number,)) for number in range(count)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()


if __name__ == "__main__":
    unittest.main()
