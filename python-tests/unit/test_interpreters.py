"""Interpreters with a GIL each: what travels by identity, what an interpreter has of its own, and how it ends."""

import _interpqueues
import _interpreters
import array
import concurrent.futures
import concurrent.interpreters as interpreters
import contextlib
import gc
import io
import logging
import os
import queue
import sched
import signal
import subprocess
import sys
import tempfile
import textwrap
import threading
import time
import unittest
import zipfile
from unittest import mock

import jthreading
from waits import PATIENCE_SECONDS

_shared = []


def setUpModule():
    _shared.extend(interpreters.create() for _ in range(2))


def tearDownModule():
    for interpreter in _shared:
        interpreter.close()
    _shared.clear()


def count(lock, memory, times):
    for _ in range(times):
        with lock:
            memory.buf[0] += 1
            if memory.buf[0] == 250:
                memory.buf[0] = 0
                for place in range(1, memory.size):
                    memory.buf[place] = (memory.buf[place] + 1) % 250
                    if memory.buf[place]:
                        break


def value_of(memory):
    return sum(digit * 250**place for place, digit in enumerate(memory.read()))


def meet(barrier, condition, event, semaphore, rlock, items, results):
    barrier.wait()
    with rlock, rlock:
        items.put(("came", [1, 2]))
    event.wait()
    semaphore.acquire()
    with condition:
        condition.notify()
    results.put("done")


class Dawdling:
    """Tells when it is being unpickled, which takes long."""

    def __init__(self, begun):
        self.begun = begun

    def __reduce__(self):
        return dawdle, (self.begun,)


def dawdle(begun):
    begun.set()
    time.sleep(PATIENCE_SECONDS)


class Holder:
    def __init__(self, held):
        self.held = held


@contextlib.contextmanager
def ringing_when_begun():
    """An event: when it is set, SIGALRM comes. A program that yet imports might lose what the handler raises, in a callback."""
    begun = threading.Event()

    def ring():
        begun.wait()
        os.kill(os.getpid(), signal.SIGALRM)

    thread = threading.Thread(target=ring)
    thread.start()
    try:
        yield begun
    finally:
        begun.set()
        thread.join()


def hold(lock):
    lock.acquire()


def hold_in_thread(lock):
    """Returns the ident of the thread, which has ended."""
    import threading
    thread = threading.Thread(target=lock.acquire)
    thread.start()
    thread.join()
    return thread.ident


def give_back(obj):
    return obj


def change(items, ignored):
    items.get().append(2)


class Pickled(queue.Queue):
    def __reduce__(self):
        return filled, ()


def take_one(items):
    return items.get()


def filled():
    items = queue.Queue()
    items.put("item")
    return items


def run_script(text):
    """Runs a script in a process of its own; returns its output and status."""
    with tempfile.TemporaryDirectory() as directory:
        path = os.path.join(directory, "script.py")
        with open(path, "w") as file:
            file.write(textwrap.dedent(text))
        environment = ["env", "--default-signal=INT"]
        done = subprocess.run([*environment, sys.executable, path], capture_output=True, text=True, timeout=PATIENCE_SECONDS)
        return done.stdout, done.stderr, done.returncode


class SharedSynchronizersTest(unittest.TestCase):

    def test_a_lock_counts_exactly_across_three_interpreters(self):
        lock, memory = threading.Lock(), jthreading.SharedMemory(4)
        threads = [interpreter.call_in_thread(count, lock, memory, 100_000) for interpreter in _shared]
        count(lock, memory, 100_000)
        for thread in threads:
            thread.join()
        self.assertEqual(value_of(memory), 300_000)

    def test_all_synchronizers_are_the_same_everywhere(self):
        barrier, condition, event = threading.Barrier(3, timeout=PATIENCE_SECONDS), threading.Condition(), threading.Event()
        semaphore, rlock, items = threading.BoundedSemaphore(2), threading.RLock(), queue.SimpleQueue()
        results = interpreters.create_queue()
        threads = [interpreter.call_in_thread(meet, barrier, condition, event, semaphore, rlock, items, results)
                   for interpreter in _shared]
        barrier.wait()
        self.assertEqual([items.get(timeout=PATIENCE_SECONDS) for _ in threads], [("came", [1, 2])] * 2)
        with condition:
            event.set()
            self.assertTrue(condition.wait(PATIENCE_SECONDS))
        self.assertEqual([results.get(timeout=PATIENCE_SECONDS) for _ in threads], ["done"] * 2)
        for thread in threads:
            thread.join()
        self.assertFalse(semaphore.acquire(blocking=False))
        semaphore.release(2)
        with self.assertRaises(ValueError):
            semaphore.release()

    def test_they_travel_in_every_way(self):
        interpreter = _shared[0]
        lock, event = threading.Lock(), threading.Event()
        interpreter.prepare_main(lock=lock, nested=(1, (event, "text")))
        interpreter.exec("lock.acquire(); nested[1][0].set()")
        self.assertTrue(lock.locked() and event.is_set())
        returned = interpreter.call(give_back, {"lock": lock, "list": [event]})
        returned["lock"].release()
        self.assertFalse(lock.locked())
        self.assertTrue(returned["list"][0].is_set())
        channel = interpreters.create_queue()
        channel.put([lock])
        interpreter.call(hold, channel.get()[0])
        self.assertTrue(lock.locked())

    def test_what_a_queue_has_when_it_is_shared_stays_in_it(self):
        items = queue.SimpleQueue()
        for item in ([1], "a", None):
            items.put(item)
        same = _shared[0].call(give_back, items)
        same.put({"b": 1})
        self.assertEqual([items.get_nowait() for _ in range(4)], [[1], "a", None, {"b": 1}])
        with self.assertRaises(interpreters.NotShareableError):
            items.put(sys.stdout)
        self.assertTrue(items.empty())

    def test_a_queue_may_be_in_itself(self):
        items, other = queue.SimpleQueue(), queue.SimpleQueue()
        for item in (items, 1, [other]):
            items.put(item)
        other.put(items)
        other.put("last")

        def move(items):
            same, one, [other] = items.get(), items.get(), items.get()
            same.put(one)
            other.get().put(other.get())
            return other

        other.put(_shared[0].call(move, items))
        self.assertEqual((items.get(), items.get()), (1, "last"))
        other.get().put(items)
        other.get().put("again")
        self.assertEqual(items.get(), "again")

    def test_no_item_is_lost_while_a_queue_is_shared(self):
        for _ in range(2):
            items = queue.SimpleQueue()
            for number in range(200):
                items.put([number])
            begun, end = threading.Event(), threading.Event()

            def put():
                number = 200
                while not end.is_set() and number < 1000:
                    items.put([number])
                    number += 1
                    begun.set()
                last.append(number)

            last = []
            thread = threading.Thread(target=put)
            thread.start()
            begun.wait()
            self.assertEqual(_shared[0].call(queue.SimpleQueue.get, items), [0])
            end.set()
            thread.join()
            self.assertEqual([items.get_nowait() for _ in range(1, last[0])], [[number] for number in range(1, last[0])])
            self.assertTrue(items.empty())

    def test_a_queue_that_was_not_sent_keeps_its_objects(self):
        items, item = queue.SimpleQueue(), object()
        self.assertTrue(interpreters.is_shareable(items))
        self.assertTrue(interpreters.is_shareable((1, (items,))))
        items.put(item)
        self.assertIs(items.get(), item)

    def test_a_queue_whose_items_are_always_others_can_be_shared(self):
        items, end = queue.SimpleQueue(), threading.Event()
        for number in range(3000):
            items.put([number])

        def replace():
            while not end.is_set():
                items.put(items.get())

        thread = threading.Thread(target=replace)
        thread.start()
        try:
            # One that the thread has taken out comes back.
            self.assertIn(_shared[0].call(queue.SimpleQueue.qsize, items), (2999, 3000))
        finally:
            end.set()
            thread.join()
        self.assertEqual(sorted(items.get_nowait()[0] for _ in range(3000)), [*range(3000)])

    def test_a_value_that_cannot_travel_leaves_the_queues_beside_it_alone(self):
        items, inner, own = queue.SimpleQueue(), queue.SimpleQueue(), [sys.stdout]
        inner.put(own)
        items.put(inner)
        to_others = interpreters.create_queue()
        for send in (lambda: _shared[0].call(give_back, [items, sys.stdout]), lambda: _shared[0].call(give_back, items, sys.stdout),
                     lambda: to_others.put((items, sys.stdout)), lambda: to_others.put(items),
                     lambda: _shared[0].prepare_main(items=items, other=sys.stdout),
                     lambda: interpreters.is_shareable((items, sys.stdout))):
            with contextlib.suppress(interpreters.NotShareableError):
                send()
                self.assertFalse(interpreters.is_shareable(sys.stdout))
            items.put(own)
            self.assertIs(items.get(), inner)
            self.assertIs(items.get(), own)
            items.put(inner)
        self.assertIs(inner.get(), own)
        self.assertTrue(to_others.empty())

    def test_what_is_put_while_a_queue_is_shared_in_vain_stays_the_same_object(self):
        items, put, kept = queue.SimpleQueue(), [object(), [1]], []

        class Refusing:
            def __reduce__(self):
                for item in put:
                    items.put(item)
                kept.append(items.get())
                items.put(sys.stdout)
                raise TypeError("refused")

        with self.assertRaises(interpreters.NotShareableError):
            _shared[0].call(give_back, items, Refusing())
        self.assertIs(kept[0], put[0])
        self.assertIs(items.get(), put[1])
        self.assertIs(items.get(), sys.stdout)
        self.assertTrue(items.empty())

    def test_a_handler_that_raises_amid_such_a_put_ends_it(self):
        items = queue.SimpleQueue()

        class Refusing:
            def __reduce__(self):
                try:
                    items.put(Interrupted())
                except KeyboardInterrupt:
                    items.put("interrupted")
                raise TypeError("refused")

        class Interrupted:
            def __reduce__(self):
                raise KeyboardInterrupt

        class Ringing:
            def __reduce__(self):
                signal.raise_signal(signal.SIGALRM)
                return list, ()

        class Unspeakable:
            def __repr__(self):
                raise ValueError

            def __reduce__(self):
                raise ValueError

        class Late(TimeoutError):
            pass

        def ring(number, frame):
            raise Late

        class RefusingAfterAll:
            def __reduce__(self):
                with contextlib.suppress(Late):
                    items.put(Ringing())
                    items.put("not interrupted")
                items.put(unspeakable)
                raise TypeError("refused")

        with self.assertRaises(interpreters.NotShareableError):
            _shared[0].call(give_back, items, Refusing())
        self.assertEqual(items.get_nowait(), "interrupted")
        self.assertTrue(items.empty())
        unspeakable = Unspeakable()
        before = signal.signal(signal.SIGALRM, ring)
        try:
            with self.assertRaises(interpreters.NotShareableError):
                _shared[0].call(give_back, items, RefusingAfterAll())
        finally:
            signal.signal(signal.SIGALRM, before)
        self.assertIs(items.get_nowait(), unspeakable)
        self.assertTrue(items.empty())

    def test_a_queue_that_is_sent_amid_a_send_is_shared_with_its_items(self):
        channel = interpreters.create_queue()
        for ways in "channel", "itself":
            with self.subTest(ways):
                items, item = queue.SimpleQueue(), [1]
                items.put(item)
                sent = []

                class Sending:
                    def __reduce__(self):
                        if not sent:
                            sent.append(True)
                            channel.put(items) if ways == "channel" else items.put([items])
                        return list, ()

                _shared[0].call(change, items, Sending())
                self.assertEqual(item, [1])
                if ways == "channel":
                    channel.get().put("same")
                    self.assertEqual(items.get_nowait(), "same")
                else:
                    items.get_nowait()[0].put("same")
                    self.assertEqual(items.get_nowait(), "same")

    def test_a_send_amid_a_send_shares_what_it_sends_alone(self):
        items, other, own = queue.SimpleQueue(), queue.SimpleQueue(), [sys.stdout]
        items.put(own)
        channel = interpreters.create_queue()

        class Sending:
            def __reduce__(self):
                channel.put(other)
                return list, ()

        with self.assertRaises(interpreters.NotShareableError):
            _shared[0].call(give_back, items, Sending())
        self.assertIs(items.get(), own)
        channel.get().put("same")
        self.assertEqual(other.get_nowait(), "same")

    def test_a_queue_that_says_how_it_is_pickled_travels(self):
        self.assertEqual(_shared[0].call(queue.Queue.qsize, Pickled()), 1)

    def test_what_guards_its_own_contents_does_not_travel(self):
        process = subprocess.Popen([sys.executable, "-c", "pass"])
        self.addCleanup(process.wait)
        values = [
            queue.Queue(), queue.PriorityQueue(), concurrent.futures.Future(), [queue.LifoQueue()], sched.scheduler(),
            concurrent.futures.ThreadPoolExecutor(), logging.Handler(), process, zipfile.ZipFile(io.BytesIO(), "w"),
        ]
        for value in values:
            with self.subTest(type(value).__name__), self.assertRaises(interpreters.NotShareableError):
                _shared[0].call(give_back, value)
        self.assertIsNone(_shared[0].call(logging.Handler.flush, logging.NullHandler()))
        # Nothing of it has been shared.
        self.assertIs(values[5].submit(give_back, self).result(), self)

    def test_what_changes_under_a_condition_of_one_interpreter_cannot_travel(self):
        for synchronizer in (threading.Event(), threading.Semaphore(), threading.Barrier(2)):
            with self.subTest(type(synchronizer).__name__):
                synchronizer._cond
                self.assertFalse(interpreters.is_shareable(synchronizer))
                with self.assertRaises(interpreters.NotShareableError):
                    _shared[0].call(give_back, synchronizer)

    def test_nobody_looks_behind_what_is_shared(self):
        for synchronizer in (threading.Event(), threading.Semaphore(), threading.Barrier(2)):
            with self.subTest(type(synchronizer).__name__):
                _shared[0].call(give_back, synchronizer)
                with self.assertRaises(AttributeError):
                    synchronizer._cond

    def test_a_condition_stays_one_whatever_an_interpreter_does_with_it(self):
        condition, ready, results = threading.Condition(), threading.Event(), queue.SimpleQueue()

        def wait(condition, ready, results, how):
            import _thread, threading
            if how:
                threading._allocate_lock = lambda: _thread.allocate_lock()
            else:
                condition._at_fork_reinit()
            with condition:
                ready.set()
                results.put(condition.wait(10))

        for how in (False, True):
            ready.clear()
            interpreter = interpreters.create()
            thread = interpreter.call_in_thread(wait, condition, ready, results, how)
            ready.wait()
            with condition:
                condition.notify()
            self.assertTrue(results.get())
            thread.join()
            interpreter.close()

    def test_a_subclass_does_not_travel(self):
        class Special(threading.Event):
            pass

        self.assertFalse(interpreters.is_shareable(Special()))

    def test_a_lock_that_a_closed_interpreter_held_stays_held(self):
        lock, closed = threading.Lock(), interpreters.create()
        closed.call(hold, lock)
        closed.close()
        self.assertTrue(lock.locked())
        lock.release()

    def test_the_dump_tells_who_held_a_lock_in_a_closed_interpreter(self):
        lock, closed = threading.Lock(), interpreters.create()
        ident = closed.call(hold_in_thread, lock)
        closed.close()
        thread = threading.Thread(target=hold, args=(lock,))
        thread.start()
        text, end = "", time.monotonic() + PATIENCE_SECONDS
        while f"which ident={ident} has" not in text and time.monotonic() < end:
            written = io.StringIO()
            jthreading.dump_threads(written)
            text = written.getvalue()
        lock.release()
        thread.join()
        self.assertIn(f"which ident={ident} has", text)


class NotFoundTest(unittest.TestCase):
    """What travels by its name is not where it arrives."""

    def setUp(self):
        self.interpreter = _shared[1]
        self.interpreter.exec(textwrap.dedent("""
            import sys, types

            class OfMain: pass

            nowhere = sys.modules["nowhere"] = types.ModuleType("nowhere")
            exec("class OfModule: pass", nowhere.__dict__)

            def of_main(): return OfMain
            def of_module(): return nowhere.OfModule
        """))

    def test_in_a_queue(self):
        for kind in queue.SimpleQueue, interpreters.create_queue:
            for name in "of_main", "of_module":
                with self.subTest(kind.__name__, name=name):
                    items = kind()
                    self.interpreter.prepare_main(items=items)
                    self.interpreter.exec(f"items.put({name}())")
                    with self.assertRaisesRegex(interpreters.NotShareableError, "^object could not be unpickled$"):
                        items.get()

    def test_as_a_result(self):
        for name in "of_main", "of_module":
            with self.subTest(name), self.assertRaisesRegex(interpreters.NotShareableError, "does not support cross-interpreter data$"):
                self.interpreter.call(eval, f"__import__('__main__').{name}()")

    def test_a_function_of_any_module(self):
        def function():
            return unittest
        for module in [], None, 1:
            function.__module__ = module
            with self.subTest(module), self.assertRaises(interpreters.NotShareableError):
                self.interpreter.call(give_back, function)

    def test_a_view_of_a_format_that_has_no_name_here(self):
        import ctypes
        view = memoryview((ctypes.c_int * 2)(1, 2)).toreadonly()
        self.assertEqual(view.format, "<i")
        with self.assertRaises(interpreters.NotShareableError):
            self.interpreter.call(give_back, view)
        self.assertEqual(self.interpreter.call(give_back, view.cast("B").cast("i")).tolist(), [1, 2])


class EndOfTheStackTest(unittest.TestCase):

    def test_a_call_at_the_end_of_the_stack_is_none_at_most(self):
        interpreter = _shared[0]

        def call():
            return interpreter.call(len, "abc")

        def create():
            interpreters.create().close()
            return 3

        def at_the_end(function):
            try:
                return at_the_end(function)
            except RecursionError:
                return function()

        for function in call, lambda: interpreter.exec("pass") or 3, create:
            self.assertEqual(at_the_end(function), 3)
        self.assertEqual(call(), 3)

    def test_a_thread_with_a_small_stack_can_make_a_call(self):
        before = threading.stack_size(32 * 1024)
        self.addCleanup(threading.stack_size, before)
        results = queue.SimpleQueue()
        thread = threading.Thread(target=lambda: results.put(_shared[0].call(len, "abc")))
        thread.start()
        thread.join()
        self.assertEqual(results.get_nowait(), 3)


class SharedMemoryTest(unittest.TestCase):

    def test_bad_arguments_change_nothing(self):
        memory = jthreading.SharedMemory(3)
        for call, error in ((lambda: jthreading.SharedMemory(0), ValueError), (lambda: jthreading.SharedMemory("3"), TypeError),
                            (lambda: memory.write(b"ab", 2), ValueError), (lambda: memory.write("a"), TypeError),
                            (lambda: memory.read(0, 4), ValueError), (lambda: memory.read(-1), ValueError),
                            (lambda: memory.buf.__setitem__(0, 256), (TypeError, ValueError))):
            with self.assertRaises(error):
                call()
        self.assertEqual(memory.read(), b"\0\0\0")

    def test_all_interpreters_read_what_one_writes(self):
        memory = jthreading.SharedMemory(2_000)
        data = bytes(range(250)) * 4
        memory.write(data, 7)
        self.assertEqual(memory.read(7, 1_000), data)
        self.assertEqual(_shared[0].call(jthreading.SharedMemory.read, memory, 7, 300), data[:300])
        _shared[0].call(jthreading.SharedMemory.write, memory, b"abc", 1_997)
        self.assertEqual(memory.read(1_990), bytes(7) + b"abc")
        memory.buf[0] = 255
        self.assertEqual(_shared[1].call(jthreading.SharedMemory.read, memory, 0, 8), b"\xff" + bytes(7) + data[:0])

    def test_buf_is_the_memory_itself(self):
        memory = jthreading.SharedMemory(10)
        memory.buf[1], memory.buf[2] = b"ab"
        # GraalPy 25.0 has no memoryview of what is Java's.
        if isinstance(memory.buf, memoryview):
            memory.buf[3:5] = b"cd"
        else:
            memory.write(b"cd", 3)
        self.assertEqual((memory.read(0, 6), memory.buf[4]), (b"\0abcd\0", ord("d")))


class OneOfItsOwnTest(unittest.TestCase):

    def test_signals_are_for_the_main_interpreter(self):
        _shared[0].exec(textwrap.dedent("""
            import signal
            for set in (lambda: signal.signal(signal.SIGTERM, print), lambda: signal.set_wakeup_fd(-1)):
                try:
                    set()
                    raise AssertionError('not refused')
                except ValueError as error:
                    assert 'only works in main thread of the main interpreter' in str(error), error
            assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
            """))

    def test_daemon_threads_are_refused(self):
        with self.assertRaisesRegex(interpreters.ExecutionFailed, "daemon threads are disabled in this"):
            _shared[0].exec("import threading; threading.Thread(daemon=True)")

    def test_a_thread_leaves_nothing_behind_where_it_made_a_call(self):
        def visit():
            import builtins, threading
            if not hasattr(builtins, "local"):
                builtins.local = threading.local()
            before = hasattr(builtins.local, "value")
            builtins.local.value = 1
            current = threading.current_thread()
            return before, current in threading.enumerate(), len(threading.enumerate())

        visitors = interpreters.create()
        results = [visitors.call(visit), visitors.call(visit)]
        for _ in range(20):
            thread = threading.Thread(target=lambda: results.extend(visitors.call(visit) for _ in range(2)))
            thread.start()
            thread.join()
        self.assertEqual(results, [(False, True, 1)] * 2 + [(False, True, 2)] * 40)
        self.assertEqual(visitors.call(visit), (False, True, 1))
        visitors.close()

    def test_a_call_leaves_nothing_of_what_python_has_for_each_thread(self):
        def visit():
            import asyncio
            import decimal
            import sys
            before = decimal.getcontext().prec, sys.gettrace(), sys.getprofile(), asyncio._get_running_loop()
            decimal.getcontext().prec = 3
            sys.setprofile(lambda *args: None)
            sys.settrace(lambda *args: None)
            asyncio._set_running_loop(asyncio.new_event_loop())
            return before

        for _ in range(2):
            self.assertEqual(_shared[0].call(visit), (28, None, None, None))
        _shared[0].exec("import decimal; decimal.getcontext().prec = 3")
        _shared[0].exec("import decimal; assert decimal.getcontext().prec == 28")

    def test_its_main_thread_is_the_one_that_made_it(self):
        def identify():
            import threading
            return threading.main_thread().ident, threading.current_thread() is threading.main_thread()

        self.assertEqual(_shared[0].call(identify), (threading.main_thread().ident, True))
        other = queue.SimpleQueue()
        thread = threading.Thread(target=lambda: other.put(_shared[0].call(identify)))
        thread.start()
        thread.join()
        self.assertEqual(other.get(), (threading.main_thread().ident, False))

    def test_modules_are_apart(self):
        _shared[0].exec("import os; os.added = 1")
        self.assertFalse(hasattr(os, "added"))
        with self.assertRaises(interpreters.ExecutionFailed):
            _shared[1].exec("import os; os.added")

    def test_the_program_is_known(self):
        def program():
            import sys
            return tuple(sys.argv), tuple(sys.path)

        self.assertEqual(_shared[0].call(program), (tuple(sys.argv), tuple(sys.path)))


class EndsTest(unittest.TestCase):

    def test_what_ends_a_program_is_told(self):
        for code, kind in (("raise SystemExit(3)", "SystemExit"), ("raise KeyboardInterrupt", "KeyboardInterrupt"),
                           ("def f(): f()\nf()", "RecursionError")):
            with self.subTest(kind), self.assertRaises(interpreters.ExecutionFailed) as failed:
                _shared[0].exec(code)
            self.assertEqual(failed.exception.excinfo.type.__name__, kind)

    def test_an_exception_of_a_signal_handler_ends_the_call(self):
        class Alarm(Exception):
            pass

        def ring(number, frame):
            raise Alarm

        before = signal.signal(signal.SIGALRM, ring)
        try:
            for code in ("while True: pass", "threading.Event().wait()", "time.sleep(1000)", "queue.SimpleQueue().get()"):
                with self.subTest(code), self.assertRaises(Alarm), ringing_when_begun() as begun:
                    _shared[0].prepare_main(begun=begun)
                    _shared[0].exec(f"import queue, threading, time; begun.set()\n{code}")
                self.assertFalse(_shared[0].is_running())
        finally:
            signal.signal(signal.SIGALRM, before)

    def test_an_exception_of_a_signal_handler_comes_through_all_interpreters(self):
        class Alarm(TimeoutError):
            pass

        def ring(number, frame):
            raise Alarm("too late")

        def execute(interpreter, code):
            interpreter.exec(code)

        def execute_and_catch(interpreter, code):
            try:
                interpreter.exec(code)
            except TimeoutError as error:
                return type(error) is TimeoutError and str(error)

        def catch(code):
            try:
                exec(code)
            except BaseException as error:
                return type(error) is TimeoutError and str(error)

        def replace(code):
            try:
                exec(code)
            except TimeoutError:
                raise ValueError

        one, other = _shared
        before = signal.signal(signal.SIGALRM, ring)
        try:
            for end in ("while True: pass", "threading.Event().wait()"):
                code = f"import threading; begun.set()\n{end}"

                @contextlib.contextmanager
                def ringing():
                    with ringing_when_begun() as begun:
                        one.prepare_main(begun=begun)
                        other.prepare_main(begun=begun)
                        yield

                with self.subTest(end):
                    with self.assertRaises(Alarm), ringing():
                        one.call(execute, other, code)
                    for swallow in (lambda: one.call(execute_and_catch, other, code), lambda: one.call(catch, code)):
                        with ringing():
                            self.assertEqual(swallow(), "too late")
                    with self.assertRaises(interpreters.ExecutionFailed) as failed, ringing():
                        one.call(replace, code)
                    self.assertEqual(failed.exception.excinfo.type.__name__, "ValueError")
                self.assertFalse(one.is_running() or other.is_running())
        finally:
            signal.signal(signal.SIGALRM, before)

    def test_what_interrupts_the_unpickling_is_no_failure_of_it(self):
        def ring(number, frame):
            raise TimeoutError

        before = signal.signal(signal.SIGALRM, ring)
        try:
            for argument in lambda dawdling: [dawdling], Holder, lambda dawdling: [threading.Barrier(2, dawdling)]:
                with self.assertRaises(TimeoutError), ringing_when_begun() as begun:
                    _shared[0].call(len, argument(Dawdling(begun)))
            for kind in queue.SimpleQueue, interpreters.create_queue:
                # In the other interpreter, and in this one.
                with self.assertRaises(TimeoutError), ringing_when_begun() as begun:
                    items = kind()
                    items.put(Dawdling(begun))
                    _shared[0].call(take_one, items)
                with self.assertRaises(TimeoutError), ringing_when_begun() as begun:
                    items = kind()
                    _shared[0].call(give_back, items)
                    items.put(Dawdling(begun))
                    items.get()
        finally:
            signal.signal(signal.SIGALRM, before)

    def test_interrupt_main_interrupts_the_main_interpreter(self):
        def interrupt():
            import _thread, threading
            _thread.interrupt_main()
            threading.Event().wait()

        with self.assertRaises(KeyboardInterrupt):
            _shared[0].call(interrupt)

        def interrupt_and_return():
            import _thread
            _thread.interrupt_main()
            _thread.interrupt_main(9)

        waits, thread = threading.Event(), None
        with self.assertRaises(KeyboardInterrupt):
            thread = _shared[0].call_in_thread(interrupt_and_return)
            waits.wait(PATIENCE_SECONDS)
        thread.join()

    def test_a_signal_handler_may_return(self):
        rung = threading.Event()
        before = signal.signal(signal.SIGALRM, lambda number, frame: rung.set())
        try:
            signal.setitimer(signal.ITIMER_REAL, 0.2)
            _shared[0].call(threading.Event.wait, rung, PATIENCE_SECONDS)
            self.assertTrue(rung.is_set())
        finally:
            signal.signal(signal.SIGALRM, before)

    def test_close_waits_for_threads(self):
        closing, go, ended = interpreters.create(), threading.Event(), threading.Event()

        def start(go, ended):
            import threading

            def work():
                go.wait()
                ended.set()

            threading.Thread(target=work).start()

        closing.call(start, go, ended)
        thread = threading.Thread(target=closing.close)
        thread.start()
        go.set()
        thread.join()
        self.assertTrue(ended.is_set())
        with self.assertRaises(interpreters.InterpreterNotFoundError):
            closing.exec("pass")

    def test_the_main_interpreter_ends_the_others(self):
        out, err, status = run_script("""
            import concurrent.interpreters, threading

            if __name__ == "__main__":
                idle, waiting, busy = [concurrent.interpreters.create() for _ in range(3)]
                begun = threading.Barrier(3)
                for interpreter, code in ((waiting, "threading.Event().wait()"), (busy, "while True: pass")):
                    interpreter.prepare_main(begun=begun)
                    threading.Thread(target=interpreter.exec, args=(f"import threading; begun.wait(); {code}"
                                     if code[0] == "t" else f"begun.wait()\\n{code}",), daemon=True).start()
                begun.wait()
                print("end")
            """)
        self.assertEqual((out, err, status), ("end\n", "", 0))

    def test_sigint_ends_the_wait_of_a_close(self):
        out, err, status = run_script("""
            import concurrent.interpreters, os, signal, threading

            if __name__ == "__main__":
                interpreter = concurrent.interpreters.create()
                interpreter.exec('''
            import atexit, threading
            atexit.register(print, "its end", flush=True)
            threading.Thread(target=threading.Event().wait).start()
            ''')
                threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGINT)).start()
                try:
                    interpreter.close()
                except KeyboardInterrupt:
                    print("interrupted", concurrent.interpreters.list_all())
            """)
        self.assertEqual((out, status), ("its end\ninterrupted [Interpreter(0)]\n", 0))
        self.assertRegex(err, "(?s)^Exception ignored in: <module 'threading'.*KeyboardInterrupt\\s*$")

    def test_a_signal_does_not_come_amid_a_queue(self):
        frames = set()
        before = signal.signal(signal.SIGALRM, lambda number, frame: frames.add(frame.f_code.co_filename))
        own, shared = queue.SimpleQueue(), interpreters.create_queue()
        end = time.monotonic() + 1
        try:
            signal.setitimer(signal.ITIMER_REAL, 0.01, 0.005)
            while time.monotonic() < end:
                for items in (own, shared):
                    items.put(1)
                    items.get()
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)
        self.assertIn(__file__, frames)
        self.assertEqual([frame for frame in frames if frame.startswith("<jthreading>")], [])

    def test_the_script_runs_once_in_an_interpreter(self):
        out, err, status = run_script("""
            import concurrent.interpreters, queue

            print(__name__, flush=True)
            LIMIT = 3
            class Item:
                def __init__(self):
                    self.limit = LIMIT

            def take(items, count):
                import threading
                threads = [threading.Thread(target=items.get) for _ in range(count)]
                for thread in threads:
                    thread.start()
                for thread in threads:
                    thread.join()

            if __name__ == "__main__":
                interpreter = concurrent.interpreters.create()
                items = queue.SimpleQueue()
                for _ in range(4):
                    items.put(Item())
                interpreter.call(take, items, 4)
                print(items.empty(), interpreter.call(sum, (LIMIT,)))
            """)
        self.assertEqual((out, err, status), ("__main__\n<fake __main__>\nTrue 3\n", "", 0))

    @contextlib.contextmanager
    def handler_that_raises(self, kind):
        def ring(number, frame):
            raise kind("rung")

        before = signal.signal(signal.SIGALRM, ring)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)

    def test_a_copy_that_was_caught_is_the_programs_own(self):
        begun = threading.Event()
        _shared[0].prepare_main(begun=begun)
        ringing = threading.Thread(target=lambda: begun.wait() and os.kill(os.getpid(), signal.SIGALRM))
        ringing.start()
        with self.handler_that_raises(TimeoutError):
            _shared[0].exec("try:\n    begun.set()\n    while True: pass\nexcept TimeoutError as error: saved = error")
        ringing.join()
        with self.assertRaisesRegex(interpreters.ExecutionFailed, "TimeoutError: rung"):
            _shared[0].exec("raise saved")

    def test_close_raises_what_a_handler_raises(self):
        class Late(RuntimeError):
            pass

        interpreter = interpreters.create()
        interpreter.exec("import threading; threading.Thread(target=threading.Event().wait).start()")
        with self.handler_that_raises(Late):
            signal.setitimer(signal.ITIMER_REAL, 0.3)
            with self.assertRaises(Late):
                interpreter.close()
        self.assertNotIn(interpreter.id, [number for number, _ in _interpreters.list_all()])

    def test_what_a_handler_raises_comes_out_of_create(self):
        class Alarm(Exception):
            pass

        # Kept: a function that GraalPy calls for a weak reference swallows what is raised in it.
        created = []
        with self.handler_that_raises(Alarm):
            for delay in range(1, 7):
                signal.setitimer(signal.ITIMER_REAL, delay / 20)
                with self.assertRaises(Alarm):
                    while len(created) < 50:
                        created.append(interpreters.create())
        for interpreter in created:
            interpreter.close()

    def test_sigint_ends_what_runs_in_another_interpreter(self):
        out, err, status = run_script("""
            import concurrent.interpreters, os, signal, threading

            if __name__ == "__main__":
                interpreter = concurrent.interpreters.create()
                threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGINT)).start()
                try:
                    interpreter.exec("while True: pass")
                except KeyboardInterrupt:
                    print("interrupted")
                interpreter.exec("print('and well')")
            """)
        self.assertEqual((out, err, status), ("interrupted\nand well\n", "", 0))


class CExtensionsTest(unittest.TestCase):

    def test_one_interpreter_can_load_one_and_all_can_load_the_others(self):
        out, err, status = run_script("""
            from concurrent import interpreters

            if __name__ == "__main__":
                one, two = interpreters.create(), interpreters.create()
                one.exec("import sqlite3")
                try:
                    two.exec("import sqlite3")
                except interpreters.ExecutionFailed as failed:
                    print(failed.excinfo.type.__name__, "python.IsolateNativeModules" in failed.excinfo.msg)
                for interpreter in one, two:
                    interpreter.exec("import random, json, decimal, zlib, bz2, lzma, ssl, socket, asyncio")
                one.exec("print(sqlite3.connect(':memory:').execute('select 1').fetchall())")
            """)
        self.assertEqual((out, err, status), ("SystemError True\n[(1,)]\n", "", 0))


class QueuesTest(unittest.TestCase):

    def test_an_item_of_an_ended_interpreter_is_what_its_queue_or_its_put_says(self):
        queues, sender = interpreters._queues, interpreters.create()
        kinds = ("UNBOUND", "UNBOUND_ERROR", "UNBOUND_REMOVE")
        sent = []
        for of_queue in kinds:
            for of_put in (None, *kinds):
                items = interpreters.create_queue(unbounditems=getattr(queues, of_queue))
                sender.prepare_main(items=items)
                argument = f", unbounditems=interpreters._queues.{of_put}" if of_put else ""
                sender.exec(f"from concurrent import interpreters; items.put('item'{argument})")
                self.assertEqual(items.qsize(), 1)
                sent.append((of_put or of_queue, items))
        sender.close()
        for kind, items in sent:
            if kind == "UNBOUND":
                self.assertIs(items.get_nowait(), queues.UNBOUND)
            elif kind == "UNBOUND_ERROR":
                self.assertRaises(queues.ItemInterpreterDestroyed, items.get_nowait)
            self.assertEqual(items.qsize(), 0)

    def test_a_closed_interpreter_refers_to_no_queue(self):
        number = _interpqueues.create(0)
        interpreter = interpreters.create()
        interpreter.exec(f"import _interpqueues; _interpqueues.bind({number})")
        self.assertEqual(_interpqueues.get_count(number), 0)
        interpreter.close()
        with self.assertRaises(_interpqueues.QueueNotFoundError):
            _interpqueues.get_count(number)

    def test_a_queue_on_its_way_is_kept(self):
        outer = interpreters.create_queue()
        _shared[0].prepare_main(outer=outer)
        _shared[0].exec("""if True:
            import _interpqueues
            from concurrent import interpreters
            inner = interpreters.create_queue(3)
            inner.put("item")
            outer.put([inner])
            _interpqueues.release(inner.id)
        """)
        inner = outer.get()[0]
        self.assertEqual((inner.maxsize, inner.get()), (3, "item"))

    def test_a_queue_on_its_way_learns_that_its_sender_ended(self):
        outer = queue.SimpleQueue()
        sender = interpreters.create()
        sender.prepare_main(outer=outer)
        sender.exec("""if True:
            import _interpqueues
            from concurrent import interpreters
            inner = interpreters.create_queue()
            inner.put("item")
            outer.put([inner])
            _interpqueues.release(inner.id)
        """)
        sender.close()
        self.assertIs(outer.get()[0].get(), interpreters._queues.UNBOUND)

    def test_one_that_was_destroyed_is_not_found(self):
        outer, inner = interpreters.create_queue(), interpreters.create_queue()
        outer.put(inner)
        _interpqueues.destroy(inner.id)
        _shared[0].prepare_main(outer=outer)
        with self.assertRaisesRegex(interpreters.ExecutionFailed, f"QueueNotFoundError: queue {inner.id} not found"):
            _shared[0].exec("outer.get()")
        with self.assertRaises(interpreters.NotShareableError):
            _shared[0].prepare_main(inner=inner)

    def test_the_destruction_ends_waits(self):
        items, full, errors = interpreters.create_queue(), interpreters.create_queue(1), []

        def wait(operation, *args):
            try:
                operation(*args)
            except _interpqueues.QueueNotFoundError as error:
                errors.append(str(error))

        full.put(1)
        threads = [threading.Thread(target=wait, args=(items.get,)), threading.Thread(target=wait, args=(full.put, 2))]
        for thread in threads:
            thread.start()
        time.sleep(0.1)
        for destroyed in items, full:
            _interpqueues.destroy(destroyed.id)
        for thread in threads:
            thread.join(PATIENCE_SECONDS)
        self.assertCountEqual(errors, [f"queue {items.id} not found", f"queue {full.id} not found"])

    def test_what_is_in_it_twice_comes_as_one(self):
        part = [1]
        endless = {"part": part}
        endless["itself"] = endless
        items = interpreters.create_queue()
        items.put([part, part, endless])
        one, other, got = items.get()
        self.assertIs(one, other)
        self.assertIs(got["part"], one)
        self.assertIs(got["itself"], got)
        self.assertIsNot(one, part)


class BadInputTest(unittest.TestCase):

    def test_a_queue_that_goes_while_all_are_listed(self):
        items, gone = interpreters.create_queue(), 1 << 40
        execute, ids_of = _interpqueues._execute, _interpqueues._shared_queue_ids

        def with_one_more(function, *args):
            return [*execute(function), gone] if function is ids_of else execute(function, *args)

        with mock.patch.object(_interpqueues, "_execute", with_one_more):
            found = _interpqueues.list_all()
        self.assertIn(items.id, [id for id, _, _ in found])
        self.assertEqual(found, _interpqueues.list_all())
        with mock.patch.object(_interpqueues, "list_all", lambda: [*found, (gone, 3, 1)]):
            self.assertIn(items, interpreters._queues.list_all())

    def test_one_that_cannot_begin_is_not_left(self):
        before = interpreters.list_all()
        told = "MemoryError", "MemoryError", "builtins", "full", "MemoryError: full", ""
        with mock.patch.object(_interpreters, "_interpreter_call", lambda id, operation, data: ("raised", (told, None))):
            with self.assertRaisesRegex(interpreters.InterpreterError, "^interpreter creation failed$") as raised:
                interpreters.create()
        self.assertEqual(str(raised.exception.__cause__), "MemoryError: full")
        self.assertEqual(interpreters.list_all(), before)

    def test_nothing_is_sent_that_cannot_travel(self):
        items = interpreters.create_queue()
        for bad in (sys.stdout, lambda: items, memoryview(bytearray(1)), (1, threading.Thread())):
            with self.subTest(repr(bad)):
                with self.assertRaises(interpreters.NotShareableError):
                    items.put(bad)
                with self.assertRaises(interpreters.NotShareableError):
                    _shared[0].call(give_back, bad)
        self.assertTrue(items.empty())

    def test_values_come_as_they_went(self):
        long = bytes(range(256)) * 8
        for value in (None, True, 0, -1, 2**63 - 1, -2**63, 2**63, -2**200, 1.5, float("inf"), "", "\0\ud800\U0001f600", b"", b"\0\xff",
                      bytes(511), bytes(512), long, long[::-1], [long], memoryview(long), memoryview(array.array("i")).toreadonly(),
                      (), (1, ("a", (None,))), [1], {"a": {2}}, 1j, range(3), frozenset((1,)), print, len, int, threading.Lock):
            with self.subTest(repr(value)):
                self.assertEqual(_shared[0].call(give_back, value), value)
                items = interpreters.create_queue()
                items.put(value)
                got = items.get()
                self.assertEqual((type(got), got), (type(value), value))

    def test_numbers_that_are_none_or_too_large(self):
        class Index:
            def __index__(self):
                return 2**62

        items = interpreters.create_queue()
        for call, value, expected in (
                (interpreters.create_queue, 2**64, "OverflowError: Python int too large to convert to C ssize_t"),
                (interpreters.create_queue, -2**64, "OverflowError: Python int too large to convert to C ssize_t"),
                (interpreters.Queue, 2**63, f"OverflowError: max queue ID is {2**63 - 1}, got {2**63}"),
                (_interpqueues.get, -2**64, f"ValueError: queue ID must be a non-negative int, got {-2**64}"),
                (_interpqueues.get, 1.5, "TypeError: queue ID must be an int, got float"),
                (_interpqueues.get_count, Index(), f"QueueNotFoundError: queue {2**62} not found"),
                (lambda op: _interpqueues.put(items.id, 1, op), 2**31, "OverflowError: signed integer is greater than maximum"),
                (lambda op: _interpqueues.put(items.id, 1, -1, op), -2**64, "OverflowError: Python int too large to convert to C long"),
                (_interpqueues.create, None, "TypeError: 'NoneType' object cannot be interpreted as an integer"),
                (lambda timeout: items.get(timeout=timeout), -1, "ValueError: timeout value must be non-negative"),
                (lambda timeout: items.get(timeout=timeout), float("inf"), "OverflowError: cannot convert float infinity to integer"),
                (lambda timeout: items.get(timeout=timeout), -0.5, f"QueueEmpty: queue {items.id} is empty"),
                (_interpreters.is_running, -2**64, "OverflowError: int too big to convert"),
                (_interpreters.is_running, -1, "ValueError: interpreter ID must be a non-negative int, got -1"),
                (_interpreters.is_running, Index(), f"InterpreterNotFoundError: unrecognized interpreter ID {2**62}"),
                (_interpreters.new_config, "\ud800",
                 "UnicodeEncodeError: 'utf-8' codec can't encode character '\\ud800' in position 0: surrogates not allowed"),
                (_shared[0].exec, "'\ud800'",
                 "UnicodeEncodeError: 'utf-8' codec can't encode character '\\ud800' in position 1: surrogates not allowed"),
                (_shared[0].exec, b"\n\xff", "SyntaxError: Non-UTF-8 code starting with '\\xff' on line 2, but no encoding declared; "
                 "see https://peps.python.org/pep-0263/ for details (<script>, line 2)"),
                (_shared[0].prepare_main, {"a\0b": 1}, "ValueError: found embedded NULL character")):
            with self.subTest(expected), self.assertRaises(Exception) as raised:
                call(value)
            self.assertEqual(f"{type(raised.exception).__name__}: {raised.exception}", expected)
        items.put(1)
        self.assertEqual(items.get(timeout=1e300), 1)

    def test_the_current_and_the_main_one_cannot_be_closed(self):
        for interpreter in (interpreters.get_main(), interpreters.get_current()):
            with self.assertRaises(interpreters.InterpreterError):
                interpreter.close()

    def test_one_that_runs_cannot_be_closed_or_called(self):
        begun, go = threading.Event(), threading.Event()
        _shared[0].prepare_main(begun=begun, go=go)
        thread = threading.Thread(target=_shared[0].exec, args=("begun.set(); go.wait()",))
        thread.start()
        begun.wait()
        try:
            for use in (_shared[0].close, lambda: _shared[0].exec("pass"), lambda: _shared[0].call(int)):
                with self.assertRaises(interpreters.InterpreterError):
                    use()
        finally:
            go.set()
            thread.join()

    def test_references_count_in_all_interpreters(self):
        counted = _interpreters.create(reqrefs=True)
        _interpreters.incref(counted)

        def drop(number):
            import _interpreters
            _interpreters.incref(number)
            _interpreters.decref(number)
            before = [id for id, _ in _interpreters.list_all()]
            _interpreters.decref(number)
            return number in before and number not in [id for id, _ in _interpreters.list_all()]

        self.assertTrue(_shared[0].call(drop, counted))

    def test_one_that_drops_its_last_reference_ends_afterwards(self):
        counted = _interpreters.create(reqrefs=True)
        _interpreters.incref(counted)
        self.assertIsNone(_interpreters.exec(counted, f"import _interpreters; _interpreters.decref({counted})"))
        self.assertNotIn(counted, [id for id, _ in _interpreters.list_all()])

    def assert_ends(self, number):
        end = time.monotonic() + PATIENCE_SECONDS
        with self.assertRaises(interpreters.InterpreterNotFoundError):
            while time.monotonic() < end:
                # An object for it would refer to it.
                _interpreters.is_running(number)
                gc.collect()
                time.sleep(0.01)
        self.assertNotIn(number, [other for other, _ in _interpreters.list_all()])

    def test_one_that_nobody_refers_to_ends(self):
        interpreter = interpreters.create()
        number = interpreter.id
        del interpreter
        self.assert_ends(number)

    def test_one_that_a_closed_one_referred_to_ends(self):
        holder, held = interpreters.create(), interpreters.create()
        holder.prepare_main(held=held)
        number = held.id
        del held
        holder.close()
        self.assert_ends(number)

    def test_whoever_loses_the_last_reference_does_not_wait_for_the_end(self):
        interpreter, lock = interpreters.create(), threading.Lock()
        with lock:
            interpreter.prepare_main(lock=lock)
            interpreter.exec("import threading; threading.Thread(target=lock.acquire).start()")
            number = interpreter.id
            del interpreter
            end = time.monotonic() + PATIENCE_SECONDS
            # It is listed until its last reference has gone.
            while number in [other for other, _ in _interpreters.list_all()]:
                self.assertLess(time.monotonic(), end)
                gc.collect()
                time.sleep(0.01)
        self.assert_ends(number)

    def test_two_that_nobody_refers_to_end(self):
        go = threading.Event()
        dropped = [interpreters.create() for _ in range(2)]
        for interpreter in dropped:
            interpreter.prepare_main(go=go)
            interpreter.exec("import threading; threading.Thread(target=go.wait).start()")
        numbers = [interpreter.id for interpreter in dropped]
        del interpreter
        dropped.clear()
        gc.collect()
        time.sleep(0.1)
        gc.collect()
        go.set()
        for number in numbers:
            self.assert_ends(number)


if __name__ == "__main__":
    unittest.main()
