# Runs as the body of a function, all of whose names are global: so contexts share its code.
__doc__ = """Thread-based parallelism, in Java.

The classes and functions of CPython's ``threading``; its documentation applies.
"""

# What a synchronizer or a thread does is done in Java, by the functions of _jthreading. _execute calls one with the GIL kept. All others
# are called as they are, which releases the GIL.

from _jthreading import (
    _allow_side_effects, _arrival_index, _barrier_abandon, _barrier_abort, _barrier_break, _barrier_complete, _barrier_is_broken,
    _barrier_new, _barrier_reset, _barrier_set_parties, _barrier_trip, _barrier_wait, _barrier_waiting, _condition_is_held, _condition_new,
    _condition_notify, _condition_wait, _condition_waiters, _current_thread, _event_clear, _event_clear_unless_delegated, _event_condition,
    _event_delegate, _event_is_set, _event_new, _event_reset, _event_set, _event_set_unless_delegated, _event_wait, _execute,
    _is_interrupt, _is_shared, _lock_acquire_for, _require_stack, _run_in_all_threads, _semaphore_bound, _semaphore_condition,
    _semaphore_delegate, _semaphore_new, _semaphore_release, _semaphore_set_bound, _semaphore_set_value, _semaphore_try, _semaphore_value,
    _semaphore_wait, _thread_attached_name, _thread_await_native_id, _thread_call_program, _thread_current, _thread_finish,
    _thread_finished_lock, _thread_has_started, _thread_ident, _thread_is_alive, _thread_is_current, _thread_is_started, _thread_join,
    _thread_native_id, _thread_set_daemon, _thread_set_name, _thread_set_python, _thread_set_python_name, _thread_set_started,
    _thread_signal_end, _thread_stand_for, _thread_started_event, _threading_imported, _threads_close, _threads_ended_unbegun,
    _wait_queue_new,
)
import os as _os  # noqa: F401: CPython's threading has the name
import sys as _sys
import _thread  # noqa: F401: CPython's threading has the name
from _thread import (
    LockType as _LockType, RLock as _CRLock, TIMEOUT_MAX, _ExceptHookArgs as ExceptHookArgs, _excepthook, _index,
    _keep_handlers, _local as local, _nanoseconds, _new_thread, _note_threading, _set_sentinel, _shutdown as _thread_shutdown, _start,
    _thread_body, _undisturbed, _unraisable, _virtual, _wrap_lock, _wrap_thread, allocate_lock as _allocate_lock,
    _has_no_state, daemon_threads_allowed as _daemon_threads_allowed, error as ThreadError, get_ident, get_native_id, lock as Lock,
    stack_size, start_joinable_thread as _start_joinable_thread, start_new_thread as _start_bare_thread,
)
from _thread import _ThreadHandle, _get_main_thread_ident, _make_thread_handle  # noqa: F401: CPython's threading has the names
from _collections import deque as _deque
from _weakref import ref as _ref
from _weakrefset import WeakSet
try:
    from _thread import _is_main_interpreter
except ImportError:
    # Programs that put another module in the place of _thread may not know this name.
    def _is_main_interpreter():
        return True
from itertools import count as _count
from time import monotonic as _time

__all__ = [
    "get_ident", "active_count", "Condition", "current_thread", "enumerate", "main_thread", "TIMEOUT_MAX", "Event", "Lock",
    "RLock", "Semaphore", "BoundedSemaphore", "Thread", "Barrier", "BrokenBarrierError", "Timer", "ThreadError",
    "setprofile", "settrace", "local", "stack_size", "excepthook", "ExceptHookArgs", "gettrace", "getprofile",
    "setprofile_all_threads", "settrace_all_threads", "get_native_id",
]

_HAVE_THREAD_NATIVE_ID = True
_PERMITS_MAX = 2**63 - 1
_INFINITY = float("inf")
_MAX_PARTIES = 2**31 - 1
_ACTION_WAIT_NANOS = 1_000_000_000

# What a program may put something else in the place of: then things are done as CPython does them, with what it put there.
_own_rlock, _own_allocate_lock, _own_lock, _own_get_ident, _own_time = _CRLock, _allocate_lock, Lock, get_ident, _time
_own_set_sentinel, _own_deque = _set_sentinel, _deque


def _deprecated(old, new):
    import warnings
    warnings.warn(f"{old}() is deprecated, {new} instead", DeprecationWarning, stacklevel=3)


class _RLock:
    """The reentrant lock in Python, on a plain lock: for programs that ask for it, or that take threads to be what they say."""

    def __init__(self):
        self._block = _allocate_lock()
        self._owner = None
        self._count = 0

    def __repr__(self):
        owner = self._owner
        if owner in _active:
            owner = _active[owner].name
        cls = type(self)
        return (f"<{'locked' if self._block.locked() else 'unlocked'} {cls.__module__}.{cls.__qualname__} object "
                f"owner={owner!r} count={self._count} at {hex(id(self))}>")

    def _at_fork_reinit(self):
        self._block._at_fork_reinit()
        self._owner = None
        self._count = 0

    def acquire(self, blocking=True, timeout=-1):
        """Acquire the lock and return True, or False if that is not possible at once or in time. See ``threading.RLock``."""
        # To release it takes more of the stack than to acquire it.
        _execute(_require_stack)
        me = get_ident()
        if self._owner == me:
            self._count += 1
            return 1
        taken = self._block.acquire(blocking, timeout)
        if taken:
            self._owner = me
            self._count = 1
        return taken

    __enter__ = acquire

    def release(self):
        """Take back one acquire. Raises RuntimeError if this thread does not own the lock."""
        if self._owner != get_ident():
            raise RuntimeError("cannot release un-acquired lock")
        self._count = count = self._count - 1
        if not count:
            self._owner = None
            self._block.release()

    def __exit__(self, t, v, tb):
        self.release()

    def locked(self):
        """Return whether any thread owns the lock. (CPython 3.14 documentation: RLock.locked.)"""
        return self._block.locked()

    def _acquire_restore(self, saved):
        self._block.acquire()
        self._count, self._owner = saved

    def _release_save(self):
        if not self._count:
            raise RuntimeError("cannot release un-acquired lock")
        saved = self._count, self._owner
        self._count, self._owner = 0, None
        self._block.release()
        return saved

    def _is_owned(self):
        return self._owner == get_ident()

    def _recursion_count(self):
        """Return how often this thread has acquired the lock."""
        return self._count if self._owner == get_ident() else 0


_PyRLock = _RLock


def RLock(*args, **kwargs):
    """Return a new reentrant lock, which only the thread that acquired it may release.

    (CPython documentation: threading, RLock Objects.)
    """
    if _CRLock is None:
        return _PyRLock(*args, **kwargs)
    return _CRLock(*args, **kwargs)


class _Offered:
    """An attribute of a later version's, or of another module's: there to be read, and a program's own name all the same."""

    def __init__(self, read):
        self._read = read
        self._shown = self
        if not read.__name__.startswith("_"):
            # It is a method, for whoever asks the class.
            self._shown = shown = lambda instance: read(instance)()
            shown.__name__, shown.__qualname__, shown.__doc__ = read.__name__, read.__qualname__, read.__doc__
            shown.__text_signature__ = "($self, /)"

    def __get__(self, instance, owner=None):
        return self._shown if instance is None else self._read(instance)


class Condition:
    """A condition variable: lets threads wait until another thread notifies them.

    lock is an object with acquire() and release(), a new RLock if None. (CPython documentation: threading, Condition
    Objects.)
    """

    def __init__(self, lock=None):
        if lock is None:
            lock = RLock()
        self._lock = lock
        self.acquire = lock.acquire
        self.release = lock.release
        kind = type(lock)
        if (kind is _LockType or kind is _own_rlock) and _waits_in_java(type(self)):
            self._jthreading_waiters = None
            self._jthreading_condition = _execute(_condition_new, lock._jthreading_lock)
        else:
            _wait_in_python_from_now(self)

    @_Offered
    def locked(self):
        """Return whether the lock is locked, if it can say so. (CPython 3.14 documentation: Condition.locked.)"""
        return self._lock.locked

    @property
    def _waiters(self):
        """A deque with a lock for each thread that waits; a copy, where Java has those that wait."""
        waiters = self._jthreading_waiters
        if waiters is None:
            waiters = _deque(_locked() for _ in range(_execute(_condition_waiters, self._jthreading_condition)))
        return waiters

    @_waiters.setter
    def _waiters(self, waiters):
        # A subclass may set it before, or in place of, this class's constructor.
        if self.__dict__.get("_jthreading_waiters", waiters) is not None:
            self._jthreading_waiters = waiters
            if "_jthreading_condition" not in self.__dict__:
                self._jthreading_condition = _execute(_wait_queue_new)

    def _at_fork_reinit(self):
        self._lock._at_fork_reinit()
        if self._jthreading_waiters is not None:
            self._jthreading_waiters.clear()
        elif not _execute(_is_shared, self._jthreading_condition):
            self._jthreading_condition = _execute(_condition_new, self._lock._jthreading_lock)

    def __enter__(self):
        return self._lock.__enter__()

    def __exit__(self, *args):
        return self._lock.__exit__(*args)

    def __repr__(self):
        return f"<Condition({self._lock}, {_waiters_of(self)})>"

    def _release_save(self):
        if isinstance(self._lock, _own_rlock):
            return self._lock._release_save()
        self._lock.release()

    def _acquire_restore(self, saved):
        if isinstance(self._lock, _own_rlock):
            self._lock._acquire_restore(saved)
        else:
            self._lock.acquire()

    def _is_owned(self):
        if self._jthreading_waiters is None:
            return _execute(_condition_is_held, self._jthreading_condition)
        # A lock that cannot say who holds it: held by anyone counts.
        if self._lock.acquire(False):
            self._lock.release()
            return False
        return True

    def wait(self, timeout=None):
        """Release the lock, wait until notified, take the lock again, and return True.

        Returns False if timeout, in seconds and at most TIMEOUT_MAX, passed before. Raises RuntimeError if the lock
        is not held.
        """
        condition = self._jthreading_condition
        if self._jthreading_waiters is None and not _waits_in_java(type(self)) and not _execute(_condition_waiters, condition):
            # Other interpreters know nothing of what Python waits on here.
            if not _execute(_is_shared, condition):
                _wait_in_python_from_now(self)
        if self._jthreading_waiters is not None:
            return _wait_in_python(self, timeout)
        if timeout is None:
            notified = _execute(_condition_wait, condition, None)
            if notified is not None:
                return notified
        elif _execute(_condition_is_held, condition):
            return _execute(_condition_wait, condition, _wait_nanos(timeout))
        raise RuntimeError("cannot wait on un-acquired lock")

    def wait_for(self, predicate, timeout=None):
        """Wait until predicate() is true, or timeout in seconds has passed; return the predicate's last value.

        A timeout of more than TIMEOUT_MAX raises OverflowError.
        """
        end = None
        left = timeout
        result = predicate()
        while not result:
            if left is not None:
                if end is None:
                    end = _time() + left
                else:
                    left = end - _time()
                    if left <= 0:
                        break
            self.wait(left)
            result = predicate()
        return result

    def notify(self, n=1):
        """Wake up to n of the threads that wait. Raises RuntimeError if the lock is not held."""
        if self._jthreading_waiters is not None:
            _notify_in_python(self, n)
            return
        condition = self._jthreading_condition
        if type(n) is int and 0 <= n <= _PERMITS_MAX:
            owned = _execute(_condition_notify, condition, n)
        else:
            owned = _execute(_condition_is_held, condition)
            while owned and _execute(_condition_waiters, condition) and n > 0:
                _execute(_condition_notify, condition, 1)
                n -= 1
        if not owned:
            raise RuntimeError("cannot notify on un-acquired lock")

    def notify_all(self):
        """Wake all threads that wait. Raises RuntimeError if the lock is not held."""
        self.notify(_waiters_of(self))

    def notifyAll(self):
        """Deprecated: notify_all()."""
        _deprecated("notifyAll", "use notify_all()")
        self.notify_all()


_release_save_of_condition, _acquire_restore_of_condition = Condition._release_save, Condition._acquire_restore
_is_owned_of_condition = Condition._is_owned


def _waits_in_java(cls):
    """Whether no program has put anything of its own in the place of what a wait of such a condition is made of."""
    return (_allocate_lock is _own_allocate_lock and _deque is _own_deque and cls._release_save is _release_save_of_condition
            and cls._acquire_restore is _acquire_restore_of_condition and cls._is_owned is _is_owned_of_condition)


def _wait_in_python_from_now(condition):
    """Has a condition wait as CPython's do, on a lock for each wait."""
    lock = condition._lock
    for name in ("_release_save", "_acquire_restore", "_is_owned"):
        if hasattr(lock, name):
            setattr(condition, name, getattr(lock, name))
    condition._jthreading_waiters = _deque()
    condition._jthreading_condition = _execute(_wait_queue_new)


def _waiters_of(condition):
    """How many threads wait, at least as seen by those that have the lock."""
    waiters = condition._jthreading_waiters
    return _execute(_condition_waiters, condition._jthreading_condition) if waiters is None else len(waiters)


def _locked():
    lock = _own_allocate_lock()
    lock.acquire()
    return lock


def _wait_in_python(condition, timeout):
    """The wait of a condition whose lock Java does not know: on a lock for each wait, as in CPython."""
    if not condition._is_owned():
        raise RuntimeError("cannot wait on un-acquired lock")
    waiter = _allocate_lock()
    waiter.acquire()
    waiters = condition._jthreading_waiters
    waiters.append(waiter)
    notified = saved = released = ended = False
    try:
        saved = condition._release_save()
        released = True
        if type(waiter) is _LockType:
            nanos = None if timeout is None else _wait_nanos(timeout)
            notified = _execute(_lock_acquire_for, waiter._jthreading_lock, condition._jthreading_condition, nanos)
        elif timeout is None:
            notified = waiter.acquire()
        else:
            notified = waiter.acquire(True, timeout) if timeout > 0 else waiter.acquire(False)
        ended = True
    finally:
        try:
            if released:
                condition._acquire_restore(saved)
        finally:
            # The notification may have come after the timeout: then it is this wait's. After an exception it is the next one's.
            if not notified and not _forget(waiters, waiter) and waiter.acquire(False):
                if ended:
                    notified = True
                else:
                    _notify_first(waiters)
    return notified


def _forget(waiters, waiter):
    """Takes a waiter out; returns whether it was still there."""
    try:
        waiters.remove(waiter)
    except ValueError:
        return False
    return True


def _notify_first(waiters):
    """Notifies the first of those that still wait."""
    while waiters:
        waiter = waiters[0]
        found = _forget(waiters, waiter)
        try:
            waiter.release()
        except RuntimeError:
            # It has been released before, by whoever looked behind the condition.
            continue
        if found:
            return


def _notify_in_python(condition, n):
    if not condition._is_owned():
        raise RuntimeError("cannot notify on un-acquired lock")
    waiters = condition._jthreading_waiters
    while waiters and n > 0:
        _notify_first(waiters)
        n -= 1


def _wait_nanos(timeout):
    """Nanoseconds to wait for a timeout in seconds; 0 for one that has passed."""
    return _nanoseconds(timeout) if timeout > 0 else 0


def _duration_nanos(timeout):
    """Nanoseconds to wait for a timeout that has to be a duration: something to add to the time of day."""
    _own_time() + timeout
    return _wait_nanos(timeout)


def _whole(number):
    """A number of permits, also of those that floats have: the most that Java counts for infinity."""
    if isinstance(number, float) and number.is_integer():
        return int(number)
    return _PERMITS_MAX if number == _INFINITY else _index(number)


def _permits(number):
    """A number of permits as Java counts them."""
    number = _whole(number)
    if number > _PERMITS_MAX:
        raise OverflowError("Python int too large to convert to C long")
    return number


def _reduce(self, protocol):
    """Synchronizers and threads cannot be pickled, unless a subclass says what its state is."""
    if _has_no_state(type(self)):
        raise TypeError("cannot pickle '_thread.lock' object")
    return object.__reduce_ex__(self, protocol)


def _shallow_copy(self):
    """Return a copy that shares what this one has, or that a subclass makes in a way of its own."""
    import copy
    cls = type(self)
    registered = copy.dispatch_table.get(cls)
    if registered is not None:
        made_of = registered(self)
    elif cls.__reduce_ex__ is _reduce:
        made_of = object.__reduce_ex__(self, 4)
    else:
        made_of = self.__reduce_ex__(4)
    return self if isinstance(made_of, str) else copy._reconstruct(self, None, *made_of)


_reduce.__name__ = _reduce.__qualname__ = "__reduce_ex__"
_shallow_copy.__name__ = _shallow_copy.__qualname__ = "__copy__"


def _require_unshared(state):
    """Raises AttributeError for a synchronizer that interpreters share: what one of them looks behind, the others could not."""
    if _execute(_is_shared, state):
        raise AttributeError("a synchronizer that interpreters share has no condition of one of them")


def _is_replaced():
    """Whether a program wants the synchronizers to be made of locks or conditions of its own."""
    return (Lock is not _own_lock or Condition is not _own_condition or _allocate_lock is not _own_allocate_lock
            or _deque is not _own_deque or _time is not _own_time)


class Semaphore:
    """A counter of permits: acquire() takes one and waits while there is none, release() gives some.

    value, 0 to 2**63-1, is what there is to begin with; ValueError if negative. (CPython documentation: threading,
    Semaphore Objects.)
    """

    def __init__(self, value=1):
        if value < 0:
            raise ValueError("semaphore initial value must be >= 0")
        self._jthreading_semaphore = _execute(_semaphore_new, _permits(value), _PERMITS_MAX)
        if _is_replaced():
            _delegate_semaphore(self._jthreading_semaphore)

    def __repr__(self):
        return f"<{_full_name(self)} at {id(self):#x}: value={_execute(_semaphore_value, self._jthreading_semaphore)}>"

    @property
    def _value(self):
        return _execute(_semaphore_value, self._jthreading_semaphore)

    @_value.setter
    def _value(self, value):
        semaphore = _semaphore_of(self)
        value = max(-_PERMITS_MAX, min(_whole(value), _PERMITS_MAX))
        _execute(_semaphore_set_value, semaphore, value)
        condition = _execute(_semaphore_condition, semaphore)
        if condition is not None and value:
            _notify_under(condition, value if value > 0 else _PERMITS_MAX)

    @property
    def _cond(self):
        """The condition to change _value under. Once a program has asked for it, the semaphore does so itself."""
        found = _execute(_semaphore_condition, self._jthreading_semaphore)
        return _delegate_semaphore(self._jthreading_semaphore) if found is None else found

    @_cond.setter
    def _cond(self, condition):
        semaphore = _semaphore_of(self)
        _require_unshared(semaphore)
        _execute(_semaphore_delegate, semaphore, condition)

    def acquire(self, blocking=True, timeout=None):
        """Take a permit and return True; return False if there is none and blocking is false, or none in time.

        timeout is in seconds. Raises ValueError for one with blocking false, OverflowError for more than TIMEOUT_MAX.
        """
        if not blocking and timeout is not None:
            raise ValueError("can't specify timeout for non-blocking acquire")
        return _execute(_semaphore_try, self._jthreading_semaphore) or _acquire_slowly(self._jthreading_semaphore, blocking, timeout)

    __enter__ = acquire
    __reduce_ex__ = _reduce
    __copy__ = _shallow_copy

    def release(self, n=1):
        """Give n permits and wake as many that wait. Raises ValueError if n is less than one."""
        given = _execute(_semaphore_release, self._jthreading_semaphore, n)
        if given is None:
            if n < 1:
                raise ValueError("n must be one or more")
            given = _release_slowly(self._jthreading_semaphore, int(_permits(n)))
        if not given:
            raise OverflowError("Python int too large to convert to C long")

    def __exit__(self, t, v, tb):
        self.release()


def _semaphore_of(semaphore):
    """What Java has of a semaphore. A subclass may set its attributes before, or in place of, this class's constructor."""
    if "_jthreading_semaphore" not in semaphore.__dict__:
        semaphore._jthreading_semaphore = _execute(_semaphore_new, 0, _PERMITS_MAX)
    return semaphore._jthreading_semaphore


def _delegate_semaphore(semaphore):
    """Has a semaphore's permits change under a condition only, as CPython's do, and returns that."""
    _require_unshared(semaphore)
    condition = Condition(Lock())
    _execute(_semaphore_delegate, semaphore, condition)
    return condition


def _notify_under(condition, n):
    """Notifies those that wait for a value that was set: by who has the lock, or by who did without."""
    if condition._is_owned():
        condition.notify(n)
    else:
        with condition:
            condition.notify(n)


def _acquire_slowly(semaphore, blocking, timeout):
    """What is left of a semaphore's ``acquire`` when there is no permit at once."""
    condition = _execute(_semaphore_condition, semaphore)
    if condition is None:
        if not blocking:
            return False
        if timeout is None or _time is _own_time:
            if _execute(_semaphore_wait, semaphore, None if timeout is None else _duration_nanos(timeout)):
                return True
            condition = _execute(_semaphore_condition, semaphore)
            if condition is None:
                return False
        else:
            condition = _delegate_semaphore(semaphore)
    end = None
    with condition:
        while not _execute(_semaphore_value, semaphore):
            if not blocking:
                return False
            if timeout is not None:
                if end is None:
                    end = _time() + timeout
                else:
                    timeout = end - _time()
                    if timeout <= 0:
                        return False
            condition.wait(timeout)
        _execute(_semaphore_set_value, semaphore, _execute(_semaphore_value, semaphore) - 1)
    return True


def _release_slowly(semaphore, n):
    """What is left of a semaphore's ``release`` if n is odd, or its permits change under a condition; returns False for too many."""
    condition = _execute(_semaphore_condition, semaphore)
    if condition is None:
        return _execute(_semaphore_release, semaphore, n)
    with condition:
        value = _execute(_semaphore_value, semaphore)
        if n > _execute(_semaphore_bound, semaphore) - value:
            return False
        _execute(_semaphore_set_value, semaphore, value + n)
        condition.notify(n)
    return True


class BoundedSemaphore(Semaphore):
    """A semaphore that raises ValueError when a release would give it more permits than it had to begin with."""

    def __init__(self, value=1):
        super().__init__(value)
        _execute(_semaphore_set_bound, self._jthreading_semaphore, _execute(_semaphore_value, self._jthreading_semaphore))

    def __repr__(self):
        semaphore = self._jthreading_semaphore
        return (f"<{_full_name(self)} at {id(self):#x}: "
                f"value={_execute(_semaphore_value, semaphore)}/{_execute(_semaphore_bound, semaphore)}>")

    @property
    def _initial_value(self):
        return _execute(_semaphore_bound, self._jthreading_semaphore)

    @_initial_value.setter
    def _initial_value(self, value):
        _execute(_semaphore_set_bound, _semaphore_of(self), min(_index(value), _PERMITS_MAX))

    def release(self, n=1):
        """Give n permits. Raises ValueError if n is less than one, or too many have been given."""
        given = _execute(_semaphore_release, self._jthreading_semaphore, n)
        if given is None:
            if n < 1:
                raise ValueError("n must be one or more")
            given = n <= _PERMITS_MAX and _release_slowly(self._jthreading_semaphore, int(_index(n)))
        if not given:
            raise ValueError("Semaphore released too many times")


class Event:
    """A flag that threads can wait for. (CPython documentation: threading, Event Objects.)"""

    def __init__(self):
        self._jthreading_event = _execute(_event_new)
        if _is_replaced():
            _delegate_event(self._jthreading_event)

    def __repr__(self):
        return f"<{_full_name(self)} at {id(self):#x}: {'set' if _execute(_event_is_set, self._jthreading_event) else 'unset'}>"

    __reduce_ex__ = _reduce
    __copy__ = _shallow_copy

    def _at_fork_reinit(self):
        _execute(_event_reset, self._jthreading_event)
        condition = _execute(_event_condition, self._jthreading_event)
        if condition is not None:
            condition._at_fork_reinit()

    @property
    def _cond(self):
        """The condition to change _flag under. Once a program has asked for it, the event does so itself."""
        found = _execute(_event_condition, self._jthreading_event)
        return _delegate_event(self._jthreading_event) if found is None else found

    @_cond.setter
    def _cond(self, condition):
        event = _state_of(self)
        _require_unshared(event)
        _execute(_event_delegate, event, condition)

    @property
    def _flag(self):
        return _execute(_event_is_set, self._jthreading_event)

    @_flag.setter
    def _flag(self, flag):
        event = _state_of(self)
        if not flag:
            _execute(_event_clear, event)
            return
        _execute(_event_set, event)
        condition = _execute(_event_condition, event)
        if condition is not None:
            _notify_under(condition, _PERMITS_MAX)

    def is_set(self):
        """Return whether the flag is set."""
        return _execute(_event_is_set, self._jthreading_event)

    def isSet(self):
        """Deprecated: is_set()."""
        _deprecated("isSet", "use is_set()")
        return self.is_set()

    def set(self):
        """Set the flag and wake all threads that wait for it."""
        condition = _execute(_event_set_unless_delegated, self._jthreading_event)
        if condition is not None:
            with condition:
                _execute(_event_set, self._jthreading_event)
                condition.notify_all()

    def clear(self):
        """Clear the flag."""
        condition = _execute(_event_clear_unless_delegated, self._jthreading_event)
        if condition is not None:
            with condition:
                _execute(_event_clear, self._jthreading_event)

    def wait(self, timeout=None):
        """Wait until the flag is set and return True; return False if timeout, in seconds, passed before.

        A timeout of more than TIMEOUT_MAX raises OverflowError.
        """
        event = self._jthreading_event
        if _execute(_event_is_set, event):
            return True
        condition = _execute(_event_condition, event)
        if condition is None:
            nanos = None if timeout is None else _wait_nanos(timeout)
            began = _own_time()
            woken = _execute(_event_wait, event, nanos)
            condition = _execute(_event_condition, event)
            if condition is None:
                return woken
            # A program has asked for the condition meanwhile.
            if timeout is not None:
                timeout -= _own_time() - began
        with condition:
            return _execute(_event_is_set, event) or condition.wait(timeout)


def _state_of(event):
    """What Java has of an event. A subclass may set its attributes before, or in place of, this class's constructor."""
    if "_jthreading_event" not in event.__dict__:
        event._jthreading_event = _execute(_event_new)
    return event._jthreading_event


def _delegate_event(event):
    """Has an event's flag change under a condition only, as CPython's does, and returns that."""
    _require_unshared(event)
    condition = Condition(Lock())
    _execute(_event_delegate, event, condition)
    return condition


def _event_of(state):
    """The Event for what Java has of one."""
    event = object.__new__(_own_event)
    event._jthreading_event = state
    return event


_own_condition, _own_event = Condition, Event


class BrokenBarrierError(RuntimeError):
    """The barrier was reset or broken while a thread waited, or is broken."""


class Barrier:
    """Lets a fixed number of threads wait for each other. (CPython documentation: threading, Barrier Objects.)

    parties is from 1 to 2**31-1. action, if given, is called by one of the threads before they go on. timeout, in seconds, is the
    default of wait().
    """

    # A subclass may do without the constructor, and keep the state elsewhere: multiprocessing's does.
    _jthreading_barrier = None

    def __init__(self, parties, action=None, timeout=None):
        self._jthreading_parties = parties
        if _is_replaced() or not _meets_in_java(type(self)):
            self._jthreading_barrier = _BarrierInPython(Condition(Lock()))
        else:
            self._jthreading_barrier = _execute(_barrier_new, _parties(parties))
        self._action = action
        self._timeout = timeout

    def __repr__(self):
        state = "broken" if self.broken else f"waiters={self.n_waiting}/{self.parties}"
        return f"<{_full_name(self)} at {id(self):#x}: {state}>"

    __reduce_ex__ = _reduce
    __copy__ = _shallow_copy

    @property
    def _parties(self):
        return self._jthreading_parties

    @_parties.setter
    def _parties(self, parties):
        self._jthreading_parties = parties
        barrier = self._jthreading_barrier
        if barrier is not None and type(barrier) is not _BarrierInPython:
            _execute(_barrier_set_parties, barrier, _parties(parties))

    @property
    def _count(self):
        barrier = self._jthreading_barrier
        return barrier.count if type(barrier) is _BarrierInPython else _execute(_barrier_waiting, barrier)

    @_count.setter
    def _count(self, count):
        _barrier_in_python(self).count = count

    @property
    def _state(self):
        """0 while it fills, -2 when it is broken; 1 and -1, on the way out, only where Python has it."""
        barrier = self._jthreading_barrier
        if type(barrier) is _BarrierInPython:
            return barrier.state
        return -2 if _execute(_barrier_is_broken, barrier) else 0

    @_state.setter
    def _state(self, state):
        _barrier_in_python(self).state = state

    @property
    def _cond(self):
        """The condition that the rest changes under. Once a program has asked for it, the barrier does so itself."""
        return _barrier_in_python(self).condition

    @_cond.setter
    def _cond(self, condition):
        _barrier_in_python(self).condition = condition

    def _enter(self):
        """Waits, with the condition held, until the round before has left."""
        while self._state in (1, -1):
            self._cond.wait()
        if self._state < 0:
            raise BrokenBarrierError

    def _release(self):
        """Calls the action, and lets the round go."""
        try:
            if self._action:
                self._action()
            self._state = 1
            self._cond.notify_all()
        except:
            self._break()
            raise

    def _wait(self, timeout):
        """Waits, with the condition held, for the end of the round."""
        if not self._cond.wait_for(lambda: self._state != 0, timeout):
            self._break()
            raise BrokenBarrierError
        if self._state < 0:
            raise BrokenBarrierError

    def _exit(self):
        """Lets the next round in, for the last one that leaves."""
        if not self._count and self._state in (1, -1):
            self._state = 0
            self._cond.notify_all()

    def _break(self):
        self._state = -2
        self._cond.notify_all()

    def wait(self, timeout=None):
        """Wait until all threads have arrived; return a number from 0 to parties-1, different in each of them.

        Raises BrokenBarrierError if the barrier is or gets broken or reset, or timeout passes, which breaks it. Raises
        OverflowError for more than TIMEOUT_MAX.
        """
        if timeout is None:
            timeout = self._timeout
        barrier = self._jthreading_barrier
        if type(barrier) is _BarrierInPython:
            return _meet_in_python(self, timeout)
        try:
            nanos = None if timeout is None else _duration_nanos(timeout)
        except Exception:
            # The last one to arrive does not look at it.
            arrival = _execute(_barrier_complete, barrier)
            if arrival is None and not _execute(_barrier_is_broken, barrier):
                raise
        else:
            try:
                arrival = _execute(_barrier_wait, barrier, nanos)
            except BaseException:
                # It may have arrived last, and been interrupted before it could go on.
                _undisturbed(_execute, _barrier_abandon, barrier)
                raise
        if type(arrival) is int:
            return arrival
        if arrival is None:
            if self._jthreading_barrier is not barrier:
                # A program has looked behind it meanwhile.
                return self.wait(timeout)
            raise BrokenBarrierError
        tripped = False
        try:
            action = self._action
            if action:
                action()
            tripped = _execute(_barrier_trip, barrier, arrival)
        finally:
            if not tripped:
                _execute(_barrier_break, barrier, arrival)
        if not tripped:
            raise BrokenBarrierError
        return _execute(_arrival_index, arrival)

    def reset(self):
        """Empty the barrier; threads that wait get BrokenBarrierError."""
        barrier = self._jthreading_barrier
        if type(barrier) is not _BarrierInPython:
            _execute(_barrier_reset, barrier)
            return
        with self._cond:
            if not self._count:
                self._state = 0
            elif self._state in (0, -2):
                self._state = -1
            self._cond.notify_all()

    def abort(self):
        """Break the barrier: threads that wait or come get BrokenBarrierError until it is reset."""
        barrier = self._jthreading_barrier
        if type(barrier) is not _BarrierInPython:
            _execute(_barrier_abort, barrier)
            return
        with self._cond:
            self._break()

    @property
    def parties(self):
        """How many threads wait for each other."""
        return self._jthreading_parties

    @property
    def n_waiting(self):
        """How many threads wait now."""
        barrier = self._jthreading_barrier
        if type(barrier) is not _BarrierInPython:
            return _execute(_barrier_waiting, barrier)
        return self._count if self._state == 0 else 0

    @property
    def broken(self):
        """Whether the barrier is broken."""
        barrier = self._jthreading_barrier
        return self._state == -2 if type(barrier) is _BarrierInPython else _execute(_barrier_is_broken, barrier)


_OF_BARRIER = Barrier._enter, Barrier._release, Barrier._wait, Barrier._exit, Barrier._break


def _meets_in_java(cls):
    """Whether a class of barriers has not put functions of its own in the place of those that a round is made of."""
    return cls is Barrier or (cls._enter, cls._release, cls._wait, cls._exit, cls._break) == _OF_BARRIER


class _BarrierInPython:
    """What a barrier is made of where a program looks behind it, or has put something of its own in the place of a name.

    state is 0 while it fills, 1 while the threads of a round leave, -1 while those do that were reset, -2 when it is broken.
    """

    def __init__(self, condition):
        self.condition = condition
        self.state = self.count = 0


def _barrier_in_python(barrier):
    """Has a barrier be in Python from now on, where a program can look behind it; whoever waits there comes along."""
    inside = barrier._jthreading_barrier
    if type(inside) is _BarrierInPython:
        return inside
    if inside is not None:
        _require_unshared(inside)
    new = _BarrierInPython(Condition(Lock()))
    barrier._jthreading_barrier = new
    if inside is not None:
        new.state = -2 if _execute(_barrier_is_broken, inside) else 0
        _execute(_barrier_abort, inside)
    return new


def _meet_in_python(barrier, timeout):
    """The wait at a barrier under its condition, as in CPython."""
    with barrier._cond:
        barrier._enter()
        place = barrier._count
        barrier._count = place + 1
        try:
            if place + 1 == barrier._parties:
                barrier._release()
            else:
                barrier._wait(timeout)
            return place
        finally:
            barrier._count -= 1
            barrier._exit()


def _parties(parties):
    """Parties as Java counts them; 0, which nobody ever reaches, for what is no number of threads, as in CPython."""
    try:
        whole = int(parties)
    except Exception:
        return 0
    return whole if whole == parties and 0 < whole <= _MAX_PARTIES else 0


_counter = _count(1).__next__


def _newname(name_template):
    return name_template % _counter()


def _name_of(target):
    name = _newname("Thread-%d")
    if target is None:
        return name
    try:
        return f"{name} ({target.__name__})"
    except AttributeError:
        return name


class _Table(dict):
    """The running threads by their idents. A program that changes it itself has current_thread() look there."""

    __slots__ = ()

    def _changes(method):
        def change(self, *args, **kwargs):
            global _active_changed
            _active_changed = True
            return method(self, *args, **kwargs)
        change.__name__ = change.__qualname__ = method.__name__
        return change

    __setitem__ = _changes(dict.__setitem__)
    __delitem__ = _changes(dict.__delitem__)
    __ior__ = _changes(dict.__ior__)
    clear = _changes(dict.clear)
    pop = _changes(dict.pop)
    popitem = _changes(dict.popitem)
    setdefault = _changes(dict.setdefault)
    update = _changes(dict.update)
    del _changes


_active = _own_active = _Table()
_active_changed = False
_limbo = {}
_active_limbo_lock = RLock()


def _put(table, ident, thread):
    """Enters a thread in the table, which tells a program's own doing from this."""
    if table is _own_active:
        dict.__setitem__(table, ident, thread)
    else:
        table[ident] = thread


def _take(table, ident):
    if table is _own_active:
        dict.pop(table, ident, None)
    else:
        del table[ident]


class _WeakThreads(WeakSet):
    """A WeakSet that looks for itself what is gone.

    GraalPy tells of it in the main thread only, which in an application may never run Python again.
    """

    _LEAST = 64

    def __init__(self, threads=None):
        self._limit = self._LEAST
        super().__init__(threads)

    @property
    def data(self):
        """References to what is there now."""
        # Copying is all that GraalPy does at once. Other threads may have the GIL amid anything that goes through a set or a dict.
        for reference in self._references.copy():
            if reference() is None:
                self._references.discard(reference)
        return self._references

    @data.setter
    def data(self, references):
        self._references = references

    def add(self, thread):
        """Add a thread."""
        if len(self._references) >= self._limit:
            self._limit = max(self._LEAST, 2 * len(self.data))
        self._references.add(_ref(thread))

    def __iter__(self):
        for reference in self.data.copy():
            thread = reference()
            if thread is not None:
                yield thread


_dangling = _WeakThreads()
_trace_hook = None
_profile_hook = None
_SHUTTING_DOWN = False
_threading_atexits = []
_shutdown_locks_lock = Lock()


def _full_name(instance):
    cls = type(instance)
    return f"{cls.__module__}.{cls.__qualname__}"


def _override(thread, name, value):
    """Sets an attribute of a thread to what a program says, whatever Java knows of it."""
    overrides = thread._jthreading_overrides
    thread._jthreading_overrides = {name: value} if overrides is None else {**overrides, name: value}


def _java_property(name, read):
    """An attribute of threads that tells what Java knows, unless a program has set it to something else."""
    def get(self):
        overrides = self._jthreading_overrides
        if overrides is not None and name in overrides:
            return overrides[name]
        thread = self._jthreading_thread
        if thread is None:
            # The constructor has not been called.
            raise AttributeError(f"'{type(self).__name__}' object has no attribute '{name}'", name=name, obj=self)
        return read(thread, self)

    return property(get, lambda self, value: _override(self, name, value))


def _native_id_of(thread, instance):
    native_id = _execute(_thread_native_id, thread)
    if not native_id and _execute(_thread_is_alive, thread) and _execute(_thread_ident, thread):
        native_id = _execute(_thread_await_native_id, thread)
    return native_id or None


def _is_stopped_now(thread, instance):
    overrides = instance._jthreading_overrides
    if overrides is not None and overrides.get("_tstate_lock") is not None:
        # It has a lock that a program has given it.
        return False
    return _execute(_thread_is_started, thread) and not _execute(_thread_is_alive, thread)


def _started_event_of(thread, instance):
    found = instance.__dict__.get("_jthreading_started")
    if found is None:
        found = instance.__dict__.setdefault("_jthreading_started", _event_of(_execute(_thread_started_event, thread)))
    return found


def _lock_of(thread, instance):
    if not _execute(_thread_is_alive, thread):
        return None
    return instance.__dict__.setdefault("_jthreading_lock", _wrap_lock(_execute(_thread_finished_lock, thread)))


_ident_property = _java_property("_ident", lambda thread, instance: _execute(_thread_ident, thread) or None)
_native_id_property = _java_property("_native_id", _native_id_of)
_stopped_property = _java_property("_is_stopped", _is_stopped_now)
_lock_property = _java_property("_tstate_lock", _lock_of)
_started_property = _java_property("_started", _started_event_of)


def _is_started(thread):
    """Whether a thread was started; asked of the event where a program has put one of its own there."""
    overrides = thread._jthreading_overrides
    if overrides is not None and "_started" in overrides:
        return overrides["_started"].is_set()
    return _execute(_thread_has_started, thread._jthreading_thread)


class virtual:
    """A context manager: threads that are created in its block run on virtual threads of Java's.

    virtual(False) has them run on platform threads where the polyglot context's option would make them virtual. A thread
    that says so itself, Thread(virtual=...), decides for itself. Like a contextvars.ContextVar, it holds for all code
    that the block calls, also for the workers of a concurrent.futures.ThreadPoolExecutor that is used in the block. It
    does not hold for threads that the new threads create.
    """

    # Not CPython's, so nothing that ``from threading import *`` brings.
    __module__ = "jthreading"

    def __init__(self, enabled=True):
        self._enabled = bool(enabled)
        self._tokens = []

    def __enter__(self):
        self._tokens.append(_virtual.set(self._enabled))
        return self

    def __exit__(self, *exception):
        _virtual.reset(self._tokens.pop())


class Thread:
    """A thread of control: what run() does, or the target given to the constructor.

    group is None, for now. run() calls target with args and kwargs. name is 'Thread-N' or 'Thread-N (target)' by default.
    daemon is inherited from the current thread if None. context is the contextvars.Context that run() runs in, a new one
    if None (CPython 3.14). virtual says whether it runs on a virtual thread of Java's, of which there may be a hundred
    thousand. If that is None, the threading.virtual() block that creates the thread decides, or else the option of the
    polyglot context. A subclass that overrides the constructor must call this one first.
    (CPython documentation: threading, Thread Objects.)
    """

    _initialized = False
    _jthreading_thread = _jthreading_overrides = _jthreading_context = None
    _jthreading_ended = _jthreading_target_runs = False

    def __init__(self, group=None, target=None, name=None, args=(), kwargs=None, *, daemon=None, context=None,
                 virtual=None):
        assert group is None, "group argument must be None for now"
        if self._jthreading_thread is not None or self._jthreading_overrides is not None:
            # One that is made again, or whose class has set attributes before.
            _forget_run(self)
        self._jthreading_thread = _new_thread(virtual)
        self._target = target
        self._name = str(name) if name else _name_of(target)
        self._args = args
        self._kwargs = {} if kwargs is None else kwargs
        if context is not None:
            self._jthreading_context = context
        if daemon is None:
            self._daemonic = current_thread().daemon
        elif daemon and not _daemon_threads_allowed():
            raise RuntimeError("daemon threads are disabled in this (sub)interpreter")
        else:
            self._daemonic = daemon
        if Event is not _own_event:
            _override(self, "_started", Event())
        self._initialized = True
        # Kept for excepthook: sys.stderr may be None by the time it is needed.
        self._stderr = _sys.stderr
        self._invoke_excepthook = _make_invoke_excepthook()
        _dangling.add(self)

    def __repr__(self):
        assert self._initialized, "Thread.__init__() was not called"
        status = "initial"
        if _is_started(self):
            self.is_alive()
            status = "stopped" if _stopped_property.fget(self) else "started"
        if self._daemonic:
            status += " daemon"
        ident = _ident_property.fget(self)
        if ident is not None:
            status += f" {ident}"
        return f"<{type(self).__name__}({self._name}, {status})>"

    __reduce_ex__ = _reduce
    __copy__ = _shallow_copy
    _ident, _native_id, _is_stopped = _ident_property, _native_id_property, _stopped_property
    _tstate_lock, _started = _lock_property, _started_property

    def start(self):
        """Start the thread: run() is called in it. Raises RuntimeError if it was started already or cannot be."""
        if not self._initialized:
            raise RuntimeError("thread.__init__() not called")
        if _is_started(self):
            raise RuntimeError("threads can only be started once")
        thread = self._jthreading_thread
        if _execute(_thread_is_started, thread):
            if _execute(_thread_is_alive, thread):
                raise RuntimeError("threads can only be started once")
            thread = _renew(self)
        _execute(_require_stack)
        _execute(_thread_set_name, thread, str(self._name))
        try:
            with _active_limbo_lock:
                _limbo[self] = self
            _start_new_thread(self._bootstrap, ())
        except:
            _undisturbed(_leave_limbo_unless_started, self, thread)
            raise
        if _execute(_thread_is_started, thread) and self._jthreading_overrides is None and _begins_as_thread(self):
            _enter_from_limbo(self)
        else:
            _started_property.fget(self).wait()

    def run(self):
        """What the thread does: call the target given to the constructor."""
        if self._jthreading_thread is not None and _execute(_thread_is_current, self._jthreading_thread):
            # An exception goes through here as it is: a handler would cost it the stack that Java sees of it.
            if self._target is not None:
                self._jthreading_target_runs = True
                self._target(*self._args, **self._kwargs)
            _forget_target(self)
            return
        try:
            if self._target is not None:
                self._target(*self._args, **self._kwargs)
        finally:
            _forget_target(self)

    def _bootstrap(self):
        """Runs in the new thread."""
        self._bootstrap_inner()

    def _bootstrap_inner(self):
        """Makes the thread that it runs in this one, calls run(), and reports what that raises."""
        allowed = None
        try:
            self._set_ident()
            self._set_tstate_lock()
            if _HAVE_THREAD_NATIVE_ID:
                self._set_native_id()
            _set_started(self)
            with _active_limbo_lock:
                _put(_active, _ident_property.fget(self), self)
                _limbo.pop(self, None)
            if _trace_hook:
                _sys.settrace(_trace_hook)
            if _profile_hook:
                _sys.setprofile(_profile_hook)
            # What interrupts the thread may do so at once: first of all, what is to be restored is known.
            allowed = _execute(_allow_side_effects, False)
            _execute(_allow_side_effects, True)
            try:
                context, run = self._jthreading_context, self.run
                if not callable(run):
                    # What Java would say of it is not what Python says.
                    run()
                if context is None:
                    _execute(_thread_call_program, run)
                else:
                    context.run(_execute, _thread_call_program, run)
            except:
                self._invoke_excepthook(self)
            if self._jthreading_target_runs:
                _forget_target(self)
        finally:
            # From here on nothing interrupts the thread: it would stay among those that run.
            if allowed is not None:
                _execute(_allow_side_effects, allowed)
            self._delete()

    def _set_ident(self):
        """Makes the thread that calls it this one."""
        if not _execute(_thread_is_current, self._jthreading_thread):
            self._jthreading_thread = _execute(_thread_stand_for, self._jthreading_thread, bool(self.daemon))
            _execute(_thread_set_name, self._jthreading_thread, str(self._name))
        _execute(_thread_set_python, self._jthreading_thread, self)
        if get_ident is not _own_get_ident or self._jthreading_overrides is not None:
            _override(self, "_ident", get_ident())

    def _set_native_id(self):
        """Takes the operating system's id of the thread that calls it."""
        if (get_native_id is not _own_get_native_id or self._jthreading_overrides is not None
                or not _execute(_thread_is_current, self._jthreading_thread)):
            _override(self, "_native_id", get_native_id())

    def _set_tstate_lock(self):
        """Takes the lock that is released when the thread that calls it ends; the interpreter waits for it, unless it is a daemon's."""
        if _set_sentinel is not _own_set_sentinel or not _execute(_thread_is_current, self._jthreading_thread):
            lock = _set_sentinel()
            lock.acquire()
            _override(self, "_tstate_lock", lock)
        if _shutdown_locks_known() and not self.daemon:
            with _shutdown_locks_lock:
                _maintain_shutdown_locks()
                _shutdown_locks.add(_lock_property.fget(self))

    def _stop(self):
        """Notes that the thread has ended: its lock must have been released."""
        lock = _lock_property.fget(self)
        if lock is not None:
            assert not lock.locked()
        self._jthreading_ended = True
        if lock is not None or self._jthreading_overrides is not None:
            _override(self, "_is_stopped", True)
            _override(self, "_tstate_lock", None)
        if _shutdown_locks_known() and not self.daemon:
            with _shutdown_locks_lock:
                _maintain_shutdown_locks()

    def _delete(self):
        """Takes the calling thread out of those that run."""
        with _active_limbo_lock:
            _take(_active, get_ident())

    def _reset_internal_locks(self, is_alive):
        """For the child of a fork, where the thread runs or does not."""
        _started_property.fget(self)._at_fork_reinit()
        if not is_alive:
            _execute(_thread_finish, self._jthreading_thread)

    def _wait_for_tstate_lock(self, block=True, timeout=-1):
        """Waits until the thread's lock is released, so many seconds if timeout is not -1, or looks only whether it is."""
        overrides = self._jthreading_overrides
        if overrides is None or "_tstate_lock" not in overrides:
            thread = self._jthreading_thread
            at_once = not block or not _execute(_thread_is_alive, thread)
            ended = _execute(_thread_join, thread, 0 if at_once else None if timeout == -1 else _nanoseconds(timeout))
            if ended and not self._jthreading_ended:
                self._stop()
            return
        lock = overrides["_tstate_lock"]
        if lock is not None and lock.acquire(block, timeout):
            lock.release()
            self._stop()

    def join(self, timeout=None):
        """Wait until the thread ends, or timeout in seconds has passed; return None.

        Raises RuntimeError for the current thread and for one that was not started, OverflowError for more than TIMEOUT_MAX.
        """
        if not self._initialized:
            raise RuntimeError("Thread.__init__() not called")
        if not _is_started(self):
            raise RuntimeError("cannot join thread before it is started")
        if self is current_thread():
            raise RuntimeError("cannot join current thread")
        if timeout is None:
            self._wait_for_tstate_lock()
        else:
            self._wait_for_tstate_lock(timeout=max(timeout, 0))

    @_Offered
    def _handle(self):
        """The handle by which ``_thread`` knows the thread. (CPython 3.13.)"""
        return _wrap_thread(self._jthreading_thread)

    @_Offered
    def _context(self):
        """The contextvars.Context that run() runs in, None for a new one. (CPython 3.14.)"""
        return self._jthreading_context

    @property
    def name(self):
        """The thread's name, also that of the Java thread. Names need not be unique."""
        assert self._initialized, "Thread.__init__() not called"
        return self._name

    @name.setter
    def name(self, name):
        assert self._initialized, "Thread.__init__() not called"
        self._name = str(name)
        _execute(_thread_set_name, self._jthreading_thread, self._name)

    @property
    def ident(self):
        """The thread's identifier, a non-zero integer; None before it was started."""
        assert self._initialized, "Thread.__init__() not called"
        return _ident_property.fget(self)

    @property
    def native_id(self):
        """The operating system's id of the thread, as ``top -H`` and ``/proc`` show it; None before it ran."""
        assert self._initialized, "Thread.__init__() not called"
        return _native_id_property.fget(self)

    def is_alive(self):
        """Return whether the thread was started and has not ended."""
        assert self._initialized, "Thread.__init__() not called"
        if self._jthreading_overrides is None and type(self)._wait_for_tstate_lock is _wait_for_thread:
            if _execute(_thread_is_alive, self._jthreading_thread):
                return True
            if _execute(_thread_is_started, self._jthreading_thread) and not self._jthreading_ended:
                self._stop()
            return False
        if _stopped_property.fget(self) or not _started_property.fget(self).is_set():
            return False
        self._wait_for_tstate_lock(False)
        return not _stopped_property.fget(self)

    @property
    def daemon(self):
        """Whether the program may end without waiting for the thread. Set it before start(): RuntimeError after."""
        assert self._initialized, "Thread.__init__() not called"
        return self._daemonic

    @daemon.setter
    def daemon(self, daemonic):
        if not self._initialized:
            raise RuntimeError("Thread.__init__() not called")
        if daemonic and not _daemon_threads_allowed():
            raise RuntimeError("daemon threads are disabled in this interpreter")
        if _is_started(self):
            raise RuntimeError("cannot set daemon status of active thread")
        self._daemonic = daemonic

    def isDaemon(self):
        """Deprecated: the daemon attribute."""
        _deprecated("isDaemon", "get the daemon attribute")
        return self.daemon

    def setDaemon(self, daemonic):
        """Deprecated: the daemon attribute."""
        _deprecated("setDaemon", "set the daemon attribute")
        self.daemon = daemonic

    def getName(self):
        """Deprecated: the name attribute."""
        _deprecated("getName", "get the name attribute")
        return self.name

    def setName(self, name):
        """Deprecated: the name attribute."""
        _deprecated("setName", "set the name attribute")
        self.name = name


def _forget_run(thread):
    """Has nothing of a run of the thread show in the next one."""
    for name in ("_jthreading_started", "_jthreading_lock"):
        thread.__dict__.pop(name, None)
    thread._jthreading_overrides = None
    thread._jthreading_ended = False


def _renew(thread):
    """Has a thread that ended, and that a program has made look as if it had not been started, be one to start."""
    _forget_run(thread)
    thread._jthreading_thread = _new_thread()
    return thread._jthreading_thread


_own_thread = Thread
_begin = Thread._bootstrap, Thread._bootstrap_inner, Thread._set_ident, Thread._set_tstate_lock, Thread._set_native_id
_wait_for_thread = Thread._wait_for_tstate_lock
_own_get_native_id, _own_start_joinable_thread = get_native_id, _start_joinable_thread


def _forget_target(thread):
    """The target may hold the thread: no cycle through it."""
    thread._jthreading_target_runs = False
    del thread._target, thread._args, thread._kwargs


def _set_started(thread):
    """Lets go those that wait until the thread has been started."""
    overrides = thread._jthreading_overrides
    if overrides is not None and "_started" in overrides:
        overrides["_started"].set()
    else:
        _execute(_thread_set_started, thread._jthreading_thread)


def _begins_as_thread(thread):
    """Whether a thread begins as is known, so that its starter need not wait until it has."""
    cls, own = type(thread), thread.__dict__
    return (get_ident is _own_get_ident and _set_sentinel is _own_set_sentinel and Event is _own_event and not _shutdown_locks_known()
            and (cls._bootstrap, cls._bootstrap_inner, cls._set_ident, cls._set_tstate_lock, cls._set_native_id) == _begin
            and not ("_bootstrap" in own or "_bootstrap_inner" in own or "_set_ident" in own or "_set_tstate_lock" in own
                     or "_set_native_id" in own))


def _leave_limbo_unless_started(thread, handle):
    """A thread runs all the same if what interrupts its starter came too late: then it leaves limbo by itself."""
    if not _execute(_thread_is_started, handle):
        with _active_limbo_lock:
            _limbo.pop(thread, None)


def _enter_from_limbo(thread):
    """Moves a started thread to those that run, unless it has done so, and perhaps left them, itself."""
    _set_started(thread)
    with _active_limbo_lock:
        if thread in _limbo:
            _put(_active, _ident_property.fget(thread), thread)
            del _limbo[thread]


def _start_new_thread(function, args, kwargs={}):
    """Starts the Java thread of a Thread whose bootstrap is given, or another thread for another function."""
    owner = getattr(function, "__self__", None)
    if not isinstance(owner, _own_thread) or not owner._initialized or _execute(_thread_is_started, owner._jthreading_thread):
        return _start_bare_thread(function, args, kwargs)
    thread = owner._jthreading_thread
    if _start_joinable_thread is _own_start_joinable_thread:
        # As CPython does: a subclass may say so in a way of its own.
        _start(thread, _thread_body(function, args, kwargs), bool(owner.daemon))
    else:
        # A program of 3.13 or later has put its own there.
        _start_joinable_thread(function, handle=_wrap_thread(thread), daemon=owner.daemon)
    return _execute(_thread_ident, thread)


excepthook = __excepthook__ = _excepthook


def _make_invoke_excepthook():
    """A function that calls threading.excepthook for the exception of a thread, also late in an interpreter's life."""
    first_hook = excepthook
    first_sys_hook = _sys.excepthook
    if first_hook is None:
        raise RuntimeError("threading.excepthook is None")
    if first_sys_hook is None:
        raise RuntimeError("sys.excepthook is None")
    sys, exc_info, hook_args, printer = _sys, _sys.exc_info, ExceptHookArgs, print
    is_interrupt = _is_interrupt

    def invoke_excepthook(thread):
        global excepthook
        args = caught = None
        try:
            if is_interrupt(exc_info()[1]):
                return
            hook = excepthook or first_hook
            caught = exc_info()
            # Item by item: GraalPy fails to unpack three times None, which they are without an exception.
            args = hook_args((caught[0], caught[1], caught[2], thread))
            hook(args)
        except Exception as failure:
            failure.__suppress_context__ = True
            del failure
            if sys is not None and sys.stderr is not None:
                stderr = sys.stderr
            else:
                stderr = thread._stderr
            printer("Exception in threading.excepthook:", file=stderr, flush=True)
            (sys and sys.excepthook or first_sys_hook)(*exc_info())
        finally:
            args = caught = None

    return invoke_excepthook


class Timer(Thread):
    """Calls function(*args, **kwargs) after interval seconds, unless cancel() comes first.

    (CPython documentation: threading, Timer Objects.)
    """

    def __init__(self, interval, function, args=None, kwargs=None):
        Thread.__init__(self)
        self.interval = interval
        self.function = function
        self.args = args if args is not None else []
        self.kwargs = kwargs if kwargs is not None else {}
        self.finished = Event()

    def cancel(self):
        """Stop the timer, if its function has not been called yet."""
        self.finished.set()

    def run(self):
        self.finished.wait(self.interval)
        if not self.finished.is_set():
            self.function(*self.args, **self.kwargs)
        self.finished.set()


def _attach(thread):
    """Makes a Thread the one that calls this, which was not started by it."""
    thread._jthreading_thread = _execute(_thread_current)
    _execute(_thread_set_python, thread._jthreading_thread, thread)
    _execute(_thread_set_python_name, thread._jthreading_thread, thread._name)
    thread._set_tstate_lock()
    _set_started(thread)
    thread._set_ident()
    if _HAVE_THREAD_NATIVE_ID:
        thread._set_native_id()
    _own_get_native_id()
    with _active_limbo_lock:
        _put(_active, _ident_property.fget(thread), thread)


class _MainThread(Thread):
    """The thread that made the interpreter."""

    def __init__(self):
        Thread.__init__(self, name="MainThread", daemon=False)
        _attach(self)


class _DummyThread(Thread):
    """Stands for a thread that was not started by this module. It cannot be joined, and counts as a daemon.

    It is called as Java calls it, Dummy-N if Java does not.
    """

    def __init__(self):
        attached_name = _thread_attached_name()
        name = _newname("Dummy-%d") if attached_name is None else str(attached_name)
        Thread.__init__(self, name=name, daemon=_daemon_threads_allowed())
        if len(_active) % _PRUNE_EVERY == 0:
            with _active_limbo_lock:
                _prune()
        _attach(self)

    def _stop(self):
        pass

    def is_alive(self):
        """Return True: nobody tells when such a thread ends."""
        return True

    def join(self, timeout=None):
        """Raise AssertionError: nobody can wait for a thread that this module did not start."""
        raise AssertionError("cannot join a dummy thread")


def current_thread():
    """Return the Thread of the caller; a dummy with limited functions if this module did not start it."""
    if _active is _own_active and get_ident is _own_get_ident and not _active_changed:
        thread = _execute(_current_thread)
        if thread is not None:
            return thread
    else:
        try:
            return _active[get_ident()]
        except KeyError:
            pass
    return _DummyThread()


def currentThread():
    """Deprecated: current_thread()."""
    _deprecated("currentThread", "use current_thread()")
    return current_thread()


_PRUNE_EVERY = 64


_unbegun_ends_seen = 0


def _prune():
    """Takes threads out of the registry that have ended, and could not say so: dummies, and those that ended before they began."""
    global _unbegun_ends_seen
    if _active is _own_active:
        unbegun_ends = _execute(_threads_ended_unbegun)
        for ident, thread in [*_active.items()]:
            if (type(thread) is _DummyThread or unbegun_ends > _unbegun_ends_seen) and _has_ended(thread):
                _take(_active, ident)
        if unbegun_ends > _unbegun_ends_seen:
            for thread in [*_limbo]:
                if _has_ended(thread):
                    _limbo.pop(thread, None)
            _unbegun_ends_seen = unbegun_ends


def _has_ended(thread):
    """Whether a thread of the registry, which is not the main one, has run to its end in Java."""
    handle = getattr(thread, "_jthreading_thread", None)
    return (thread is not _main_thread and handle is not None and _execute(_thread_is_started, handle)
            and not _execute(_thread_is_alive, handle))


def active_count():
    """Return how many threads enumerate() would list."""
    _execute(_require_stack)
    with _active_limbo_lock:
        _prune()
        return len(_active) + len(_limbo)


def activeCount():
    """Deprecated: active_count()."""
    _deprecated("activeCount", "use active_count()")
    return active_count()


def _enumerate():
    """What enumerate() returns, for who has the registry's lock, or cannot wait for it."""
    return [*dict.copy(_active).values(), *_limbo.copy().values()]


def enumerate():
    """Return a list of the threads that run now: daemons, dummies and the main thread, also when it has ended."""
    _execute(_require_stack)
    with _active_limbo_lock:
        _prune()
        return [*_active.values(), *_limbo.values()]


def main_thread():
    """Return the Thread of the thread that started the interpreter."""
    return _main_thread


def settrace(func):
    """Have sys.settrace(func) called in each thread that this module starts, before its run()."""
    global _trace_hook
    _trace_hook = func


def settrace_all_threads(func):
    """Like settrace(), and call sys.settrace(func) in all threads that run now."""
    settrace(func)
    _run_in_all_threads(lambda: _sys.settrace(func), _ACTION_WAIT_NANOS)


def gettrace():
    """Return the function that settrace() set."""
    return _trace_hook


def setprofile(func):
    """Have sys.setprofile(func) called in each thread that this module starts, before its run()."""
    global _profile_hook
    _profile_hook = func


def setprofile_all_threads(func):
    """Like setprofile(), and call sys.setprofile(func) in all threads that run now."""
    setprofile(func)
    _run_in_all_threads(lambda: _sys.setprofile(func), _ACTION_WAIT_NANOS)


def getprofile():
    """Return the function that setprofile() set."""
    return _profile_hook


def _register_atexit(func, *arg, **kwargs):
    """Have func(*arg, **kwargs) called at exit, before threads are joined. Raises RuntimeError during shutdown."""
    if _SHUTTING_DOWN:
        raise RuntimeError("can't register atexit after shutdown")
    module = globals().get("functools") or __getattr__("functools")
    _threading_atexits.append(module.partial(func, *arg, **kwargs))


def _shutdown():
    """Run the atexit calls and wait for all threads that are not daemons. The interpreter calls it when it ends.

    An exception on the way is reported as one that cannot be raised, and does not change the exit status.
    """
    global _SHUTTING_DOWN
    main = _main_thread
    _keep_handlers()
    if main._is_stopped and _is_main_interpreter():
        return
    _SHUTTING_DOWN = True
    try:
        _join_all(main)
    except BaseException as exception:
        _unraisable(exception, "Exception ignored in", _sys.modules[__name__])
    _execute(_threads_close)


def _join_all(main):
    while _threading_atexits:
        _threading_atexits.pop()()
    if main.ident == get_ident():
        if isinstance(main, _own_thread):
            _execute(_thread_signal_end, main._jthreading_thread)
        else:
            main._tstate_lock.release()
        main._stop()
    if not _shutdown_locks_known():
        _thread_shutdown()
        return
    # A program has looked at the locks: it may have taken some out, and put others in.
    with _shutdown_locks_lock:
        waited_for = {*_shutdown_locks}
    for thread in enumerate():
        lock = _lock_property.fget(thread)
        if lock in waited_for:
            waited_for.discard(lock)
        elif not thread.daemon:
            _execute(_thread_set_daemon, thread._jthreading_thread, True)
    waited_for.discard(main._tstate_lock)
    _thread_shutdown()
    for lock in waited_for:
        lock.acquire()
        lock.release()


def _shutdown_locks_known():
    """Whether a program has asked for the locks of the threads that the interpreter waits for: then they are kept up to date."""
    return "_shutdown_locks" in globals()


def _maintain_shutdown_locks():
    """Takes the locks of threads that have ended out of those that the interpreter waits for."""
    _shutdown_locks.difference_update([lock for lock in _shutdown_locks if not lock.locked()])


def __getattr__(name):
    """Return a private attribute of CPython's that is made when it is asked for."""
    if name == "_shutdown_locks":
        locks = {_lock_property.fget(thread) for thread in enumerate() if not thread.daemon}
        locks.discard(None)
        return globals().setdefault(name, locks)
    if name == "functools":
        import functools
        return functools
    raise AttributeError(f"module 'threading' has no attribute '{name}'")


def _after_fork():
    """Makes the current thread the only one, in the child of a fork."""
    global _active_limbo_lock, _main_thread
    _active_limbo_lock = RLock()
    current = current_thread()
    _main_thread = current
    for thread in _enumerate():
        if thread is not current:
            thread._reset_internal_locks(False)
    current._reset_internal_locks(True)
    _limbo.clear()
    dict.clear(_active)
    _put(_active, _ident_property.fget(current), current)


def _look_in_table():
    """Has current_thread() look in the table of threads from now on, as when a program has changed that."""
    global _active_changed
    _active_changed = True


_main_thread = _MainThread()
_execute(_threading_imported)
_note_threading(_look_in_table)
