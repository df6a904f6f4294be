"""Gives wrong arguments to everything in `threading` and `_thread`, and prints what came of it.

Prints a line with the name before a case, and one with the name, a tab and the outcome after it, so that
whoever reads knows which case hung.  The outcome is the masked `repr` of the value, or the exception with
its message; two interpreters agree when they print the same lines.

The cases are in `bad_input_cases.py`.  A case is an expression, or statements that assign `result`.
Each runs in a namespace of its own, on the main thread; see `helpers` for what it finds there.

    python bad_input.py [text]        only the cases that have `text` in their name
"""

import _thread
import copy
import io
import os
import pickle
import queue
import re
import signal
import sys
import threading
import time
import warnings
import weakref
from decimal import Decimal
from fractions import Fraction

MASKS = [
    (re.compile(r"0x[0-9a-fA-F]+"), "0x?"),
    (re.compile(r"\b(started|stopped|initial)( daemon)? -?[0-9]+"), r"\1\2 ?"),
    (re.compile(r"\bdecimal\.Decimal\b"), "Decimal"),
    (re.compile(r"in thread -?[0-9]+"), "in thread ?"),
    (re.compile(r"owner=-?[1-9][0-9]*"), "owner=?"),
    (re.compile(r"\b(Thread|Dummy)-[0-9]+"), r"\1-?"),
]

PATIENCE = 20


def mask(text):
    """`text` without what differs from run to run: addresses, idents and counters."""
    for pattern, replacement in MASKS:
        text = pattern.sub(replacement, text)
    return text


def describe(error):
    """An exception in one line, with those that it hides or follows."""
    text = f"{type(error).__name__}: {error}"
    if error.__cause__ is not None:
        return f"{text} <- caused by {describe(error.__cause__)}"
    if error.__context__ is not None and not error.__suppress_context__:
        return f"{text} <- while handling {describe(error.__context__)}"
    return text


def outcome(function):
    """What calling `function` comes to."""
    try:
        return mask("returns " + repr(function()))
    except BaseException as error:
        return mask("raises " + describe(error))


class Outcome(str):
    """A text that stands for itself in a result."""

    __repr__ = str.__str__


class Index:
    """An integer for those who ask with `__index__`."""

    def __init__(self, value):
        self._value = value

    def __index__(self):
        return self._value


class Float:
    """A number for those who ask with `__float__`."""

    def __init__(self, value):
        self._value = value

    def __float__(self):
        return self._value


class Liar:
    """Raises whatever it is asked."""

    def __index__(self):
        raise ZeroDivisionError("no index")

    def __float__(self):
        raise ZeroDivisionError("no float")

    def __bool__(self):
        raise ZeroDivisionError("no truth")

    def __str__(self):
        raise ZeroDivisionError("no text")


def tries(*functions):
    """The outcomes of several calls, in order."""
    return [Outcome(outcome(function)) for function in functions]


def in_thread(function):
    """The outcome of `function` on another thread."""
    outcomes = []
    thread = threading.Thread(target=lambda: outcomes.append(outcome(function)), daemon=True)
    thread.start()
    thread.join(PATIENCE)
    return Outcome(outcomes[0] if outcomes else "does not come back")


def in_raw_thread(function):
    """The outcome of `function` on a thread that `threading` did not start."""
    outcomes = []
    done = _thread.allocate_lock()
    done.acquire()

    def body():
        outcomes.append(outcome(function))
        done.release()

    _thread.start_new_thread(body, ())
    done.acquire(True, PATIENCE)
    return Outcome(outcomes[0] if outcomes else "does not come back")


def stderr_of(function):
    """What `function` writes to sys.stderr, without the frames of tracebacks."""
    stream = io.StringIO()
    before, sys.stderr = sys.stderr, stream
    try:
        function()
    finally:
        sys.stderr = before
    return [line for line in stream.getvalue().splitlines() if not line.startswith(" ")]


def run_thread(thread):
    """Start `thread` and wait until it is gone."""
    thread.start()
    thread.join(PATIENCE)
    return thread.is_alive()


def warned(function):
    """The warnings that `function` causes: category, message, and the file they point at."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        value = function()
    return value, [(warning.category.__name__, str(warning.message), warning.filename) for warning in caught]


def held(lock):
    """`lock`, acquired."""
    lock.acquire()
    return lock


def helpers():
    """The names that every case finds in its namespace."""
    return {
        "_thread": _thread,
        "copy": copy,
        "pickle": pickle,
        "queue": queue,
        "sys": sys,
        "threading": threading,
        "time": time,
        "weakref": weakref,
        "Decimal": Decimal,
        "Fraction": Fraction,
        "Float": Float,
        "Index": Index,
        "Liar": Liar,
        "INF": float("inf"),
        "NAN": float("nan"),
        "held": held,
        "in_raw_thread": in_raw_thread,
        "in_thread": in_thread,
        "run_thread": run_thread,
        "stderr_of": stderr_of,
        "tries": tries,
        "warned": warned,
    }


def is_expression(snippet):
    """Whether the snippet is one expression, rather than statements."""
    try:
        compile(snippet, "<case>", "eval")
    except SyntaxError:
        return False
    return True


def value_of(snippet, namespace):
    """The value of an expression, or of `result` after the statements."""
    if is_expression(snippet):
        return eval(compile(snippet, "<case>", "eval"), namespace)
    exec(compile(snippet, "<case>", "exec"), namespace)
    return namespace.get("result")


def run_case(snippet):
    """The outcome of one case; what it changed for everybody is put back."""
    hook, trace, profile = threading.excepthook, threading.gettrace(), threading.getprofile()
    try:
        return outcome(lambda: value_of(snippet, helpers()))
    finally:
        threading.excepthook = hook
        threading.settrace(trace)
        threading.setprofile(profile)
        threading.stack_size(0)


def in_one_line(text):
    """`text` in ASCII, with its line breaks and tabs escaped."""
    return text.encode("unicode_escape").decode("ascii")


def print_outcomes(cases, run):
    """Prints the name of each case, and then that with what `run` makes of its snippet."""
    output = sys.stdout
    text = sys.argv[1] if len(sys.argv) > 1 else ""
    for name, snippet in (case for case in cases if text in case[0]):
        print(name, file=output, flush=True)
        print(name, in_one_line(run(snippet)), sep="\t", file=output, flush=True)


def main():
    sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
    from bad_input_cases import cases

    warnings.simplefilter("ignore")
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        # Ignored by whoever started the tests, as the shell does for a command in the background.
        signal.signal(signal.SIGINT, signal.default_int_handler)
    print_outcomes(cases(), run_case)


if __name__ == "__main__":
    main()
