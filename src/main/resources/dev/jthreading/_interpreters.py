# Runs as the body of a function, all of whose names are global: so contexts share its code.
__doc__ = """Primitive operations of interpreters with a GIL each, as CPython 3.14 has them."""

# A value travels as a pair of a kind and data. Data is None, bool, int of 64 bits, float, str, a handle of Java's or a tuple of data. Java
# passes nothing else on, and nothing that travels belongs to an interpreter.

from _jthreading import (
    _event_condition, _execute, _get_ident, _interpreter_add_reference, _interpreter_call, _interpreter_close,
    _interpreter_configuration, _interpreter_create, _interpreter_current, _interpreter_drop_reference, _interpreter_entry_by,
    _interpreter_exists, _interpreter_ids, _interpreter_interrupt_by, _interpreter_is_running, _interpreter_most, _interpreter_travel_by,
    _interpreters_close_unreferenced, _is_shared, _queue_begin_sharing, _queue_end_sharing, _queue_items, _queues_share,
    _require_stack, _semaphore_condition,
)
import builtins as _builtins
from _codecs import latin_1_decode as _latin_1_decode, latin_1_encode as _latin_1_encode
from _operator import index as _index
from _thread import RLock as _RLock, _bytes_in, _is_of_handler, _type_word, _visit
import sys as _sys
from types import CodeType as _CodeType, FunctionType as _FunctionType, SimpleNamespace as _SimpleNamespace

WHENCE_UNKNOWN, WHENCE_RUNTIME, WHENCE_LEGACY_CAPI, WHENCE_CAPI, WHENCE_XI, WHENCE_STDLIB = range(6)

_MAIN = 0
_UNKNOWN, _RUNNING, _FAILED, _ENDED = -1, -2, -3, -4
# What has a module and a name by which another interpreter finds it.
_NAMED = frozenset((_FunctionType, type(len), type))
# What Java passes on as it is, but for large numbers.
_PLAIN = frozenset((type(None), bool, float, str, int))
_CONTAINERS = frozenset((list, tuple, set, frozenset))
# Of a queue or a channel: what becomes of an item whose interpreter has ended, and whether it may be pickled.
_UNBOUND_OPS, _FALLBACKS = range(1, 4), (0, 1)
_REPLACE, _USE_PICKLE, _SHAREABLE_ONLY = 3, 1, 0
_HAS_ARGUMENTS = 0x04 | 0x08
_IS_GENERATOR = 0x20 | 0x80 | 0x200
_CONFIG_NAMES = (
    "use_main_obmalloc", "allow_fork", "allow_exec", "allow_threads", "allow_daemon_threads", "check_multi_interp_extensions", "gil",
)
_CONFIGS = {
    "isolated": (False, False, False, True, False, True, "own"),
    "legacy": (True, True, True, True, True, False, "shared"),
    "empty": (False, False, False, False, False, False, "default"),
}
_CONFIGS[""] = _CONFIGS["default"] = _CONFIGS["isolated"]
_UNREADABLE_RESULT = "object does not support cross-interpreter data"
_GILS = ("default", "shared", "own")


class InterpreterError(Exception):
    """A cross-interpreter operation failed"""


class InterpreterNotFoundError(InterpreterError):
    """An interpreter was not found"""


class NotShareableError(TypeError):
    """An object cannot be sent to another interpreter"""


for _class in (InterpreterError, InterpreterNotFoundError, NotShareableError):
    _class.__module__ = "concurrent.interpreters"
del _class


class CrossInterpreterBufferView:
    """The buffer of an object of another interpreter."""


def _not_shareable(obj):
    return NotShareableError(f"{obj!r} does not support cross-interpreter data")


# By type: (kind, function that gives the data, None if the instance cannot travel so). By kind: function that makes the value of data.
_encoders = {}
_decoders = {}


# What only _encode_simply may ask: it changes a queue, whose items travel from then on.
_encoded_when_sent = set()


def _share(cls, kind, attribute, encode=None):
    """Has instances of that very class travel by identity: what Java has of them does. encode gives that, if it is not simply there."""
    def decode(state):
        copy = object.__new__(cls)
        setattr(copy, attribute, state)
        return copy

    _encoders[cls] = kind, encode or (lambda obj: getattr(obj, attribute))
    _decoders[kind] = decode


def _encode_simply(obj):
    """The pair of a value that is shareable, None for another one."""
    cls = type(obj)
    if _is_plain(obj):
        return "value", obj
    if cls is int:
        return "int", hex(obj)
    if cls is bytes:
        return "bytes", obj
    if cls is tuple:
        for item in obj:
            if not _is_plain(item):
                break
        else:
            return "plain tuple", obj
        pairs = []
        for item in obj:
            pair = _encode_simply(item)
            if pair is None:
                return None
            pairs.append(pair)
        return "tuple", tuple(pairs)
    if cls is memoryview:
        # A copy: nobody can tell it from what cannot be changed.
        return ("memoryview", (obj.tobytes(), obj.format, obj.shape)) if obj.readonly and _is_native(obj.format) else None
    return _encode_instance(obj)


def _encode_instance(obj):
    """The pair of an instance that travels by identity, None for another one."""
    encoder = _encoders.get(type(obj))
    if encoder is None:
        return None
    data = encoder[1](obj)
    return None if data is None else (encoder[0], data)


def _is_native(code):
    """Whether a memoryview of bytes can be cast to that format."""
    try:
        memoryview(b"").cast(code)
    except ValueError:
        return False
    return True


def _view_of(data):
    view, code, shape = memoryview(_bytes_of(data[0])), str(data[1]), list(data[2])
    if len(shape) == 1:
        return view if code == "B" else view.cast(code)
    return view.cast(code, shape)


def _is_plain(obj):
    """Whether Java passes an object on as it is."""
    cls = type(obj)
    return cls in _PLAIN and (cls is not int or -2**63 <= obj < 2**63)


def _encode_shareable(obj):
    pair = _encode_simply(obj)
    if pair is None:
        raise _not_shareable(obj)
    return pair


def _encode(obj):
    """The pair of any value that can travel."""
    pair = _encode_simply(obj)
    return _encode_otherwise(obj) if pair is None else pair


def _encode_otherwise(obj):
    """The pair of a value that is not shareable."""
    cls = type(obj)
    if cls is _FunctionType and _is_stateless(obj):
        return "function", _code_data(obj.__code__)
    if cls in _NAMED and _is_found(obj):
        return "global", (obj.__module__, obj.__qualname__)
    if cls is tuple:
        return "tuple", _encode_items(obj)
    try:
        return ("data", _dumps(obj)) if _is_data(obj) else ("pickle", _pickled(obj))
    except Exception as error:
        if _comes_from_outside(error):
            raise
        raise _not_shareable(obj) from error


def _is_data(obj):
    """Whether an object consists of builtin values and containers only, of which none travels by identity or by name."""
    seen = set()
    parts = [obj]
    while parts:
        part = parts.pop()
        cls = type(part)
        if cls in _PLAIN or cls is bytes:
            continue
        if id(part) in seen:
            continue
        seen.add(id(part))
        if cls is dict:
            parts += part
            parts += part.values()
        elif cls in _CONTAINERS:
            parts += part
        else:
            return False
    return True


def _dumps(obj):
    import pickle
    return pickle.dumps(obj)


def _loads(data):
    import pickle
    return pickle.loads(_bytes_of(data))


def _encode_as(obj, fallback):
    """The pair of a value for a queue or a channel, which may say that it must be shareable."""
    return _encode_shareable(obj) if fallback == _SHAREABLE_ONLY else _encode(obj)


def _encode_to_send(obj):
    """The pair of a value, which is sent then."""
    return _encode(obj) if _is_plain(obj) else _to_send(_encode, obj)


def _bytes_of(data):
    return _latin_1_encode(data)[0] if isinstance(data, str) else _bytes_in(data, 0, len(data))


def _encode_call(obj, args, kwargs):
    # No keywords go without pickle.
    return _encode(obj), _encode(args), _encode(kwargs or ())


def _encode_items(items):
    try:
        return tuple([_encode(item) for item in items])
    except NotShareableError as error:
        raise _not_shareable(items) from error


def _decode(pair):
    return _decode_as(pair[0], pair[1])


def _decode_as(kind, data):
    """The value of a kind and data that have travelled."""
    if kind == "value":
        return str(data) if isinstance(data, str) else data
    if kind == "int":
        return int(str(data), 16)
    if kind == "bytes":
        return _bytes_of(data)
    if kind == "memoryview":
        return _view_of(data)
    if kind == "plain tuple":
        return tuple(data)
    if kind == "tuple":
        return tuple([_decode(item) for item in data])
    if kind == "function":
        return _function_of(data)
    if kind == "global":
        return _found(str(data[0]), str(data[1]))
    if kind == "data":
        return _loads(data)
    if kind == "pickle":
        return _unpickled(data)
    kind = str(kind)
    if kind not in _decoders:
        # They bring those of their classes.
        import _interpchannels
        import concurrent.interpreters
        import jthreading
        jthreading._share_memory()
    return _decoders[kind](data)


def _defaults(unboundop, fallback, default_unboundop, default_fallback):
    """What an argument does not say, because it is negative, the defaults say."""
    if unboundop < 0:
        unboundop = default_unboundop
    elif unboundop not in _UNBOUND_OPS:
        raise ValueError(f"unsupported unboundop {unboundop}")
    if fallback < 0:
        fallback = default_fallback
    elif fallback not in _FALLBACKS:
        raise ValueError(f"unsupported fallback {fallback}")
    return unboundop, fallback


def _is_found(obj):
    """Whether a function or class is what its module has by its name."""
    try:
        found = _sys.modules.get(obj.__module__)
        for part in obj.__qualname__.split("."):
            found = getattr(found, part)
    except (AttributeError, TypeError):
        # A program can give a function any module.
        return False
    return found is obj


def _found(module, name):
    """What a module has by a name, which has travelled."""
    try:
        return _find(module, name)
    except Exception as error:
        if _comes_from_outside(error):
            raise
        raise NotShareableError("object could not be unpickled") from error


def _find(module, name):
    """What a module has by a name. That of the script is the main interpreter's, whose definitions are made here when they are needed."""
    if module == "__main__":
        found = _main_with(name.partition(".")[0])
    else:
        __import__(module)
        found = _sys.modules[module]
    for part in name.split("."):
        found = getattr(found, part)
    return found


# Functions and code that have travelled, by their data: those that are made anew for each call are never compiled.
_known_functions = {}
_known_codes = {}
_MOST_KNOWN = 1000


def _remember(known, key, value):
    if len(known) >= _MOST_KNOWN:
        known.clear()
    known[key] = value


def _function_of(data):
    """A function that uses nothing but its arguments and builtins."""
    function = _known_functions.get(data)
    if function is None:
        code = _code_of(data)
        function = _FunctionType(code, _sys.modules["__main__"].__dict__)
        function.__name__ = function.__qualname__ = code.co_name
        _remember(_known_functions, data, function)
    return function


# By id of a code: the code, the names that it may look up among the globals, and its data.
_sent_codes = {}


def _sent(code):
    entry = _sent_codes.get(id(code))
    if entry is None:
        import marshal
        # A text, which stays the same one on its way: so looking up what has come is fast.
        entry = code, tuple(_global_names(code)), _latin_1_decode(marshal.dumps(code))[0]
        _remember(_sent_codes, id(code), entry)
    return entry


def _code_data(code):
    return _sent(code)[2]


def _code_of(data):
    code = _known_codes.get(data)
    if code is None:
        import marshal
        code = marshal.loads(_latin_1_encode(data)[0])
        _remember(_known_codes, data, code)
    return code


def _is_stateless(function):
    """Whether a function uses nothing but its arguments and builtins."""
    if function.__closure__ or function.__defaults__ or function.__kwdefaults__:
        return False
    names = function.__globals__
    for name in _sent(function.__code__)[1]:
        if name in names:
            return False
    return True


def _global_names(code):
    """The names that the code may look up among the globals: also those of attributes, which cannot be told apart."""
    # That of a module that is imported is a local too.
    own = {*code.co_varnames, *code.co_cellvars}
    names = [name for name in code.co_names if name not in own]
    for constant in code.co_consts:
        if isinstance(constant, _CodeType):
            names += _global_names(constant)
    return names


_picklers = None


def _pickling():
    """The classes that pickle and unpickle. They are made once, when they are needed."""
    global _picklers
    if _picklers is not None:
        return _picklers
    import pickle

    class Pickler(pickle.Pickler):
        def persistent_id(self, part):
            if isinstance(part, (type, _FunctionType)):
                # GraalPy's unpickler in Java never calls find_class().
                if part.__module__ != "__main__" or not _is_found(part):
                    return None
                self.shared.append(("global", ("__main__", part.__qualname__)))
            else:
                pair = _encode_instance(part)
                if pair is None:
                    _refuse_halves(part)
                    return None
                self.shared.append(pair)
            return len(self.shared) - 1

    class Unpickler(pickle.Unpickler):
        def persistent_load(self, index):
            return _decode(self.shared[index])

    _picklers = Pickler, Unpickler
    return _picklers


# Classes of the library that consist of locks and of what these guard. A copy would guard other things with the same locks. So pickle
# refuses them, for the lock, as elsewhere. A subclass may say how it is pickled.
_INDIVISIBLE = {
    ("queue", "Queue"): "_thread.lock", ("concurrent.futures._base", "Future"): "_thread.RLock",
    ("concurrent.futures.thread", "ThreadPoolExecutor"): "_queue.SimpleQueue", ("logging", "Handler"): "_thread.RLock",
    ("sched", "scheduler"): "_thread.RLock", ("http.cookiejar", "CookieJar"): "_thread.RLock", ("subprocess", "Popen"): "_thread.lock",
    ("zipfile", "ZipFile"): "_thread.RLock",
}
# By class: what pickle says of the lock that guards its instances, None for others.
_guards = {}


def _refuse_halves(part):
    cls = type(part)
    if cls not in _guards:
        _remember(_guards, cls, _guard_of(cls))
    lock = _guards.get(cls)
    # A handler of logging may do without.
    if lock is not None and getattr(part, "lock", lock) is not None:
        raise TypeError(f"cannot pickle '{lock}' object")


def _guard_of(cls):
    for base in cls.__mro__:
        lock = _INDIVISIBLE.get((str(base.__module__), base.__name__))
        if lock is not None:
            return None if _says_how_to_pickle(cls) else lock
    return None


def _says_how_to_pickle(cls):
    import copyreg
    if cls in copyreg.dispatch_table:
        return True
    for way in "__reduce__", "__reduce_ex__", "__getstate__":
        if getattr(cls, way) is not getattr(object, way):
            return True
    return False


def _pickled(obj):
    """What can be pickled, and what of it travels by identity."""
    import io
    file = io.BytesIO()
    pickler = _pickling()[0](file)
    pickler.shared = []
    pickler.dump(obj)
    return file.getvalue(), tuple(pickler.shared)


def _unpickled(data):
    import io
    unpickler = _pickling()[1](io.BytesIO(_bytes_of(data[0])))
    unpickler.shared = data[1]
    try:
        return unpickler.load()
    except NotShareableError:
        raise
    except Exception as error:
        if _comes_from_outside(error):
            raise
        raise NotShareableError("object could not be unpickled") from error


_fake_main = None
_fake_main_lock = _RLock()


def _main_with(name):
    """The __main__ that defines a name: this interpreter's, or else one that the script of the main interpreter makes."""
    main = _sys.modules["__main__"]
    if hasattr(main, name) or not _script:
        return main
    with _fake_main_lock:
        if _fake_main is None:
            _make_fake_main()
    return _fake_main if hasattr(_fake_main, name) else main


def _make_fake_main():
    """Runs the script of the main interpreter, once."""
    global _fake_main
    import runpy
    # What the script itself asks for is not there yet.
    _fake_main = _SimpleNamespace()
    made = None
    try:
        made = _SimpleNamespace(**runpy.run_path(_script, run_name="<fake __main__>"))
    finally:
        _fake_main = made


# Where the script of the main interpreter is, if this is another one and there is a script.
_script = None


def _display(error):
    """What an exception is told by in another interpreter. The exception may fail to tell of itself."""
    import traceback
    kind = type(error)
    module = kind.__module__ if isinstance(kind.__module__, str) else "<unknown>"
    name = kind.__qualname__ if module in ("builtins", "__main__") else f"{module}.{kind.__qualname__}"
    try:
        message = str(error)
        lines = "".join(traceback.TracebackException.from_exception(error).format()).rstrip("\n")
    except Exception:
        message = "<exception str() failed>"
        lines = f"{name}: {message}"
    return kind.__name__, kind.__qualname__, module, message, f"{name}: {message}", lines


def _excinfo(data):
    name, qualname, module, message, formatted, display = [str(text) for text in data]
    return _SimpleNamespace(type=_SimpleNamespace(__name__=name, __qualname__=qualname, __module__=module), msg=message,
                            formatted=formatted, errdisplay=display)


def capture_exception(exc=None):
    """Return what exec() returns for an exception, the one that is handled if exc is None."""
    if exc is None:
        exc = _sys.exception()
        if exc is None:
            return None
    if not isinstance(exc, BaseException):
        raise TypeError(f"expected exception, got {exc!r}")
    return _excinfo(_display(exc))


def _preserved(error):
    """The pair of an exception; None if it cannot travel, which is told where it was raised."""
    try:
        return _encode_to_send(error)
    except NotShareableError:
        import traceback
        print("exception is not shareable:", file=_sys.stderr)
        traceback.print_exception(error)
        return None


def _run_script(data):
    _builtins.exec(compile(str(data[0]), "<script>", "exec"), _sys.modules["__main__"].__dict__)


def _run_code(data):
    _builtins.exec(_code_of(data[0]), _sys.modules["__main__"].__dict__)


def _begin_program(arguments, path, script):
    """Gives this interpreter what the creating one knows of the program."""
    global _script
    _sys.argv[:] = [str(argument) for argument in arguments]
    _sys.path[:] = [str(directory) for directory in path]
    _script = None if script is None else str(script)


def _program():
    """What another interpreter is to know of the program."""
    script = getattr(_sys.modules.get("__main__"), "__file__", None)
    if isinstance(script, str):
        import os
        script = os.path.abspath(script)
    else:
        script = _script
    return tuple(map(str, _sys.argv)), tuple(map(str, _sys.path)), script


# The last exception that was raised here because one was raised in the interpreter that runs something here.
_interruption = None


def _entered(operation, data):
    """What another interpreter calls in this one; returns an outcome and its data. Nothing is raised: it would be raised there."""
    global _interruption
    # One that an earlier operation has caught is the program's own.
    _interruption = None
    try:
        return _visit(_do, str(operation), data)
    except BaseException as error:
        return _outcome_of(error)


def _interrupt(kind, message):
    """Raises an exception of a builtin class. It may be one that wants more than a message."""
    global _interruption
    try:
        _interruption = kind(str(message)) if message else kind()
    except TypeError:
        _interruption = RuntimeError(str(message))
    raise _interruption


def _outcome_of(error, preserved=lambda error: None):
    """What is returned for an exception that ends an operation."""
    global _interruption
    if error is _interruption:
        _interruption = None
        return "interrupted", None
    return "raised", (_display(error), preserved(error))


def _unreadable(error, message, reason):
    """What is returned for what cannot travel, as an exception tells, unless that one ends the operation."""
    if _interruption is not None and _interruption in (error, error.__cause__):
        return _outcome_of(_interruption)
    return "unreadable", (message, reason)


def _comes_from_outside(error):
    """Whether an exception ends what a value is encoded or decoded for, and says nothing of the value."""
    return error is _interruption or _is_of_handler(error)


def _do(operation, data):
    if operation in ("call", "call and preserve"):
        parts = []
        # CPython's pool gives the function as an argument to one of its own.
        for name, pair in zip(("func", "args", "kwargs") if operation == "call" else ("args",) * 3, data):
            try:
                parts.append(_decode(pair))
            except Exception as error:
                return _unreadable(error, f"{name} not shareable", _display(error)[-1])
        # A function of that name counts as the program's, where it is asked whether a thread may be interrupted.
        def run():
            return parts[0](*parts[1], **dict(parts[2]))

        try:
            result = run()
        except BaseException as error:
            return _outcome_of(error) if operation == "call" else _outcome_of(error, _preserved)
        try:
            return "returned", _encode_to_send(result)
        except Exception as error:
            return _unreadable(error, _UNREADABLE_RESULT, _display(error)[-2])
    if operation == "program":
        _begin_program(*data)
        return "returned", ("value", None)
    if operation == "bind":
        try:
            _sys.modules["__main__"].__dict__.update({str(name): _decode(pair) for name, pair in data})
        except Exception as error:
            return _unreadable(error, "object could not be shared", _display(error)[-2])
        return "returned", ("value", None)
    (_run_script if operation == "script" else _run_code)(data)
    return "returned", ("value", None)


_execute(_interpreter_entry_by, _entered)
_execute(_interpreter_interrupt_by, _interrupt)


def _check_id(id):
    if not hasattr(type(id), "__index__"):
        raise TypeError(f"interpreter ID must be an int, got {type(id).__name__}")
    number = _index(id)
    if not -2**63 <= number < 2**63:
        raise OverflowError("int too big to convert")
    if number < 0:
        raise ValueError(f"interpreter ID must be a non-negative int, got {id!r}")
    return number


def _require(id):
    """The number of an interpreter that is there."""
    id = _check_id(id)
    if id != _MAIN and not _execute(_interpreter_exists, id):
        raise InterpreterNotFoundError(f"unrecognized interpreter ID {id}")
    return id


def _require_found(id, result):
    if isinstance(result, int):
        if result == _UNKNOWN:
            raise InterpreterNotFoundError(f"unrecognized interpreter ID {id}")
        if result == _RUNNING:
            raise InterpreterError("interpreter already running")
    return result


def _require_unrestricted(id, restrict, doing):
    """The number of an interpreter that is there; with restrict the main one counts as if it were not."""
    number = _require(id)
    if restrict and number == _MAIN:
        raise InterpreterError(f"cannot {doing} unrecognized interpreter {id!r}")
    return number


def _in(id, operation, data):
    """Has an interpreter do something; returns the result, and what tells of the exception that was raised there."""
    outcome, result = _outcome_in(id, operation, data)
    return (None, _excinfo(result[0])) if outcome == "raised" else (_result(result), None)


def _result(pair):
    try:
        return _decode(pair)
    except NotShareableError:
        raise NotShareableError(_UNREADABLE_RESULT)


def _outcome_in(id, operation, data):
    if id == _MAIN or id == _execute(_interpreter_current):
        raise InterpreterError("interpreter already running")
    # At the end of the stack no handler of exceptions could run.
    _execute(_require_stack)
    try:
        answer = _interpreter_call(id, operation, data)
    except BaseException as error:
        # What another interpreter was doing is nothing that this one may look at.
        raise error.with_traceback(None)
    outcome, result = _require_found(id, answer)
    outcome = str(outcome)
    if outcome == "unreadable":
        raise NotShareableError(str(result[0])) from Exception(str(result[1]))
    return outcome, result


def _config(name, overrides):
    if name not in _CONFIGS:
        raise ValueError(f"unsupported config name '{name}'")
    config = {**dict(zip(_CONFIG_NAMES, _CONFIGS[name])), **overrides}
    _check_config(config)
    return config


def _check_config(config):
    """Raises what CPython raises for keys that are missing, for values of a wrong kind and for other keys."""
    for key in _CONFIG_NAMES:
        if key not in config:
            raise ValueError(f"missing config key: {key}")
        if type(config[key]) is not (str if key == "gil" else bool):
            raise TypeError(f"invalid config type: {key}")
    if config["gil"] not in _GILS:
        raise ValueError(f"unsupported interpreter config .gil value '{config['gil']}'")
    extra = {key: value for key, value in config.items() if key not in _CONFIG_NAMES}
    if extra:
        raise ValueError(f"config dict has {len(extra)} extra item{'' if len(extra) == 1 else 's'} ({extra})")


def new_config(name="isolated", /, **overrides):
    """Return a representation of a new interpreter's configuration, by the name of one and what is different."""
    _require_type("new_config() argument 1", name, str)
    _require_utf_8(name)
    return _SimpleNamespace(**_config(name, overrides))


def get_config(id, *, restrict=False):
    """Return a representation of the configuration of an interpreter."""
    id = _execute(_interpreter_current) if id is None else _require(id)
    configuration = _execute(_interpreter_configuration, id)
    if configuration is None:
        return _SimpleNamespace(**_config("legacy", {"gil": "own"}))
    return _SimpleNamespace(**dict(zip(_CONFIG_NAMES, [str(value) if isinstance(value, str) else value for value in configuration])))


def create(config="isolated", *, reqrefs=False):
    """Create an interpreter and return its id. It must be destroyed, or with reqrefs be given references and lose them."""
    if config is None or isinstance(config, str):
        _require_utf_8(config or "")
        config = _config(config or "", {})
    elif hasattr(config, "__dict__"):
        config = dict(config.__dict__)
        _check_config(config)
    else:
        raise TypeError(f"bad config {config!r}")
    if not config["use_main_obmalloc"] and not config["check_multi_interp_extensions"]:
        # What CPython cannot do: extensions that know one interpreter only need the allocator of the main one.
        raise InterpreterError("interpreter creation failed")
    program = _program()
    id = _interpreter_create(tuple([config[name] for name in _CONFIG_NAMES]), bool(reqrefs))
    if id == _FAILED:
        # Why is told in the application's log.
        raise InterpreterError("interpreter creation failed")
    if id == _ENDED:
        raise InterpreterError("interpreter creation failed: the main interpreter has ended")
    if id is None:
        raise InterpreterError(f"interpreter creation failed: jthreading.MaxInterpreters allows {_execute(_interpreter_most)}")
    try:
        outcome, result = _outcome_in(id, "program", program)
        if outcome == "raised":
            raise InterpreterError("interpreter creation failed") from Exception(str(result[0][-2]))
    except BaseException:
        # Nobody would know it.
        _interpreter_close(id)
        raise
    return id


def destroy(id, *, restrict=False):
    """End an interpreter. Raises InterpreterError for the current one, the main one, one that runs and one that is not there."""
    id = _require_unrestricted(id, restrict, "destroy")
    if id == _execute(_interpreter_current):
        raise InterpreterError("cannot destroy the current interpreter")
    if id == _MAIN:
        raise InterpreterError("cannot destroy the main interpreter")
    result = _interpreter_close(id)
    if result == _FAILED:
        # Why is told in the application's log.
        raise InterpreterError("interpreter could not be closed, and was cancelled")
    if result == _RUNNING:
        raise InterpreterError("interpreter running")
    _require_found(id, result)


def list_all(*, require_ready=False):
    """Return pairs of the id and the origin of all interpreters."""
    return [(_MAIN, WHENCE_RUNTIME)] + [(int(id), WHENCE_STDLIB) for id in _execute(_interpreter_ids)]


def get_current():
    """Return the id and the origin of the interpreter that it is called in."""
    id = _execute(_interpreter_current)
    return id, whence(id)


def get_main():
    """Return the id and the origin of the main interpreter."""
    return _MAIN, WHENCE_RUNTIME


def whence(id):
    """Return a number that says where the interpreter was created."""
    id = _require(id)
    return WHENCE_STDLIB if id else WHENCE_RUNTIME


def is_running(id, *, restrict=False):
    """Return whether something runs in an interpreter's __main__."""
    id = _require_unrestricted(id, restrict, "check if running for")
    return id == _MAIN or _require_found(id, _execute(_interpreter_is_running, id)) == 1


def incref(id, *, implieslink=False, restrict=False):
    """Count one reference more."""
    id = _require(id)
    if id:
        _execute(_interpreter_add_reference, id)


def decref(id, *, restrict=False):
    """Count one reference less, and destroy the interpreter with the last one if it was created for that."""
    id = _require(id)
    if id and _drop_reference(id):
        _end_unreferenced()


def _drop_reference(id):
    """Counts one reference less; returns whether that was the last one of an interpreter that is to end with it."""
    return _execute(_interpreter_drop_reference, id) == 1


def _end_unreferenced():
    """Ends the interpreters whose last reference has gone, and waits for their threads."""
    _interpreters_close_unreferenced()


def is_shareable(obj):
    """Return whether another interpreter can have the object without pickle."""
    cls = type(obj)
    if cls in _encoded_when_sent:
        return True
    if cls is tuple:
        return all([is_shareable(item) for item in obj])
    outer = _begin_sending()
    try:
        return _encode_simply(obj) is not None
    except NotShareableError:
        return False
    finally:
        _end_sending(outer)


def set___main___attrs(id, updates, *, restrict=False):
    """Bind the values, which must be shareable, in an interpreter's __main__."""
    id = _require_unrestricted(id, restrict, "update __main__ for")
    _require_type("set___main___attrs() argument 2", updates, dict)
    if not updates:
        raise ValueError("arg 2 must be a non-empty dict")
    _bind_in(id, updates)


def _require_utf_8(text):
    """Raises what CPython raises for a text that its C functions cannot have."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        error.reason = "surrogates not allowed"
        raise


def _bind_in(id, updates):
    _in(id, "bind", _to_send(_encode_bindings, updates))


def _encode_bindings(updates):
    pairs = []
    for name, value in updates.items():
        if not isinstance(name, str):
            raise TypeError("bad argument type for built-in operation")
        _require_utf_8(name)
        if "\0" in name:
            raise ValueError("found embedded NULL character")
        pairs.append((name, _encode_shareable(value)))
    return tuple(pairs)


def _script_of(code):
    """What an interpreter is to do for a script, the code of one or a function without arguments and result."""
    if isinstance(code, _FunctionType):
        if code.__closure__:
            raise ValueError("closures not supported")
        code = code.__code__
    if isinstance(code, _CodeType):
        if code.co_freevars:
            raise ValueError("closures not supported")
        if code.co_argcount or code.co_posonlyargcount or code.co_kwonlyargcount or code.co_flags & _HAS_ARGUMENTS:
            raise ValueError("code with args not supported")
        if code.co_flags & _IS_GENERATOR or _returns(code):
            raise ValueError("code that returns a value is not a script")
        return "code", (_code_data(code),)
    if isinstance(code, (bytes, bytearray, memoryview)):
        code = _text_of(bytes(code))
    if not isinstance(code, str):
        raise TypeError(f"unsupported script {code!r}")
    _require_utf_8(code)
    # A mistake is raised here, not there.
    compile(code, "<script>", "exec")
    return "script", (code,)


def _text_of(source):
    try:
        return source.decode()
    except UnicodeDecodeError as error:
        line = source.count(b"\n", 0, error.start) + 1
        raise SyntaxError(f"Non-UTF-8 code starting with '\\x{source[error.start]:02x}' on line {line}, but no encoding declared; "
                          "see https://peps.python.org/pep-0263/ for details", ("<script>", line, 0, None)) from None


def _returns(code):
    """Whether a function returns anything but None, as far as its source tells: GraalPy's code cannot be read."""
    import ast
    import linecache
    import textwrap
    if code.co_name == "<module>":
        return False
    try:
        lines = linecache.getlines(code.co_filename)[code.co_firstlineno - 1:]
        head = len(lines[0]) - len(lines[0].lstrip()) if lines else 0
        end = next((at for at, line in enumerate(lines) if at and line.strip() and len(line) - len(line.lstrip()) <= head), len(lines))
        function = ast.parse(textwrap.dedent("".join(lines[:end]))).body[0]
    except (SyntaxError, IndexError):
        return False
    return isinstance(function, ast.FunctionDef) and _has_value(function.body)


def _has_value(statements):
    """Whether any of the statements, but for those of functions and classes in them, returns a value."""
    import ast
    for statement in statements:
        if isinstance(statement, ast.Return):
            value = statement.value
            if value is not None and not (isinstance(value, ast.Constant) and value.value is None):
                return True
        elif not isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            inner = [child for child in ast.iter_child_nodes(statement) if isinstance(child, (ast.stmt, ast.excepthandler))]
            if _has_value(inner):
                return True
    return False


def _require_type(name, value, kind):
    if not isinstance(value, kind):
        raise TypeError(f"_interpreters.{name} must be {kind.__name__}, not {_type_word(value)}")


def _run(name, id, code, shared, restrict):
    _require_type(f"{name}() argument 3", shared, dict)
    id = _require_unrestricted(id, restrict, "exec code for")
    operation, data = _script_of(code)
    if shared:
        _bind_in(id, shared)
    return _in(id, operation, data)[1]


def exec(id, code, shared={}, *, restrict=False):
    """Run a script, a function or code in an interpreter's __main__; return None, or what tells of the exception that it raised."""
    return _run("exec", id, code, shared, restrict)


def run_string(id, script, shared={}, *, restrict=False):
    """Run a script in an interpreter's __main__, see exec()."""
    _require_type("run_string() argument 2", script, str)
    return _run("run_string", id, script, shared, restrict)


def run_func(id, func, shared={}, *, restrict=False):
    """Run a function in an interpreter's __main__, see exec()."""
    if not isinstance(func, (_FunctionType, _CodeType)):
        raise TypeError(f"_interpreters.run_func() argument 2 must be a function, not {_type_word(func)}")
    return _run("run_func", id, func, shared, restrict)


def call(id, callable, args=(), kwargs={}, *, preserve_exc=False, restrict=False):
    """Call an object in an interpreter; return the result, and None or what tells of the exception that it raised."""
    id = _require_unrestricted(id, restrict, "make a call in")
    if not _builtins.callable(callable):
        raise TypeError(f"expected a callable, got {callable!r}")
    _require_type("call() argument 3", args, tuple)
    _require_type("call() argument 4", kwargs, dict)
    return _in(id, "call", _to_send(_encode_call, callable, args, kwargs))


def _call_and_preserve(id, obj, args, kwargs):
    """Calls any object in an interpreter; returns the result, what tells of the exception that it raised, and that one's pair or None."""
    outcome, result = _outcome_in(id, "call and preserve", _to_send(_encode_call, obj, args, kwargs))
    return (None, _excinfo(result[0]), result[1]) if outcome == "raised" else (_result(result), None, None)


def _share_undelegated(cls, kind, attribute, condition_of):
    """Has instances of that very class travel by identity, but for those that change under a condition of one interpreter."""
    def encode(obj):
        state = getattr(obj, attribute)
        if condition_of(state) is not None:
            raise _not_shareable(obj)
        return state

    _share(cls, kind, attribute, encode)


def _share_condition(cls):
    def encode(condition):
        if condition._jthreading_waiters is not None:
            raise _not_shareable(condition)
        return _encode_shareable(condition._lock), condition._jthreading_condition

    def decode(data):
        lock = _decode(data[0])
        # Not by its initializer, which may have it wait in Python.
        condition = object.__new__(cls)
        condition._lock, condition.acquire, condition.release = lock, lock.acquire, lock.release
        condition._jthreading_waiters, condition._jthreading_condition = None, data[1]
        return condition

    _encoders[cls] = "condition", encode
    _decoders["condition"] = decode


def _share_barrier(cls, in_python):
    def encode(barrier):
        state = barrier._jthreading_barrier
        if type(state) is in_python:
            raise _not_shareable(barrier)
        return state, _encode_shareable(barrier._jthreading_parties), _encode(barrier._action), _encode_shareable(barrier._timeout)

    def decode(data):
        barrier = cls(_decode(data[1]), _decode(data[2]), _decode(data[3]))
        barrier._jthreading_barrier = data[0]
        return barrier

    _encoders[cls] = "barrier", encode
    _decoders["barrier"] = decode


# By ident of the thread: the queues that it is about to share, those among their items as well; None where it must share none.
_queues_to_share = {}
_NOTHING = object()


def _share_queue(cls):
    def encode(queue):
        state = queue._jthreading_queue
        if not _execute(_is_shared, state):
            queues = _queues_to_share.setdefault(_execute(_get_ident), [])
            if queues is None:
                raise _not_shareable(queue)
            if queue not in queues:
                # At the end of the stack only the half of this might be done.
                _execute(_require_stack)
                # What others put from now on is prepared for it.
                _execute(_queue_begin_sharing, state)
                queues.append(queue)
        return state

    _share(cls, "simple queue", "_jthreading_queue", encode)
    _encoded_when_sent.add(cls)


def _to_send(encode, *values):
    """What encode makes of values. Interpreters share the queues among them from then on, but none if anything cannot travel."""
    outer = _begin_sending()
    try:
        result = encode(*values)
        if _queues_to_share:
            _share_with_items()
        return result
    finally:
        _end_sending(outer)


def _begin_sending():
    """Returns what _end_sending() wants. What is encoded may run a program, which sends something else meanwhile."""
    if not _queues_to_share:
        return _NOTHING
    # At the end of the stack what is taken away here might not come back.
    _execute(_require_stack)
    return _queues_to_share.pop(_execute(_get_ident), _NOTHING)


def _end_sending(outer):
    if not _queues_to_share and outer is _NOTHING:
        return
    ident = _execute(_get_ident)
    for queue in _queues_to_share.pop(ident, None) or ():
        _execute(_queue_end_sharing, queue._jthreading_queue)
    if outer is not _NOTHING:
        _queues_to_share[ident] = outer


def _prepare(obj):
    """The pair of a value that is put into a queue while another thread is about to share that. None if that thread has to look at it."""
    if _is_plain(obj):
        return "value", obj
    outer = _begin_sending()
    _queues_to_share[_execute(_get_ident)] = None
    try:
        return _encode(obj)
    except Exception as error:
        if _comes_from_outside(error):
            raise
        return None
    finally:
        _end_sending(outer)


def _share_with_items():
    """Lets interpreters share the queues that this thread is about to share."""
    queues = _queues_to_share.get(_execute(_get_ident))
    # By id: items and their pairs.
    known = {}
    while queues and not _try_to_share(queues, known):
        pass


def _try_to_share(queues, known):
    shared = []
    # They may become more.
    for queue in queues:
        state = queue._jthreading_queue
        items = _execute(_queue_items, state)
        if items is not None:
            shared.append((state, items, tuple([_known_pair(item, known) for item in items])))
    return _execute(_queues_share, tuple(shared))


def _known_pair(item, known):
    if _is_plain(item):
        return "value", item
    entry = known.get(id(item))
    if entry is None:
        entry = known[id(item)] = item, _encode(item)
    return entry[1]


def _share_synchronizers():
    import _queue
    import _thread
    import threading
    _share(_thread.LockType, "lock", "_jthreading_lock")
    _share(_thread.RLock, "rlock", "_jthreading_lock")
    condition_of_semaphore = lambda state: _execute(_semaphore_condition, state)
    _share_undelegated(threading.Semaphore, "semaphore", "_jthreading_semaphore", condition_of_semaphore)
    _share_undelegated(threading.BoundedSemaphore, "bounded semaphore", "_jthreading_semaphore", condition_of_semaphore)
    _share_undelegated(threading.Event, "event", "_jthreading_event", lambda state: _execute(_event_condition, state))
    _share_condition(threading.Condition)
    _share_barrier(threading.Barrier, threading._BarrierInPython)
    _share_queue(_queue.SimpleQueue)


_share_synchronizers()
_execute(_interpreter_travel_by, _encode_to_send, _prepare, _decode)
