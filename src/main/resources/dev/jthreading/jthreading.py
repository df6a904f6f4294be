# Runs as the body of a function, all of whose names are global: so contexts share its code.
__doc__ = """What this implementation of :mod:`threading` offers beside CPython's API: dumps, counts, and names of synchronizers.

Once it is imported, Java's own locks and semaphores are Python's as well: they work in ``with``, and as a Condition's lock.

Dumps and counts are offered to Java applications by ``dev.jthreading.PythonThreads``.
"""

from _jthreading import (
    _dump_text, _execute, _java_types_register, _set_synchronizer_name, _statistics, _synchronizer_name,
)
import signal as _signal
import sys as _sys
import threading as _threading
from threading import virtual

__version__ = "${project.version}"
__all__ = ["dump_threads", "name", "register", "set_name", "stats", "unregister", "virtual"]

_COUNTS = ("live", "daemon", "started", "peak", "idle_workers", "contended_acquires", "longest_wait")
_STATES = ("_jthreading_lock", "_jthreading_condition", "_jthreading_semaphore", "_jthreading_event", "_jthreading_barrier",
           "_jthreading_queue")
_registered = {}

_execute(_java_types_register)


def dump_threads(file=None):
    """Write what all threads are doing to file, an object with write(), sys.stderr by default; the main thread first.

    For each thread: name, idents, what it waits for and which thread has that, the locks that it holds of those that
    somebody had to wait for, and its stack. Circles of threads that wait for each other are told at the end. Takes up to
    a second if a thread is in a system call; such a thread is shown without a stack.
    """
    text = str(_dump_text())
    if file is None:
        file = _sys.stderr
    file.write(text)
    flush = getattr(file, "flush", None)
    if flush is not None:
        flush()


def stats():
    """Return a dictionary of counts, all of one moment:

    live -- threads that run, the main thread and those of Java's among them
    daemon -- those of them that the interpreter does not wait for
    started -- how many threads Python has started
    peak -- the most of these that have run at once
    idle_workers -- Java threads that wait for the next Python thread
    contended_acquires -- how often a lock or semaphore could not be acquired at once
    longest_wait -- the longest wait that has ended, in seconds
    """
    return dict(zip(_COUNTS, _statistics()))


def _handle(synchronizer):
    for attribute in _STATES:
        handle = getattr(synchronizer, attribute, None)
        if handle is not None:
            return handle
    raise TypeError(f"a synchronizer of threading is required, not {type(synchronizer).__name__}")


def set_name(synchronizer, name):
    """Give a Lock, RLock, Condition, Semaphore, Event, Barrier or SimpleQueue a name for dumps and events, or None to take it away."""
    if name is not None and not isinstance(name, str):
        raise TypeError(f"name must be str or None, not {type(name).__name__}")
    _execute(_set_synchronizer_name, _handle(synchronizer), name)


def name(synchronizer):
    """Return the name that set_name() gave to a synchronizer, None if it has none."""
    name = _synchronizer_name(_handle(synchronizer))
    return None if name is None else str(name)


def register(signum, file=None):
    """Have a dump written to file, sys.stderr by default, when the signal arrives, as faulthandler.register() does.

    To be called in the main thread. The dump is made by a thread of its own, whatever the main thread is doing. Raises
    ValueError for a number that is no signal's or cannot be handled.
    """
    def start_dump(signum, frame):
        _threading.Thread(target=dump_threads, args=(file,), name="jthreading dump", daemon=True).start()

    if not 0 < signum < _signal.NSIG:
        raise ValueError("signal number out of range")
    previous = _signal.signal(signum, start_dump)
    _registered.setdefault(signum, previous)


def unregister(signum):
    """Undo register(); return whether the signal was registered."""
    if signum not in _registered:
        return False
    _signal.signal(signum, _registered.pop(signum))
    return True
