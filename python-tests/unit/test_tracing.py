"""settrace_all_threads and setprofile_all_threads reach threads that run, wait and sleep."""

import sys
import threading
import time
import unittest


def marker():
    """What the trace functions look for."""


class Subject:
    """A thread that is kept busy in some way until it is told to call marker() and to end."""

    def __init__(self, keep_busy):
        self.ready = threading.Event()
        self.go = threading.Event()
        self.thread = threading.Thread(target=self.run, args=(keep_busy,))
        self.thread.start()
        self.ready.wait()

    def run(self, keep_busy):
        self.ready.set()
        keep_busy(self)
        marker()

    def end(self):
        self.go.set()
        self.thread.join()


def compute(subject):
    while not subject.go.is_set():
        pass


def wait(subject):
    subject.go.wait()


def wait_for_a_condition(subject):
    condition = threading.Condition()
    with condition:
        while not subject.go.is_set():
            condition.wait(0.05)


def sleep(subject):
    while not subject.go.is_set():
        time.sleep(0.05)


class AllThreadsTest(unittest.TestCase):

    def check(self, set_all_threads, get_current, reset):
        for keep_busy in (compute, wait, wait_for_a_condition, sleep):
            with self.subTest(keep_busy.__name__):
                seen = []

                def hook(frame, event, arg):
                    if frame.f_code is marker.__code__ and event == "call":
                        seen.append(threading.current_thread())

                subject = Subject(keep_busy)
                try:
                    set_all_threads(hook)
                    self.assertIs(get_current(), hook)
                finally:
                    reset()
                    subject.end()
                self.assertEqual(seen, [subject.thread])

    def test_trace(self):
        self.check(threading.settrace_all_threads, threading.gettrace,
                   lambda: (threading.settrace(None), sys.settrace(None)))

    def test_profile(self):
        self.check(threading.setprofile_all_threads, threading.getprofile,
                   lambda: (threading.setprofile(None), sys.setprofile(None)))


if __name__ == "__main__":
    unittest.main()
