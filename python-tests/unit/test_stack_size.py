"""threading.stack_size() really sets the stack of new threads."""

import threading
import unittest

KIB, MIB = 1 << 10, 1 << 20


def recursion_depth(size):
    """How deep a thread gets that was started with this stack size."""
    depths = []
    previous = threading.stack_size(size)
    try:
        thread = threading.Thread(target=lambda: depths.append(_depth(0)))
        thread.start()
    finally:
        threading.stack_size(previous)
    thread.join()
    return depths[0]


def _depth(depth):
    try:
        return _depth(depth + 1)
    except RecursionError:
        return depth


class StackSizeTest(unittest.TestCase):

    def test_depth_grows_with_the_size(self):
        # Compiled code takes less of a stack than interpreted code, so the most of the smaller and the least of the
        # larger is compared.
        small = max(recursion_depth(256 * KIB) for _ in range(3))
        large = min(recursion_depth(32 * MIB) for _ in range(3))
        self.assertGreater(small, 20)
        self.assertGreater(large, 5 * small)

    def test_the_default_is_enough_for_what_the_recursion_limit_of_cpython_allows(self):
        self.assertGreaterEqual(recursion_depth(0), 1000)

    def test_the_main_thread_has_as_much(self):
        self.assertGreaterEqual(_depth(0), 1000)

    def test_a_thread_that_runs_out_of_stack_ends_with_a_recursion_error_only(self):
        caught = []

        def endless():
            endless()

        hook, threading.excepthook = threading.excepthook, caught.append
        try:
            thread = threading.Thread(target=endless)
            thread.start()
            thread.join()
        finally:
            threading.excepthook = hook
        self.assertEqual([args.exc_type for args in caught], [RecursionError])
        self.assertNotIn(thread, threading.enumerate())


if __name__ == "__main__":
    unittest.main()
