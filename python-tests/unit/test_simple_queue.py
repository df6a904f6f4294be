"""queue.SimpleQueue: any object at any moment, and waits that end as they should."""

import _queue
import _thread
import gc
import os
import queue
import signal
import subprocess
import sys
import tempfile
import textwrap
import threading
import time
import unittest
import weakref

from waits import PATIENCE_SECONDS

# What Java could take for values of its own, or make new objects of.
OBJECTS = [
    None, True, False, 0, -1, 2**31, 2**63, -2**63, 2**70, 0.0, float("nan"), 1j, "", "a", "\u20ac", "\ud800", "\0", b"", b"a", (), [], {},
    set(), range(3), ..., NotImplemented, int, object, type, print, len, str.join, lambda: None, sys, ValueError("x"), iter(()),
    memoryview(b"a"), object(), _thread.allocate_lock(), queue.SimpleQueue(), queue.SimpleQueue, _queue,
]


class Number(int):
    pass


class Text(str):
    pass


class Fraction(float):
    pass


class ItemsTest(unittest.TestCase):

    def setUp(self):
        self.queue = queue.SimpleQueue()

    def test_an_item_comes_back_as_the_object_that_it_is(self):
        takes = self.queue.get, self.queue.get_nowait, lambda: self.queue.get(False), lambda: self.queue.get(timeout=PATIENCE_SECONDS)
        for item in (*OBJECTS, Number(1), Text("a"), Fraction(1), self.queue):
            for take in takes:
                with self.subTest(repr(item)):
                    self.queue.put(item)
                    self.assertIs(take(), item)

    def test_a_waiting_thread_gets_any_object(self):
        taken = []

        def take():
            for _ in OBJECTS:
                taken.append(self.queue.get())

        thread = threading.Thread(target=take)
        thread.start()
        for item in OBJECTS:
            self.queue.put(item)
        thread.join()
        for got, item in zip(taken, OBJECTS, strict=True):
            self.assertIs(got, item)

    def test_counts_its_items(self):
        for count in range(1000):
            self.assertEqual(self.queue.qsize(), count)
            self.queue.put(count)
        for count in range(1000):
            self.assertFalse(self.queue.empty())
            self.assertEqual(self.queue.get(), count)
        self.assertTrue(self.queue.empty())
        self.assertEqual(self.queue.qsize(), 0)

    def test_the_exception_is_that_of_queue(self):
        self.assertIs(queue.Empty, _queue.Empty)
        self.assertIs(queue.SimpleQueue, _queue.SimpleQueue)
        with self.assertRaises(queue.Empty) as caught:
            self.queue.get_nowait()
        self.assertIsNone(caught.exception.__context__)
        self.assertIs(type(caught.exception), queue.Empty)

    def test_a_traceback_has_no_line_of_the_queue(self):
        own_file = self.setUp.__code__.co_filename
        for take in (self.queue.get_nowait, lambda: self.queue.get(timeout=0.001)):
            try:
                take()
                self.fail("there is no item")
            except queue.Empty as error:
                trace, files = error.__traceback__, set()
            while trace:
                files.add(trace.tb_frame.f_code.co_filename)
                trace = trace.tb_next
            self.assertEqual(files, {own_file})

    def test_a_bool_that_raises_puts_and_takes_nothing(self):
        class Odd:
            def __bool__(self):
                raise ZeroDivisionError

        with self.assertRaises(ZeroDivisionError):
            self.queue.put(1, Odd())
        self.assertTrue(self.queue.empty())
        self.queue.put(1)
        with self.assertRaises(ZeroDivisionError):
            self.queue.get(Odd())
        self.assertEqual(self.queue.qsize(), 1)

    def test_many_threads_lose_nothing(self):
        taken = [[] for _ in range(4)]

        def take(items):
            for item in iter(self.queue.get, None):
                items.append(item)

        def put(first):
            for number in range(500):
                self.queue.put((first, number))

        takers = [threading.Thread(target=take, args=(items,)) for items in taken]
        putters = [threading.Thread(target=put, args=(first,)) for first in range(4)]
        for thread in takers + putters:
            thread.start()
        for thread in putters:
            thread.join()
        for _ in takers:
            self.queue.put(None)
        for thread in takers:
            thread.join()
        self.assertEqual(sorted(sum(taken, [])), [(first, number) for first in range(4) for number in range(500)])
        for items in taken:
            for first in range(4):
                numbers = [number for putter, number in items if putter == first]
                self.assertEqual(numbers, sorted(numbers))

    def test_at_the_end_of_the_stack_no_item_is_lost_or_doubled(self):
        put = taken = 0

        def descend():
            nonlocal put, taken
            try:
                descend()
            except RecursionError:
                pass
            try:
                self.queue.put("item")
                put += 1
                self.queue.get_nowait()
                taken += 1
            except RecursionError:
                pass

        descend()
        self.assertGreater(taken, 0)
        self.assertEqual(self.queue.qsize(), put - taken)


class AnyMomentTest(unittest.TestCase):
    """put() amid whatever the same thread does with the queue."""

    def setUp(self):
        self.queue = queue.SimpleQueue()

    def handle(self, signum, handler):
        self.addCleanup(signal.signal, signum, signal.signal(signum, handler))

    def test_a_signal_handler_puts_what_the_main_thread_waits_for(self):
        self.handle(signal.SIGALRM, lambda signum, frame: self.queue.put(signum))
        self.addCleanup(signal.setitimer, signal.ITIMER_REAL, 0)
        for timeout in (None, PATIENCE_SECONDS):
            signal.setitimer(signal.ITIMER_REAL, 0.05)
            self.assertEqual(self.queue.get(timeout=timeout), signal.SIGALRM)

    def test_a_signal_handler_puts_amid_puts_and_takes(self):
        heard = []

        def handle(signum, frame):
            heard.append(signum)
            self.queue.put(signum)

        self.handle(signal.SIGALRM, handle)
        self.addCleanup(signal.setitimer, signal.ITIMER_REAL, 0)
        # GraalPy runs a handler every 25 ms. A timer that is faster leaves signals for the next test.
        signal.setitimer(signal.ITIMER_REAL, 0.04, 0.04)
        taken, put, end = 0, 0, time.monotonic() + PATIENCE_SECONDS
        while len(heard) < 20 and time.monotonic() < end:
            self.queue.put(0)
            self.queue.get()
            put, taken = put + 1, taken + 1
        signal.setitimer(signal.ITIMER_REAL, 0)
        self.assertGreaterEqual(len(heard), 20)
        self.assertEqual(self.queue.qsize(), len(heard) + put - taken)

    def test_a_handler_that_raises_ends_a_take_without_a_limit(self):
        def handle(signum, frame):
            raise InterruptedError

        self.handle(signal.SIGALRM, handle)
        self.addCleanup(signal.setitimer, signal.ITIMER_REAL, 0)
        signal.setitimer(signal.ITIMER_REAL, 0.05)
        with self.assertRaises(InterruptedError):
            self.queue.get()
        self.queue.put("item")
        self.assertEqual(self.queue.get(), "item")

    def test_a_keyboard_interrupt_ends_a_take(self):
        # Not by SIGINT itself: whoever runs the tests may have had it ignored, and Java leaves it so.
        self.handle(signal.SIGALRM, signal.default_int_handler)
        self.addCleanup(signal.setitimer, signal.ITIMER_REAL, 0)
        signal.setitimer(signal.ITIMER_REAL, 0.05)
        with self.assertRaises(KeyboardInterrupt):
            self.queue.get()

    def test_a_finalizer_puts(self):
        class Owner:
            pass

        owner = Owner()
        weakref.finalize(owner, self.queue.put, "finalized")
        del owner
        end = time.monotonic() + PATIENCE_SECONDS
        while self.queue.empty() and time.monotonic() < end:
            gc.collect()
        self.assertEqual(self.queue.get_nowait(), "finalized")


class ImportedBeforeTest(unittest.TestCase):
    """Modules that a site's own file has imported before jthreading came."""

    PROGRAM = """
        import concurrent.futures.thread, logging.handlers, multiprocessing.pool, queue, site_file, _queue
        assert "jthreading" in _queue.__file__
        assert queue.SimpleQueue is _queue.SimpleQueue is site_file.SimpleQueue
        assert queue.Empty is _queue.Empty is site_file.Empty
        assert issubclass(site_file.OwnEmpty, queue.Empty)
        assert site_file.is_empty(queue.SimpleQueue()) and site_file.is_empty(queue.Queue())
        assert site_file._queue_module is _queue
        import threading
        thread = threading.Thread(target=queue.SimpleQueue().get, daemon=True, name="taker")
        thread.start()
        import io, jthreading
        while "waits for <queue.SimpleQueue" not in (text := io.StringIO(), jthreading.dump_threads(text))[0].getvalue():
            pass
        with concurrent.futures.ThreadPoolExecutor(1) as pool:
            print(pool.submit(pow, 2, 5).result())
        """

    SITE_FILE = """
        import concurrent.futures.thread, logging.handlers, multiprocessing.pool, multiprocessing.dummy, queue
        import _queue as _queue_module
        from queue import Empty, SimpleQueue

        class OwnEmpty(Empty):
            pass

        def is_empty(queue):
            try:
                queue.get(block=False)
            except Empty:
                return True
        """

    def test_they_have_the_new_queue_and_the_old_exception(self):
        with tempfile.TemporaryDirectory() as directory:
            for name, source in (("sitecustomize", "import site_file"), ("site_file", self.SITE_FILE)):
                with open(os.path.join(directory, name + ".py"), "w") as file:
                    file.write(textwrap.dedent(source))
            done = subprocess.run([sys.executable, "-c", textwrap.dedent(self.PROGRAM)], capture_output=True, text=True,
                                  env={**os.environ, "PYTHONPATH": directory})
            self.assertEqual((done.stdout, done.stderr, done.returncode), ("32\n", "", 0))


if __name__ == "__main__":
    unittest.main()
