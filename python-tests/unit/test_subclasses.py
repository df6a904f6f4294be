"""Subclasses, and programs, that set attributes of threading's own or put something else in their place."""

import collections
import copy
import functools
import pickle
import sys
import threading
import unittest
import unittest.mock

PATIENCE_SECONDS = 60


class Named(threading.Thread):
    name = "named by its class"

    def run(self):
        raise ValueError("on purpose")


class Early(threading.Thread):
    """Sets what the constructor sets, before that is called."""

    def __init__(self):
        self._started = self._is_stopped = False
        self._tstate_lock = self._ident = None
        super().__init__()


class SharedEvent(threading.Event):
    """One of several events under one condition."""

    def __init__(self, condition):
        self._cond = condition
        self._flag = False


class SharedSemaphore(threading.Semaphore):

    def __init__(self, condition, value):
        self._value = value
        self._cond = condition


class OwnCondition(threading.Condition):

    def __init__(self):
        self._lock = lock = threading.Lock()
        self.acquire, self.release = lock.acquire, lock.release
        self._waiters = collections.deque()


class MadeAnew(threading.Event):

    def __reduce__(self):
        return MadeAnew, ()


class MadeAnewLock(type(threading.RLock())):

    def __reduce__(self):
        return MadeAnewLock, ()


class MadeAnewLocal(threading.local):

    def __reduce__(self):
        return MadeAnewLocal, ()


class WithState(threading.Event):

    def __getstate__(self):
        return {"mark": 1}


class WithStateLock(type(threading.RLock())):

    def __getstate__(self):
        return None


class WithStateLocal(threading.local):

    def __getstate__(self):
        return {"mark": 1}


class Restored(threading.Semaphore):

    def __setstate__(self, state):
        self.__dict__.update(state, mark=1)


class Slots(threading.Barrier):
    __slots__ = ("mark",)


class ThreadsTest(unittest.TestCase):

    def test_a_report_has_the_name_that_a_class_says(self):
        told = []
        with unittest.mock.patch.object(sys, "stderr", unittest.mock.Mock(write=told.append)):
            thread = Named()
            thread.start()
            thread.join(PATIENCE_SECONDS)
        self.assertTrue("".join(told).startswith("Exception in thread named by its class:\n"), told)

    def test_what_is_set_before_the_constructor_is_overwritten(self):
        thread = Early()
        thread.start()
        thread.join(PATIENCE_SECONDS)
        self.assertFalse(thread.is_alive())

    def test_a_subclass_starts_while_the_name_thread_is_no_class(self):
        for other in (functools.partial(threading.Thread, daemon=True), unittest.mock.MagicMock(), None):
            with self.subTest(other=other), unittest.mock.patch.object(threading, "Thread", other):
                ran = threading.Event()
                thread = Early()
                thread.run = ran.set
                thread.start()
                thread.join(PATIENCE_SECONDS)
                self.assertTrue(ran.is_set())


class SynchronizersTest(unittest.TestCase):

    def test_an_event_has_the_condition_that_its_class_sets(self):
        condition = threading.Condition()
        events = [SharedEvent(condition) for _ in range(2)]
        setter = threading.Timer(0, events[0].set)
        setter.start()
        with condition:
            self.assertTrue(condition.wait_for(lambda: any(event.is_set() for event in events), PATIENCE_SECONDS))
        self.assertEqual([event.is_set() for event in events], [True, False])
        setter.join()

    def test_a_semaphore_has_the_value_and_the_condition_that_its_class_sets(self):
        semaphore = SharedSemaphore(threading.Condition(), 2)
        self.assertEqual([semaphore.acquire(False) for _ in range(3)], [True, True, False])
        semaphore.release()
        self.assertTrue(semaphore.acquire(False))

    def test_a_condition_has_the_waiters_that_its_class_sets(self):
        condition = OwnCondition()
        with condition:
            self.assertFalse(condition.wait(0))
            notifier = threading.Timer(0, self.notify, (condition,))
            notifier.start()
            self.assertTrue(condition.wait(PATIENCE_SECONDS))
        notifier.join()

    @staticmethod
    def notify(condition):
        with condition:
            condition.notify()


class PicklingTest(unittest.TestCase):

    def test_a_subclass_says_how_it_is_pickled_and_copied(self):
        for cls in (MadeAnew, MadeAnewLock, MadeAnewLocal, WithState, WithStateLock, WithStateLocal):
            original = cls()
            for way in (lambda obj: pickle.loads(pickle.dumps(obj)), copy.copy, copy.deepcopy):
                with self.subTest(cls=cls.__name__):
                    made = way(original)
                    self.assertIs(type(made), cls)
                    self.assertIsNot(made, original)
                    if cls in (WithState, WithStateLocal):
                        self.assertEqual(made.mark, 1)

    def test_others_cannot_be_pickled(self):
        class Plain(threading.Event):
            pass

        for obj in (Plain(), threading.RLock(), threading.local(), Restored(), threading.Thread()):
            for way in (pickle.dumps, copy.deepcopy):
                with self.assertRaisesRegex(TypeError, "^cannot pickle '_thread[.]"):
                    way(obj)

    def test_a_copy_is_made_as_its_class_says(self):
        self.assertEqual(copy.copy(Restored(3)).mark, 1)
        original = Slots(2)
        original.mark = "a slot"
        self.assertEqual(copy.copy(original).mark, "a slot")

    def test_a_copy_shares_what_it_is_a_copy_of(self):
        semaphore = threading.Semaphore(2)
        copied = copy.copy(semaphore)
        copied.acquire()
        self.assertEqual(semaphore._value, 1)


if __name__ == "__main__":
    unittest.main()
