"""Prints what is wrong with what the module tells of itself: to help(), to inspect, in tracebacks, and of signals."""

import inspect
import pydoc
import re
import signal
import sys
import threading
import traceback
import _thread

import jthreading

# Of functions that CPython has written in C, 3.14's; those of 3.12 tell nothing.
SIGNATURES = {
    "threading.Lock": "()",
    "threading.Lock.acquire": "(self, /, blocking=True, timeout=-1)",
    "threading.Lock().acquire": "(blocking=True, timeout=-1)",
    "threading.Lock().release": "()",
    "threading.Lock().locked": "()",
    "threading.Lock().__enter__": "()",
    "threading.RLock": "(*args, **kwargs)",
    "threading.RLock().acquire": "(blocking=True, timeout=-1)",
    "threading.RLock().release": "()",
    "threading.Condition": "(lock=None)",
    "threading.Condition.wait": "(self, timeout=None)",
    "threading.Condition.wait_for": "(self, predicate, timeout=None)",
    "threading.Condition.notify": "(self, n=1)",
    "threading.Condition.locked": "(self, /)",
    "threading.Semaphore": "(value=1)",
    "threading.Semaphore.acquire": "(self, blocking=True, timeout=None)",
    "threading.BoundedSemaphore.release": "(self, n=1)",
    "threading.Event.wait": "(self, timeout=None)",
    "threading.Barrier": "(parties, action=None, timeout=None)",
    "threading.Barrier.wait": "(self, timeout=None)",
    "threading.Timer": "(interval, function, args=None, kwargs=None)",
    "threading.Thread.join": "(self, timeout=None)",
    "threading.ExceptHookArgs": "(iterable=(), /)",
    "threading.excepthook": "(args, /)",
    "threading.get_ident": "()",
    "threading.stack_size": "(size=0, /)",
    "_thread.start_new_thread": "(function, args, kwargs={}, /)",
    "_thread.interrupt_main": "(signum=2, /)",
    "_thread.allocate_lock": "()",
    "signal.signal": "(signalnum, handler)",
}

# Of Java, of this module's inside, and of how wrong arguments are found.
UNSEEN = re.compile(r"\*extra|\*\*unknown|\*ignored|_jthreading|_Java\w+|_Offered|_execute|tryLock|lockInterruptibly|newCondition|unlock\("
                    r"|jar:")

OBJECTS = ["threading", "_thread", "jthreading", "threading.Lock", "threading.Lock()", "threading.RLock()", "threading.Condition()",
           "threading.Semaphore()", "threading.Event()", "threading.Barrier(1)", "threading.Thread()", "threading.local()"]


def wrong_signatures():
    for expression, expected in SIGNATURES.items():
        found = str(inspect.signature(eval(expression)))
        if found != expected:
            yield f"signature of {expression}: {found}"


def wrong_help():
    for expression in OBJECTS:
        text = pydoc.plain(pydoc.render_doc(eval(expression)))
        for line in text.splitlines():
            if UNSEEN.search(line):
                yield f"help of {expression}: {line}"
    for module in (threading, _thread, jthreading):
        names = getattr(module, "__all__", [name for name in dir(module) if not name.startswith("_")])
        for name in names:
            value = getattr(module, name)
            if callable(value) and value is not RuntimeError and not value.__doc__:
                yield f"no help of {module.__name__}.{name}"
    for lock in (threading.Lock(), threading.RLock()):
        if len(type(lock).__mro__) != 2:
            yield f"bases of {lock!r}: {type(lock).__mro__}"
        for name in {*dir(lock), *dir(type(lock))}:
            if UNSEEN.search(name):
                yield f"{name} in dir() of {lock!r}"
    if not isinstance(threading.Lock(), threading.Lock) or not issubclass(_thread.LockType, threading.Lock):
        yield "a lock is no threading.Lock"
    if isinstance(threading.RLock(), threading.Lock):
        yield "an RLock is a threading.Lock"


def wrong_signals():
    def handler(signum, frame):
        pass

    attempts = {
        (signal.signal, signal.SIGKILL, handler): "OSError: [Errno 22] Invalid argument",
        (signal.signal, signal.SIGSTOP, signal.SIG_IGN): "OSError: [Errno 22] Invalid argument",
        (signal.signal, signal.SIGSEGV, handler): "OSError: [Errno 22] Invalid argument",
        (signal.signal, signal.SIGTERM, None): "TypeError: signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a callable object",
        (signal.signal, 0, handler): "ValueError: signal number out of range",
        (signal.signal, -1, handler): "ValueError: signal number out of range",
        (signal.signal, 2**40, handler): "OverflowError: Python int too large to convert to C int",
        (signal.getsignal, 65): "ValueError: signal number out of range",
        (signal.raise_signal, 100): "OSError: [Errno 22] Invalid argument",
    }
    for (function, *arguments), expected in attempts.items():
        try:
            found = repr(function(*arguments))
        except Exception as error:
            found = "".join(traceback.format_exception_only(error)).strip()
            if error.__context__ is not None and not error.__suppress_context__:
                found += " with a context"
        if found != expected:
            yield f"{function.__name__}({', '.join(map(str, arguments))}): {found}"


def wrong_tracebacks():
    try:
        threading.Thread().join()
    except RuntimeError as error:
        text = "".join(traceback.format_exception(error))
        if 'File "<jthreading>/threading.py", line ' not in text or "raise RuntimeError" not in text:
            yield f"traceback: {text}"
    if "def start(self)" not in inspect.getsource(threading.Thread.start):
        yield "no source"


for wrong in (wrong_signatures, wrong_help, wrong_signals, wrong_tracebacks):
    for problem in wrong():
        print(problem)
print("version", jthreading.__version__)
sys.stdout.flush()
threading.Thread().join()
