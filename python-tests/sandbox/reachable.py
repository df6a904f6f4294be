"""What a program can get hold of, starting from what jthreading has put in place: by attributes, items, references, frames."""

import collections
import contextvars
import gc
import os
import re
import sys
import traceback
import types

import _sre
import polyglot

INTERNALS = re.compile(r"polyglot|Foreign|Java|java\.|\.java|com\.oracle|org\.graalvm|dev\.jthreading")

_FACADE = ("threading", "_thread", "_threading_local", "_queue", "jthreading")
_ATOMS = (int, str, bytes, bytearray, float, complex, type(None))
# Nothing but methods beside what they contain.
_CONTAINERS = (tuple, list, dict, set, frozenset)
_BOUND = (type(len), type(object().__init__), types.MethodType)
_METHODS = (*_BOUND, type(object.__init__), type(str.join))
# Answered with what the C API knows, which is denied here: GraalPy fails.
_OF_THE_C_API = {"__basicsize__", "__itemsize__", "__dictoffset__", "__weakrefoffset__"}


def _get(value, name):
    try:
        return getattr(value, name)
    except BaseException:
        return None


def _attributes(value):
    """The names of attributes that may lead somewhere."""
    if isinstance(value, _METHODS):
        # A method has methods that have methods. What its function has comes with the function.
        return ("__self__", "__func__", "__wrapped__", "_jthreading_replaced", "__objclass__")
    if type(value) in _CONTAINERS:
        return ()
    if isinstance(value, types.CodeType):
        return ("co_consts",)
    try:
        names = set(dir(value))
    except BaseException:
        names = set()
    return (names | set(_get(value, "__slots__") or ())) - _OF_THE_C_API


def _is_own_method(found, value):
    """Whether found is bound to value or its class: that has been looked at, and functions come with their class."""
    # By their ids: GraalPy's own object of Java's is none that the interpreter can compare.
    return isinstance(found, _BOUND) and id(found.__self__) in (id(value), id(type(value)))


def _neighbours(value):
    found = []
    for name in _attributes(value):
        attribute = _get(value, name)
        if type(attribute) not in _ATOMS and not _is_own_method(attribute, value):
            found.append(("." + str(name), attribute))
    try:
        references = gc.get_referents(value)
    except BaseException:
        references = ()
    found.extend((" refers to", reference) for reference in references)
    if isinstance(value, dict):
        for key, item in list(value.items()):
            found.append((" has the key", key))
            found.append((f"[{key!r:.40}]" if isinstance(key, _ATOMS) else "[...]", item))
    elif isinstance(value, (list, tuple, set, frozenset, collections.deque)):
        found.extend((f"[{index}]", item) for index, item in enumerate(list(value)))
    return found


def crawl(roots):
    """Yields each object that can be reached from the values of roots once, with the path that leads there."""
    seen = {}
    waiting = collections.deque((value, name, None) for name, value in roots.items())
    while waiting:
        node = waiting.popleft()
        value = node[0]
        if type(value) in _ATOMS or id(value) in seen:
            continue
        # What is kept is not collected, so that its id stays its own.
        seen[id(value)] = value
        yield value, node
        for step, neighbour in _neighbours(value):
            if type(neighbour) not in _ATOMS and id(neighbour) not in seen:
                waiting.append((neighbour, step, node))


def path(node):
    steps = []
    while node is not None:
        steps.append(node[1])
        node = node[2]
    return "".join(reversed(steps))


def _misuse():
    """Yields calls that raise, of all that is public."""
    import jthreading
    import signal
    import threading
    import _thread

    finished = threading.Thread(target=int)
    finished.start()
    finished.join()
    barrier = threading.Barrier(1)
    barrier.abort()
    semaphore = threading.BoundedSemaphore(1)
    local = threading.local()
    for name in threading.__all__ + [name for name in dir(_thread) if name[0] != "_"]:
        function = getattr(threading, name, None) or getattr(_thread, name)
        if callable(function) and name != "exit" and name != "exit_thread":
            for arguments in ((), (1,), ("x", "y"), tuple(range(12))):
                if not (name.startswith(("interrupt_main", "setprofile", "settrace", "stack_size")) and len(arguments) < 2):
                    yield function, arguments
    kinds = (threading.Lock, threading.RLock, threading.Condition, threading.Event, threading.Semaphore, threading.Thread,
             lambda: threading.Barrier(2), lambda: finished)
    for make in kinds:
        for name in dir(make()):
            if callable(getattr(make(), name)) and not name.startswith("__"):
                for arguments in ((object(),), ("x", "y", "z")):
                    yield getattr(make(), name), arguments
    yield from (
        (threading.Lock().release, ()), (threading.RLock().release, ()), (threading.Condition().wait, ()),
        (threading.Condition().notify, ()), (semaphore.release, ()), (barrier.wait, ()), (finished.start, ()),
        (threading.current_thread().join, ()), (threading.Thread().join, ()), (lambda: local.missing, ()),
        (lambda: threading.missing, ()), (lambda: _thread.missing, ()), (threading.Lock().acquire, (True, 2.0**70)),
        (threading.Lock().acquire, (False, 1)), (threading.Thread, (1,)), (threading.stack_size, (1,)),
        (threading.stack_size, (2**70,)), (_thread.start_new_thread, (1, 2)), (_thread.interrupt_main, (2**40,)),
        (jthreading.set_name, (1, 2)), (jthreading.name, (1,)), (jthreading.register, (0,)), (jthreading.unregister, (signal.SIGINT, 1)),
        (jthreading.dump_threads, (1,)), (sys.setswitchinterval, ("x",)),
        (threading.Semaphore, (2**70,)), (threading.Lock().acquire, (True, float("nan"))),
    )


def provoke():
    """The exceptions that wrong use raises, one of each kind, and what hooks are told of those that end threads."""
    import queue
    import threading

    caught = {}
    for function, arguments in _misuse():
        try:
            function(*arguments)
        except Exception as exception:
            caught.setdefault((type(exception), str(exception)), exception)
    told = queue.SimpleQueue()
    kept = threading.excepthook, sys.unraisablehook
    threading.excepthook = sys.unraisablehook = told.put
    try:
        def fail():
            raise ValueError("in a thread")

        thread = threading.Thread(target=fail)
        thread.start()
        thread.join()
        import _thread
        _thread.start_new_thread(fail, ())
        arguments_of_hooks = [told.get(), told.get()]
    finally:
        threading.excepthook, sys.unraisablehook = kept
    return list(caught.values()), arguments_of_hooks


def roots():
    """All that there is of jthreading, and something of everything that it makes."""
    import threading
    import _thread

    found = {name: __import__(name) for name in _FACADE}
    found.update({f"{name}.__spec__": module.__spec__ for name, module in list(found.items())})
    found["meta_path"] = sys.meta_path
    kinds = (threading.Lock, threading.RLock, threading._RLock, threading.Condition, threading.Semaphore, threading.Event,
             threading.local, threading.Thread, _thread._ThreadHandle)
    found.update({f"{kind.__name__}()": kind() for kind in kinds})
    found["Condition(Event)"] = threading.Condition(threading.Semaphore())
    found["Barrier(2)"] = threading.Barrier(2)
    found["newCondition"] = threading.Lock().newCondition()
    found["BoundedSemaphore()"] = threading.BoundedSemaphore()
    found["Timer()"] = threading.Timer(1, int)
    found["virtual()"] = threading.virtual()
    found["frames"] = sys._current_frames()
    found["exceptions"], found["hooks"] = provoke()
    return found


def texts(exceptions):
    """What programs can print of exceptions."""
    for exception in exceptions:
        yield repr(exception)
        yield repr(exception.args)
        yield "".join(traceback.format_exception(exception, chain=True))


def _graalpys_own():
    """The ids of what GraalPy's modules themselves have of Java's."""
    return {id(contextvars.Token.MISSING), *(id(value) for value in vars(_sre).values() if isinstance(value, polyglot.ForeignObject))}


def foreign_objects():
    """All foreign objects that a program can reach, as pairs of path and object, and how many objects there were in all."""
    others = _graalpys_own()
    found = []
    count = 0
    for value, node in crawl(roots()):
        count += 1
        if isinstance(value, polyglot.ForeignObject) and id(value) not in others:
            found.append([path(node), value])
    return [found, count]


def telling_texts():
    """Texts of exceptions that tell of Java, and how many texts there were in all."""
    exceptions, hooks = provoke()
    exceptions += [arguments.exc_value for arguments in hooks]
    told = [text.replace(os.path.dirname(os.__file__), "") for text in texts(exceptions)]
    return [[text for text in told if INTERNALS.search(text)], len(told)]

