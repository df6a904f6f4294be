# Runs as the body of a function, all of whose names are global: so contexts share its code.
__doc__ = """What :mod:`queue` has in C: SimpleQueue and Empty, in Java. Implements CPython's documentation of them."""

from _jthreading import (
    _execute, _queue_get, _queue_get_within, _queue_is_empty, _queue_new, _queue_poll, _queue_put, _queue_size,
)
from _thread import _has_no_state, _nanoseconds, _no_arguments, _shows, _shows_self
from types import GenericAlias as _GenericAlias

_new = object.__new__
_initialize = object.__init__
_NANOS = 1e9
# Stands for an argument that was not given, and for an item that is not there.
_MISSING = object()


class Empty(Exception):
    """There was no item in the queue, or none in time. (CPython documentation: queue, Exception queue.Empty.)"""


def _reject(name, most, count, unknown, item=None):
    """Raises CPython's TypeError for a call of a method with count arguments and some of unknown names, of which it takes at most most."""
    count += len(unknown)
    if count > most:
        raise TypeError(f"{name}() takes at most {most} {'argument' if most == 1 else 'arguments'} ({count} given)")
    if item is _MISSING:
        raise TypeError(f"{name}() missing required argument 'item' (pos 1)")
    for keyword in unknown:
        raise TypeError(f"'{keyword}' is an invalid keyword argument for {name}()")


def _timeout_nanos(timeout):
    """Whole nanoseconds of a timeout in seconds, rounded up; raises what CPython raises for others."""
    if isinstance(timeout, float) and -1 < timeout * _NANOS < 0:
        return 0
    nanos = _nanoseconds(timeout)
    if nanos < 0:
        raise ValueError("'timeout' must be a non-negative number")
    return nanos


class SimpleQueue:
    """An unbounded queue, first in, first out.

    put() never waits and may be called at any moment: in a signal handler, in __del__ or in the callback of a weak
    reference, also while the same thread is in get(). (CPython documentation: queue, SimpleQueue Objects.)
    """

    __slots__ = ("_jthreading_queue", "__weakref__")

    @_shows("($type, /)")
    def __new__(cls, /, *args, **kwargs):
        """Return a new, empty queue."""
        if (args or kwargs) and cls.__init__ is _initialize:
            raise TypeError(f"SimpleQueue() takes no {'positional' if args else 'keyword'} arguments")
        self = _new(cls)
        self._jthreading_queue = _execute(_queue_new)
        return self

    @_shows("($self, /, item, block=True, timeout=None)")
    def put(self, item=_MISSING, block=True, timeout=None, *extra, **unknown):
        """Put an item on the queue, without ever waiting.

        block and timeout mean nothing here; other queues have them.
        """
        if extra or unknown or item is _MISSING:
            _reject("put", 3, 3 + len(extra) if extra else item is not _MISSING, unknown, item)
        if block is not True:
            bool(block)
        _execute(_queue_put, self._jthreading_queue, item)

    @_shows("($self, /, item)")
    def put_nowait(self, item=_MISSING, *extra, **unknown):
        """Put an item on the queue: put(item)."""
        if extra or unknown or item is _MISSING:
            _reject("put_nowait", 1, len(extra) + (item is not _MISSING), unknown, item)
        _execute(_queue_put, self._jthreading_queue, item)

    @_shows("($self, /, block=True, timeout=None)")
    def get(self, block=True, timeout=None, *extra, **unknown):
        """Take the first item off the queue and return it, and wait until there is one.

        timeout is in seconds, None for no limit; with block false there is no wait, and timeout means nothing. Raises Empty if
        there is no item, or none in time; ValueError for a negative timeout, OverflowError for one of more than 292 years.
        """
        if block is True and timeout is None and not (extra or unknown):
            return _execute(_queue_get, self._jthreading_queue)
        if extra or unknown:
            _reject("get", 2, 2 + len(extra) if extra else 0, unknown)
        if not block:
            item = _execute(_queue_poll, self._jthreading_queue, _MISSING)
        else:
            nanos = None if timeout is None else _timeout_nanos(timeout)
            item = _execute(_queue_get_within, self._jthreading_queue, nanos, _MISSING)
        if item is _MISSING:
            raise Empty
        return item

    @_shows_self
    def get_nowait(self, *extra, **ignored):
        """Take the first item off the queue and return it. Raises Empty if there is none."""
        if extra:
            raise TypeError("get_nowait() takes no arguments")
        item = _execute(_queue_poll, self._jthreading_queue, _MISSING)
        if item is _MISSING:
            raise Empty
        return item

    @_shows_self
    def empty(self, *extra, **unknown):
        """Return whether the queue is empty. Other threads may have changed that before the caller looks at it."""
        if extra or unknown:
            _no_arguments("SimpleQueue.empty", extra, unknown)
        return _execute(_queue_is_empty, self._jthreading_queue)

    @_shows_self
    def qsize(self, *extra, **unknown):
        """Return how many items there are. Other threads may have changed that before the caller looks at it."""
        if extra or unknown:
            _no_arguments("SimpleQueue.qsize", extra, unknown)
        return _execute(_queue_size, self._jthreading_queue)

    __class_getitem__ = classmethod(_GenericAlias)

    def __reduce_ex__(self, protocol):
        """Raise TypeError: a queue cannot be pickled, unless a subclass says how."""
        cls = type(self)
        if _has_no_state(cls):
            module = "_queue." if cls is SimpleQueue and protocol > 1 else ""
            raise TypeError(f"cannot pickle '{module}{cls.__name__}' object")
        # The older protocols make an object without its class.
        return object.__reduce_ex__(self, max(protocol, 2))
