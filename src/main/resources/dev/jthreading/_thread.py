# Runs as the body of a function, all of whose names are global: so contexts share its code.
__doc__ = """Primitive operations of multi-threaded programs, in Java.

The :mod:`threading` module provides a more convenient interface. Implements CPython's documentation of ``_thread``.
"""

# _execute calls a function of Java with the GIL kept. All others of _jthreading are called as they are, which releases the GIL.

from _jthreading import (
    _allow_side_effects, _condition_is_held, _condition_new, _condition_notify, _condition_wait, _condition_wait_interruptibly,
    _context_ends, _deliver, _execute, _get_ident, _get_native_id, _get_native_name, _handles_signals, _interpreter_configuration,
    _interpreter_current, _interrupt_main_interpreter, _interrupt_thread, _is_interrupt, _java_nanos, _java_nanos_until, _keep_gil,
    _local_get, _local_new, _local_put, _local_remove, _lock_acquire, _lock_acquire_interruptibly, _lock_acquire_within,
    _lock_enter, _lock_locked, _lock_new, _lock_release, _lock_reset, _main_thread_ident, _may_handle_signals, _memory_for_bytes,
    _poll, _process_nanos, _rlock_is_owned, _rlock_level, _rlock_new, _rlock_own_level, _rlock_owner, _rlock_release_all,
    _rlock_restore, _run_in_main_thread, _set_gil_switch_interval, _set_native_name, _set_stack_size, _sleep, _stack_size,
    _thread_add_sentinel, _thread_call_program, _thread_claim, _thread_count, _thread_foreign_traceback, _thread_free_ids,
    _thread_ident, _thread_is_alive, _thread_is_current, _thread_is_started, _thread_is_virtual, _thread_join, _thread_nanos,
    _thread_new, _thread_set_virtual, _thread_signal_end, _thread_start, _threads_are_closed, _threads_end, _threads_join,
    _timeout_max, _unless_python_fails,
)
import _signal
import builtins as _builtins
import sys as _sys
import time as _time
from _codecs import latin_1_encode as _latin_1_encode
from _contextvars import Context as _Context, ContextVar as _ContextVar
from _operator import index as _index
from types import BuiltinFunctionType as _BuiltinFunctionType

_posix = __import__("nt" if "nt" in _sys.builtin_module_names else "posix")
error = RuntimeError
TIMEOUT_MAX = _execute(_timeout_max)

_new = object.__new__
_get_attribute = object.__getattribute__
_NANOS = 1_000_000_000
_STACK_MINIMUM = 32768
# So many bytes are one number at most.
_LONGEST = 2**26


def _builtin(function, module=__name__, replaced=None, signature="($module, /)"):
    """Makes a function of a module what functions are that are written in C: kept in a class it turns into no method of that.

    Each is of a class of its own, which makes a call of it as fast as one of a function. replaced is the function that it stands for.
    signature tells inspect and help() of the arguments.
    """
    name = (replaced or function).__name__
    attributes = {"__name__": name, "__qualname__": name, "__module__": module, "__text_signature__": signature}
    if replaced:
        attributes["_jthreading_replaced"] = replaced

    class builtin_function_or_method:
        __slots__ = ("__weakref__",)
        __qualname__ = "builtin_function_or_method"
        __module__ = "builtins"
        __call__ = function
        __doc__ = property(lambda self: function.__doc__ or replaced.__doc__)
        __class__ = property(lambda self: _BuiltinFunctionType)
        __self__ = property(lambda self: _sys.modules[module])

        def __getattribute__(self, attribute):
            return attributes[attribute] if attribute in attributes else _get_attribute(self, attribute)

        def __repr__(self):
            return f"<built-in function {name}>"

        def __reduce__(self):
            return name

        def __init_subclass__(cls, **kwargs):
            raise TypeError("type 'builtin_function_or_method' is not an acceptable base type")

    return builtin_function_or_method()


def _builtin_with(signature):
    """A _builtin that takes arguments."""
    return lambda function: _builtin(function, signature=signature)


def _shows(signature):
    """What inspect and help() tell of the arguments of a function, whatever it takes to say what CPython says of wrong ones."""
    def show(function):
        function.__text_signature__ = signature
        return function
    return show


_shows_self = _shows("($self, /)")


def _replaces(module, name, signature="($module, /)"):
    """Puts a function in the place of one of GraalPy's, which it finds as _jthreading_replaced in its first argument."""
    original = getattr(module, name)
    # This module may be imported more than once.
    original = getattr(original, "_jthreading_replaced", original)

    def replace(function):
        new = _builtin(function, module.__name__, original, signature)
        setattr(module, name, new)
        return new
    return replace


def _no_arguments(name, args, kwargs=None):
    """Raises CPython's TypeError for arguments of a function that takes none.

    Each function looks by itself whether it was given any: a wrapper that does so would cost every call another 500 ns in the interpreter.
    """
    if kwargs:
        raise TypeError(f"{name}() takes no keyword arguments")
    if args:
        raise TypeError(f"{name}() takes no arguments ({len(args)} given)")


def _type_word(value):
    """The name of a value's type in the messages of CPython's argument parser."""
    return "None" if value is None else type(value).__name__


def _bytes_in(memory, offset, size):
    """Bytes out of memory of Java's."""
    if size > _LONGEST:
        return b"".join([_bytes_in(memory, offset + part, min(_LONGEST, size - part)) for part in range(0, size, _LONGEST)])
    # GraalPy makes bytes of nothing else so fast.
    come = _execute(_memory_for_bytes, memory, offset, size)
    return _latin_1_encode(come)[0] if isinstance(come, str) else int(come).to_bytes(size, "big")


_polyglot = _sys.modules["polyglot"]
if hasattr(_polyglot, "__set_gil_locked_during_foreign_calls__"):
    @_replaces(_polyglot, "__set_gil_locked_during_foreign_calls__", "($module, lock)")
    def _set_gil_locked_during_foreign_calls(function, lock):
        return _execute(_keep_gil, True if lock else False)


def _clock(nanos=_time.monotonic_ns):
    """Nanoseconds of the clock that never goes back. No attribute of this module has it: tests that stop clocks look there."""
    return nanos()


def _c_int(value):
    """The number that CPython takes for an int of C."""
    number = _index(value)
    if not -2**63 <= number < 2**63:
        raise OverflowError("Python int too large to convert to C long")
    if not -2**31 <= number < 2**31:
        raise OverflowError(f"signed integer is {'greater than maximum' if number > 0 else 'less than minimum'}")
    return number


def _nanoseconds(seconds):
    """Whole nanoseconds, rounded away from zero, of a number of seconds; raises what CPython raises for others."""
    if isinstance(seconds, float):
        if seconds != seconds:
            raise ValueError("Invalid value NaN (not a number)")
        nanos = seconds * 1e9
        if not -2.0**63 <= nanos < 2.0**63:
            raise OverflowError("timestamp out of range for platform time_t")
        whole = int(nanos)
        if whole != nanos:
            whole += 1 if nanos > 0 else -1
        return whole
    nanos = _index(seconds) * _NANOS
    if not -2**63 <= nanos < 2**63:
        raise OverflowError("timestamp too large to convert to C _PyTime_t")
    return nanos


def _acquire_nanos(blocking, timeout):
    """Nanoseconds that acquire(blocking, timeout) may wait, None without a limit; raises what the locks of CPython raise."""
    blocking = bool(blocking)
    nanos = _nanoseconds(timeout)
    if not blocking:
        if nanos != -_NANOS:
            raise ValueError("can't specify a timeout for a non-blocking call")
        return 0
    if nanos == -_NANOS:
        return None
    if nanos < 0:
        raise ValueError("timeout value must be positive")
    return nanos


def _acquire(state, blocking, timeout, extra, unknown):
    """Does what acquire() does with arguments that Java does not judge."""
    if extra:
        raise TypeError(f"acquire() takes at most 2 arguments ({len(extra) + 2} given)")
    for name in unknown:
        raise TypeError(f"'{name}' is an invalid keyword argument for acquire()")
    return _execute(_lock_acquire_within, state, _acquire_nanos(blocking, timeout))


def _undisturbed(function, *args):
    """Calls a function for a thread whose context was interrupted. It would go on hearing of that at each safepoint."""
    allowed = _execute(_allow_side_effects, False)
    try:
        function(*args)
    finally:
        _execute(_allow_side_effects, allowed)


def _release(lock):
    _execute(_lock_release, lock._jthreading_lock)


def _has_no_state(cls):
    """Whether a class does not say what of its instances is pickled."""
    return cls.__reduce__ is object.__reduce__ and cls.__getstate__ is object.__getstate__


def _reduce(self, protocol):
    if _has_no_state(type(self)):
        raise TypeError(f"cannot pickle '{_type_name(type(self))}' object")
    # The older protocols make an object without its class.
    return object.__reduce_ex__(self, max(protocol, 2))


def _type_name(cls):
    """A class as CPython's messages name it: those of this module with it, others without theirs."""
    return f"{__name__}.{cls.__name__}" if cls in (_lock_type, _rlock_type, _local_type) else cls.__name__


def _repr(prefix, self, details=""):
    return f"<{prefix} {_type_name(type(self))} object {details}at {hex(id(self))}>"


class _JavaCondition:
    """A java.util.concurrent.locks.Condition of a lock of Python's, for ``Value.as(Condition.class)``."""

    __slots__ = ("_state",)

    def __init__(self, lock):
        self._state = _execute(_condition_new, lock._jthreading_lock)

    def _wait(self, nanos):
        self._require_held()
        return _execute(_condition_wait_interruptibly, self._state, nanos)

    def _require_held(self):
        if not _execute(_condition_is_held, self._state):
            raise RuntimeError("cannot wait on un-acquired lock")

    def _await(self, *timeout):
        return self._wait(max(_java_nanos(*timeout), 0) if timeout else None)

    def awaitUninterruptibly(self):
        self._require_held()
        _execute(_condition_wait, self._state, None)

    def awaitNanos(self, nanos):
        nanos = max(nanos, 0)
        end = _clock() + nanos
        self._wait(nanos)
        return end - _clock()

    def awaitUntil(self, date):
        return self._wait(_java_nanos_until(date))

    def signal(self, count=1):
        if not _execute(_condition_notify, self._state, count):
            raise RuntimeError("cannot notify on un-acquired lock")

    def signalAll(self):
        self.signal(2**62)


# No name for an attribute in Python's own syntax.
setattr(_JavaCondition, "await", _JavaCondition._await)


class _JavaMethods:
    """What makes the locks of Python java.util.concurrent.locks.Locks for ``Value.as(Lock.class)``."""

    def lock(self):
        self.acquire()

    def lockInterruptibly(self):
        if _is_overridden(self):
            self.acquire()
        else:
            _execute(_lock_acquire_interruptibly, self._jthreading_lock, None)

    def tryLock(self, *timeout):
        if not timeout:
            return self.acquire(False)
        nanos = max(_java_nanos(*timeout), 0)
        if _is_overridden(self):
            return self.acquire(True, min(nanos / _NANOS, TIMEOUT_MAX))
        return _execute(_lock_acquire_interruptibly, self._jthreading_lock, nanos)

    def unlock(self):
        self.release()

    def newCondition(self):
        return _JavaCondition(self)


_JAVA_METHODS = {name: _JavaMethods.__dict__[name] for name in ("lock", "lockInterruptibly", "tryLock", "unlock", "newCondition")}
# What else the classes of locks have and CPython's do not.
_UNSEEN = frozenset(("_jthreading_lock", "__slots__", "__weakref__"))


class _LockMeta(type):
    """The class of the classes of locks: Java finds its methods there, and dir() and help() find CPython's."""

    def __dir__(cls):
        return _seen(cls, type.__dir__(cls))


class _FinalLockMeta(_LockMeta):
    """The class of those that cannot be subclassed."""

    def __new__(meta, name, bases, namespace, **arguments):
        if bases:
            raise TypeError("type '_thread.lock' is not an acceptable base type")
        return _LockMeta.__new__(meta, name, bases, namespace)


def _seen(cls, names):
    """Those of names that are CPython's, or a program's own."""
    return [name for name in names if name not in _UNSEEN and not (name in _JAVA_METHODS and getattr(cls, name) is _JAVA_METHODS[name])]


def _lock_class(cls):
    """Gives a class of locks what all of them have."""
    def __dir__(self):
        """Return the names of the attributes."""
        return _seen(type(self), object.__dir__(self))

    __dir__.__qualname__ = f"{cls.__qualname__}.__dir__"
    cls.__dir__ = __dir__
    for name, method in _JAVA_METHODS.items():
        setattr(cls, name, method)
    return cls


def _is_overridden(lock):
    """Whether a subclass acquires in a way of its own, which Java is to use."""
    return type(lock).acquire is not _rlock_type.acquire and type(lock) is not _lock_type


def _copy_methods(source, target, names):
    """Gives a class methods of another, which help() is to show as its own."""
    for name in names:
        method = source.__dict__[name]
        copy = type(method)(method.__code__, method.__globals__, method.__name__, method.__defaults__, method.__closure__)
        copy.__qualname__ = f"{target.__qualname__}.{method.__name__}"
        copy.__doc__ = method.__doc__
        if hasattr(method, "__text_signature__"):
            copy.__text_signature__ = method.__text_signature__
        setattr(target, name, copy)


@_lock_class
class LockType(metaclass=_FinalLockMeta):
    """A lock object is a synchronization primitive. To create one, call threading.Lock(). Methods are:

    acquire() -- lock the lock, possibly waiting until it can be obtained
    release() -- unlock the lock
    locked() -- test whether the lock is currently locked

    A lock is not owned by the thread that locked it; another thread may unlock it. A thread that locks a lock which
    it has locked already waits until another thread unlocks it.
    (CPython documentation: threading, Lock Objects.)
    """

    __slots__ = ("_jthreading_lock", "__weakref__")

    @_shows("($type, /)")
    def __new__(cls, *args, **kwargs):
        """Raise TypeError: threading.Lock() makes locks, as in CPython 3.12."""
        raise TypeError("cannot create '_thread.lock' instances")

    @_shows("($self, /, blocking=True, timeout=-1)")
    def acquire(self, blocking=True, timeout=-1, *extra, **unknown):
        """Lock the lock and return True; return False if blocking is false and it is not free, or it is not in time.

        An RLock that is this thread's is free to it. timeout is in seconds, from 0 to TIMEOUT_MAX, or -1 for no
        limit. Raises ValueError for another negative timeout or one with blocking false, OverflowError for a larger
        one.
        """
        if not (extra or unknown):
            done = _execute(_lock_acquire, self._jthreading_lock, blocking, timeout)
            if done is not None:
                return done
        return _acquire(self._jthreading_lock, blocking, timeout, extra, unknown)

    # release and __exit__ of both classes of locks have a body each. One more call would double what a release costs in the interpreter.
    # In compiled code, a body that both classes share has to look which of them it serves.

    @_shows_self
    def release(self, *extra):
        """Unlock the lock, whoever locked it. Raises RuntimeError if it is not locked."""
        if extra:
            _no_arguments("lock.release", extra)
        try:
            state = self._jthreading_lock
        except BaseException:
            _undisturbed(_release, self)
            raise
        if not _execute(_lock_release, state):
            raise RuntimeError("release unlocked lock")

    @_shows("($self, exc_type=None, exc_value=None, traceback=None, /)")
    def __exit__(self, *ignored):
        """Release the lock."""
        try:
            state = self._jthreading_lock
        except BaseException:
            _undisturbed(_release, self)
            raise
        if not _execute(_lock_release, state):
            raise RuntimeError("release unlocked lock")

    @_shows_self
    def locked(self, *extra):
        """Return whether the lock is locked."""
        if extra:
            _no_arguments("lock.locked", extra)
        return _execute(_lock_locked, self._jthreading_lock)

    @_shows_self
    def __enter__(self, *extra, **unknown):
        """Lock the lock, however long that takes, and return True."""
        if extra or unknown:
            return self.acquire(*extra, **unknown)
        return _execute(_lock_enter, self._jthreading_lock)

    acquire_lock = acquire
    release_lock = release
    locked_lock = locked

    @_shows_self
    def _at_fork_reinit(self, *extra):
        if extra:
            _no_arguments("lock._at_fork_reinit", extra)
        _execute(_lock_reset, self._jthreading_lock)

    def __repr__(self):
        return _repr("locked" if _execute(_lock_locked, self._jthreading_lock) else "unlocked", self)

    def __reduce_ex__(self, protocol):
        """Raise TypeError: a lock cannot be pickled."""
        raise TypeError("cannot pickle '_thread.lock' object")


class _LockFactoryMeta(_FinalLockMeta):
    """The class of threading.Lock, which is no base of the type of locks: help() would show two classes of one name."""

    def __instancecheck__(cls, instance):
        return isinstance(instance, _lock_type)

    def __subclasscheck__(cls, subclass):
        return subclass is cls or issubclass(subclass, _lock_type)


for _meta in (_LockMeta, _FinalLockMeta, _LockFactoryMeta):
    _meta.__name__ = _meta.__qualname__ = "type"
    _meta.__module__ = "builtins"
del _meta


@_lock_class
class lock(metaclass=_LockFactoryMeta):
    __doc__ = LockType.__doc__
    __slots__ = ()

    @_shows("($type, /)")
    def __new__(cls, *args, **kwargs):
        """Return a new, unlocked lock."""
        if args or kwargs:
            _no_arguments("_thread.allocate_lock", args, kwargs)
        return _wrap_lock(_execute(_lock_new))


# A program may put other classes in the place of the names that it sees.
_lock_type = LockType
_copy_methods(LockType, lock, (
    "acquire", "release", "locked", "acquire_lock", "release_lock", "locked_lock", "__enter__", "__exit__", "_at_fork_reinit", "__repr__",
    "__reduce_ex__"))
LockType.__name__ = LockType.__qualname__ = "lock"
for _value in (*LockType.__dict__.values(), LockType.__new__):
    if type(_value) is type(_copy_methods):
        _value.__qualname__ = f"lock.{_value.__name__}"
del _value


def _no_subclass(name):
    def __init_subclass__(cls, **kwargs):
        raise TypeError(f"type '_thread.{name}' is not an acceptable base type")
    return classmethod(__init_subclass__)


def _wrap_lock(state):
    self = _new(_lock_type)
    self._jthreading_lock = state
    return self


@_builtin
def allocate_lock(module, *args, **kwargs):
    """Return a new, unlocked lock. See ``help(type(threading.Lock()))``."""
    if args or kwargs:
        _no_arguments("_thread.allocate_lock", args, kwargs)
    return _wrap_lock(_execute(_lock_new))


allocate = allocate_lock


def _level(saved):
    """The level in what ``_release_save`` returned."""
    problem = None
    if not isinstance(saved, (tuple, list, str, range)):
        problem = f"must be 2-item sequence, not {_type_word(saved)}"
    elif len(saved) != 2:
        problem = f"must be sequence of length 2, not {len(saved)}"
    else:
        for item, value in zip((0, 1), saved):
            if not hasattr(type(value), "__index__"):
                problem = f", item {item} must be int, not {type(value).__name__}"
                break
    if problem:
        raise TypeError(f"_acquire_restore() argument 1{'' if problem[0] == ',' else ' '}{problem}")
    return _index(saved[0])


@_lock_class
class RLock(metaclass=_LockMeta):
    """A reentrant lock: owned by the thread that acquired it, which may acquire it again.

    It is free after as many releases. (CPython documentation: threading, RLock Objects.)
    """

    __slots__ = ("_jthreading_lock", "__weakref__")

    @_shows("($type, /)")
    def __new__(cls, /, *args, **kwargs):
        """Return a new lock that nobody owns."""
        self = _new(cls)
        self._jthreading_lock = _execute(_rlock_new)
        return self

    def __init__(self, /, *args, **kwargs):
        pass

    @_shows_self
    def release(self, *extra):
        """Take back one acquire. Raises RuntimeError if this thread does not own the lock."""
        if extra:
            _no_arguments("RLock.release", extra)
        try:
            state = self._jthreading_lock
        except BaseException:
            _undisturbed(_release, self)
            raise
        if not _execute(_lock_release, state):
            raise RuntimeError("cannot release un-acquired lock")

    @_shows("($self, exc_type=None, exc_value=None, traceback=None, /)")
    def __exit__(self, *ignored):
        """Release the lock."""
        try:
            state = self._jthreading_lock
        except BaseException:
            _undisturbed(_release, self)
            raise
        if not _execute(_lock_release, state):
            raise RuntimeError("cannot release un-acquired lock")

    @_shows_self
    def locked(self, *extra):
        """Return whether any thread owns the lock. (CPython 3.14 documentation: RLock.locked.)"""
        if extra:
            _no_arguments("RLock.locked", extra)
        return _execute(_lock_locked, self._jthreading_lock)

    @_shows_self
    def _is_owned(self, *extra):
        if extra:
            _no_arguments("RLock._is_owned", extra)
        return _execute(_rlock_is_owned, self._jthreading_lock)

    @_shows_self
    def _recursion_count(self, *extra):
        if extra:
            _no_arguments("RLock._recursion_count", extra)
        return _execute(_rlock_own_level, self._jthreading_lock)

    @_shows_self
    def _release_save(self, *extra):
        if extra:
            _no_arguments("RLock._release_save", extra)
        owner = _execute(_rlock_owner, self._jthreading_lock)
        if not owner:
            raise RuntimeError("cannot release un-acquired lock")
        return (_execute(_rlock_release_all, self._jthreading_lock), owner)

    @_shows("($self, state, /)")
    def _acquire_restore(self, *args):
        if len(args) != 1:
            raise TypeError(f"_acquire_restore() takes exactly 1 argument ({len(args)} given)")
        _execute(_rlock_restore, self._jthreading_lock, _level(args[0]))

    @_shows_self
    def _at_fork_reinit(self, *extra):
        if extra:
            _no_arguments("RLock._at_fork_reinit", extra)
        _execute(_lock_reset, self._jthreading_lock)

    def __repr__(self):
        level = _execute(_rlock_level, self._jthreading_lock)
        owner = _execute(_rlock_owner, self._jthreading_lock)
        return _repr("locked" if level else "unlocked", self, f"owner={owner} count={level} ")

    def __reduce_ex__(self, protocol):
        """Raise TypeError: a lock cannot be pickled, unless a subclass says how."""
        return _reduce(self, protocol)


_rlock_type = RLock
_copy_methods(LockType, RLock, ("acquire", "__enter__"))


@_builtin
def get_ident(module, *args):
    """Return a non-zero integer that identifies the current thread among those that run now."""
    if args:
        _no_arguments("_thread.get_ident", args)
    return _execute(_get_ident)


@_builtin
def get_native_id(module, *args):
    """Return the operating system's id of the current thread, as ``top -H`` and ``/proc`` show it."""
    if args:
        _no_arguments("_thread.get_native_id", args)
    return _execute(_get_native_id)


@_builtin_with("($module, size=0, /)")
def stack_size(module, *args):
    """Return the stack size of new threads in bytes, 0 for the default, and set it if an argument is given.

    The size must be 0 or at least 32768 (32 KiB): ValueError otherwise. Java adds what GraalPy's own frames need.
    """
    if not args:
        return _execute(_stack_size)
    if len(args) > 1:
        raise TypeError(f"stack_size() takes at most 1 argument ({len(args)} given)")
    size = _index(args[0])
    if not -2**63 <= size < 2**63:
        raise OverflowError("Python int too large to convert to C ssize_t")
    if size < 0:
        raise ValueError("size must be 0 or a positive value")
    if 0 < size < _STACK_MINIMUM:
        raise ValueError(f"size not valid: {size} bytes")
    return _execute(_set_stack_size, size)


# What threading.virtual says in its block.
_virtual = _ContextVar("threading.virtual", default=None)


def _new_thread(virtual=None):
    thread = _execute(_thread_new)
    if virtual is None:
        virtual = _virtual.get()
    if virtual is not None:
        _execute(_thread_set_virtual, thread, bool(virtual))
    return thread


@_builtin
def _is_virtual(module):
    """Return whether the current thread runs on a virtual thread of Java's."""
    return _execute(_thread_is_virtual)


class _UnraisableHookArgs:
    """The argument of sys.unraisablehook, with CPython's fields."""

    def __init__(self, exception, message, culprit):
        self.exc_type = type(exception)
        self.exc_value = exception
        self.exc_traceback = exception.__traceback__
        self.err_msg = message
        self.object = culprit

    def _jthreading_write(self):
        """Prints it. Each import of this module has a class of its own."""
        stderr = getattr(_sys, "stderr", None)
        if stderr is None:
            return
        of = ""
        if self.object is not None:
            try:
                of = f" {self.object!r}"
            except Exception:
                of = " <object repr() failed>"
        report = _format_exception(self.exc_type, self.exc_value, self.exc_traceback)
        try:
            stderr.write(f"{self.err_msg}:{of}\n{report}")
            stderr.flush()
        except Exception:
            # There is nowhere left to tell it.
            pass


def _format_exception(kind, exception, trace):
    """The report of an exception that ends the current thread, with the traceback of one of Java's, of which Python keeps none."""
    import traceback
    foreign = _thread_foreign_traceback() if trace is None else None
    attempts = 5
    while True:
        try:
            report = "".join(traceback.format_exception(kind, exception, trace))
            return report if foreign is None else f"{foreign}{report}"
        except Exception:
            # The library's cache of source lines has no lock: threads that fail together disturb each other when they fill it.
            attempts -= 1
            if not attempts:
                raise


def _unraisable(exception, message, culprit=None):
    """Reports an exception that nobody handles, and whose it is if that is known."""
    unraisable = _UnraisableHookArgs(exception, message, culprit)
    hook = getattr(_sys, "unraisablehook", None)
    if hook is not None:
        try:
            hook(unraisable)
            return
        except BaseException as failure:
            if _is_interrupt(failure):
                raise
            _forget_context(failure, exception)
            unraisable = _UnraisableHookArgs(failure, "Exception ignored in sys.unraisablehook", hook)
    unraisable._jthreading_write()


def _forget_context(exception, handled):
    """Has an exception tell nothing of the one that is handled here, and that was over where it was raised."""
    while exception.__context__ is not None and exception.__context__ is not handled:
        exception = exception.__context__
    if exception.__context__ is handled:
        exception.__context__ = None


_had_own_unraisablehook = getattr(_sys.unraisablehook, "_jthreading_replaced", _sys.unraisablehook) is getattr(
    _sys.__unraisablehook__, "_jthreading_replaced", _sys.__unraisablehook__)


# GraalPy's own takes no arguments but those that it made itself. A program's hook hands on what it got.
@_replaces(_sys, "__unraisablehook__", "($module, unraisable, /)")
def _unraisablehook(builtin, *args, **kwargs):
    """Handle an unraisable exception: print it. (CPython documentation: sys.unraisablehook.)"""
    if len(args) == 1 and not kwargs and hasattr(type(args[0]), "_jthreading_write"):
        return args[0]._jthreading_write()
    return builtin._jthreading_replaced(*args, **kwargs)


if _had_own_unraisablehook:
    _sys.unraisablehook = _sys.__unraisablehook__
del _had_own_unraisablehook


def _thread_body(function, args, kwargs, bare=False):
    """What a new thread does: it calls the function, and reports what that raises. A bare one is no threading.Thread."""
    def run():
        return function(*args, **kwargs)

    def call():
        try:
            if bare:
                _execute(_thread_call_program, run)
            else:
                run()
        except SystemExit:
            pass
        except BaseException as exception:
            if not _is_interrupt(exception):
                _unraisable(exception, "Exception ignored in thread started by", function)
    return call


def _body(function, args, kwargs):
    """What a new thread does that nobody has prepared: it may be interrupted at once."""
    body = _thread_body(function, args, kwargs, bare=True)

    def begin():
        _execute(_allow_side_effects, True)
        body()
    return begin


@_builtin_with("($module, function, args, kwargs={}, /)")
def start_new_thread(module, *args):
    """Start a thread that calls function(*args, **kwargs), and return its identifier.

    An exception that the function does not handle goes to sys.unraisablehook; SystemExit ends the thread in silence.
    Raises RuntimeError if the thread cannot be started. (CPython documentation: _thread.start_new_thread.)
    """
    if len(args) < 2:
        raise TypeError(f"start_new_thread expected at least 2 arguments, got {len(args)}")
    if len(args) > 3:
        raise TypeError(f"start_new_thread expected at most 3 arguments, got {len(args)}")
    function, arguments, keywords = args if len(args) == 3 else (*args, {})
    if not callable(function):
        raise TypeError("first arg must be callable")
    if not isinstance(arguments, tuple):
        raise TypeError("2nd arg must be a tuple")
    if not isinstance(keywords, dict):
        raise TypeError("optional 3rd arg must be a dictionary")
    thread = _new_thread()
    _execute(_thread_free_ids, thread)
    _start(thread, _body(function, arguments, keywords), True)
    return _execute(_thread_ident, thread)


start_new = start_new_thread


if not hasattr(_builtins, "PythonFinalizationError"):
    class PythonFinalizationError(RuntimeError):
        """Operation blocked during Python finalization."""

        __module__ = "builtins"

    _builtins.PythonFinalizationError = PythonFinalizationError
    del PythonFinalizationError


_look_in_table = None


def _note_threading(look_in_table):
    """Notes a module threading. A program may import it once more: then a thread has a Thread in each, but Java knows one."""
    global _look_in_table
    if _look_in_table is not None:
        _look_in_table()
        look_in_table()
    _look_in_table = look_in_table


def _isolated(body):
    """Keeps from body, and clears away after it, what a Java thread that runs several threads has of each."""
    def isolated(hosted):
        # A thread of an application's executor may have its own.
        before = _replace_thread_state() if hosted else ()
        try:
            _Context().run(body)
        finally:
            _undisturbed(_replace_thread_state, *before)
    return isolated


def _visit(function, *args):
    """Calls a function for a thread of another interpreter, of which nothing is seen in this one, and nothing stays."""
    # There is something before if a thread comes back into its own interpreter, out of another one.
    before = _replace_thread_state()
    try:
        return _Context().run(function, *args)
    finally:
        _undisturbed(_replace_thread_state, *before)


def _replace_thread_state(trace=None, profile=None, firstiter=None, finalizer=None, loop=None):
    """Sets what GraalPy keeps for each Java thread, and CPython for each thread; returns what it was."""
    hooks = _sys.get_asyncgen_hooks()
    asyncio = _sys.modules.get("_asyncio")
    before = _sys.gettrace(), _sys.getprofile(), hooks[0], hooks[1], None if asyncio is None else asyncio._get_running_loop()
    if before != (trace, profile, firstiter, finalizer, loop):
        _sys.set_asyncgen_hooks(firstiter, finalizer)
        if asyncio is not None:
            asyncio._set_running_loop(loop)
        _sys.setprofile(profile)
        _sys.settrace(trace)
    return before


# What an interpreter other than the main one was created with. The order is that of _interpreters.
_configuration = _execute(_interpreter_configuration, _execute(_interpreter_current))
_allows_threads, _allows_daemons = (True, True) if _configuration is None else (_configuration[3], _configuration[4])


if _configuration is not None and not _configuration[2]:
    import os

    @_replaces(_posix, "execv", "($module, path, argv, /)")
    def _refuse_exec(builtin, *args, **kwargs):
        raise RuntimeError("exec not supported for isolated subinterpreters")

    _posix.execve = os.execv = os.execve = _refuse_exec
    del os


def _start(thread, body, daemon):
    """Starts the Java thread of a guest thread, or raises and leaves it unstarted."""
    if not _allows_threads:
        raise RuntimeError("thread is not supported for isolated subinterpreters")
    started = _execute(_thread_start, thread, _isolated(body), daemon)
    if started is None:
        raise RuntimeError("thread already started")
    if not started:
        if _execute(_threads_are_closed):
            raise _builtins.PythonFinalizationError("can't create new thread at interpreter shutdown")
        raise RuntimeError("can't start new thread")


class _ThreadHandle:
    """What to wait for a thread with: start_joinable_thread returns it, or is given a new one."""

    __slots__ = ("_thread", "_made_ident", "__weakref__")

    @_shows("($type, /)")
    def __new__(cls, *args, **kwargs):
        return _wrap_thread(_new_thread())

    def __init__(self, *args, **kwargs):
        pass

    @property
    def ident(self):
        """The thread's identifier, 0 before it was started."""
        return self._made_ident or _execute(_thread_ident, self._thread)

    @_shows_self
    def is_done(self, *extra):
        """Return whether the thread has ended."""
        if extra:
            _no_arguments("_ThreadHandle.is_done", extra)
        return _execute(_thread_is_started, self._thread) and not _execute(_thread_is_alive, self._thread)

    @_shows("($self, timeout=None, /)")
    def join(self, *args, **kwargs):
        """Wait until the thread has ended, or so many seconds have passed if there is an argument that is not None.

        A negative number waits without a limit. Raises RuntimeError for the current thread and for one that was not
        started.
        """
        if kwargs:
            raise TypeError("_ThreadHandle.join() takes no keyword arguments")
        if len(args) > 1:
            raise TypeError(f"join() takes at most 1 argument ({len(args)} given)")
        nanos = None
        if args and args[0] is not None:
            nanos = _nanoseconds(args[0])
            if nanos < 0:
                nanos = None
        self._require_start()
        if _execute(_thread_is_current, self._thread):
            raise RuntimeError("Cannot join current thread")
        _execute(_thread_join, self._thread, nanos)

    @_shows_self
    def _set_done(self, *extra):
        if extra:
            _no_arguments("_ThreadHandle._set_done", extra)
        self._require_start()
        _execute(_thread_signal_end, self._thread)

    def _require_start(self):
        if not _execute(_thread_is_started, self._thread):
            raise RuntimeError("thread not started")

    def __repr__(self):
        return f"<{__name__}._ThreadHandle object: ident={self.ident}>"


_ThreadHandle.__init_subclass__ = _no_subclass("_ThreadHandle")


def _wrap_thread(thread, ident=0):
    self = _new(_ThreadHandle)
    self._thread = thread
    self._made_ident = ident
    return self


@_builtin_with("($module, ident, /)")
def _make_thread_handle(module, *args):
    """Return a handle for a thread that runs, and that neither this module nor threading has started."""
    if len(args) != 1:
        raise TypeError(f"_thread._make_thread_handle() takes exactly one argument ({len(args)} given)")
    ident = args[0]
    if not isinstance(ident, int):
        raise TypeError("ident must be an integer")
    handle = _wrap_thread(_execute(_thread_new), ident)
    _execute(_thread_claim, handle._thread)
    return handle


@_builtin_with("($module, function, handle=None, daemon=True)")
def start_joinable_thread(module, *args, **kwargs):
    """Start a thread that calls function(), and return a handle to wait for its end with.

    handle is a new _ThreadHandle to use; the interpreter waits at its end for the thread unless daemon is true. For
    internal use: threading.Thread is for programs. (CPython 3.13: _thread.start_joinable_thread.)
    """
    function, handle, daemon = _joinable_arguments(*args, **kwargs)
    if not callable(function):
        raise TypeError("thread function must be callable")
    if handle is None:
        handle = _ThreadHandle()
    elif type(handle) is not _ThreadHandle:
        raise TypeError("'handle' must be a _ThreadHandle")
    _start(handle._thread, _body(function, (), {}), bool(daemon))
    return handle


def _joinable_arguments(*args, **kwargs):
    if len(args) + len(kwargs) > 3:
        raise TypeError(f"start_joinable_thread() takes at most 3 arguments ({len(args) + len(kwargs)} given)")
    values = dict(zip(("function", "handle", "daemon"), args))
    for position, name in enumerate(("function", "handle", "daemon")):
        if name in kwargs:
            if name in values:
                raise TypeError(f"argument for start_joinable_thread() given by name ('{name}') and position "
                                f"({position + 1})")
            values[name] = kwargs.pop(name)
    if "function" not in values:
        raise TypeError("start_joinable_thread() missing required argument 'function' (pos 1)")
    for name in kwargs:
        raise TypeError(f"start_joinable_thread() got an unexpected keyword argument '{name}'")
    return values["function"], values.get("handle"), values.get("daemon", True)


@_builtin
def _shutdown(module, *args):
    """Wait for all threads that are not daemons, but for the current one."""
    if args:
        _no_arguments("_thread._shutdown", args)
    _threads_join()


@_builtin
def _get_main_thread_ident(module, *args):
    """Return the identifier of the main thread."""
    if args:
        _no_arguments("_thread._get_main_thread_ident", args)
    return _execute(_main_thread_ident)


@_builtin_with("($module, name)")
def set_name(module, *args, **kwargs):
    """Set the name that the operating system shows for the current thread. (CPython 3.14: _thread.set_name.)

    The operating system limits it, Linux to 15 bytes; a longer one is cut. Of a virtual thread it is Java that shows it.
    """
    if len(args) + len(kwargs) > 1:
        raise TypeError(f"set_name() takes at most 1 argument ({len(args) + len(kwargs)} given)")
    for name in kwargs:
        if name != "name":
            raise TypeError("set_name() missing required argument 'name' (pos 1)")
    if not (args or kwargs):
        raise TypeError("set_name() missing required argument 'name' (pos 1)")
    name = args[0] if args else kwargs["name"]
    if not isinstance(name, str):
        raise TypeError(f"set_name() argument 'name' must be str, not {_type_word(name)}")
    _execute(_set_native_name, name)


if _get_native_name() is not None:
    _NAME_MAXLEN = 15

    @_builtin
    def _get_name(module, *args):
        """Return the name that the operating system shows for the current thread."""
        if args:
            _no_arguments("_thread._get_name", args)
        return _get_native_name().encode("latin-1").decode(_sys.getfilesystemencoding(), "surrogateescape")


_finalized = []


def _finalize():
    """What comes last of all that runs at exit."""
    try:
        _finalize_main()
        if _execute(_interpreter_current):
            _flush_standard_files()
    finally:
        # Not where a program runs its exit functions before its end.
        if _execute(_threads_are_closed):
            try:
                _leave_signals()
            finally:
                _threads_end()


def _flush_standard_files():
    """Leaves nothing to be written after the last function: the thread that closes an interpreter is interrupted then."""
    for file in (_sys.stdout, _sys.stderr):
        try:
            file.flush()
        except Exception:
            # Closed or replaced: the program has written what it wanted.
            pass


def _finalize_main():
    """Calls __del__ of what the main program's names refer to at exit, as CPython does when it clears its modules.

    GraalPy leaves them out.
    """
    main = _sys.modules.get("__main__")
    if _finalized or not main:
        return
    # Some have more than one name.
    _finalized[:] = {id(value): value for value in dict.copy(vars(main)).values()}.values()
    for value in _finalized:
        finalizer = getattr(type(value), "__del__", None)
        # GraalPy's library has closed connections of multiprocessing in another way before: a second time would be an error.
        if type(finalizer) is type(_finalize_main) and finalizer.__module__ != "multiprocessing.connection":
            try:
                finalizer(value)
            except BaseException as exception:
                _unraisable(exception, "Exception ignored in", finalizer)


@_builtin
def _count(module, *args):
    """Return how many threads run that Python started."""
    if args:
        _no_arguments("_thread._count", args)
    return _execute(_thread_count)


@_builtin
def exit(module, *args):
    """Raise SystemExit, which ends the thread in silence unless it is caught."""
    if args:
        _no_arguments("_thread.exit", args)
    raise SystemExit


exit_thread = exit


# Once GraalPy's own sleeps for a fraction, nothing gets it out: no signal, no interrupt, not the end of its context.
@_replaces(_time, "sleep", "($module, seconds, /)")
def _sleep_seconds(builtin, *args, **kwargs):
    """Suspend the calling thread for a number of seconds, which may be a fraction. (CPython documentation: time.sleep.)"""
    if kwargs:
        raise TypeError("time.sleep() takes no keyword arguments")
    if len(args) != 1:
        raise TypeError(f"time.sleep() takes exactly one argument ({len(args)} given)")
    nanos = _nanoseconds(args[0])
    if nanos < 0:
        raise ValueError("sleep length must be non-negative")
    _execute(_sleep, nanos)


# GraalPy's own is the time since the start, without what its own sleep took.
@_replaces(_time, "process_time_ns")
def _process_nanoseconds(builtin, *args, **kwargs):
    """Return the processor time of the process, user and system, in nanoseconds; sleeping takes none.

    (CPython documentation: time.process_time_ns.)
    """
    if args or kwargs:
        _no_arguments("time.process_time_ns", args, kwargs)
    return _execute(_process_nanos)


# GraalPy's own is that of the Java thread, which may have run other threads before.
@_replaces(_time, "thread_time_ns")
def _thread_nanoseconds(builtin, *args, **kwargs):
    """Return the processor time of the thread, user and system, in nanoseconds; sleeping takes none.

    Raises OSError in a virtual thread, of which Java does not tell it. (CPython documentation: time.thread_time_ns.)
    """
    if args or kwargs:
        _no_arguments("time.thread_time_ns", args, kwargs)
    return _nanos_of_thread()


@_replaces(_time, "thread_time")
def _thread_seconds(builtin, *args, **kwargs):
    """Return the processor time of the thread, user and system, in seconds; sleeping takes none.

    Raises OSError in a virtual thread, of which Java does not tell it. (CPython documentation: time.thread_time.)
    """
    if args or kwargs:
        _no_arguments("time.thread_time", args, kwargs)
    return _nanos_of_thread() / _NANOS


def _nanos_of_thread():
    nanos = _execute(_thread_nanos)
    if nanos is None:
        raise OSError("the processor time of a virtual thread is not known")
    return nanos


@_replaces(_time, "process_time")
def _process_seconds(builtin, *args, **kwargs):
    """Return the processor time of the process, user and system, in seconds; sleeping takes none.

    (CPython documentation: time.process_time.)
    """
    if args or kwargs:
        _no_arguments("time.process_time", args, kwargs)
    return _execute(_process_nanos) / _NANOS


# What handles each signal. GraalPy cannot tell once the signal was ignored, and knows but dispatchers of those that are callable.
_handlers = {}
# The locks of the threads in pause().
_pausing = []
# Where the number of each signal that is handled goes, and whether it is told if there is no room. -1 for nowhere.
_wakeup = (-1, True)


def _dispatcher(handler):
    """What GraalPy calls for a signal. It has the handler run where a program runs or waits, and never amid a function of the facade.

    GraalPy calls nothing for another signal until this returns, and passes no frame at all where no function of Python's runs.
    """
    def dispatch(signum, frame):
        _execute(_deliver, lambda: _call_handler(handler, signum))
        _wake_up(signum)
    return dispatch


def _wake_up(signum):
    fd, warn = _wakeup
    if fd != -1:
        try:
            _posix.write(fd, bytes((signum,)))
        except OSError as error:
            if warn or not isinstance(error, BlockingIOError):
                try:
                    _unraisable(error.with_traceback(None), "Exception ignored when trying to write to the signal wakeup fd")
                except Exception:
                    # The program has not asked for anything that could raise.
                    pass


# The id of what a handler raised last. The exception itself would keep its frames.
_raised_by_handler = None


def _is_of_handler(error):
    """Whether an exception is what a handler of a signal raised last: it ends what it came amid, and is no failure of that."""
    return id(error) == _raised_by_handler


def _call_handler(handler, signum):
    global _raised_by_handler
    try:
        handler(signum, _calling_program_frame())
    except BaseException as error:
        _raised_by_handler = id(error)
        raise
    finally:
        while _pausing:
            _pausing.pop().release()


def _ignore(signum, frame):
    """Once one of these signals is ignored, Java takes no handler for it any more. So they get one that does nothing."""


_ignored_by_handler = {getattr(_signal, name, None) for name in ("SIGHUP", "SIGINT", "SIGTERM")}


def _disposition(number, handler):
    """What GraalPy is to do for a signal."""
    if callable(handler):
        return _dispatcher(handler)
    return _ignore if handler == _signal.SIG_IGN and number in _ignored_by_handler else handler


def _signal_number(signalnum):
    number = _int(signalnum)
    if not 0 < number < _signal.NSIG:
        raise ValueError("signal number out of range")
    return number


def _int(number):
    """The whole number that CPython's functions of signals take for an int of C."""
    number = _index(number)
    if not -2**31 <= number < 2**31:
        raise OverflowError("Python int too large to convert to C int")
    return number


def _refused_signal():
    """What signal() raises for SIGKILL and SIGSTOP, for signals of the Java virtual machine's own, and for those without a name there."""
    return OSError(22, "Invalid argument")


@_replaces(_signal, "signal", "($module, signalnum, handler, /)")
def _set_handler(builtin, signalnum, handler, /):
    """Set the handler of a signal, and return the one before: SIG_DFL, SIG_IGN, or a function of signalnum and the current frame.

    Only in the main thread: ValueError in others, and for a number that is no signal's. Raises OSError for a signal that cannot
    be handled, as SIGKILL, or that the Java virtual machine keeps for itself, as SIGSEGV, SIGFPE and SIGILL.
    (CPython documentation: signal.signal.)
    """
    number = _int(signalnum)
    if not _execute(_may_handle_signals):
        raise ValueError("signal only works in main thread of the main interpreter")
    number = _signal_number(number)
    if not callable(handler) and handler not in (_signal.SIG_DFL, _signal.SIG_IGN):
        raise TypeError("signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a callable object")
    if number not in _signal.valid_signals():
        raise _refused_signal()
    try:
        # To ask for the one before would have GraalPy take Java's own handler for the default.
        found = builtin._jthreading_replaced(number, _disposition(number, handler))
    except (TypeError, ValueError):
        raise _refused_signal() from None
    previous = _handlers.get(number, found)
    _handlers[number] = handler
    return previous


_handle_signal = _set_handler._jthreading_replaced
# The signals that have a handler while the interpreter ends.
_handled_at_exit = []


def _keep_handlers():
    """Sets the handlers of signals again: GraalPy takes them away before it waits for threads, CPython after its exit functions."""
    if _execute(_context_ends) and _execute(_may_handle_signals):
        for number, handler in [*_handlers.items()]:
            if callable(handler) or handler == _signal.SIG_IGN:
                _handle_signal(number, _disposition(number, handler))
                _handled_at_exit.append(number)


def _leave_signals():
    """Leaves signals to whoever had them before the program."""
    while _handled_at_exit:
        _handle_signal(_handled_at_exit.pop(), _signal.SIG_DFL)


@_replaces(_signal, "getsignal", "($module, signalnum, /)")
def _get_handler(builtin, signalnum, /):
    """Return the handler of a signal: SIG_DFL, SIG_IGN, or what signal() was given. ValueError for a number that is no signal's."""
    number = _signal_number(signalnum)
    if number not in _signal.valid_signals():
        return _signal.SIG_DFL
    found = builtin._jthreading_replaced(number)
    return _handlers.get(number, found)


@_replaces(_signal, "raise_signal", "($module, signalnum, /)")
def _raise_signal(builtin, signalnum, /):
    """Send a signal to the process. Raises OSError for a number that is no signal's, or that has no name in Java."""
    number = _int(signalnum)
    if number not in _signal.valid_signals():
        if number:
            raise _refused_signal()
        return
    handler = _handlers.get(number)
    if callable(handler) and _execute(_may_handle_signals):
        # As CPython does before it returns.
        _handle(handler, number)
        return
    try:
        # Java fails for a signal that is not handled.
        _kill._jthreading_replaced(_posix.getpid(), number)
    except OSError:
        if not callable(handler):
            raise
        # Without the operating system's own functions there is no other way.
        builtin._jthreading_replaced(number)


@_replaces(_posix, "kill", "($module, pid, signal, /)")
def _kill(builtin, pid, signal, /):
    """Send a signal to a process. The main thread runs the handler of one to its own process before this returns.

    (CPython documentation: os.kill.)
    """
    if isinstance(signal, int) and callable(handler := _handlers.get(signal)) and pid == _posix.getpid() and _execute(_may_handle_signals):
        _handle(handler, int(signal))
    else:
        builtin._jthreading_replaced(pid, signal)


_os = _sys.modules.get("os")
if _os and getattr(_os.kill, "_jthreading_replaced", _os.kill) is _kill._jthreading_replaced:
    _os.kill = _kill


def _pause(module, *args):
    """Wait until a signal has come and its handler, which is a function, has returned. (CPython documentation: signal.pause.)"""
    if args:
        _no_arguments("_signal.pause", args)
    woken = _wrap_lock(_execute(_lock_new))
    woken.acquire()
    if _execute(_may_handle_signals):
        _pausing.append(woken)
    woken.acquire()


_pause.__name__ = "pause"
_signal.pause = _builtin(_pause, _signal.__name__)


@_replaces(_signal, "set_wakeup_fd", "($module, fd, /, *, warn_on_full_buffer=True)")
def _set_wakeup_fd(builtin, fd, /, *, warn_on_full_buffer=True):
    """Have the number of each signal that Python handles written to a file descriptor as a byte, -1 for none; return the one before.

    Only in the main thread: ValueError in others, and for a descriptor that is not in non-blocking mode. OSError for one that is not
    open. warn_on_full_buffer says whether sys.unraisablehook is told when there is no room.
    (CPython documentation: signal.set_wakeup_fd.)
    """
    global _wakeup
    fd = _c_int(fd)
    warn = bool(warn_on_full_buffer)
    if not _execute(_may_handle_signals):
        raise ValueError("set_wakeup_fd only works in main thread of the main interpreter")
    if fd != -1:
        _posix.fstat(fd)
        if _posix.get_blocking(fd):
            raise ValueError(f"the fd {fd} must be in non-blocking mode")
    previous = _wakeup[0]
    _wakeup = fd, warn
    return previous


# So long, in nanoseconds, GraalPy's own select hears nothing of signals, interrupts and the end of its context: at first, and at most.
_DEAF = 50_000_000
_DEAFEST = 1_000_000_000


def _amend_select(module):
    """Has the main thread hear of signals in a select.select(), and every thread of interrupts and the end of the context."""
    @_replaces(module, "select", "($module, rlist, wlist, xlist, timeout=None, /)")
    def select(builtin, rlist, wlist, xlist, timeout=None, /):
        """Wait until files are ready to be read or written, or have exceptional conditions. Return three lists of those that are.

        They are file descriptors, or objects with a method fileno(). timeout is in seconds, and None for no limit. ValueError for a
        negative one, OSError for a descriptor that is not open. (CPython documentation: select.select.)
        """
        wait = builtin._jthreading_replaced
        nanos = None if timeout is None else _select_nanos(timeout)
        if nanos is not None and nanos <= _DEAF:
            return wait(rlist, wlist, xlist, timeout)
        end = None if nanos is None else _clock() + nanos
        files = [_list_of_files(argument) for argument in (rlist, wlist, xlist)]
        numbers = [[_file_number(file) for file in argument] for argument in files]
        ready = _wait_in_parts(wait, numbers, end)
        return tuple([[file for file, number in zip(*each) if number in found] for *each, found in zip(files, numbers, map(set, ready))])


def _wait_in_parts(wait, numbers, end):
    deaf = _DEAF
    while True:
        rest = deaf if end is None else min(deaf, max(0, end - _clock()))
        ready = wait(*numbers, rest / _NANOS)
        if any(ready) or rest < deaf:
            return ready
        # Meets what came meanwhile.
        _execute(_poll)
        # Also where it makes a call in another interpreter.
        if not _execute(_handles_signals):
            deaf = min(2 * deaf, _DEAFEST)


def _select_nanos(timeout):
    try:
        nanos = _nanoseconds(timeout)
    except TypeError:
        raise TypeError("timeout must be a float or None") from None
    if nanos < 0:
        raise ValueError("timeout must be non-negative")
    return nanos


def _list_of_files(argument):
    if isinstance(argument, (set, frozenset)):
        # A selector's, to which another thread may add.
        argument = argument.copy()
    try:
        files = iter(argument)
    except TypeError:
        raise TypeError("arguments 1-3 must be sequences") from None
    return [*files]


def _file_number(file):
    if isinstance(file, int):
        return file
    try:
        fileno = file.fileno
    except AttributeError:
        raise TypeError("argument must be an int, or have a fileno() method.") from None
    number = fileno()
    if not isinstance(number, int):
        raise TypeError("fileno() returned a non-integer")
    return number


@_replaces(_sys, "setswitchinterval", "($module, interval, /)")
def _set_switch_interval(builtin, *args, **kwargs):
    builtin._jthreading_replaced(*args, **kwargs)
    _execute(_set_gil_switch_interval, _sys.getswitchinterval())


if _sys.getswitchinterval() < 1e-6:
    # GraalPy takes its default for microseconds.
    _set_switch_interval(0.005)


def _calling_program_frame():
    """The nearest frame of the caller's that is not of this module, None if there is none.

    There is none either where a function has only begun: GraalPy fails then.
    """
    return _execute(_unless_python_fails, _find_program_frame)


def _find_program_frame():
    # In a wait, f_back of what calls a handler may fail inside GraalPy.
    own = _find_program_frame.__code__.co_filename
    depth = 1
    try:
        while _sys._getframe(depth).f_code.co_filename == own:
            depth += 1
        return _sys._getframe(depth)
    except ValueError:
        return None


if _signal.getsignal(_signal.SIGINT) is _signal.default_int_handler and _execute(_may_handle_signals):
    _set_handler(_signal.SIGINT, _signal.default_int_handler)
elif _execute(_interpreter_current):
    # The main interpreter has it, but for what Python tells of it.
    _handlers[_signal.SIGINT] = _signal.default_int_handler


@_builtin_with("($module, signum=2, /)")
def interrupt_main(module, *args):
    """Run the handler of that signal in the main interpreter's main thread, KeyboardInterrupt for SIGINT by default, as if it had arrived.

    Does nothing if Python does not handle the signal. Raises ValueError for a number that is no signal's.
    """
    if len(args) > 1:
        raise TypeError(f"signum() takes at most 1 argument ({len(args)} given)")
    signum = _c_int(args[0]) if args else _signal.SIGINT
    if not 0 < signum < _signal.NSIG:
        raise ValueError("signal number out of range")
    if _execute(_interpreter_current):
        _execute(_interrupt_main_interpreter, signum)
        return
    run = lambda: _run_handler(signum)
    if not _execute(_run_in_main_thread, run):
        run()


def _run_handler(signum):
    """Runs the handler of a signal, if Python handles it."""
    if signum == _signal.SIGINT:
        handler = _handlers.get(signum, _signal.default_int_handler)
    else:
        handler = _get_handler(signum)
    if callable(handler):
        _handle(handler, signum)


def _handle(handler, signum):
    _wake_up(signum)
    _call_handler(handler, signum)


class _SetAsyncExc:
    """``PyThreadState_SetAsyncExc(id, exception)`` for ``ctypes``: raises the exception in the thread with that ident.

    Returns in how many threads: 1, or 0 if none has that ident. (CPython documentation: Python/C API, Thread State.)
    """

    argtypes = restype = errcheck = None

    def __init__(self, ctypes):
        self._ctypes = ctypes

    def __call__(self, ident, exception, *extra):
        kind = self._ctypes.py_object
        if isinstance(exception, kind):
            exception = exception.value
        elif isinstance(exception, int) and not exception:
            # A pointer to nothing, like None.
            exception = None
        elif exception is not None and not (self.argtypes and self.argtypes[1] is kind):
            raise self._ctypes.ArgumentError("argument 2: TypeError: Don't know how to convert parameter 2")
        ident = _index(getattr(ident, "value", ident))

        def interrupted():
            if exception is not None:
                raise exception

        return 1 if 0 < ident < 2**63 and _execute(_interrupt_thread, ident, interrupted) else 0


def _offer_async_exceptions(ctypes):
    """Gives ctypes, when it has been imported, what GraalPy's C API lacks."""
    pythonapi = getattr(ctypes, "pythonapi", None)
    if pythonapi is not None:
        pythonapi.PyThreadState_SetAsyncExc = _SetAsyncExc(ctypes)


@_builtin
def _set_sentinel(module, *args):
    """Return a lock that is released when the current thread ends."""
    if args:
        _no_arguments("_thread._set_sentinel", args)
    sentinel = _wrap_lock(_execute(_lock_new))
    _execute(_thread_add_sentinel, sentinel._jthreading_lock)
    return sentinel


@_builtin
def daemon_threads_allowed(module, *args):
    """Return whether daemon threads are allowed in the current interpreter: in the main one, and in others that were created so."""
    if args:
        _no_arguments("_thread.daemon_threads_allowed", args)
    return _allows_daemons


@_builtin
def _is_main_interpreter(module, *args):
    """Return whether the current interpreter is the main one."""
    if args:
        _no_arguments("_thread._is_main_interpreter", args)
    return not _execute(_interpreter_current)


def _is_data_descriptor(cls, name):
    for base in cls.__mro__:
        found = base.__dict__.get(name)
        if found is not None:
            kind = type(found)
            return hasattr(kind, "__set__") or hasattr(kind, "__delete__")
    return False


class _local:
    """Thread-local data: attributes that each thread has its own of.

    A subclass may define __init__; it is called in each thread that uses the object, with the arguments of its
    creation. A thread's attributes go when it ends. (CPython documentation: threading, Thread-Local Data.)
    """

    __slots__ = ("_jthreading_storage", "_jthreading_arguments", "__weakref__")

    def __new__(cls, /, *args, **kwargs):
        if (args or kwargs) and cls.__init__ is object.__init__:
            raise TypeError("Initialization arguments are not supported")
        self = _new(cls)
        storage = _execute(_local_new)
        _set_storage(self, storage)
        _set_arguments(self, (args, kwargs))
        _execute(_local_put, storage, {})
        return self

    def __getattribute__(self, name):
        attributes = _execute(_local_get, _get_storage(self))
        if attributes is None:
            attributes = _local_attributes(self)
        if name == "__dict__":
            return attributes
        cls = type(self)
        if name in attributes and (cls is _local or not _is_data_descriptor(cls, name)):
            return attributes[name]
        if name in _HIDDEN:
            raise AttributeError(_no_attribute(self, name), name=name, obj=self)
        try:
            return _get_attribute(self, name)
        except AttributeError as missing:
            if missing.obj is not self:
                raise
            raise AttributeError(_no_attribute(self, name), name=name, obj=self) from None

    def __setattr__(self, name, value):
        attributes = _execute(_local_get, _get_storage(self))
        if attributes is None:
            attributes = _local_attributes(self)
        if name == "__dict__":
            raise AttributeError(_read_only(self))
        cls = type(self)
        if cls is not _local and _is_data_descriptor(cls, name) or name == "__class__":
            object.__setattr__(self, name, value)
        else:
            attributes[name] = value

    def __delattr__(self, name):
        attributes = _execute(_local_get, _get_storage(self))
        if attributes is None:
            attributes = _local_attributes(self)
        if name == "__dict__":
            raise AttributeError(_read_only(self))
        cls = type(self)
        if cls is not _local and _is_data_descriptor(cls, name):
            object.__delattr__(self, name)
        elif name in attributes:
            del attributes[name]
        else:
            raise AttributeError(_no_attribute(self, name), name=name, obj=self)

    def __dir__(self):
        return sorted({*self.__dict__, *(name for name in dir(type(self)) if name not in _HIDDEN)})

    def __reduce_ex__(self, protocol):
        return _reduce(self, protocol)


_HIDDEN = frozenset(("_jthreading_storage", "_jthreading_arguments"))
_local_type = _local
_get_storage = _local._jthreading_storage.__get__
_set_storage = _local._jthreading_storage.__set__
_get_arguments = _local._jthreading_arguments.__get__
_set_arguments = _local._jthreading_arguments.__set__


def _no_attribute(local, name):
    return f"'{_type_name(type(local))}' object has no attribute '{name}'"


def _read_only(local):
    return f"'{_type_name(type(local))}' object attribute '__dict__' is read-only"


def _local_attributes(local):
    """Gives the current thread its attributes, and runs the initialiser of a subclass for them."""
    attributes = {}
    _execute(_local_put, _get_storage(local), attributes)
    cls = type(local)
    if cls.__init__ is not object.__init__:
        args, kwargs = _get_arguments(local)
        try:
            cls.__init__(local, *args, **kwargs)
        except:
            # The next access is to call it again.
            _execute(_local_remove, _get_storage(local))
            raise
    return attributes


class _ExceptHookArgs(tuple):
    """The argument of threading.excepthook: exc_type, exc_value, exc_traceback, thread."""

    __slots__ = ()
    n_fields = n_sequence_fields = 4
    n_unnamed_fields = 0
    __match_args__ = ("exc_type", "exc_value", "exc_traceback", "thread")
    exc_type = property(lambda self: self[0], doc="Exception type")
    exc_value = property(lambda self: self[1], doc="Exception value")
    exc_traceback = property(lambda self: self[2], doc="Exception traceback")
    thread = property(lambda self: self[3], doc="Thread")

    @_shows("($type, iterable=(), /)")
    def __new__(cls, *args, **kwargs):
        if len(args) + len(kwargs) > 2:
            raise TypeError(f"structseq() takes at most 2 arguments ({len(args) + len(kwargs)} given)")
        if not args and "sequence" not in kwargs:
            raise TypeError("structseq() missing required argument 'sequence' (pos 1)")
        sequence = args[0] if args else kwargs.pop("sequence")
        unnamed = args[1] if len(args) > 1 else kwargs.pop("dict", {})
        for name in kwargs:
            raise TypeError(f"'{name}' is an invalid keyword argument for structseq()")
        try:
            fields = tuple(sequence)
        except TypeError:
            raise TypeError("constructor requires a sequence") from None
        if not isinstance(unnamed, dict):
            raise TypeError("_thread._ExceptHookArgs() takes a dict as second arg, if any")
        if len(fields) != 4:
            raise TypeError(f"_thread._ExceptHookArgs() takes a 4-sequence ({len(fields)}-sequence given)")
        return tuple.__new__(cls, fields)

    def __repr__(self):
        fields = ", ".join(f"{name}={value!r}" for name, value in zip(self.__match_args__, self))
        return f"_thread._ExceptHookArgs({fields})"

    def __reduce__(self):
        return (_ExceptHookArgs, (tuple(self), {}))


_ExceptHookArgs.__init_subclass__ = _no_subclass("_ExceptHookArgs")


@_builtin_with("($module, args, /)")
def _excepthook(module, *args):
    """Handle an exception that Thread.run() raised: print it to sys.stderr, SystemExit in silence.

    (CPython documentation: threading.excepthook.)
    """
    if len(args) != 1:
        raise TypeError(f"_thread._excepthook() takes exactly one argument ({len(args)} given)")
    hook_args = args[0]
    if type(hook_args) is not _ExceptHookArgs:
        raise TypeError("_thread.excepthook argument type must be ExceptHookArgs")
    exc_type, exc_value, exc_traceback, thread = hook_args
    if exc_type is SystemExit:
        return
    stderr = getattr(_sys, "stderr", None)
    if stderr is None:
        stderr = getattr(thread, "_stderr", None)
        if stderr is None:
            return
    # Whatever it is called by: a subclass may say so in a way of its own.
    ident = _execute(_get_ident)
    name = ident if thread is None else getattr(thread, "name", ident)
    report = f"Exception in thread {name!s}:\n"
    if isinstance(exc_value, BaseException):
        report += _format_exception(exc_type, exc_value, exc_traceback)
    else:
        kind = _type_name(type(exc_value))
        report += f"TypeError: print_exception(): Exception expected for value, {kind} found\n"
    # At once: threads that fail together do not get in between.
    stderr.write(report)
    stderr.flush()
