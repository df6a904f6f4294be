"""What threads report that end with an exception."""

import _thread
import linecache
import sys
import threading
import unittest

PATIENCE_SECONDS = 60
THREADS = 20


class Writes:
    """A stderr that remembers each write."""

    def __init__(self):
        self.texts = []
        self.flushed = threading.Event()

    def write(self, text):
        self.texts.append(text)

    def flush(self):
        self.flushed.set()


def fail():
    raise ValueError("one of many")


class UncaughtTest(unittest.TestCase):

    def setUp(self):
        self.addCleanup(setattr, sys, "stderr", sys.stderr)
        self.writes = sys.stderr = Writes()

    def test_a_report_is_one_write(self):
        threads = [threading.Thread(target=fail, name="failing") for _ in range(THREADS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(len(self.writes.texts), THREADS)
        for text in self.writes.texts:
            self.assertTrue(text.startswith("Exception in thread failing:\nTraceback (most recent call last):\n"), text)
            self.assertTrue(text.endswith("\nValueError: one of many\n"), text)

    def test_threads_that_fail_together_find_no_source_lines_yet(self):
        for _ in range(20):
            linecache.clearcache()
            self.writes.texts.clear()
            self.test_a_report_is_one_write()

    def test_a_report_of_a_bare_thread_is_one_write(self):
        ended = _thread.allocate_lock()
        ended.acquire()

        def fail_and_tell():
            sentinel = _thread._set_sentinel()
            sentinel.acquire()
            sentinels.append(sentinel)
            ended.release()
            fail()

        sentinels = []
        _thread.start_new_thread(fail_and_tell, ())
        ended.acquire()
        sentinels[0].acquire()
        [text] = self.writes.texts
        self.assertTrue(text.startswith("Exception ignored in thread started by: <function"), text)
        self.assertTrue(text.endswith("\nValueError: one of many\n"), text)

    def report_with(self, hook):
        """What a bare thread reports that fails, with that sys.unraisablehook."""
        self.addCleanup(setattr, sys, "unraisablehook", sys.unraisablehook)
        sys.unraisablehook = hook
        _thread.start_new_thread(fail, ())
        self.assertTrue(self.writes.flushed.wait(PATIENCE_SECONDS))
        [text] = self.writes.texts
        return text

    def test_a_hook_hands_on_to_the_interpreters_own(self):
        handed_on = []

        def hook(unraisable):
            handed_on.append((unraisable.exc_type, unraisable.object))
            sys.__unraisablehook__(unraisable)

        self.assertTrue(self.report_with(hook).startswith("Exception ignored in thread started by: <function fail"))
        self.assertEqual(handed_on, [(ValueError, fail)])

    def test_a_hook_that_raises_is_told_itself(self):
        def hook(unraisable):
            raise KeyError("the hook's own")

        text = self.report_with(hook)
        self.assertTrue(text.startswith("Exception ignored in sys.unraisablehook: <function "), text)
        self.assertTrue(text.endswith('\nKeyError: "the hook\'s own"\n'), text)
        self.assertNotIn("ValueError", text)

    def test_no_hook_is_the_interpreters_own(self):
        self.assertTrue(self.report_with(None).startswith("Exception ignored in thread started by: <function fail"))

    def test_the_interpreters_own_hook_takes_nothing_else(self):
        self.assertIs(sys.unraisablehook, sys.__unraisablehook__)
        self.assertRaises(TypeError, sys.unraisablehook, ValueError())
        self.assertRaises(TypeError, sys.unraisablehook)


if __name__ == "__main__":
    unittest.main()
