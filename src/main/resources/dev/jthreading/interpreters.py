# Runs as the body of a function, all of whose names are global: so contexts share its code.
__doc__ = """Interpreters that run Python code side by side, each with a GIL of its own.

Locks, conditions, semaphores, events and barriers of threading travel to another interpreter by identity. (CPython 3.14 documentation:
concurrent.interpreters; PEP 734.)
"""

from _thread import start_joinable_thread as _start_joinable_thread
import weakref as _weakref
from _interpreters import InterpreterError, InterpreterNotFoundError, NotShareableError, is_shareable
from concurrent.interpreters._queues import Queue, QueueEmpty, QueueFull, create as create_queue
import _interpreters

__all__ = [
    "get_current", "get_main", "create", "list_all", "is_shareable", "Interpreter", "InterpreterError", "InterpreterNotFoundError",
    "ExecutionFailed", "NotShareableError", "create_queue", "Queue", "QueueEmpty", "QueueFull",
]


class ExecutionFailed(InterpreterError):
    """What ran in an interpreter raised an exception. excinfo, with type, msg, formatted and errdisplay, tells of it."""

    def __init__(self, excinfo):
        message = excinfo.formatted
        if not message:
            message = f"{excinfo.type.__name__}: {excinfo.msg}" if excinfo.msg else excinfo.type.__name__
        super().__init__(message)
        self.excinfo = excinfo

    def __str__(self):
        display = getattr(getattr(self, "excinfo", None), "errdisplay", None)
        if not display:
            return super().__str__()
        return f"{super().__str__()}\n\nUncaught in the interpreter:\n\n{display}"


_origins = {
    _interpreters.WHENCE_UNKNOWN: "unknown",
    _interpreters.WHENCE_RUNTIME: "runtime init",
    _interpreters.WHENCE_LEGACY_CAPI: "legacy C-API",
    _interpreters.WHENCE_CAPI: "C-API",
    _interpreters.WHENCE_XI: "cross-interpreter C-API",
    _interpreters.WHENCE_STDLIB: "_interpreters module",
}
_known = _weakref.WeakValueDictionary()


def create():
    """Return a new interpreter, which runs nothing.

    Raises InterpreterError if it cannot be made, or jthreading.MaxInterpreters allows no more.
    """
    return Interpreter(_interpreters.create(reqrefs=True), _whence=_interpreters.WHENCE_STDLIB, _ownsref=True)


def list_all():
    """Return all interpreters there are."""
    found = []
    for id, whence in _interpreters.list_all(require_ready=True):
        try:
            found.append(Interpreter(id, _whence=whence))
        except InterpreterNotFoundError:
            # It has ended meanwhile.
            pass
    return found


def get_current():
    """Return the interpreter that it is called in."""
    id, whence = _interpreters.get_current()
    return Interpreter(id, _whence=whence)


def get_main():
    """Return the main interpreter."""
    id, whence = _interpreters.get_main()
    return Interpreter(id, _whence=whence)


def _release(id):
    """Called amid whatever the main thread does, with the locks that it has: it must not wait here for the interpreter's threads."""
    if _interpreters._drop_reference(id):
        try:
            _start_joinable_thread(_interpreters._end_unreferenced, daemon=False)
        except RuntimeError:
            # No thread can start, or not any more.
            _interpreters._end_unreferenced()


class Interpreter:
    """An interpreter.

    id is a number that only it has, whence says where it comes from. There is one object for each interpreter.
    """

    def __new__(cls, id, /, _whence=None, _ownsref=None):
        if not isinstance(id, int):
            raise TypeError(f"id must be an int, got {id!r}")
        id = int(id)
        if _whence is None:
            _whence = _interpreters.whence(id)
        owned = _whence == _interpreters.WHENCE_STDLIB
        if _ownsref is None:
            _ownsref = owned
        elif _ownsref and not owned:
            raise ValueError(_ownsref)
        self = _known.get(id)
        if self is None:
            self = super().__new__(cls)
            self._id = id
            self._whence = _whence
            self._ownsref = _ownsref
            if _ownsref:
                _interpreters.incref(id)
                # GraalPy calls no __del__.
                _weakref.finalize(self, _release, id).atexit = False
            _known[id] = self
        return self

    def __repr__(self):
        return f"{type(self).__name__}({self._id})"

    def __hash__(self):
        return hash(self._id)

    def __reduce__(self):
        return type(self), (self._id,)

    @property
    def id(self):
        """A number that only this interpreter has."""
        return self._id

    @property
    def whence(self):
        """Where the interpreter comes from, in words."""
        return _origins[self._whence]

    def is_running(self):
        """Return whether something runs in the interpreter's __main__."""
        return _interpreters.is_running(self._id)

    def close(self):
        """End the interpreter, and wait for its threads.

        Raises InterpreterError for the current one, the main one, and one that runs.
        """
        _interpreters.destroy(self._id, restrict=True)

    def prepare_main(self, ns=None, /, **kwargs):
        """Bind the values, which must be shareable, in the interpreter's __main__."""
        ns = dict(ns, **kwargs) if ns is not None else kwargs
        _interpreters.set___main___attrs(self._id, ns, restrict=True)

    def exec(self, code, /):
        """Run source code, or a function without arguments, in the interpreter's __main__; ExecutionFailed tells of what it raises.

        Raises InterpreterError if something runs there, and SyntaxError or ValueError for code that cannot run.
        """
        excinfo = _interpreters.exec(self._id, code, restrict=True)
        if excinfo is not None:
            raise ExecutionFailed(excinfo)

    def call(self, callable, /, *args, **kwargs):
        """Call the object in the interpreter, and return what it returns.

        Values that are not shareable go through pickle. ExecutionFailed tells of what the call raises. Raises NotShareableError for
        a value that cannot travel, and InterpreterError if something runs there.
        """
        result, excinfo = _interpreters.call(self._id, callable, args, kwargs, restrict=True)
        if excinfo is not None:
            raise ExecutionFailed(excinfo)
        return result

    def call_in_thread(self, callable, /, *args, **kwargs):
        """Return a new thread, started, that calls the object in the interpreter. What that returns is dropped."""
        import threading

        def _call():
            self.call(callable, *args, **kwargs)

        thread = threading.Thread(target=_call)
        thread.start()
        return thread


_interpreters._encoders[Interpreter] = "interpreter", lambda interpreter: interpreter._id
_interpreters._decoders["interpreter"] = Interpreter
