# Runs as the body of a function, all of whose names are global: so contexts share its code.
__doc__ = """Primitive operations of channels between interpreters, as CPython 3.14 has them.

A channel is there as long as a ChannelID of it is, in any interpreter or on its way between two. Interpreters that send or receive are
bound to that end of the channel, until they release it.
"""

from _jthreading import (
    _channel_all, _channel_bound, _channel_close, _channel_find, _channel_info, _channel_new, _channel_recv, _channel_release,
    _channel_remove, _channel_send, _channel_state, _execute,
)
from _interpreters import (
    _REPLACE, _USE_PICKLE, _bytes_of, _decode, _decoders, _defaults, _encode_as, _encoders, _not_shareable, _to_send,
)
from _operator import index as _index
from _thread import _builtin, _c_int, _nanoseconds, _no_arguments

_UNKNOWN, _DONE, _CLOSED, _RELEASED, _NOT_EMPTY, _EMPTY, _NOT_IN_TIME, _CLOSED_MEANWHILE = range(-1, 7)
_NO_WAIT = -1
_NANOS = 1_000_000_000


class ChannelError(RuntimeError):
    pass


class ChannelNotFoundError(ChannelError):
    __slots__ = ()


class ChannelClosedError(ChannelError):
    __slots__ = ()


class ChannelEmptyError(ChannelError):
    __slots__ = ()


class ChannelNotEmptyError(ChannelError):
    __slots__ = ()


_errors = {
    _UNKNOWN: (ChannelNotFoundError, "channel {} not found"),
    _CLOSED: (ChannelClosedError, "channel {} is closed"),
    _RELEASED: (ChannelClosedError, "channel {} is already closed"),
    _NOT_EMPTY: (ChannelNotEmptyError, "channel {} may not be closed if not empty (try force=True)"),
    _EMPTY: (ChannelEmptyError, "channel {} is empty"),
    _NOT_IN_TIME: (TimeoutError, "timed out"),
    _CLOSED_MEANWHILE: (ChannelClosedError, "channel {} has closed"),
}


def _checked(cid, result):
    """Returns what an operation in Java did, or raises what the number that it returned stands for."""
    if isinstance(result, int) and result != _DONE:
        error, message = _errors[result]
        raise error(message.format(cid))
    return result


def _takes(name, *names, required=1, positional=1):
    """Makes a function one of CPython's, with arguments of these names, so many of which are required, and so many may go without name.

    The messages of CPython's argument parser call it by that name.
    """
    def make(function):
        def call(module, /, *args, **kwargs):
            if kwargs or not required <= len(args) <= positional:
                _check_arguments(name, names, required, positional, args, kwargs)
            return function(*args, **kwargs)

        call.__name__, call.__doc__ = function.__name__, function.__doc__
        return _builtin(call, __name__, signature=None)
    return make


def _check_arguments(name, names, required, positional, args, kwargs):
    count = len(args) + len(kwargs)
    if count > len(names):
        raise TypeError(f"{name}() takes at most {_counted_arguments(len(names), '' if args else 'keyword ')} ({count} given)")
    if len(args) > positional:
        bound = "exactly" if required == len(names) else "at most"
        raise TypeError(f"{name}() takes {bound} {_counted_arguments(positional, 'positional ')} ({len(args)} given)")
    for position, argument in enumerate(names[:required], 1):
        if position > len(args) and argument not in kwargs:
            raise TypeError(f"{name}() missing required argument '{argument}' (pos {position})")
    for position, argument in enumerate(names[:len(args)], 1):
        if argument in kwargs:
            raise TypeError(f"argument for {name}() given by name ('{argument}') and position ({position})")
    for keyword in kwargs:
        if keyword not in names:
            raise TypeError(f"{name}() got an unexpected keyword argument '{keyword}'")


def _counted_arguments(count, kind):
    return f"{count} {kind}argument{'' if count == 1 else 's'}"


def _number_of(cid):
    """The number of a channel, of a ChannelID or an int."""
    if isinstance(cid, ChannelID):
        return cid._number
    if not hasattr(type(cid), "__index__"):
        raise TypeError(f"channel ID must be an int, got {type(cid).__name__}")
    number = _index(cid)
    if not -2**63 <= number < 2**63:
        raise OverflowError("int too big to convert")
    if number < 0:
        raise ValueError(f"channel ID must be a non-negative int, got {cid!r}")
    return number


def _wait_nanos(blocking, timeout):
    """For how many nanoseconds a send waits: None for no limit."""
    if not blocking:
        if timeout is not None:
            raise ValueError("can't specify a timeout for a non-blocking call")
        return _NO_WAIT
    if timeout is None:
        return None
    if isinstance(timeout, float):
        nanos = _nanoseconds(timeout)
    elif hasattr(type(timeout), "__index__"):
        nanos = _index(timeout) * _NANOS
        if not -2**63 <= nanos < 2**63:
            raise OverflowError("timestamp too large to convert to C PyTime_t")
    else:
        raise TypeError(f"'{type(timeout).__name__}' object cannot be interpreted as an integer or float")
    if nanos < 0:
        raise ValueError("timeout value must be a non-negative number")
    return nanos


class ChannelID:
    """The id of a channel, which may be used as an int. It may stand for one end of the channel only."""

    __slots__ = ("_number", "_end", "_handle")

    def __new__(cls, /, *args, **kwargs):
        raise TypeError("cannot create '_interpchannels.ChannelID' instances")

    @property
    def end(self):
        """Which end it stands for: 'send', 'recv' or 'both'."""
        return self._end

    @property
    def send(self):
        """The id for the send end of the channel."""
        return _new_id(self._number, "send", self._handle)

    @property
    def recv(self):
        """The id for the receive end of the channel."""
        return _new_id(self._number, "recv", self._handle)

    def __eq__(self, other):
        if isinstance(other, ChannelID):
            return self._number == other._number and self._end == other._end
        if isinstance(other, (int, complex)) or hasattr(type(other), "__index__") or hasattr(type(other), "__float__"):
            return self._number == other
        return NotImplemented

    def __hash__(self):
        return hash(self._number)

    def __index__(self):
        return self._number

    def __int__(self):
        return self._number

    def __str__(self):
        return str(self._number)

    def __repr__(self):
        end = "" if self._end == "both" else f", {self._end}=True"
        return f"{type(self).__name__}({self._number}{end})"

    def __reduce_ex__(self, protocol):
        raise TypeError("cannot pickle '_interpchannels.ChannelID' object")


def _new_id(number, end, handle):
    """An id. The handle, None if the channel is not there, keeps the channel there."""
    cid = object.__new__(ChannelID)
    cid._number, cid._end, cid._handle = number, end, handle
    return cid


def _data_of_id(cid):
    return cid._number, cid._end, cid._handle


def _id_of_data(data):
    number = int(data[0])
    if _execute(_channel_find, number) is None:
        _checked(number, _UNKNOWN)
    return _new_id(number, str(data[1]), data[2])


_encoders[ChannelID] = "channel id", _data_of_id
_decoders["channel id"] = _id_of_data

# Stands for an argument that was not given.
_MISSING = object()


@_takes("ChannelID.__new__", "id", "send", "recv", "force", "_resolve")
def _channel_id(id, send=_MISSING, recv=_MISSING, force=False, _resolve=False):
    """Return the ChannelID of a channel, or of one end of it; with force also if there is no such channel."""
    number = _number_of(id)
    handle = _execute(_channel_find, number)
    if not send and not recv:
        raise ValueError("'send' and 'recv' cannot both be False")
    if handle is None and not force:
        _checked(number, _UNKNOWN)
    for_send, for_recv = send is not _MISSING and bool(send), recv is not _MISSING and bool(recv)
    return _new_id(number, "both" if for_send == for_recv else "send" if for_send else "recv", handle)


class ChannelInfo(tuple):
    """ChannelInfo(iterable=(), /): a named tuple of a channel's state."""

    n_fields, n_sequence_fields, n_unnamed_fields = 16, 8, 0

    def __new__(cls, /, *args, **kwargs):
        if len(args) + len(kwargs) > 2:
            raise TypeError(f"structseq() takes at most 2 arguments ({len(args) + len(kwargs)} given)")
        if not args and "sequence" not in kwargs:
            raise TypeError("structseq() missing required argument 'sequence' (pos 1)")
        sequence = args[0] if args else kwargs["sequence"]
        unseen = args[1] if len(args) > 1 else kwargs.get("dict", {})
        try:
            fields = tuple(sequence)
        except TypeError:
            raise TypeError("constructor requires a sequence") from None
        if not isinstance(unseen, dict):
            raise TypeError("_interpchannels.ChannelInfo() takes a dict as second arg, if any")
        if not cls.n_sequence_fields <= len(fields) <= cls.n_fields:
            bound = f"least {cls.n_sequence_fields}" if len(fields) < cls.n_fields else f"most {cls.n_fields}"
            raise TypeError(f"_interpchannels.ChannelInfo() takes an at {bound}-sequence ({len(fields)}-sequence given)")
        names = list(_INFO_FIELDS)[len(fields):]
        if not unseen.keys() <= set(names):
            raise TypeError("_interpchannels.ChannelInfo() got duplicate or unexpected field name(s)")
        self = tuple.__new__(cls, fields[:cls.n_sequence_fields])
        self._unseen = fields[cls.n_sequence_fields:] + tuple([unseen.get(name) for name in names])
        return self

    def __init_subclass__(cls, /, **kwargs):
        raise TypeError("type '_interpchannels.ChannelInfo' is not an acceptable base type")

    def __repr__(self):
        return f"_interpchannels.ChannelInfo({', '.join([f'{name}={value!r}' for name, value in zip(self.__match_args__, self)])})"

    def __reduce__(self):
        return ChannelInfo, (tuple(self), dict(zip(list(_INFO_FIELDS)[self.n_sequence_fields:], self._unseen)))


# What a field tells; only the first eight are items of the tuple.
_INFO_FIELDS = {
    "open": "whether no end is closed",
    "closing": "whether the send end is closed, and there are items to receive",
    "closed": "whether both ends are closed",
    "count": "how many items there are",
    "num_interp_send": "how many interpreters are bound to the send end only",
    "num_interp_send_released": "how many have released the send end, and nothing to do with the other",
    "num_interp_recv": "how many interpreters are bound to the receive end only",
    "num_interp_recv_released": "how many have released the receive end, and nothing to do with the other",
    "num_interp_both": "how many interpreters are bound to both ends",
    "num_interp_both_released": "how many have released both ends",
    "num_interp_both_send_released": "how many have released the receive end, and are bound to the send end",
    "num_interp_both_recv_released": "how many have released the send end, and are bound to the receive end",
    "send_associated": "whether this interpreter is bound to the send end",
    "send_released": "whether this interpreter has released the send end",
    "recv_associated": "whether this interpreter is bound to the receive end",
    "recv_released": "whether this interpreter has released the receive end",
}
_FLAGS = frozenset(("open", "closing", "closed", "send_associated", "send_released", "recv_associated", "recv_released"))


def _info_field(index, doc):
    seen = ChannelInfo.n_sequence_fields
    return property((lambda self: self[index]) if index < seen else (lambda self: self._unseen[index - seen]), doc=doc)


for _position, (_name, _doc) in enumerate(_INFO_FIELDS.items()):
    setattr(ChannelInfo, _name, _info_field(_position, _doc))
ChannelInfo.__match_args__ = tuple(_INFO_FIELDS)[:ChannelInfo.n_sequence_fields]

_ends = None


@_takes("_register_end_types", "send", "recv", required=2, positional=2)
def _register_end_types(send, recv):
    """Take the classes of the two ends of a channel, made of a ChannelID: their instances travel from then on."""
    global _ends
    for name, cls in (("send", send), ("recv", recv)):
        if not isinstance(cls, type):
            raise TypeError(f"expected a type for '{name}'")
    for cls in _ends or ():
        _encoders.pop(cls, None)
    _ends = send, recv
    for cls in _ends:
        _encoders[cls] = "channel end", _data_of_end


def _data_of_end(end):
    try:
        cid = end._id
    except AttributeError as error:
        raise _not_shareable(end) from error
    if not isinstance(cid, ChannelID):
        raise _not_shareable(end)
    return _data_of_id(cid), type(end).__module__


def _end_of_data(data):
    cid = _id_of_data(data[0])
    if _ends is None:
        # The module with the classes registers them, if it is one.
        __import__(str(data[1]))
    if _ends is None:
        return cid
    return _ends[0 if cid.end == "send" else 1](cid)


_decoders["channel end"] = _end_of_data


@_takes("create", "unboundop", "fallback", required=0, positional=2)
def create(unboundop=-1, fallback=-1):
    """Create a channel and return its ChannelID.

    unboundop says what becomes of items whose interpreter has ended: 1 to take them out, 2 for an error, 3 to have None in their place.
    """
    unboundop, fallback = _defaults(_c_int(unboundop), _c_int(fallback), _REPLACE, _USE_PICKLE)
    number, handle = _execute(_channel_new, unboundop, fallback)[:2]
    return _new_id(int(number), "both", handle)


@_takes("channel_destroy", "cid")
def destroy(cid):
    """Close a channel and forget it: from then on it is not found."""
    number = _number_of(cid)
    _checked(number, _execute(_channel_remove, number))


def _list_all(module, /, *args, **kwargs):
    """Return the ChannelID and the defaults of each channel that is not closed."""
    if args or kwargs:
        _no_arguments("_interpchannels.list_all", args, kwargs)
    return [(_new_id(int(number), "both", handle), int(unboundop), int(fallback))
            for number, handle, unboundop, fallback in _execute(_channel_all)]


_list_all.__name__ = "list_all"
list_all = _builtin(_list_all, __name__, signature="($self, /)")


@_takes("channel_list_interpreters", "cid", "send", required=2)
def list_interpreters(cid, send):
    """Return the ids of the interpreters that are bound to the send end, or to the receive end if send is false."""
    number, send = _number_of(cid), bool(send)
    return [int(id) for id in _checked(number, _execute(_channel_bound, number, send))]


def _state(number):
    """How many items there are, and the defaults for them."""
    return [int(value) for value in _checked(number, _execute(_channel_state, number))]


def _send(encodable, cid, obj, unboundop, fallback, blocking, timeout):
    """Sends what encodable makes of the object when it is known to what channel."""
    number, unboundop, fallback = _number_of(cid), _c_int(unboundop), _c_int(fallback)
    nanos = _wait_nanos(bool(blocking), timeout)
    unboundop, fallback = _defaults(unboundop, fallback, *_state(number)[1:])
    pair = _to_send(encodable, obj, fallback)
    _checked(number, _execute(_channel_send, number, pair, unboundop, nanos))


def _encode_buffer(obj, fallback):
    view = memoryview(obj)
    return "channel buffer", (view.tobytes(), view.readonly)


def _buffer_of_data(data):
    text, readonly = data
    return memoryview((bytes if readonly else bytearray)(_bytes_of(text)))


_decoders["channel buffer"] = _buffer_of_data


@_takes("channel_send", "cid", "obj", "unboundop", "fallback", "blocking", "timeout", required=2, positional=4)
def send(cid, obj, unboundop=-1, fallback=-1, blocking=True, timeout=None):
    """Send an object, and wait until it is received if blocking is true.

    After timeout seconds it is taken back, and TimeoutError raised. If the channel closes meanwhile ChannelClosedError is.
    """
    _send(_encode_as, cid, obj, unboundop, fallback, blocking, timeout)


@_takes("channel_send_buffer", "cid", "obj", "unboundop", "fallback", "blocking", "timeout", required=2, positional=4)
def send_buffer(cid, obj, unboundop=-1, fallback=-1, blocking=True, timeout=None):
    """Send a copy of an object's buffer, see send(). A memoryview of it is received."""
    _send(_encode_buffer, cid, obj, unboundop, fallback, blocking, timeout)


@_takes("channel_recv", "cid", "default", positional=2)
def recv(cid, default=_MISSING):
    """Return the first object, and None or a number that says what stands for it as its interpreter has ended.

    If there is none return the default, or raise ChannelEmptyError without a default.
    """
    number = _number_of(cid)
    result = _execute(_channel_recv, number)
    if default is not _MISSING and isinstance(result, int) and result == _EMPTY:
        return default, None
    replacement, pair = _checked(number, result)
    return (None, int(replacement)) if replacement else (_decode(pair), None)


@_takes("channel_close", "cid", "send", "recv", "force")
def close(cid, send=False, recv=False, force=False):
    """Close a channel for all interpreters. With items in it that must be forced, or be about the send end only."""
    number = _number_of(cid)
    _checked(number, _execute(_channel_close, number, bool(send), bool(recv), bool(force)))


@_takes("channel_release", "cid", "send", "recv", "force")
def release(cid, send=False, recv=False, force=True):
    """Close the ends of a channel for this interpreter, both if neither is given. The last one to do so closes the channel."""
    number, send, recv, force = _number_of(cid), bool(send), bool(recv), bool(force)
    _checked(number, _execute(_channel_release, number, send or not recv, recv or not send))


@_takes("get_count", "cid")
def get_count(cid):
    """Return how many items there are."""
    return _state(_number_of(cid))[0]


@_takes("_get_info", "cid")
def get_info(cid):
    """Return the state of a channel, a ChannelInfo."""
    number = _number_of(cid)
    values = _checked(number, _execute(_channel_info, number))
    return ChannelInfo([value == 1 if name in _FLAGS else int(value) for name, value in zip(_INFO_FIELDS, values)])


@_takes("get_channel_defaults", "cid")
def get_channel_defaults(cid):
    """Return what becomes of items that do not say."""
    return tuple(_state(_number_of(cid))[1:])
