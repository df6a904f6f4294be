# Runs as the body of a function, all of whose names are global: so contexts share its code.
__doc__ = """Queues between interpreters. (CPython 3.14 documentation: concurrent.interpreters, Communicating Between Interpreters.)"""

from _jthreading import _execute, _shared_queue_offer, _shared_queue_poll
import _interpqueues
import queue as _queue
import weakref as _weakref
from _interpqueues import QueueError, QueueNotFoundError
from _interpreters import _PLAIN, _is_plain
from concurrent.interpreters import _crossinterp
from concurrent.interpreters._crossinterp import UNBOUND_ERROR, UNBOUND_REMOVE

__all__ = [
    "UNBOUND", "UNBOUND_ERROR", "UNBOUND_REMOVE", "create", "list_all", "Queue", "QueueError", "QueueNotFoundError", "QueueEmpty",
    "QueueFull", "ItemInterpreterDestroyed",
]


class ItemInterpreterDestroyed(_interpqueues.QueueError, _crossinterp.ItemInterpreterDestroyed):
    """The interpreter that sent an item has ended."""


class QueueEmpty(_interpqueues.QueueError, _queue.Empty):
    """The queue is empty, or was until the timeout."""


class QueueFull(_interpqueues.QueueError, _queue.Full):
    """The queue is full, or was until the timeout."""


UNBOUND = _crossinterp.UnboundItem.singleton("queue", __name__)
_known_queues = _weakref.WeakValueDictionary()


def _serialize_unbound(unbound):
    return _crossinterp.serialize_unbound(_crossinterp.UNBOUND if unbound is UNBOUND else unbound)


def _resolve_unbound(flag):
    constant = _crossinterp.resolve_unbound(flag, ItemInterpreterDestroyed)
    return UNBOUND if constant is _crossinterp.UNBOUND else constant


def create(maxsize=0, *, unbounditems=UNBOUND):
    """Return a new queue between interpreters, with room for maxsize items if that is positive.

    unbounditems says what get() returns for an item whose interpreter has ended: UNBOUND by default.
    """
    return Queue(_interpqueues.create(maxsize, *_serialize_unbound(unbounditems), 1))


def list_all():
    """Return all queues there are."""
    found = []
    for id, _, _ in _interpqueues.list_all():
        try:
            found.append(Queue(id))
        except QueueNotFoundError:
            # It has lost its last reference meanwhile.
            pass
    return found


def _nanos(block, timeout):
    if not block:
        return 0
    if timeout is None:
        return None
    seconds = int(timeout)
    if seconds < 0:
        raise ValueError("timeout value must be non-negative")
    return 2**63 - 1 if float(seconds) > 2**33 else max(int(float(timeout) * 1e9), 0)


class Queue:
    """A queue between interpreters, first in, first out. There is one object for each queue in an interpreter."""

    def __new__(cls, id, /):
        if not isinstance(id, int):
            raise TypeError(f"id must be an int, got {id!r}")
        return cls._new(_interpqueues._check_id(id), None)

    @classmethod
    def _of(cls, data):
        """The queue that has travelled."""
        id, handle = data
        return cls._new(id, handle)

    @classmethod
    def _new(cls, id, handle):
        self = _known_queues.get(id)
        if self is None:
            reference = _interpqueues._hold(id, handle)
            self = object.__new__(cls)
            self._id = id
            self._jthreading_reference = reference
            self = _known_queues.setdefault(id, self)
        return self

    def __repr__(self):
        return f"{type(self).__name__}({self._id})"

    def __hash__(self):
        return hash(self._id)

    def __reduce__(self):
        return type(self), (self._id,)

    @property
    def id(self):
        """A number that only this queue has."""
        return self._id

    @property
    def unbounditems(self):
        """What get() returns for an item whose interpreter has ended, if put() did not say."""
        constant = _crossinterp._UNBOUND_FLAG_TO_CONSTANT[_interpqueues.get_queue_defaults(self._id)[0]]
        return UNBOUND if constant is _crossinterp.UNBOUND else constant

    @property
    def maxsize(self):
        """For how many items there is room; no limit if not positive."""
        return _interpqueues.get_maxsize(self._id)

    def empty(self):
        """Return whether there is no item."""
        return self.qsize() == 0

    def full(self):
        """Return whether there is no room."""
        return _interpqueues.is_full(self._id)

    def qsize(self):
        """Return how many items there are."""
        return _interpqueues.get_count(self._id)

    def put(self, obj, block=True, timeout=None, *, unbounditems=None, _delay=0):
        """Append an object; wait for room if block is true, for timeout seconds at most; QueueFull after that.

        What get() returns is equal, and shares nothing with it but what travels by identity: locks, queues and the like.
        """
        if unbounditems is None and timeout is None and _is_plain(obj):
            if _execute(_shared_queue_offer, self._id, obj):
                return
        op = -1 if unbounditems is None else _serialize_unbound(unbounditems)[0]
        _interpqueues._put(self._id, obj, op, -1, _nanos(block, timeout))

    def put_nowait(self, obj, *, unbounditems=None):
        """Append an object; QueueFull if there is no room."""
        self.put(obj, False, unbounditems=unbounditems)

    def get(self, block=True, timeout=None, *, _delay=0):
        """Return the first object; wait for one if block is true, for timeout seconds at most; QueueEmpty after that.

        If its interpreter has ended, unbounditems of the put() decides: UNBOUND is returned, or ItemInterpreterDestroyed raised.
        """
        nanos = None
        if not block or timeout is not None:
            nanos = _nanos(block, timeout)
        obj = _execute(_shared_queue_poll, self._id)
        if type(obj) in _PLAIN:
            return obj
        obj, replacement = _interpqueues._received(self._id, nanos, obj)
        return obj if replacement is None else _resolve_unbound(replacement)

    def get_nowait(self):
        """Return the first object; QueueEmpty if there is none."""
        return self.get(False)


_interpqueues._register_heap_types(Queue, QueueEmpty, QueueFull)
