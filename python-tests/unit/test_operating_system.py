"""The operating system knows the threads by the ids and names that Python gives."""

import _thread
import os
import sys
import threading
import unittest

TASKS = "/proc/self/task"


def task_name(native_id):
    with open(f"{TASKS}/{native_id}/comm", encoding="utf-8", errors="surrogateescape") as name:
        return name.read()[:-1]


class Worker:
    """A thread that lives as long as the with statement, and does there what it is told."""

    def __init__(self, name):
        self.go, self.done, self.end = threading.Event(), threading.Event(), threading.Event()
        self.work = lambda: None
        self.thread = threading.Thread(target=self.run, name=name)

    def run(self):
        self.go.wait()
        self.work()
        self.done.set()
        self.end.wait()

    def __enter__(self):
        self.thread.start()
        return self

    def do(self, work):
        self.work = work
        self.go.set()
        self.done.wait()

    def __exit__(self, *exception):
        self.go.set()
        self.end.set()
        self.thread.join()


@unittest.skipUnless(sys.platform == "linux", "looks into /proc")
class NativeIdTest(unittest.TestCase):

    def test_is_the_id_of_a_task_of_this_process(self):
        self.assertIn(str(threading.get_native_id()), os.listdir(TASKS))
        self.assertEqual(threading.get_native_id(), threading.main_thread().native_id)

    def test_every_thread_has_its_own(self):
        with Worker("a") as one, Worker("b") as other:
            ids = {threading.get_native_id(), one.thread.native_id, other.thread.native_id}
            self.assertEqual(len(ids), 3)
            self.assertLessEqual({str(native_id) for native_id in ids}, set(os.listdir(TASKS)))

    def test_the_thread_itself_sees_the_same(self):
        seen = []
        with Worker("self") as worker:
            worker.do(lambda: seen.append(threading.get_native_id()))
        self.assertEqual(seen, [worker.thread.native_id])

    def test_there_is_none_before_the_start(self):
        self.assertIsNone(threading.Thread().native_id)


@unittest.skipUnless(sys.platform == "linux", "looks into /proc")
class NativeNameTest(unittest.TestCase):

    def test_is_the_name_given(self):
        for name, native in (("short", "short"), ("exactly 15 char", "exactly 15 char"),
                             ("more than 15 characters", "more than 15 ch"), ("nämé", "nämé"),
                             ("a null\0here", "a null"),
                             ("\U0001f40d" * 5, "\U0001f40d" * 3 + "\udcf0\udc9f\udc90"),
                             ("twelve bytesé€", "twelve bytesé\udce2"),
                             # What Java shows without, since a terminal might obey it.
                             ("\x1b[2J clears", "\x1b[2J clears"), ("x" * 14 + "\U0010ffff", "x" * 14 + "\udcf4")):
            with self.subTest(name), Worker(name) as worker:
                worker.do(lambda: None)
                self.assertEqual(task_name(worker.thread.native_id), native)

    def test_is_what_the_thread_reads(self):
        read = []
        for name in ("short", "\x1b[2J clears", "x" * 14 + "\U0010ffff"):
            with self.subTest(name), Worker(name) as worker:
                worker.do(lambda: read.append(_thread._get_name()))
                self.assertEqual(read.pop(), task_name(worker.thread.native_id))

    def test_is_the_default_name(self):
        with Worker(None) as worker:
            worker.do(lambda: None)
            self.assertEqual(task_name(worker.thread.native_id), worker.thread.name[:15])

    def test_follows_a_rename_by_the_thread_itself(self):
        with Worker("before") as worker:
            worker.do(lambda: setattr(threading.current_thread(), "name", "after"))
            self.assertEqual(task_name(worker.thread.native_id), "after")

    def test_follows_a_rename_by_another_thread(self):
        with Worker("before") as worker:
            self.assertIsNotNone(worker.thread.native_id)
            worker.thread.name = "after"
            self.assertEqual(task_name(worker.thread.native_id), "after")

    def test_can_be_set_without_a_thread_object(self):
        with Worker("before") as worker:
            worker.do(lambda: _thread.set_name("raw"))
            self.assertEqual(task_name(worker.thread.native_id), "raw")
            self.assertEqual(worker.thread.name, "before")


if __name__ == "__main__":
    unittest.main()
