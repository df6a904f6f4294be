# Runs as the body of a function, all of whose names are global: so contexts share its code.
__doc__ = """Primitive operations of queues between interpreters, as CPython 3.14 has them."""

from _jthreading import (
    _execute, _shared_queue_bind, _shared_queue_get, _shared_queue_handle, _shared_queue_hold, _shared_queue_ids, _shared_queue_new,
    _shared_queue_poll, _shared_queue_put, _shared_queue_release, _shared_queue_remove, _shared_queue_state,
)
from _interpreters import (
    _PLAIN, _REPLACE, _SHAREABLE_ONLY, _USE_PICKLE, _decode_as, _decoders, _defaults, _encode_otherwise, _encode_simply,
    _encoded_when_sent, _encoders, _is_plain, _not_shareable, _to_send,
)
from _operator import index as _index
from _thread import _c_int

_UNKNOWN, _NOT_IN_TIME, _NEVER_BOUND = -1, -2, -3


class QueueError(RuntimeError):
    """Indicates that a queue-related error happened."""


class QueueNotFoundError(QueueError):
    """An interpreter queue was not found"""


for _class in (QueueError, QueueNotFoundError):
    _class.__module__ = "concurrent.interpreters"
del _class

_empty = _full = QueueError


def _register_heap_types(queue, empty, full):
    """Takes the classes of concurrent.interpreters: instances of the first travel, the others are raised."""
    global _empty, _full
    _empty, _full = empty, full
    _encoders[queue] = "queue", _encode_queue
    _encoded_when_sent.add(queue)
    _decoders["queue"] = queue._of


def _encode_queue(obj):
    handle = _execute(_shared_queue_handle, obj._id)
    return None if handle is None else (obj._id, handle)


def _check_id(qid):
    if not hasattr(type(qid), "__index__"):
        raise TypeError(f"queue ID must be an int, got {type(qid).__name__}")
    number = _index(qid)
    if number < 0:
        raise ValueError(f"queue ID must be a non-negative int, got {qid!r}")
    if number >= 2**63:
        raise OverflowError(f"max queue ID is {2**63 - 1}, got {qid!r}")
    return number


def _not_found(qid):
    return QueueNotFoundError(f"queue {_index(qid)} not found")


def _state(qid):
    """Size, room, and the defaults for what becomes of items."""
    state = _execute(_shared_queue_state, _check_id(qid))
    if isinstance(state, int):
        raise _not_found(qid)
    return [int(number) for number in state]


def create(maxsize, unboundop=-1, fallback=-1):
    """Create a queue with room for maxsize items, any number if that is not positive; return its id."""
    room = _index(maxsize)
    if not -2**63 <= room < 2**63:
        raise OverflowError("Python int too large to convert to C ssize_t")
    return _execute(_shared_queue_new, room, *_defaults(_c_int(unboundop), _c_int(fallback), _REPLACE, _USE_PICKLE))


def destroy(qid):
    """Forget a queue: from then on it is not found."""
    if not _execute(_shared_queue_remove, _check_id(qid)):
        raise _not_found(qid)


def list_all():
    """Return the id and the defaults of each queue."""
    found = []
    for qid in map(int, _execute(_shared_queue_ids)):
        try:
            found.append((qid, *_state(qid)[2:]))
        except QueueNotFoundError:
            # It has lost its last reference meanwhile.
            pass
    return found


def put(qid, obj, unboundop=-1, fallback=-1):
    """Append an object; QueueFull if there is no room."""
    _put(_check_id(qid), obj, _c_int(unboundop), _c_int(fallback), 0)


def _put(qid, obj, unboundop, fallback, nanos):
    """Appends an object, and waits for room for so many nanoseconds."""
    _defaults(unboundop, fallback, None, None)
    kind, data = ("value", obj) if _is_plain(obj) else _to_send(_encode_for, qid, obj, fallback)
    result = _execute(_shared_queue_put, qid, kind, data, max(unboundop, -1), nanos)
    if result == _UNKNOWN:
        raise _not_found(qid)
    if result == _NOT_IN_TIME:
        raise _full(f"queue {qid} is full")


def _encode_for(qid, obj, fallback):
    pair = _encode_simply(obj)
    if pair is None:
        default = _state(qid)[3]
        if (default if fallback < 0 else fallback) == _SHAREABLE_ONLY:
            raise _not_shareable(obj)
        pair = _encode_otherwise(obj)
    return pair


def get(qid):
    """Return the first object, and None or what stands for it as its interpreter has ended; QueueEmpty if there is none."""
    return _get(_check_id(qid), 0)


def _get(qid, nanos):
    """Returns what get() does, and waits for an item for so many nanoseconds."""
    return _received(qid, nanos, _execute(_shared_queue_poll, qid))


def _received(qid, nanos, first):
    """Returns what _get() does, after a poll that gave first."""
    if type(first) in _PLAIN:
        return first, None
    result = _execute(_shared_queue_get, qid, nanos, first)
    if isinstance(result, int):
        if result == _UNKNOWN:
            raise _not_found(qid)
        raise _empty(f"queue {qid} is empty")
    replacement = result[0]
    if replacement:
        return None, replacement
    return (_decode_as(result[1], result[2]) if len(result) == 3 else result[1]), None


def bind(qid):
    """Count one reference more."""
    if not _execute(_shared_queue_bind, _check_id(qid)):
        raise _not_found(qid)


def _hold(qid, handle):
    """Counts one reference more until what this returns is garbage. A queue that has travelled may be forgotten: then it has a handle."""
    reference = _execute(_shared_queue_hold, qid if handle is None else handle)
    if reference is None:
        raise _not_found(qid)
    return reference


def release(qid):
    """Count one reference less; the queue is gone with the last one."""
    result = _execute(_shared_queue_release, _check_id(qid))
    if result == _UNKNOWN:
        raise _not_found(qid)
    if result == _NEVER_BOUND:
        raise QueueError(f"queue {qid} never bound")


def get_maxsize(qid):
    """Return for how many items there is room."""
    return _state(qid)[1]


def get_count(qid):
    """Return how many items there are."""
    return _state(qid)[0]


def is_full(qid):
    """Return whether there is no room."""
    size, room = _state(qid)[:2]
    return 0 < room <= size


def get_queue_defaults(qid):
    """Return what becomes of items that do not say."""
    return tuple(_state(qid)[2:])
