# Runs once a context, with `native`, the functions of the Java module, and `installation`, those of this program. Makes the modules of
# the facade importable under CPython's names, ahead of GraalPy's own, and replaces what was imported before the module came. Nothing that
# outlives it may use the names `native` and `installation`: programs could get at them.

import builtins
import sys
# Without what _thread needs, nothing can be imported while it is replaced.
import _codecs  # noqa: F401: for _thread
import _contextvars  # noqa: F401: for _thread
import _functools  # noqa: F401: for _thread
import _operator  # noqa: F401: for _thread
import types  # noqa: F401: for _thread

_bootstrap = sys.modules["_frozen_importlib"]
_polyglot = sys.modules["polyglot"] if "polyglot" in sys.modules else __import__("polyglot")
_execute = _polyglot.__execute__
# The module _jthreading: the functions in Java, each to be called as ModuleFunction.Gil says, and what calls one with the GIL kept.
_functions = {"_" + str(_name): getattr(native, _name) for _name in _polyglot.__keys__(native)}
_functions["_execute"] = _execute
_code = installation.facade_code
_source = installation.facade_source
_origin = installation.facade_origin
_facade = {name: name for name in (
    "_thread", "threading", "_threading_local", "_queue", "_interpreters", "_interpqueues", "_interpchannels", "jthreading",
)}
# The names of their sources are no names of packages.
_facade["concurrent.interpreters"] = "interpreters"
_facade["concurrent.interpreters._crossinterp"] = "interpreters_crossinterp"
_facade["concurrent.interpreters._queues"] = "interpreters_queues"
_facade["concurrent.futures.interpreter"] = "interpreter_pool"
# What is done with modules of GraalPy's own when they have been imported, by their names.
_amendments = {}


def _raise_type_error(message):
    raise TypeError(message)


def _raise_runtime_error(message):
    raise RuntimeError(message)


def _raise(exception):
    raise exception


def _is_raisable(value, kind=type, inherits=issubclass, exception=BaseException, foreign=_polyglot.ForeignException):
    # What a program has replaced has no part in this.
    cls = value if inherits(kind(value), kind) else kind(value)
    return inherits(cls, exception) and not inherits(cls, foreign)


# A method of Python's own, and names as they are before a program replaces any.
_builtin = dict(builtins.__dict__).get


def _stack(frame_at=sys._getframe, no_frame=ValueError):
    # File, line and function of each frame that the calling thread has in this interpreter. A program could replace what it looks up
    # by name.
    stack = []
    try:
        # Without that of this function.
        frame = frame_at(0).f_back
    except no_frame:
        frame = None
    while frame is not None:
        code = frame.f_code
        if code.co_filename.endswith("/_jthreading_entry.py"):
            break
        stack += (code.co_filename, frame.f_lineno, code.co_name)
        frame = frame.f_back
    return stack


_execute(installation.bind, None, _raise_type_error, _raise_runtime_error)
_execute(installation.exceptions_by, BaseException, SystemExit, _is_raisable, _raise, _builtin)
_execute(installation.stack_by, _stack)
# No functions of Python's: they would show in traces and profiles. No partials: Python looks through the whole stack for the
# exception that is being handled before one calls what is foreign.
_execute(installation.wait_by, native.wait.__call__)
_execute(installation.give_way_by, native.give_way.__call__)
if hasattr(_polyglot, "__set_gil_locked_during_foreign_calls__"):
    _execute(installation.foreign_calls_by, _polyglot.__set_gil_locked_during_foreign_calls__)


class JThreadingLoader:
    """Finds and loads the modules of jthreading, which live in its jar."""

    @classmethod
    def find_spec(cls, name, path=None, target=None):
        if name in _amendments:
            return _find_amended(name, path, target)
        if name == "_jthreading":
            return _bootstrap.ModuleSpec(name, _FunctionsLoader, origin="built-in")
        if name not in _facade:
            return None
        spec = _bootstrap.ModuleSpec(name, cls, origin=cls.get_filename(name), is_package=cls.is_package(name))
        spec.has_location = True
        spec.cached = None
        return spec

    @staticmethod
    def create_module(spec):
        return None

    @classmethod
    def exec_module(cls, module):
        exec(cls.get_code(module.__spec__.name), module.__dict__)

    @staticmethod
    def get_code(name):
        return _execute(_code, _facade.get(name, name))

    @staticmethod
    def get_source(name):
        return str(_source(_facade.get(name, name)))

    @staticmethod
    def get_filename(name):
        return str(_origin(_facade.get(name, name)))

    @staticmethod
    def is_package(name):
        return name == "concurrent.interpreters"


class _FunctionsLoader:
    """Makes the module _jthreading, also for who has dropped it from sys.modules."""

    @staticmethod
    def create_module(spec):
        return None

    @staticmethod
    def exec_module(module):
        module.__dict__.update(_functions)


class _AmendingLoader:
    """Loads a module as its own loader does, and amends it."""

    def __init__(self, loader):
        self._jthreading_loader = loader

    def __getattr__(self, name):
        return getattr(self._jthreading_loader, name)

    def exec_module(self, module):
        self._jthreading_loader.exec_module(module)
        _amendments[module.__spec__.name](module)


def _find_amended(name, path, target):
    for finder in sys.meta_path:
        spec = None if finder is JThreadingLoader else finder.find_spec(name, path, target)
        if spec is not None:
            spec.loader = _AmendingLoader(spec.loader)
            return spec
    return None


def _offer_interpreter_pool(futures):
    # A program can say that it has no interpreters, as CPython can be built without.
    if sys.modules.get("_interpreters", futures) is None:
        return
    lazily = futures.__getattr__

    def __getattr__(name):
        if name != "InterpreterPoolExecutor":
            return lazily(name)
        from concurrent.futures.interpreter import InterpreterPoolExecutor
        futures.InterpreterPoolExecutor = InterpreterPoolExecutor
        return InterpreterPoolExecutor

    futures.__getattr__ = __getattr__
    futures.__all__ += ("InterpreterPoolExecutor",)


def _replace(name):
    """Imports the module anew, and puts it in the place of the one that was imported before, wherever a module has it.

    It cannot be the old module object, filled anew: what reads the names of one that was emptied stays slow.
    """
    old = sys.modules.pop(name, None)
    if old is not None:
        new = __import__(name)
        _put_in_place(old, new)
        return old, new
    return None


def _put_in_place(old, new):
    for module in list(sys.modules.values()):
        # A copy: GraalPy takes a time that grows with the square of their number to go through the names of a module itself.
        for attribute, value in dict(getattr(module, "__dict__", {})).items():
            if value is old:
                setattr(module, attribute, new)


def _register_java_types(lock, semaphore, run=exec, namespace_of=dict, register=_polyglot.register_interop_type):
    # The classes are none that a program could have replaced.
    namespace = namespace_of(__name__="_jthreading_java", __loader__=JThreadingLoader)
    run(_execute(_code, "_jthreading_java"), namespace)
    register(lock, namespace["JavaLock"])
    register(semaphore, namespace["JavaSemaphore"])


_execute(installation.register_types_by, _register_java_types)
if _execute(native.interpreter_current):
    # Nobody enters the main interpreter so.
    _entry = {}
    exec(_execute(_code, "_jthreading_entry"), _entry)
    _execute(installation.enter_by, _entry["_enter"])
sys.meta_path.insert(0, JThreadingLoader)
for _name in ("_thread", "threading", "_threading_local"):
    _replace(_name)
_queues = _replace("_queue")
if _queues:
    # The module queue has taken both classes out of it. Programs may have derived from the exception, or be about to catch it.
    _queues[1].Empty = _queues[0].Empty
    _put_in_place(_queues[0].SimpleQueue, _queues[1].SimpleQueue)

import atexit
import _thread
if not _execute(native.interpreter_current):
    # The handlers of signals are the main interpreter's.
    _execute(installation.interrupted_by, _thread._run_handler)
_amendments["ctypes"] = _thread._offer_async_exceptions
_amendments["concurrent.futures"] = _offer_interpreter_pool
_amendments["select"] = _thread._amend_select
if "select" in sys.modules:
    _select = sys.modules["select"]
    _thread._amend_select(_select)
    if "selectors" in sys.modules:
        sys.modules["selectors"].SelectSelector._select = _select.select
if "signal" in sys.modules:
    for _name in ("pause", "raise_signal", "set_wakeup_fd"):
        setattr(sys.modules["signal"], _name, getattr(sys.modules["_signal"], _name))
if "concurrent.futures" in sys.modules:
    _offer_interpreter_pool(sys.modules["concurrent.futures"])
# Registered before the program runs, it comes after all other exit functions.
atexit.register(_thread._finalize)
