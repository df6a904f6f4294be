"""Wrong calls of the functions of the Java module, which a program that passes the facade by can make."""

import builtins
import itertools
import math
import random
import re

import polyglot
import _jthreading
import threading

_INTERNALS = re.compile(r"polyglot|Foreign|Java|java\.|\.java|com\.oracle|org\.graalvm|dev\.jthreading")
_SEED = 3120
_MOST_CALLS = 300

# What a function is given first if its name begins so: a handle of that kind.
_KINDS = {"lock_": ("lock", "rlock"), "rlock_": ("rlock",),
          "condition_new": ("lock", "rlock"), "condition_": ("condition",), "semaphore_": ("semaphore",), "event_": ("event",),
          "barrier_": ("barrier",), "arrival_": ("arrival",), "thread_add_sentinel": ("lock",), "thread_": ("unstarted", "finished"),
          "local_": ("local",)}
_NO_HANDLE_FIRST = {"lock_new", "rlock_new", "wait_queue_new", "semaphore_new", "event_new", "barrier_new", "thread_new", "thread_current",
                    "thread_count", "thread_attached_name", "thread_foreign_traceback", "thread_call_program",
                    "thread_is_virtual", "thread_nanos", "local_new"}
# With nothing to wait for they wait for ever, and rightly so; or have this thread wait so, by letting nothing be asked of it.
_WAITS = {"allow_side_effects", "sleep", "thread_await_native_id"}
# What they are given to call is called at a moment of its own, and what it raises then is raised there.
_CALL_LATER = {"deliver", "run_in_all_threads", "run_in_main_thread"}
# What ends the threads of the context comes last.
_LAST = {"threads_close", "threads_end", "threads_join"}


def _functions():
    return {name[1:]: value for name, value in vars(_jthreading).items() if isinstance(value, polyglot.ForeignExecutable)}


def _call(name, *arguments):
    return polyglot.__execute__(getattr(_jthreading, "_" + name), *arguments)


def _finished():
    thread = threading.Thread(target=int)
    thread.start()
    thread.join()
    return thread._jthreading_thread


def _event():
    event = _call("event_new")
    _call("event_set", event)
    return event


def _arrival():
    barrier = _call("barrier_new", 1)
    arrival = _call("barrier_complete", barrier)
    _call("barrier_abort", barrier)
    return arrival


_HANDLES = {
    "lock": lambda: _call("lock_new"),
    "rlock": lambda: _call("rlock_new"),
    "condition": lambda: _call("condition_new", _call("lock_new")),
    "semaphore": lambda: _call("semaphore_new", 5, 10),
    "event": _event,
    "barrier": lambda: _call("barrier_new", 2),
    "arrival": _arrival,
    "unstarted": lambda: _call("thread_new"),
    "finished": _finished,
    "local": lambda: _call("local_new"),
}
# What a handle of that kind says as long as nothing has been done to it.
_UNTOUCHED = {"lock": lambda handle: not _call("lock_locked", handle), "rlock": lambda handle: not _call("lock_locked", handle),
              "semaphore": lambda handle: _call("semaphore_value", handle) == 5, "event": lambda handle: _call("event_is_set", handle),
              "barrier": lambda handle: _call("barrier_waiting", handle) == 0 and not _call("barrier_is_broken", handle),
              "condition": lambda handle: _call("condition_waiters", handle) == 0,
              "unstarted": lambda handle: not _call("thread_is_started", handle),
              "finished": lambda handle: not _call("thread_is_alive", handle)}


class _Odd:
    """Not what it seems."""

    def __index__(self):
        raise ValueError("odd")

    __int__ = __float__ = __bool__ = __str__ = __len__ = __call__ = __index__


def _others(strangers):
    """Values that are no handles of this context."""
    values = (None, True, False, 0, 1, -1, 2**31, 2**63 - 1, -2**63, 2**63, 2**100, 1.5, -0.0, math.nan, math.inf, "", "x", "\ud800",
              "a\0b\nc", b"x", [], {}, (1,), object(), int, len, lambda: None, threading, threading.Lock(), threading.Event(), _Odd(),
              polyglot, _functions()["lock_new"])
    return [("value", lambda value=value: value) for value in values] + [
        ("stranger", lambda stranger=stranger: stranger) for stranger in strangers]


def _arity(function):
    for count in range(6):
        try:
            function(*[object()] * count)
        except TypeError as error:
            takes = re.search(r"takes (\d+) arguments", str(error))
            if takes:
                return int(takes.group(1))
        except RuntimeError:
            pass
    return 0


def _expected_kinds(name):
    if name in _NO_HANDLE_FIRST:
        return None
    for beginning, kinds in _KINDS.items():
        if name.startswith(beginning):
            return kinds
    return None


def _argument_lists(arity, choices):
    lists = list(itertools.product(choices, repeat=arity)) if arity < 3 else [random.choices(choices, k=arity) for _ in range(_MOST_CALLS)]
    return random.sample(lists, _MOST_CALLS) if len(lists) > _MOST_CALLS else lists


class Calls:
    """Makes the calls, and notes what is not as it should be."""

    def __init__(self, strangers):
        self.choices = [*_HANDLES.items(), *_others(strangers)]
        self.count = 0
        self.complaints = []

    def complain(self, name, kinds, values, what):
        self.complaints.append(f"{name}({', '.join(f'{kind} {value!r:.40}' for kind, value in zip(kinds, values))}): {what}")

    def call(self, name, function, kinds, values, in_python):
        self.count += 1
        try:
            if in_python:
                function(*values)
            else:
                polyglot.__execute__(function, *values)
        except BaseException as error:
            if type(error).__module__ != "builtins" or _INTERNALS.search(f"{error!r} {error} {error.__cause__!r} {error.__context__!r}"):
                self.complain(name, kinds, values, repr(error))
            return error
        return None

    def check(self, name, function, choices):
        kinds = [kind for kind, _ in choices]
        values = [make() for _, make in choices]
        error = self.call(name, function, kinds, values, self.count % 2)
        expected = _expected_kinds(name)
        if expected is not None and kinds[0] not in expected and not isinstance(error, TypeError):
            self.complain(name, kinds, values, f"is not refused: {error!r}")
        if isinstance(error, TypeError):
            for kind, value in zip(kinds, values):
                if kind in _UNTOUCHED and not _UNTOUCHED[kind](value):
                    self.complain(name, kinds, values, "is refused, and has done something all the same")

    def check_function(self, name, function):
        arity = _arity(function)
        for count in range(7):
            if count != arity:
                error = self.call(name, function, ["value"] * count, [None] * count, count % 2)
                if not isinstance(error, TypeError):
                    self.complain(name, [], [], f"takes {count} arguments")
        offered = self.choices
        if name in _CALL_LATER:
            # Nor is it waited for as long as a number of nanoseconds can say: the engine may forget that a thread has something to do.
            offered = [(kind, make) for kind, make in offered
                       if kind != "value" or make() is int or not (callable(make()) or isinstance(make(), int) and make() > 2**31)]
        for choices in _argument_lists(arity, offered):
            self.check(name, function, choices)
            _call("set_stack_size", 0)

    def check_all(self):
        functions = _functions()
        ordered = sorted(functions, key=lambda name: (name in _LAST, name))
        for name in ordered:
            if name not in _WAITS:
                self.check_function(name, functions[name])
        return len(ordered)


def misuse(strangers):
    """Calls every function in all the wrong ways: what went wrong, how many functions there were, and how many calls."""
    random.seed(_SEED)
    calls = Calls(list(strangers))
    functions = calls.check_all()
    return [calls.complaints, functions, calls.count]


def _messages():
    """What GraalPy's polyglot module can do to a foreign object."""
    for name in ("__read__", "__remove__", "__invoke__"):
        for key in ("missing", "target", "getClass", "class", "this", 0):
            if name != "__invoke__" or isinstance(key, str):
                yield getattr(polyglot, name), (key,)
    for key in ("missing", "target", 0):
        yield polyglot.__write__, (key, 1)
    for name in ("__new__", "__keys__", "__get_size__"):
        yield getattr(polyglot, name), ()
    # GraalPy fails over the others of the module.
    yield polyglot.storage, ()
    yield polyglot.register_interop_type, (_Odd,)


def _asked(value):
    """What else Python's syntax and builtins can ask of an object."""
    yield from (lambda: value.missing, lambda: setattr(value, "missing", 1), lambda: delattr(value, "missing"), lambda: value[0],
                lambda: value["target"], lambda: list(value), lambda: len(value), lambda: iter(value), lambda: next(value),
                lambda: int(value), lambda: float(value), lambda: value + 1, lambda: -value, lambda: value < value,
                lambda: value.__enter__(), lambda: type(value)(), lambda: value.target, lambda: memoryview(value),
                lambda: bytes(value), lambda: hash(value), lambda: value == value, lambda: bool(value), lambda: repr(value),
                lambda: str(value), lambda: dir(value), lambda: value.__dict__, lambda: isinstance(1, value), lambda: vars(value),
                lambda: __import__("copy").copy(value), lambda: __import__("pickle").dumps(value), lambda: value.__reduce_ex__(4))


# What GraalPy's polyglot module says of a message that an object does not have, with no stack.
_REFUSAL = re.compile(r"\w+Exception: [^\n]*\n\nJava stack trace:\n[\w.]+Exception: [^\n]*\n")


def answers(values):
    """Sends everything to the values that can be sent to foreign objects; what is told of Java, and how many answers there were."""
    told = []
    count = 0
    for value in values:
        requests = [*((lambda function=function, arguments=arguments: function(value, *arguments)) for function, arguments in _messages()),
                    *_asked(value)]
        for request in requests:
            count += 1
            try:
                answer = str(request())
            except Exception as error:
                answer = f"{type(error).__qualname__} {error}"
            if _INTERNALS.search(_REFUSAL.sub("", answer).replace(f"polyglot.{type(value).__name__}", "")):
                told.append(f"{value}: {answer}")
    return [told, count]
