# Runs as the body of a function, all of whose names are global: so contexts share its code.
__doc__ = """Thread-based parallelism, in Java.

The classes and functions of CPython's ``threading``; its documentation applies. What a synchronizer or a thread does
is done by the Java module: names that begin with an underscore and are not defined here are functions of it, and
``_execute`` calls one that cannot block without letting go of the interpreter lock.
"""

import sys as _sys
from _thread import (
    LockType as _LockType, RLock as _CRLock, TIMEOUT_MAX, _ExceptHookArgs as ExceptHookArgs, _ThreadHandle, _count,
    _excepthook, _get_main_thread_ident, _index, _local as local, _make_thread_handle, _nanoseconds, _new_thread,
    _set_sentinel, _shutdown as _thread_shutdown, _unraisable, _virtual, _wrap_lock, _wrap_thread, allocate_lock as _allocate_lock,
    daemon_threads_allowed as _daemon_threads_allowed, error as ThreadError, get_ident, get_native_id, lock as Lock,
    stack_size, start_joinable_thread as _start_joinable_thread, start_new_thread as _start_bare_thread,
)
from _weakref import ref as _ref
from _weakrefset import WeakSet
try:
    from _thread import _is_main_interpreter
except ImportError:
    # Programs that put another module in the place of _thread may not know this name.
    def _is_main_interpreter():
        return True
from itertools import count as _counter_from
from time import monotonic as _monotonic

__all__ = [
    "get_ident", "active_count", "Condition", "current_thread", "enumerate", "main_thread", "TIMEOUT_MAX", "Event", "Lock",
    "RLock", "Semaphore", "BoundedSemaphore", "Thread", "Barrier", "BrokenBarrierError", "Timer", "ThreadError",
    "setprofile", "settrace", "local", "stack_size", "excepthook", "ExceptHookArgs", "gettrace", "getprofile",
    "setprofile_all_threads", "settrace_all_threads", "get_native_id",
]

_CRLock_type = _CRLock
_HAVE_THREAD_NATIVE_ID = True
_PERMITS_MAX = 2**63 - 1
_MAX_PARTIES = 2**31 - 1
_ACTION_WAIT_NANOS = 1_000_000_000


def _deprecated(old, new):
    import warnings
    warnings.warn(f"{old}() is deprecated, {new} instead", DeprecationWarning, stacklevel=3)


class _RLock(_CRLock):
    """The reentrant lock under the name that CPython gives to its implementation in Python."""

    __slots__ = ()

    def __init__(self):
        pass

    def __repr__(self):
        count = _execute(_rlock_level, self._state)
        owner = _execute(_rlock_owner, self._state) or None
        if owner in _active:
            owner = _active[owner].name
        cls = type(self)
        return (f"<{'locked' if count else 'unlocked'} {cls.__module__}.{cls.__qualname__} object "
                f"owner={owner!r} count={count} at {hex(id(self))}>")


_PyRLock = _RLock


def RLock(*args, **kwargs):
    """Return a new reentrant lock, which only the thread that acquired it may release.

    (CPython documentation: threading, RLock Objects.)
    """
    if _CRLock is None:
        return _PyRLock(*args, **kwargs)
    return _CRLock(*args, **kwargs)


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
        self._native = kind is _CRLock_type or kind is _RLock or kind is _LockType
        self._renew()
        if hasattr(lock, "locked"):
            self.locked = lock.locked
        if not self._native:
            for name in ("_release_save", "_acquire_restore", "_is_owned"):
                if hasattr(lock, name):
                    setattr(self, name, getattr(lock, name))

    def _at_fork_reinit(self):
        self._lock._at_fork_reinit()
        self._renew()

    def _renew(self):
        self._state = _execute(_condition_new, self._lock._state) if self._native else _execute(_queue_new)

    def __enter__(self):
        return self._lock.__enter__()

    def __exit__(self, *args):
        return self._lock.__exit__(*args)

    def __repr__(self):
        return f"<Condition({self._lock}, {_execute(_waiters_count, self._state)})>"

    def _release_save(self):
        if isinstance(self._lock, _CRLock_type):
            return self._lock._release_save()
        self._lock.release()

    def _acquire_restore(self, saved):
        if isinstance(self._lock, _CRLock_type):
            self._lock._acquire_restore(saved)
        else:
            self._lock.acquire()

    def _is_owned(self):
        if self._native:
            return _execute(_condition_is_held, self._state)
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
        if not self._is_owned():
            raise RuntimeError("cannot wait on un-acquired lock")
        nanos = None if timeout is None else _patience(timeout)
        if self._native:
            return _execute(_condition_wait, self._state, nanos)
        waiter = _execute(_queue_enqueue, self._state)
        saved = self._release_save()
        try:
            return _queue_wait(self._state, waiter, nanos)
        finally:
            _execute(_queue_abandon, self._state, waiter)
            self._acquire_restore(saved)

    def wait_for(self, predicate, timeout=None):
        """Wait until predicate() is true, or timeout in seconds has passed; return the predicate's last value."""
        end = None
        left = timeout
        result = predicate()
        while not result:
            if left is not None:
                if end is None:
                    end = _monotonic() + left
                else:
                    left = end - _monotonic()
                    if left <= 0:
                        break
            self.wait(left)
            result = predicate()
        return result

    def notify(self, n=1):
        """Wake up to n of the threads that wait. Raises RuntimeError if the lock is not held."""
        if self._native and type(n) is int and 0 < n <= _PERMITS_MAX:
            owned = _execute(_condition_notify, self._state, n)
        else:
            owned = self._is_owned()
            while owned and _execute(_waiters_count, self._state) and n > 0:
                n -= _execute(_waiters_notify, self._state, 1)
        if not owned:
            raise RuntimeError("cannot notify on un-acquired lock")

    def notify_all(self):
        """Wake all threads that wait. Raises RuntimeError if the lock is not held."""
        self.notify(_execute(_waiters_count, self._state))

    def notifyAll(self):
        """Deprecated: notify_all()."""
        _deprecated("notifyAll", "use notify_all()")
        self.notify_all()


def _patience(timeout):
    """Nanoseconds to wait for a timeout in seconds; 0 for one that has passed."""
    return _nanoseconds(timeout) if timeout > 0 else 0


def _patience_until(timeout):
    """Nanoseconds to wait for a timeout that has to be a duration: something to add to the time of day."""
    _monotonic() + timeout
    return _patience(timeout)


def _permits(number):
    """A number of permits as Java counts them."""
    number = _index(number)
    if number > _PERMITS_MAX:
        raise OverflowError("Python int too large to convert to C long")
    return number


def _reduce(self, protocol):
    """Synchronizers and threads cannot be pickled, unless a subclass says what its state is."""
    if type(self).__getstate__ is object.__getstate__:
        raise TypeError("cannot pickle '_thread.lock' object")
    return object.__reduce_ex__(self, protocol)


def _shallow_copy(self):
    copy = object.__new__(type(self))
    copy.__dict__.update(self.__dict__)
    return copy


class Semaphore:
    """A counter of permits: acquire() takes one and waits while there is none, release() gives some.

    value, 0 to 2**63-1, is what there is to begin with; ValueError if negative. (CPython documentation: threading,
    Semaphore Objects.)
    """

    def __init__(self, value=1):
        if value < 0:
            raise ValueError("semaphore initial value must be >= 0")
        self._semaphore = _execute(_semaphore_new, _permits(value), _PERMITS_MAX)

    def __repr__(self):
        return f"<{_full_name(self)} at {id(self):#x}: value={self._value}>"

    @property
    def _value(self):
        return _execute(_semaphore_value, self._semaphore)

    def acquire(self, blocking=True, timeout=None):
        """Take a permit and return True; return False if there is none and blocking is false, or none in time.

        timeout is in seconds. Raises ValueError for one with blocking false.
        """
        if not blocking and timeout is not None:
            raise ValueError("can't specify timeout for non-blocking acquire")
        if _execute(_semaphore_try, self._semaphore):
            return True
        if not blocking:
            return False
        if timeout is None:
            return _semaphore_wait(self._semaphore, None)
        return _semaphore_wait(self._semaphore, _patience_until(timeout))

    __enter__ = acquire
    __reduce_ex__ = _reduce
    __copy__ = _shallow_copy

    def release(self, n=1):
        """Give n permits and wake as many that wait. Raises ValueError if n is less than one."""
        given = _execute(_semaphore_release, self._semaphore, n)
        if given is None:
            if n < 1:
                raise ValueError("n must be one or more")
            given = _execute(_semaphore_release, self._semaphore, int(_permits(n)))
        if not given:
            raise OverflowError("Python int too large to convert to C long")

    def __exit__(self, t, v, tb):
        self.release()


class BoundedSemaphore(Semaphore):
    """A semaphore that raises ValueError when a release would give it more permits than it had to begin with."""

    def __init__(self, value=1):
        if value < 0:
            raise ValueError("semaphore initial value must be >= 0")
        value = _permits(value)
        self._semaphore = _execute(_semaphore_new, value, value)

    def __repr__(self):
        return f"<{_full_name(self)} at {id(self):#x}: value={self._value}/{self._initial_value}>"

    @property
    def _initial_value(self):
        return _execute(_semaphore_bound, self._semaphore)

    def release(self, n=1):
        """Give n permits. Raises ValueError if n is less than one, or too many have been given."""
        given = _execute(_semaphore_release, self._semaphore, n)
        if given is None:
            if n < 1:
                raise ValueError("n must be one or more")
            given = n <= _PERMITS_MAX and _execute(_semaphore_release, self._semaphore, int(_index(n)))
        if not given:
            raise ValueError("Semaphore released too many times")


class Event:
    """A flag that threads can wait for. (CPython documentation: threading, Event Objects.)"""

    def __init__(self):
        self._event = _execute(_event_new)

    def __repr__(self):
        return f"<{_full_name(self)} at {id(self):#x}: {'set' if self.is_set() else 'unset'}>"

    __reduce_ex__ = _reduce
    __copy__ = _shallow_copy

    def _at_fork_reinit(self):
        _execute(_event_reset, self._event)
        self.__dict__.pop("_condition", None)

    @property
    def _cond(self):
        """A condition that code which looks behind the event may lock. The event itself does without."""
        return self.__dict__.setdefault("_condition", Condition(Lock()))

    @property
    def _flag(self):
        return _execute(_event_is_set, self._event)

    def is_set(self):
        """Return whether the flag is set."""
        return _execute(_event_is_set, self._event)

    def isSet(self):
        """Deprecated: is_set()."""
        _deprecated("isSet", "use is_set()")
        return self.is_set()

    def set(self):
        """Set the flag and wake all threads that wait for it."""
        _execute(_event_set, self._event)

    def clear(self):
        """Clear the flag."""
        _execute(_event_clear, self._event)

    def wait(self, timeout=None):
        """Wait until the flag is set and return True; return False if timeout, in seconds, passed before."""
        if _execute(_event_is_set, self._event):
            return True
        if timeout is None:
            return _event_wait(self._event, None)
        return _event_wait(self._event, _patience(timeout))


class BrokenBarrierError(RuntimeError):
    """The barrier was reset or broken while a thread waited, or is broken."""


class Barrier:
    """Lets a fixed number of threads wait for each other. (CPython documentation: threading, Barrier Objects.)

    action, if given, is called by one of the threads before they go on. timeout, in seconds, is the default of wait().
    """

    def __init__(self, parties, action=None, timeout=None):
        self._barrier = _execute(_barrier_new, _parties(parties))
        self._parties = parties
        self._action = action
        self._timeout = timeout

    def __repr__(self):
        state = "broken" if self.broken else f"waiters={self.n_waiting}/{self.parties}"
        return f"<{_full_name(self)} at {id(self):#x}: {state}>"

    __reduce_ex__ = _reduce
    __copy__ = _shallow_copy

    def wait(self, timeout=None):
        """Wait until all threads have arrived; return a number from 0 to parties-1, different in each of them.

        Raises BrokenBarrierError if the barrier is or gets broken or reset, or timeout passes, which breaks it.
        """
        if timeout is None:
            timeout = self._timeout
        barrier = self._barrier
        arrival = _barrier_arrive(barrier)
        if arrival is None:
            raise BrokenBarrierError
        if _execute(_arrival_is_last, arrival):
            self._release(arrival)
        else:
            nanos = None if timeout is None else _timeout_at_barrier(barrier, arrival, timeout)
            if not _barrier_wait(barrier, arrival, nanos):
                raise BrokenBarrierError
        return _execute(_arrival_index, arrival)

    def _release(self, arrival):
        try:
            if self._action:
                self._action()
        except:
            _execute(_barrier_break, self._barrier, arrival)
            raise
        if not _execute(_barrier_trip, self._barrier, arrival):
            raise BrokenBarrierError

    def reset(self):
        """Empty the barrier; threads that wait get BrokenBarrierError."""
        _execute(_barrier_reset, self._barrier)

    def abort(self):
        """Break the barrier: threads that wait or come get BrokenBarrierError until it is reset."""
        _execute(_barrier_abort, self._barrier)

    @property
    def parties(self):
        """How many threads wait for each other."""
        return self._parties

    @property
    def n_waiting(self):
        """How many threads wait now."""
        return _execute(_barrier_waiting, self._barrier)

    @property
    def broken(self):
        """Whether the barrier is broken."""
        return _execute(_barrier_is_broken, self._barrier)


def _parties(parties):
    """Parties as Java counts them; 0, which nobody ever reaches, for what is no number of threads, as in CPython."""
    try:
        whole = int(parties)
    except Exception:
        return 0
    return whole if whole == parties and 0 < whole <= _MAX_PARTIES else 0


def _timeout_at_barrier(barrier, arrival, timeout):
    try:
        return _patience_until(timeout)
    except:
        _execute(_barrier_leave, barrier, arrival)
        raise


_counter = _counter_from(1).__next__


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


_active = {}
_limbo = {}
_active_limbo_lock = RLock()


class _Registry:
    """_active_limbo_lock, which no interrupt can leave held: what is asked of the thread meanwhile comes afterwards."""

    def __init__(self):
        self._allowed = []

    def __enter__(self):
        allowed = _execute(_allow_side_effects, False)
        _active_limbo_lock.__enter__()
        self._allowed.append(allowed)

    def __exit__(self, *ignored):
        allowed = self._allowed.pop()
        _active_limbo_lock.__exit__()
        _execute(_allow_side_effects, allowed)


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
        for reference in [*self._references]:
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


_registry = _Registry()
_dangling = _WeakThreads()
_trace_hook = None
_profile_hook = None
_SHUTTING_DOWN = False
_threading_atexits = []
_shutdown_locks_lock = Lock()


def _full_name(instance):
    cls = type(instance)
    return f"{cls.__module__}.{cls.__qualname__}"


class virtual:
    """A context manager: threads that are created in its block run on virtual threads of Java's.

    virtual(False) has them run on platform threads where the polyglot context's option would make them virtual. A thread
    that says so itself, Thread(virtual=...), decides for itself. Like a contextvars.ContextVar, it holds for all code
    that the block calls, so for the workers of a concurrent.futures.ThreadPoolExecutor that is used in it too, and not
    for what the new threads create in their turn.
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

    group is None, for now; target is called by run() with args and kwargs; name is 'Thread-N' or 'Thread-N (target)'
    by default; daemon is inherited from the current thread if None; context is the contextvars.Context that run() runs
    in, a new one if None (CPython 3.14). virtual says whether it runs on a virtual thread of Java's, which costs little
    and of which there may be a hundred thousand; if None, the block of a threading.virtual() does that this thread is in,
    or else the option of the polyglot context. A subclass that overrides the constructor must call this one first.
    (CPython documentation: threading, Thread Objects.)
    """

    _initialized = False

    def __init__(self, group=None, target=None, name=None, args=(), kwargs=None, *, daemon=None, context=None,
                 virtual=None):
        assert group is None, "group argument must be None for now"
        self._thread = _new_thread(virtual)
        self._target = target
        self._name = str(name) if name else _name_of(target)
        self._args = args
        self._kwargs = {} if kwargs is None else kwargs
        self._context = context
        if daemon is None:
            self._daemonic = current_thread().daemon
        elif daemon and not _daemon_threads_allowed():
            raise RuntimeError("daemon threads are disabled in this (sub)interpreter")
        else:
            self._daemonic = daemon
        self._initialized = True
        # Kept for excepthook: sys.stderr may be None by the time it is needed.
        self._stderr = _sys.stderr
        self._invoke_excepthook = _make_invoke_excepthook()
        _dangling.add(self)

    def __repr__(self):
        assert self._initialized, "Thread.__init__() was not called"
        status = "initial"
        if _execute(_thread_is_started, self._thread):
            status = "started" if self.is_alive() else "stopped"
        if self._daemonic:
            status += " daemon"
        ident = self.ident
        if ident is not None:
            status += f" {ident}"
        return f"<{type(self).__name__}({self._name}, {status})>"

    __reduce_ex__ = _reduce
    __copy__ = _shallow_copy

    def start(self):
        """Start the thread: run() is called in it. Raises RuntimeError if it was started already or cannot be."""
        if not self._initialized:
            raise RuntimeError("thread.__init__() not called")
        thread = self._thread
        if _execute(_thread_is_started, thread):
            raise RuntimeError("threads can only be started once")
        _execute(_thread_set_name, thread, self._name)
        with _registry:
            _limbo[self] = self
        try:
            _start_new_thread(self._bootstrap, ())
        except:
            # It runs all the same if what interrupts this thread came too late: then it leaves limbo by itself.
            if not _execute(_thread_is_started, thread):
                with _registry:
                    _limbo.pop(self, None)
            raise
        self._enter()

    def run(self):
        """What the thread does: call the target given to the constructor."""
        try:
            if self._target is not None:
                self._target(*self._args, **self._kwargs)
        finally:
            # The target may hold the thread: no cycle through it.
            del self._target, self._args, self._kwargs

    def _enter(self):
        """Moves the started thread from limbo to the active ones; whoever comes first, it or its starter, does it."""
        with _registry:
            if self in _limbo:
                _active[self.ident] = self
                del _limbo[self]

    def _leave(self):
        with _registry:
            _active.pop(self.ident, None)

    def _bootstrap(self):
        """Runs in the new thread, and lets nothing out."""
        try:
            _execute(_thread_set_python, self._thread, self)
            self._enter()
            if _trace_hook:
                _sys.settrace(_trace_hook)
            if _profile_hook:
                _sys.setprofile(_profile_hook)
            try:
                if self._context is None:
                    self.run()
                else:
                    self._context.run(self.run)
            except:
                self._invoke_excepthook(self)
        finally:
            self._leave()

    def join(self, timeout=None):
        """Wait until the thread ends, or timeout in seconds has passed; return None.

        Raises RuntimeError for the current thread and for one that was not started.
        """
        if not self._initialized:
            raise RuntimeError("Thread.__init__() not called")
        if not _execute(_thread_is_started, self._thread):
            raise RuntimeError("cannot join thread before it is started")
        if self is current_thread():
            raise RuntimeError("cannot join current thread")
        if timeout is not None:
            timeout = max(timeout, 0)
        if _execute(_thread_is_alive, self._thread):
            _thread_join(self._thread, None if timeout is None else _nanoseconds(timeout))

    @property
    def _handle(self):
        """The handle by which ``_thread`` knows the thread."""
        return _wrap_thread(self._thread)

    @property
    def _tstate_lock(self):
        """The lock that is held while the thread runs; None before and after."""
        if not self._initialized or not _execute(_thread_is_alive, self._thread):
            return None
        found = self.__dict__.get("_running_lock")
        if found is None:
            found = self.__dict__.setdefault("_running_lock", _wrap_lock(_execute(_thread_finished_lock, self._thread)))
        return found

    @property
    def name(self):
        """The thread's name, also that of the Java thread. Names need not be unique."""
        assert self._initialized, "Thread.__init__() not called"
        return self._name

    @name.setter
    def name(self, name):
        assert self._initialized, "Thread.__init__() not called"
        self._name = str(name)
        _execute(_thread_set_name, self._thread, self._name)

    @property
    def ident(self):
        """The thread's identifier, a non-zero integer; None before it was started."""
        assert self._initialized, "Thread.__init__() not called"
        return _execute(_thread_ident, self._thread) or None

    @property
    def native_id(self):
        """The operating system's id of the thread, as ``top -H`` and ``/proc`` show it; None before it ran."""
        assert self._initialized, "Thread.__init__() not called"
        native_id = _execute(_thread_native_id, self._thread)
        if not native_id and _execute(_thread_is_alive, self._thread) and self.ident:
            native_id = _thread_await_native_id(self._thread)
        return native_id or None

    def is_alive(self):
        """Return whether the thread was started and has not ended."""
        assert self._initialized, "Thread.__init__() not called"
        return _execute(_thread_is_alive, self._thread)

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
        if _execute(_thread_is_started, self._thread):
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


def _start_new_thread(function, args, kwargs={}):
    """Starts the Java thread of a Thread whose bootstrap is given, or another thread for another function."""
    owner = getattr(function, "__self__", None)
    if isinstance(owner, Thread):
        _start_joinable_thread(function, handle=owner._handle, daemon=owner._daemonic)
        return owner.ident
    return _start_bare_thread(function, args, kwargs)


excepthook = __excepthook__ = _excepthook


def _tell_listener(exception):
    """Tells the Java application, if it listens, of an exception that ends the current thread."""
    if not isinstance(exception, SystemExit):
        _report_uncaught(exception)


def _make_invoke_excepthook():
    """A function that calls threading.excepthook for the exception of a thread, also late in an interpreter's life."""
    first_hook = excepthook
    first_sys_hook = _sys.excepthook
    if first_hook is None:
        raise RuntimeError("threading.excepthook is None")
    if first_sys_hook is None:
        raise RuntimeError("sys.excepthook is None")
    sys, exc_info, hook_args, printer = _sys, _sys.exc_info, ExceptHookArgs, print
    has_listener, tell_listener, is_interrupt = _has_uncaught_listener, _tell_listener, _is_interrupt

    def invoke_excepthook(thread):
        global excepthook
        args = caught = None
        try:
            if is_interrupt(exc_info()[1]):
                return
            if has_listener():
                tell_listener(exc_info()[1])
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


class _MainThread(Thread):
    """The thread that made the interpreter."""

    def __init__(self):
        Thread.__init__(self, name="MainThread", daemon=False)
        self._adopt()

    def _adopt(self):
        self._thread = _execute(_thread_current)
        _execute(_thread_set_python, self._thread, self)
        _execute(_thread_call, self._thread, self._name)
        get_native_id()
        with _registry:
            _active[self.ident] = self


class _DummyThread(_MainThread):
    """Stands for a thread that was not started by this module. It cannot be joined, and counts as a daemon.

    It is called as Java calls it, Dummy-N if Java does not.
    """

    def __init__(self):
        foreign_name = _thread_foreign_name()
        name = _newname("Dummy-%d") if foreign_name is None else str(foreign_name)
        Thread.__init__(self, name=name, daemon=_daemon_threads_allowed())
        if len(_active) % _PRUNE_EVERY == 0:
            _prune()
        self._adopt()

    def is_alive(self):
        """Return True: nobody tells when such a thread ends."""
        return True

    def join(self, timeout=None):
        """Raise AssertionError: nobody can wait for a thread that this module did not start."""
        raise AssertionError("cannot join a dummy thread")


def current_thread():
    """Return the Thread of the caller; a dummy with limited functions if this module did not start it."""
    thread = _execute(_current_thread)
    return _DummyThread() if thread is None else thread


def currentThread():
    """Deprecated: current_thread()."""
    _deprecated("currentThread", "use current_thread()")
    return current_thread()


_PRUNE_EVERY = 64


def _prune():
    """Takes the dummies of threads that have ended out of the registry: nobody tells when such a thread ends."""
    with _registry:
        for ident, thread in [*_active.items()]:
            if type(thread) is _DummyThread and not _execute(_thread_is_alive, thread._thread):
                _active.pop(ident, None)


def active_count():
    """Return how many threads enumerate() would list."""
    return len(enumerate())


def activeCount():
    """Deprecated: active_count()."""
    _deprecated("activeCount", "use active_count()")
    return active_count()


def enumerate():
    """Return a list of the threads that run now: daemons, dummies and the main thread, also when it has ended."""
    with _registry:
        _prune()
        return [*_active.values(), *_limbo.values()]


_enumerate = enumerate


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
    if not callable(func):
        raise TypeError("the first argument must be callable")
    _threading_atexits.append(lambda: func(*arg, **kwargs))


def _shutdown():
    """Run the atexit calls and wait for all threads that are not daemons. The interpreter calls it when it ends.

    An exception on the way is reported as one that cannot be raised, and does not change the exit status.
    """
    global _SHUTTING_DOWN
    main = _main_thread
    if _SHUTTING_DOWN and not main.is_alive():
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
    if main is current_thread():
        _execute(_thread_signal_end, main._thread)
    _thread_shutdown()


def _shutdown_lock_set():
    locks = (thread._tstate_lock for thread in enumerate() if not thread._daemonic)
    return {lock for lock in locks if lock is not None}


def __getattr__(name):
    if name == "_shutdown_locks":
        return _shutdown_lock_set()
    raise AttributeError(f"module 'threading' has no attribute '{name}'")


def _after_fork():
    """Makes the current thread the only one, in the child of a fork."""
    global _active_limbo_lock, _main_thread
    _active_limbo_lock = RLock()
    current = current_thread()
    _main_thread = current
    for thread in [*_active.values(), *_limbo.values()]:
        if thread is not current and thread.is_alive():
            _execute(_thread_finish, thread._thread)
    _limbo.clear()
    _active.clear()
    _active[current.ident] = current


def _stack():
    """The stack of the calling thread, for dumps: file, line and function of each frame, each in a line of its own."""
    lines = []
    try:
        frame = _sys._getframe(1)
    except ValueError:
        frame = None
    while frame is not None:
        code = frame.f_code
        lines += (code.co_filename, str(frame.f_lineno), code.co_name)
        frame = frame.f_back
    return "\n".join(line.replace("\n", " ") for line in lines)


_main_thread = _MainThread()
_execute(_stack_by, _stack)
_execute(_threads_promise_join)
