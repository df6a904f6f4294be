# Runs as the body of a function, all of whose names are global: so contexts share its code.
__doc__ = """What this implementation of :mod:`threading` offers beside CPython's API: dumps, counts, and names of synchronizers.

Once it is imported, Java's own locks and semaphores are Python's as well: they work in ``with``, and as a Condition's lock.

Dumps and counts are offered to Java applications by ``dev.jthreading.PythonThreads``.
"""

from _jthreading import (
    _dump_text, _execute, _java_types_register, _memory_new, _memory_write, _set_synchronizer_name, _statistics,
    _synchronizer_name,
)
import signal as _signal
import sys as _sys
import threading as _threading
from _operator import index as _index
from _thread import _bytes_in
from threading import virtual

__version__ = "${project.version}"
__all__ = ["SharedMemory", "dump_threads", "name", "register", "set_name", "stats", "unregister", "virtual"]

_COUNTS = ("live", "daemon", "started", "peak", "idle_workers", "contended_acquires", "longest_wait")
_STATES = ("_jthreading_lock", "_jthreading_condition", "_jthreading_semaphore", "_jthreading_event", "_jthreading_barrier",
           "_jthreading_queue")
_registered = {}

_execute(_java_types_register)


class SharedMemory:
    """Bytes that the interpreters of a context share, as processes share those of multiprocessing.shared_memory; size is how many.

    They are 0 at first. The object travels to other interpreters by identity. Let a synchronizer come between a write in one thread and a
    read in another. Raises ValueError if size is not positive, MemoryError if it is more than 2**31-9 or there is
    not so much memory.
    """

    __slots__ = ("_jthreading_memory", "__weakref__")

    def __init__(self, size):
        size = _index(size)
        if size <= 0:
            raise ValueError("'size' must be a positive number different from zero")
        if size > _MOST_BYTES:
            raise MemoryError
        _share_memory()
        self._jthreading_memory = _execute(_memory_new, size)

    def __repr__(self):
        return f"SharedMemory(size={self.size})"

    def __reduce__(self):
        raise TypeError("cannot pickle 'SharedMemory' object")

    @property
    def size(self):
        """How many bytes there are."""
        return len(self._jthreading_memory)

    @property
    def buf(self):
        """The bytes: a memoryview where GraalPy has one of Java's buffers, from version 25.1 on; a list of numbers before."""
        try:
            return memoryview(self._jthreading_memory)
        except TypeError:
            return self._jthreading_memory

    def read(self, offset=0, size=None):
        """Return a copy of size bytes from offset on, of all that follow if size is None. ValueError if there are not so many."""
        offset = _index(offset)
        size = self.size - offset if size is None else _index(size)
        self._check(offset, size)
        return _bytes_in(self._jthreading_memory, offset, size)

    def write(self, data, offset=0):
        """Write all of data, a bytes-like object, from offset on. ValueError if there is not so much room; then nothing is written."""
        data = data if type(data) in (bytes, bytearray) else memoryview(data).tobytes()
        offset = _index(offset)
        self._check(offset, len(data))
        _execute(_memory_write, self._jthreading_memory, offset, data)

    def _check(self, offset, size):
        if offset < 0 or size < 0 or offset + size > self.size:
            raise ValueError(f"{size} bytes from {offset} on are not all within the {self.size} bytes of the memory")


_MOST_BYTES = 2**31 - 9


def _share_memory():
    """Lets the class travel. Who has no such memory need not wait for what interpreters need."""
    import _interpreters
    _interpreters._share(SharedMemory, "shared memory", "_jthreading_memory")


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
    contended_acquires -- how many waits to acquire a lock or semaphore have ended, whether it was acquired or not
    longest_wait -- the longest of the waits that have ended, in seconds; sleeps do not count
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

    To be called in the main thread. The dump is made by a thread of its own, when the main thread has heard of the signal. Raises
    ValueError for a number that is no signal's, OSError for one that cannot be handled.
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
