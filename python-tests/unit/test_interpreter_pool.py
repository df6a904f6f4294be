"""concurrent.futures.InterpreterPoolExecutor: a pool of threads that have an interpreter each, as CPython 3.14 documents it."""

import gc
import subprocess
import sys
import tempfile
import threading
import time
import unittest
import weakref
from concurrent import futures, interpreters
from concurrent.futures.interpreter import BrokenInterpreterPool

from waits import PATIENCE_SECONDS

count = 0


def count_up():
    global count
    count += 1
    return count


def start_at(number):
    global count
    count = number


def call(function, arguments):
    return function(*arguments)


def wait(ready, go):
    ready.set()
    return go.wait()


def current_interpreter():
    return interpreters.get_current().id


def submit_in_a_pool(fn):
    with futures.InterpreterPoolExecutor(1) as pool:
        return pool.submit(fn).result()


def fail(kind, *arguments):
    raise kind(*arguments)


class Unreadable:
    """Can be pickled only."""

    def __reduce__(self):
        return fail, (RuntimeError, "unreadable")


class Unpicklable(Exception):

    def __reduce__(self):
        raise RuntimeError("unpicklable")


class Demanding(Exception):
    """Can be pickled, and not be made of its arguments."""

    def __init__(self, first, second):
        super().__init__(first)


def return_unreadable():
    return Unreadable()


def run(script, *options):
    """What a script prints, run with the same Python and with those options."""
    with tempfile.NamedTemporaryFile("w", suffix=".py") as file:
        file.write(script)
        file.flush()
        return subprocess.run([sys.executable, *options, file.name], capture_output=True, text=True, timeout=300, check=True).stdout.split()


class PoolTest(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        cls.pool = futures.InterpreterPoolExecutor(1)

    @classmethod
    def tearDownClass(cls):
        cls.pool.shutdown()

    def raised(self, fn, *args):
        error = self.pool.submit(fn, *args).exception()
        self.assertIsNotNone(error)
        return error

    def test_calls_are_made_in_an_interpreter_that_keeps_its_state(self):
        self.assertNotEqual(self.pool.submit(current_interpreter).result(), interpreters.get_current().id)
        first = self.pool.submit(count_up).result()
        self.assertEqual(self.pool.submit(count_up).result(), first + 1)
        self.assertEqual(count, 0)

    def test_functions_without_globals_travel_also_as_arguments(self):
        self.assertEqual(self.pool.submit(lambda number: number + 1, 2).result(), 3)
        self.assertEqual(self.pool.submit(lambda function, number: function(number), lambda number: -number, 2).result(), -2)

        def imports_what_the_module_has_too():
            import sys
            return sys.maxsize

        self.assertEqual(self.pool.submit(imports_what_the_module_has_too).result(), sys.maxsize)

    def test_keywords_travel(self):
        self.assertEqual(self.pool.submit(int, "11", base=2).result(), 3)

    def test_synchronizers_travel_by_identity(self):
        ready, go = threading.Event(), threading.Event()
        future = self.pool.submit(wait, ready, go)
        ready.wait()
        self.assertFalse(future.done())
        go.set()
        self.assertIs(future.result(), True)

    def test_an_exception_is_a_copy_and_tells_of_the_one_that_was_raised(self):
        for kind in ValueError, SystemExit, KeyboardInterrupt, GeneratorExit:
            with self.subTest(kind=kind):
                error = self.raised(fail, kind, "why")
                self.assertIs(type(error), kind)
                self.assertEqual(error.args, ("why",))
                self.assertIs(type(error.__cause__), interpreters.ExecutionFailed)
                self.assertEqual(error.__cause__.excinfo.type.__name__, kind.__name__)
                self.assertIn("in fail", error.__cause__.excinfo.errdisplay)

    def test_of_an_exception_that_cannot_be_pickled_there_is_what_tells_of_it(self):
        error = self.raised(fail, Unpicklable, "why")
        self.assertIs(type(error), interpreters.ExecutionFailed)
        self.assertEqual(error.excinfo.formatted, f"{__name__}.Unpicklable: why")

    def test_of_an_exception_that_cannot_be_unpickled_there_is_the_reason_and_what_tells_of_it(self):
        error = self.raised(fail, Demanding, 1, 2)
        self.assertIs(type(error), interpreters.NotShareableError)
        self.assertEqual(str(error), "object could not be unpickled")
        self.assertIs(type(error.__cause__), TypeError)
        self.assertIs(type(error.__cause__.__context__), interpreters.ExecutionFailed)

    def test_what_cannot_travel(self):
        closure = self
        for what, words in (
            (self.raised(lambda: closure), "does not support cross-interpreter data"),
            (self.raised(len, sys), "does not support cross-interpreter data"),
            (self.raised(len, Unreadable()), "^args not shareable$"),
            (self.raised(Unreadable()), "^args not shareable$"),
            (self.raised(return_unreadable), "^object does not support cross-interpreter data$"),
        ):
            self.assertIs(type(what), interpreters.NotShareableError)
            self.assertRegex(str(what), words)

    def test_what_cannot_be_called(self):
        error = self.raised(3)
        self.assertIs(type(error), TypeError)
        self.assertEqual(str(error), "'int' object is not callable")
        with self.assertRaisesRegex(TypeError, "^scripts not supported$"):
            self.pool.submit("pass")
        with self.assertRaisesRegex(TypeError, "^scripts not supported$"):
            futures.InterpreterPoolExecutor(initializer="pass")
        with self.assertRaisesRegex(ValueError, "^max_workers must be greater than 0$"):
            futures.InterpreterPoolExecutor(0)

    def test_map(self):
        self.assertEqual(list(self.pool.map(pow, range(5), range(5), chunksize=2)), [1, 1, 4, 27, 256])
        taken = []
        results = self.pool.map(abs, (taken.append(number) or number for number in range(5)), buffersize=2)
        self.assertEqual(taken, [0, 1])
        self.assertEqual(next(results), 0)
        self.assertEqual(taken, [0, 1, 2])
        self.assertEqual(list(results), [1, 2, 3, 4])

    def test_map_submits_one_more_before_it_waits(self):
        event = threading.Event()
        with futures.InterpreterPoolExecutor(2) as pool:
            results = pool.map(call, (event.wait, event.set), ((PATIENCE_SECONDS,), ()), buffersize=1)
            self.assertEqual(list(results), [True, None])

    def test_an_iterator_does_not_keep_its_pool(self):
        pool = futures.InterpreterPoolExecutor(1)
        results = pool.map(abs, range(3), buffersize=1)
        self.assertEqual(next(results), 0)
        reference = weakref.ref(pool)
        del pool
        end = time.monotonic() + PATIENCE_SECONDS
        # A worker has it for a moment.
        while reference() is not None and time.monotonic() < end:
            gc.collect()
        self.assertIsNone(reference())
        self.assertEqual(list(results), [1])

    def test_a_worker_goes_on_after_what_fails_between_two_calls(self):
        with futures.InterpreterPoolExecutor(1) as pool, self.assertLogs("concurrent.futures", "CRITICAL") as logs:
            ready, go = threading.Event(), threading.Event()
            waiting, taken_over = pool.submit(wait, ready, go), pool.submit(count_up)
            ready.wait()
            taken_over.set_result("of the program's")
            go.set()
            self.assertEqual(pool.submit(count_up).result(), 1)
            self.assertIs(waiting.result(), True)
        self.assertIn("Exception in worker", logs.output[-1])

    def test_a_pool_in_a_pool(self):
        inner = self.pool.submit(submit_in_a_pool, current_interpreter).result()
        self.assertNotIn(inner, (self.pool.submit(current_interpreter).result(), interpreters.get_current().id))


class LifeTest(unittest.TestCase):

    def setUp(self):
        before = interpreters.list_all()
        self.addCleanup(lambda: self.assertEqual(interpreters.list_all(), before))

    def test_initializer_is_called_in_each_interpreter_and_shutdown_cancels(self):
        with futures.InterpreterPoolExecutor(1, "pool", start_at, (10,)) as pool:
            self.assertEqual(pool.submit(count_up).result(), 11)
            self.assertEqual([thread.name for thread in pool._threads], ["pool_0"])
            ready, go = threading.Event(), threading.Event()
            waiting, cancelled = pool.submit(wait, ready, go), pool.submit(count_up)
            ready.wait()
            pool.shutdown(wait=False, cancel_futures=True)
            go.set()
            self.assertIs(waiting.result(), True)
            self.assertIs(cancelled.cancelled(), True)
            with self.assertRaisesRegex(RuntimeError, "^cannot schedule new futures after shutdown$"):
                pool.submit(count_up)

    def test_an_initializer_that_fails_breaks_the_pool(self):
        with self.assertLogs("concurrent.futures", "CRITICAL") as logs, futures.InterpreterPoolExecutor(1, "", fail, (OSError, 1)) as pool:
            future = pool.submit(count_up)
            words = "^A thread initializer failed, the thread pool is not usable anymore$"
            with self.assertRaisesRegex(BrokenInterpreterPool, words):
                future.result()
            with self.assertRaisesRegex(BrokenInterpreterPool, words):
                pool.submit(count_up)
        self.assertRegex(logs.output[0], "(?s)Exception in initializer:.*ExecutionFailed: OSError: 1.*Uncaught in the interpreter:")

    def test_a_pool_that_is_dropped_does_its_work_and_ends_its_interpreters(self):
        pool = futures.InterpreterPoolExecutor(1)
        future = pool.submit(count_up)
        worker, = pool._threads
        del pool
        self.assertEqual(future.result(), 1)
        gc.collect()
        worker.join(60)
        self.assertIs(worker.is_alive(), False)


class ScriptTest(unittest.TestCase):

    def test_functions_of_a_script_have_its_globals_and_the_pool_ends_with_the_program(self):
        self.assertEqual(run("""
from concurrent import futures
number = 1
def add(more):
    global number
    number += more
    return number
if __name__ == "__main__":
    pool = futures.InterpreterPoolExecutor(1, initializer=add, initargs=(10,))
    print(pool.submit(add, 100).result(), number)
"""), ["111", "1"])

    def test_a_pool_ends_whose_second_worker_cannot_start(self):
        self.assertEqual(run("""
from concurrent import futures
if __name__ == "__main__":
    with futures.InterpreterPoolExecutor(2) as pool:
        submitted = [pool.submit(abs, -1) for _ in range(2)]
    print(*[type(future.exception()).__name__ for future in submitted])
""", "--jthreading.MaxInterpreters=1"), ["BrokenInterpreterPool", "BrokenInterpreterPool"])

    def test_the_interpreters_are_imported_when_they_are_asked_for(self):
        self.assertEqual(run("""
import sys
from concurrent import futures
print("InterpreterPoolExecutor" in futures.__all__, "InterpreterPoolExecutor" in dir(futures), "_interpreters" in sys.modules)
print(futures.InterpreterPoolExecutor.__module__, "InterpreterPoolExecutor" in vars(futures), hasattr(futures, "unknown"))
"""), ["True", "True", "False", "concurrent.futures.interpreter", "True", "False"])


if __name__ == "__main__":
    unittest.main()
