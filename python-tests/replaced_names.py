"""Puts something else in the place of names of `threading`, and prints whether that has the effect it has in CPython.

Programs that test, trace or debug others replace functions and classes of the module, override private methods of
`Thread`, and look at private attributes.  Prints a line with the name before a case, and one with the name, a tab and
the outcome after it.  The outcome is the `repr` of a value, or an exception.

Each case puts back what it replaced.

    python replaced_names.py [text]        only the cases that have `text` in their name
"""

import _thread
import contextlib
import io
import re
import sys
import threading
import time
import warnings
import weakref
from collections import deque
from itertools import count
from types import SimpleNamespace

MASKS = [
    (re.compile(r"0x[0-9a-fA-F]+"), "0x?"),
    (re.compile(r"\b(started|stopped|initial)( daemon)? [0-9]+"), r"\1\2 ?"),
    (re.compile(r"\b(KeyError: |owner=)[0-9]+"), r"\1?"),
    (re.compile(r"\b(Thread|Dummy)-[0-9]+"), r"\1-?"),
    (re.compile(r"[0-9]{9,}"), "?"),
]

# Far more than anything here takes.
PATIENCE = 10
# How long a case may take; one that hangs is left behind.
LIMIT = 4 * PATIENCE

MISSING = object()

# The module's own, for the harness and for what stands in another's place.
Thread, Timer, Event, Condition = threading.Thread, threading.Timer, threading.Event, threading.Condition
Lock, RLock, Semaphore, BoundedSemaphore = threading.Lock, threading.RLock, threading.Semaphore, threading.BoundedSemaphore
Barrier, BrokenBarrierError = threading.Barrier, threading.BrokenBarrierError
get_ident, get_native_id = threading.get_ident, threading.get_native_id

CASES = []
# The last case: a program that has ended may be unable to start threads afterwards.
END = "_threading_atexits and _main_thread: at the end"
undo = []


def case(function):
    """Makes a function a case, which is called as the first line of its docstring."""
    CASES.append((function.__doc__, function))
    return function


@contextlib.contextmanager
def replaced(owner=threading, **names):
    """Puts values in the place of a module's or class's own for a while."""
    restore = []
    for name, value in names.items():
        before = vars(owner).get(name, MISSING)
        if before is MISSING and owner is threading:
            # A module may make some of what it has when it is asked for it.
            before = getattr(owner, name, MISSING)
        restore.append((owner, name, before))
        setattr(owner, name, value)
    undo.extend(restore)
    try:
        yield
    finally:
        put_back(restore)
        for each in restore:
            undo.remove(each)


def put_back(restore):
    """Gives names the values that they had."""
    for owner, name, value in reversed(restore):
        if value is MISSING:
            if name in vars(owner):
                delattr(owner, name)
        else:
            setattr(owner, name, value)


class Calls(list):
    """Wraps functions, and notes the names of those that were called."""

    def wrap(self, function, name=None):
        def wrapper(*args, **kwargs):
            self.append(name or function.__name__)
            return function(*args, **kwargs)

        return wrapper

    def __call__(self):
        return sorted({*self})


def attempt(function):
    """The value of a call, or the exception in a text."""
    try:
        return function()
    except Exception as error:
        return f"{type(error).__name__}: {error}"


def eventually(function):
    """Waits until a function returns something true, and returns whether it did."""
    end = time.monotonic() + PATIENCE
    while not function():
        if time.monotonic() > end:
            return False
        time.sleep(0.001)
    return True


def finished(thread):
    """Waits until a thread is gone, by nothing but what CPython's `Thread` itself offers."""
    thread.join(PATIENCE)
    return not thread.is_alive()


def raw_thread(function):
    """The outcome of a function on a thread that `threading` did not start."""
    values = []
    done = _thread.allocate_lock()
    done.acquire()

    def body():
        # The dummy of a thread that is gone, whose ident this one has got.
        if get_ident() in threading._active:
            del threading._active[get_ident()]
        try:
            values.append(attempt(function))
        finally:
            done.release()

    _thread.start_new_thread(body, ())
    done.acquire(True, PATIENCE)
    return values[0] if values else "does not come back"


def on_thread(function, cls=Thread, daemon=True):
    """Runs a function on a thread, which is returned when it has ended."""
    thread = cls(target=function, daemon=daemon)
    thread.start()
    thread.join(PATIENCE)
    return thread


@contextlib.contextmanager
def unraisable():
    """Collects what a thread raises that nobody handles."""
    caught = []
    before = sys.unraisablehook
    sys.unraisablehook = lambda args: caught.append(f"{args.exc_type.__name__}")
    try:
        yield caught
    finally:
        sys.unraisablehook = before


class TracingLock:
    """A lock that notes what is done with it."""

    calls = Calls()

    def __init__(self):
        self._inner = _thread.allocate_lock()
        self.calls.append("new")

    def acquire(self, blocking=True, timeout=-1):
        self.calls.append("acquire")
        return self._inner.acquire(blocking, timeout)

    def release(self):
        self.calls.append("release")
        self._inner.release()

    def locked(self):
        return self._inner.locked()

    def _at_fork_reinit(self):
        self._inner = _thread.allocate_lock()

    def __enter__(self):
        return self.acquire()

    def __exit__(self, *args):
        self.release()


def tracing_lock():
    """A class of locks that note what is done with them, and their notes."""
    calls = Calls()
    return type("TracingLock", (TracingLock,), {"calls": calls}), calls


def tracing_condition():
    """A class of conditions that note what is done with them, and their notes."""
    calls = Calls()

    class TracingCondition(Condition):
        def __init__(self, *args):
            calls.append("new")
            super().__init__(*args)

        def __enter__(self):
            calls.append("enter")
            return super().__enter__()

        def wait(self, *args, **kwargs):
            calls.append("wait")
            return super().wait(*args, **kwargs)

        def notify(self, *args, **kwargs):
            calls.append("notify")
            return super().notify(*args, **kwargs)

    return TracingCondition, calls


def use_semaphore(make):
    """Acquires, waits, releases."""
    semaphore = make()
    semaphore.acquire()
    first = semaphore.acquire(timeout=0.001)
    taken = []
    thread = Thread(target=lambda: taken.append(semaphore.acquire(timeout=PATIENCE)), daemon=True)
    thread.start()
    time.sleep(0.05)
    semaphore.release()
    return first, finished(thread), taken


def use_event(make):
    """Waits, sets, clears."""
    event = make()
    first = event.wait(0.001)
    seen = []
    thread = Thread(target=lambda: seen.append(event.wait(PATIENCE)), daemon=True)
    thread.start()
    time.sleep(0.05)
    event.set()
    done = finished(thread)
    event.clear()
    return first, done, seen, event.is_set()


def use_barrier(make):
    """Passes, and breaks."""
    barrier = make()
    places = []
    thread = Thread(target=lambda: places.append(barrier.wait(PATIENCE)), daemon=True)
    thread.start()
    places.append(barrier.wait(PATIENCE))
    done = finished(thread)
    barrier.abort()
    return sorted(places), done, attempt(barrier.wait), barrier.broken


# The names that functions of the module look up.


@case
def _():
    "BrokenBarrierError: a barrier that was aborted"

    class Mine(Exception):
        pass

    barrier = Barrier(2)
    barrier.abort()
    with replaced(BrokenBarrierError=Mine):
        return attempt(barrier.wait)


@case
def _():
    "BrokenBarrierError: a wait that takes too long, and one that is aborted"

    class Mine(Exception):
        pass

    with replaced(BrokenBarrierError=Mine):
        barrier = Barrier(2)
        first = attempt(lambda: barrier.wait(0.001))
        barrier.reset()
        outcomes = []
        thread = Thread(target=lambda: outcomes.append(attempt(barrier.wait)), daemon=True)
        thread.start()
        reached = eventually(lambda: barrier.n_waiting)
        barrier.abort()
        return first, reached, finished(thread), outcomes


def synchronizer_cases():
    """Replaced locks and conditions, under each synchronizer."""
    uses = {
        "Semaphore": lambda: use_semaphore(Semaphore),
        "BoundedSemaphore": lambda: use_semaphore(BoundedSemaphore),
        "Event": lambda: use_event(Event),
        "Barrier": lambda: use_barrier(lambda: Barrier(2)),
    }
    for name, use in uses.items():
        def with_lock(use=use):
            mine, calls = tracing_lock()
            with replaced(Lock=mine):
                return use(), calls()

        def with_condition(use=use):
            mine, calls = tracing_condition()
            with replaced(Condition=mine):
                return use(), calls()

        def with_both(use=use):
            locks, lock_calls = tracing_lock()
            conditions, calls = tracing_condition()
            with replaced(Condition=conditions, Lock=locks):
                return use(), calls(), lock_calls()

        def with_waiters(use=use):
            locks, calls = tracing_lock()
            with replaced(_allocate_lock=locks):
                return use(), calls()

        def with_deque(use=use):
            calls = Calls()
            with replaced(_deque=calls.wrap(deque)):
                return use(), calls()

        CASES.append((f"Lock: {name} made with it", with_lock))
        CASES.append((f"Condition: {name} made with it", with_condition))
        CASES.append((f"Condition and Lock: {name} made with them", with_both))
        CASES.append((f"_allocate_lock: {name} waits on it", with_waiters))
        CASES.append((f"_deque: {name} has one", with_deque))

    made = {
        "Semaphore": lambda: Semaphore(),
        "BoundedSemaphore": lambda: BoundedSemaphore(),
        "Event": lambda: Event(),
        "Barrier": lambda: Barrier(2),
    }
    for name, make in made.items():
        def kind(make=make):
            mine, _ = tracing_condition()
            locks, _ = tracing_lock()
            with replaced(Condition=mine, Lock=locks):
                it = make()
            return type(it._cond) is mine, type(it._cond._lock) is locks

        CASES.append((f"Condition and Lock: _cond of {name} is one", kind))


synchronizer_cases()


@case
def _():
    "Condition and Lock: a thread's _started is made of them"
    conditions, calls = tracing_condition()
    locks, lock_calls = tracing_lock()
    with replaced(Condition=conditions, Lock=locks):
        thread = Thread(target=print, daemon=True)
        return type(thread._started._cond) is conditions, calls(), lock_calls()


@case
def _():
    "Condition: a thread's start waits on it"
    conditions, calls = tracing_condition()
    with replaced(Condition=conditions):
        thread = on_thread(lambda: None)
        return not thread.is_alive(), "notify" in calls


@case
def _():
    "Lock: a condition that is given one"
    mine, calls = tracing_lock()
    with replaced(Lock=mine):
        condition = Condition(threading.Lock())
        with condition:
            condition.wait(0.001)
        return calls()


@case
def _():
    "Event: a thread's _started is one"

    class Mine(Event):
        pass

    with replaced(Event=Mine):
        return type(Thread()._started) is Mine


@case
def _():
    "Event: start() waits for it, and it is set"
    calls = Calls()

    class Mine(Event):
        def wait(self, timeout=None):
            calls.append("wait")
            return super().wait(timeout)

        def set(self):
            calls.append("set")
            super().set()

    with replaced(Event=Mine):
        thread = on_thread(lambda: None)
    return calls(), thread.is_alive(), repr(thread)


@case
def _():
    "Event: a timer's finished is one"
    calls = Calls()

    class Mine(Event):
        def wait(self, timeout=None):
            calls.append("wait")
            return super().wait(timeout)

    ran = []
    with replaced(Event=Mine):
        timer = Timer(0.001, ran.append, [1])
        timer.daemon = True
        timer.start()
        return type(timer.finished) is Mine, finished(timer), ran, calls()


@case
def _():
    "ExceptHookArgs: what excepthook is told"
    told = []
    with replaced(ExceptHookArgs=lambda args: ("mine", args[0].__name__, len(args)), excepthook=told.append):
        on_thread(lambda: 1 / 0)
    return told


@case
def _():
    "RLock: a condition makes one"
    mine, calls = tracing_lock()
    with replaced(RLock=mine):
        condition = Condition()
        with condition:
            condition.wait(0.001)
            condition.notify_all()
        return type(condition._lock) is mine, calls()


@case
def _():
    "RLock: a condition of the lock in Python"
    with replaced(RLock=threading._PyRLock):
        condition = Condition()
        woken = []

        def wait():
            with condition, condition:
                woken.append("waits")
                woken.append(condition.wait(PATIENCE))

        thread = Thread(target=wait, daemon=True)
        thread.start()
        reached = eventually(lambda: woken)
        with condition:
            condition.notify()
        return reached, finished(thread), woken, type(condition._lock).__name__


@case
def _():
    "Thread: a timer calls its constructor"
    calls = Calls()

    class Mine(Thread):
        def __init__(self, *args, **kwargs):
            calls.append("init")
            Thread.__init__(self, *args, **kwargs)

    with replaced(Thread=Mine):
        Timer(1, print)
    return calls()


@case
def _():
    "Thread: a dummy calls its constructor"
    calls = Calls()

    class Mine(Thread):
        def __init__(self, *args, **kwargs):
            calls.extend(kwargs)
            Thread.__init__(self, *args, **kwargs)

    with replaced(Thread=Mine):
        raw_thread(threading.current_thread)
    return calls()


@case
def _():
    "_CRLock: RLock() calls it with its arguments"
    with replaced(_CRLock=lambda *args, **kwargs: ("mine", args, kwargs)):
        return threading.RLock(), threading.RLock(1, two=2)


@case
def _():
    "_CRLock: None, then RLock() makes one in Python"
    with replaced(_CRLock=None):
        return type(threading.RLock()) is threading._PyRLock, type(Condition()._lock) is threading._PyRLock


@case
def _():
    "_CRLock: a condition makes one"
    mine, calls = tracing_lock()
    with replaced(_CRLock=mine):
        condition = Condition()
        with condition:
            condition.wait(0.001)
    return type(condition._lock) is mine, calls()


@case
def _():
    "_PyRLock: RLock() calls it when there is no _CRLock"
    with replaced(_CRLock=None, _PyRLock=lambda *args: ("mine", args)):
        return threading.RLock(), threading.RLock(1)


@case
def _():
    "_DummyThread: current_thread() makes one"

    class Mine(threading._DummyThread):
        pass

    with replaced(_DummyThread=Mine):
        return raw_thread(lambda: type(threading.current_thread()) is Mine)


@case
def _():
    "_DummyThread: what current_thread() makes is what it returns"
    with replaced(_DummyThread=lambda: "mine"):
        return raw_thread(threading.current_thread)


@case
def _():
    "_HAVE_THREAD_NATIVE_ID: false, then nobody asks for the id"
    calls = Calls()
    with replaced(_HAVE_THREAD_NATIVE_ID=False, get_native_id=calls.wrap(get_native_id)):
        with replaced(Thread, _set_native_id=calls.wrap(Thread._set_native_id)):
            thread = on_thread(lambda: None)
            raw_thread(threading.current_thread)
    return thread.is_alive(), calls()


@case
def _():
    "_HAVE_THREAD_NATIVE_ID: false, then a thread has none"
    with replaced(_HAVE_THREAD_NATIVE_ID=False):
        thread = on_thread(lambda: None)
        return attempt(lambda: thread.native_id and "one")


@case
def _():
    "_SHUTTING_DOWN: true, then nothing more is registered"
    with replaced(_SHUTTING_DOWN=True):
        return attempt(lambda: threading._register_atexit(print))


@case
def _():
    "_active: current_thread() returns what is entered"
    mine = object()

    def enter():
        ident = get_ident()
        before = threading._active[ident]
        threading._active[ident] = mine
        try:
            return threading.current_thread() is mine, mine in threading.enumerate()
        finally:
            threading._active[ident] = before

    values = []
    on_thread(lambda: values.append(attempt(enter)))
    return values


@case
def _():
    "_active: current_thread() of a raw thread returns what is entered"
    mine = object()

    def enter():
        threading._active[get_ident()] = mine
        try:
            return threading.current_thread() is mine
        finally:
            del threading._active[get_ident()]

    return raw_thread(enter)


@case
def _():
    "_active: without the thread, current_thread() makes a dummy"

    def leave():
        ident = get_ident()
        before = threading._active.pop(ident)
        try:
            dummy = threading.current_thread()
            return type(dummy).__name__, threading._active[ident] is dummy, threading.current_thread() is dummy
        finally:
            threading._active[ident] = before

    values = []
    on_thread(lambda: values.append(attempt(leave)))
    return values


@case
def _():
    "_active: changed by each method of dict"

    def change(method):
        mine = object()
        ident = get_ident()
        before = threading._active[ident]
        try:
            method(ident, mine)
            return threading.current_thread() is mine
        finally:
            threading._active[ident] = before

    def pop_and_set_default(ident, mine):
        threading._active.pop(ident)
        threading._active.setdefault(ident, mine)

    def update_in_place(ident, mine):
        threading._active |= {ident: mine}

    methods = [
        lambda ident, mine: threading._active.update({ident: mine}),
        pop_and_set_default,
        update_in_place,
        lambda ident, mine: dict.__setitem__(threading._active, ident, mine),
    ]
    values = []
    on_thread(lambda: values.extend(attempt(lambda: change(method)) for method in methods))
    return values


@case
def _():
    "_active: a new dict, which threads enter and leave"
    mine = {}
    inside = []
    with replaced(_active=mine):
        # The one that runs this is entered too, or it would get a dummy.
        mine[get_ident()] = me = object()

        def target():
            inside.append((threading._active[get_ident()] is thread, threading.current_thread() is thread))

        thread = Thread(target=target, daemon=True)
        thread.start()
        done = finished(thread)
        return done, inside, [*mine.values()] == [me], threading.current_thread() is me, threading.active_count()


@case
def _():
    "_active: a new dict, without the thread that asks"
    with replaced(_active={}):
        dummy = threading.current_thread()
        return type(dummy).__name__, threading.enumerate() == [dummy], threading._active == {get_ident(): dummy}


@case
def _():
    "_active: a dict that notes what is done with it"
    calls = Calls()

    class Mine(dict):
        __setitem__ = calls.wrap(dict.__setitem__)
        __delitem__ = calls.wrap(dict.__delitem__)
        __getitem__ = calls.wrap(dict.__getitem__)

    with replaced(_active=Mine(threading._active)):
        on_thread(lambda: threading.current_thread())
    return calls()


@case
def _():
    "_active: enumerate() and active_count() look there"
    with replaced(_active={1: "one", 2: "two"}, _limbo={}):
        return threading.enumerate(), threading.active_count(), threading._enumerate()


@case
def _():
    "_active: the lock in Python shows its owner's name"
    lock = threading._PyRLock()
    lock._owner = 1
    with replaced(_active={1: SimpleNamespace(name="mine")}):
        return repr(lock)


@case
def _():
    "_active: a thread that is not there any more when it ends"
    with unraisable() as caught:
        thread = on_thread(lambda: threading._active.pop(get_ident()))
        return thread.is_alive(), caught


@case
def _():
    "_limbo: enumerate() and active_count() look there"
    with replaced(_limbo={"one": "one"}):
        return "one" in threading.enumerate(), threading.active_count() == len(threading._active) + 1


@case
def _():
    "_limbo: a thread is there while it begins"
    calls = Calls()

    class Mine(dict):
        def __setitem__(self, thread, value):
            calls.append("enters")
            super().__setitem__(thread, value)

        def __delitem__(self, thread):
            calls.append("leaves")
            super().__delitem__(thread)

        def pop(self, *args):
            calls.append("leaves")
            return super().pop(*args)

    mine = Mine()
    with replaced(_limbo=mine):
        thread = on_thread(lambda: None)
        return calls(), thread.is_alive(), len(mine)


@case
def _():
    "_limbo: a thread that cannot be started leaves it"

    def fail(function, args):
        raise OSError("no more threads")

    with replaced(_start_new_thread=fail):
        thread = Thread()
        first = attempt(thread.start)
        return first, thread in threading._limbo, thread._started.is_set(), thread.ident, attempt(thread.join)


@case
def _():
    "_start_new_thread: fails, then the thread is started after all"
    thread = Thread(daemon=True)
    ran = []
    thread.run = lambda: ran.append(1)

    def fail(function, args):
        raise OSError("no more threads")

    with replaced(_start_new_thread=fail):
        attempt(thread.start)
    thread.start()
    return finished(thread), ran


@case
def _():
    "_start_new_thread: what it is given"
    given = []

    def mine(*args, **kwargs):
        given.append((args[0].__name__, args[0].__self__ is thread, args[1:], kwargs))
        return original(*args, **kwargs)

    original = threading._start_new_thread
    with replaced(_start_new_thread=mine):
        thread = Thread(daemon=True)
        thread.start()
    return finished(thread), given


class Wrapper:
    """Calls a function in a thread, as a debugger has it called."""

    def __init__(self, function, calls):
        self.function = function
        self.calls = calls

    def __call__(self, *args, **kwargs):
        self.calls.append("begins")
        try:
            return self.function(*args, **kwargs)
        finally:
            self.calls.append("ends")


def wrapping(start, calls, wrap=Wrapper):
    """A function that starts a thread with something around its own."""

    def start_new_thread(function, args=(), kwargs={}):
        calls.append("started")
        return start(wrap(function, calls), args, kwargs)

    return start_new_thread


def wrapped_function(function, calls):
    """As `Wrapper`, and a function."""

    def wrapper(*args, **kwargs):
        calls.append("begins")
        try:
            return function(*args, **kwargs)
        finally:
            calls.append("ends")

    return wrapper


def life_of_wrapped(start, wrap, cls=Thread, daemon=True):
    """What a thread is seen as that was started with something around its function."""
    calls = []
    inside = []
    go_on = Event()

    def target():
        me = threading.current_thread()
        inside.append((
            me is thread, thread.ident == get_ident(), thread.native_id == get_native_id(), thread.is_alive(),
            thread in threading.enumerate(), threading._active[get_ident()] is thread, me.name == thread.name,
            threading.get_ident() == thread._ident, thread.daemon,
        ))
        go_on.wait(PATIENCE)

    with replaced(_start_new_thread=wrapping(start, calls, wrap)):
        thread = cls(target=target, name="wrapped", daemon=daemon)
        thread.start()
    reached = eventually(lambda: inside)
    alive = thread.is_alive()
    thread.join(0.001)
    still_alive = thread.is_alive()
    shown = repr(thread)
    again = attempt(thread.start)
    go_on.set()
    thread.join(PATIENCE)
    # The function around it has nothing more to do, and may do it later.
    over = eventually(lambda: "ends" in calls)
    return (
        reached, inside, alive, still_alive, shown, again, thread.is_alive(), thread.name, bool(thread.ident),
        bool(thread.native_id), thread in threading.enumerate(), repr(thread), over, calls,
    )


def wrapping_cases():
    """Each way to start, and each sort of what is around the function."""
    ways = {"_thread": _thread.start_new_thread, "the module's own": threading._start_new_thread}
    wraps = {"an object": Wrapper, "a function": wrapped_function}
    for way, start in ways.items():
        for sort, wrap in wraps.items():
            for daemon in (True, False):
                def run(start=start, wrap=wrap, daemon=daemon):
                    return life_of_wrapped(start, wrap, daemon=daemon)

                word = "daemon" if daemon else "no daemon"
                CASES.append((f"_start_new_thread: through {way}, with {sort}, {word}", run))


wrapping_cases()


@case
def _():
    "_start_new_thread: many threads at once, with an object around each"
    calls = []
    seen = []
    with replaced(_start_new_thread=wrapping(_thread.start_new_thread, calls)):
        threads = [
            Thread(target=lambda: seen.append(threading.current_thread()), daemon=True) for _ in range(20)
        ]
        for thread in threads:
            thread.start()
    ends = [finished(thread) for thread in threads]
    return all(ends), {*seen} == {*threads}, len({*threads} & {*threading.enumerate()})


@case
def _():
    "_start_new_thread: a thread that raises, with an object around it"
    told = []
    with replaced(_start_new_thread=wrapping(_thread.start_new_thread, []),
                  excepthook=lambda args: told.append((args.exc_type.__name__, args.thread is thread))):
        thread = Thread(target=lambda: 1 / 0, daemon=True)
        thread.start()
        return finished(thread), told


@case
def _():
    "_start_new_thread: run at once by who starts it"
    inside = []

    def start():
        with replaced(_start_new_thread=lambda function, args: function(*args)):
            thread.start()
        return thread.ident == get_ident(), thread._started.is_set(), threading.current_thread() is not thread

    thread = Thread(target=lambda: inside.append(threading.current_thread() is thread), daemon=True)
    return raw_thread(start), inside, finished(thread)


@case
def _():
    "_active_limbo_lock: what takes it"
    mine, calls = tracing_lock()

    def counts(function):
        del calls[:]
        function()
        return "acquire" in calls

    with replaced(_active_limbo_lock=mine()):
        return (
            counts(threading.enumerate), counts(threading.active_count), counts(lambda: on_thread(lambda: None)),
            counts(lambda: raw_thread(threading.current_thread)), counts(threading.current_thread),
            counts(threading._enumerate), counts(threading.main_thread),
        )


@case
def _():
    "_active_limbo_lock: a thread cannot leave while it is held"
    go_on = Event()
    thread = Thread(target=lambda: go_on.wait(PATIENCE), daemon=True)
    thread.start()
    with threading._active_limbo_lock:
        go_on.set()
        thread.join(0.1)
        inside = thread.is_alive(), thread in threading._enumerate()
    return inside, finished(thread), thread in threading._enumerate()


@case
def _():
    "_active_limbo_lock: a thread cannot begin while it is held"
    begun = []
    go_on = Event()
    calls = []

    def start():
        thread.start()
        calls.append("started")

    thread = Thread(target=lambda: begun.append(1), daemon=True)
    with threading._active_limbo_lock:
        starter = Thread(target=lambda: (go_on.wait(PATIENCE), start()), daemon=True)
        # It has to begin by itself first.
        threading._active_limbo_lock.release()
        starter.start()
        eventually(lambda: starter in threading._active.values())
        threading._active_limbo_lock.acquire()
        go_on.set()
        time.sleep(0.1)
        inside = [*begun], [*calls]
    return inside, finished(starter), finished(thread), begun, calls


@case
def _():
    "_allocate_lock: a condition waits on one"
    mine, calls = tracing_lock()
    with replaced(_allocate_lock=mine):
        condition = Condition()
        with condition:
            first = condition.wait(0.001)
        woken = []

        def wait():
            with condition:
                woken.append("waits")
                woken.append(condition.wait(PATIENCE))

        thread = Thread(target=wait, daemon=True)
        thread.start()
        eventually(lambda: woken)
        with condition:
            kind = [type(waiter) is mine for waiter in condition._waiters]
            condition.notify_all()
        return first, finished(thread), woken, kind, calls()


@case
def _():
    "_allocate_lock: replaced after a condition was made"
    condition = Condition(Lock())
    mine, calls = tracing_lock()
    with replaced(_allocate_lock=mine):
        with condition:
            return condition.wait(0.001), calls()


@case
def _():
    "_allocate_lock: an event and a semaphore that were made before wait on one"
    event = Event()
    semaphore = Semaphore(0)
    mine, calls = tracing_lock()
    with replaced(_allocate_lock=mine):
        first = event.wait(0.001), calls()
        del calls[:]
        return first, semaphore.acquire(timeout=0.001), calls()


@case
def _():
    "_allocate_lock: the lock in Python is made of one"
    mine, calls = tracing_lock()
    with replaced(_allocate_lock=mine):
        lock = threading._PyRLock()
        with lock:
            return type(lock._block) is mine, calls()


@case
def _():
    "_counter: numbers of names"
    with replaced(_counter=lambda: 77):
        return Thread().name == "Thread-77", raw_thread(lambda: threading.current_thread().name == "Dummy-77")


@case
def _():
    "_counter: set back, as programs do"
    with replaced(_counter=count(1).__next__):
        return [thread.name.removeprefix("Thread-") for thread in (Thread(), Thread(target=print), Timer(1, print))]


@case
def _():
    "_newname: names of threads and dummies"
    with replaced(_newname=lambda template: f"mine {template}"):
        return Thread().name, Thread(target=print).name, raw_thread(lambda: threading.current_thread().name)


@case
def _():
    "_daemon_threads_allowed: not"
    with replaced(_daemon_threads_allowed=lambda: False):
        thread = Thread(daemon=False)

        def set_daemon():
            thread.daemon = True

        return (
            attempt(lambda: Thread(daemon=True)), attempt(set_daemon), thread.daemon,
            raw_thread(lambda: threading.current_thread().daemon),
        )


@case
def _():
    "_dangling: threads are entered"
    mine = weakref.WeakSet()
    with replaced(_dangling=mine):
        thread = Thread()
    return thread in mine


@case
def _():
    "_deque: a condition has one"
    calls = Calls()

    class Mine(deque):
        append = calls.wrap(deque.append, "append")
        remove = calls.wrap(deque.remove, "remove")

    with replaced(_deque=Mine):
        condition = Condition()
    with condition:
        condition.wait(0.001)
    return type(condition._waiters) is Mine, calls()


@case
def _():
    "_deque: a list, whose last waits least"

    class Mine(list):
        def append(self, waiter):
            self.insert(0, waiter)

    with replaced(_deque=Mine):
        condition = Condition()
    order = []

    def wait(number):
        with condition:
            order.append(f"waits {number}")
            condition.wait(PATIENCE)
            order.append(f"woken {number}")

    threads = []
    for number in range(2):
        threads.append(Thread(target=wait, args=(number,), daemon=True))
        threads[-1].start()
        eventually(lambda: len(order) == number + 1)
    for number in range(2):
        with condition:
            condition.notify()
        eventually(lambda: len(order) == number + 3)
    return [finished(thread) for thread in threads], order


def isolated_fork(**more):
    """Replaces all that the child of a fork changes."""
    return replaced(
        _active={}, _limbo={}, _dangling=weakref.WeakSet(), _active_limbo_lock=RLock(), _shutdown_locks=set(),
        _shutdown_locks_lock=Lock(), _main_thread=threading._main_thread, **more,
    )


@case
def _():
    "_MainThread: the child of a fork makes one if its thread is not known"
    made = []

    class Mine(Thread):
        def __init__(self):
            Thread.__init__(self, name="mine", daemon=True)
            made.append(self)
            self._started.set()
            self._set_ident()
            threading._active[self._ident] = self

    with isolated_fork(_MainThread=Mine):
        threading._after_fork()
        return len(made), threading._main_thread is made[0] if made else None, threading.main_thread().name


@case
def _():
    "_enumerate: the child of a fork asks it"
    calls = Calls()
    with isolated_fork(_enumerate=calls.wrap(lambda: [], "enumerate")):
        threading._active[get_ident()] = Thread(daemon=True)
        threading._after_fork()
        return calls(), threading._main_thread is threading._active[get_ident()], len(threading._active)


@case
def _():
    "_main_thread: main_thread() returns it"
    with replaced(_main_thread="mine"):
        return threading.main_thread()


@case
def _():
    "_is_main_interpreter: the end asks it"
    calls = Calls()
    with replaced(_main_thread=SimpleNamespace(_is_stopped=True), _SHUTTING_DOWN=False,
                  _is_main_interpreter=calls.wrap(lambda: True, "asked")):
        return threading._shutdown(), calls(), threading._SHUTTING_DOWN


@case
def _():
    "_maintain_shutdown_locks: called as a thread begins and ends"
    calls = Calls()
    with replaced(_maintain_shutdown_locks=calls.wrap(threading._maintain_shutdown_locks, "called")):
        begun = Event()
        go_on = Event()
        thread = Thread(target=lambda: (begun.set(), go_on.wait(PATIENCE)), daemon=False)
        thread.start()
        begun.wait(PATIENCE)
        first = calls()
        del calls[:]
        go_on.set()
        return first, finished(thread), calls()


@case
def _():
    "_shutdown_locks: a thread's lock is there until it has ended"
    go_on = Event()
    thread = Thread(target=lambda: go_on.wait(PATIENCE), daemon=False)
    before = {*threading._shutdown_locks}
    thread.start()
    lock = thread._tstate_lock
    first = lock in threading._shutdown_locks, lock in before, lock.locked()
    go_on.set()
    return first, finished(thread), lock in threading._shutdown_locks, lock.locked()


@case
def _():
    "_shutdown_locks: not a daemon's"
    go_on = Event()
    thread = Thread(target=lambda: go_on.wait(PATIENCE), daemon=True)
    thread.start()
    known = thread._tstate_lock in threading._shutdown_locks
    go_on.set()
    return known, finished(thread)


@case
def _():
    "_shutdown_locks: another set"
    calls = Calls()

    class Mine(set):
        add = calls.wrap(set.add, "add")
        difference_update = calls.wrap(set.difference_update, "difference_update")

    mine = Mine()
    with replaced(_shutdown_locks=mine):
        thread = on_thread(lambda: None, daemon=False)
        return thread.is_alive(), calls(), len(mine)


@case
def _():
    "_shutdown_locks_lock: taken as a thread begins and ends"
    mine, calls = tracing_lock()
    with replaced(_shutdown_locks_lock=mine()):
        begun = Event()
        go_on = Event()
        thread = Thread(target=lambda: (begun.set(), go_on.wait(PATIENCE)), daemon=False)
        thread.start()
        begun.wait(PATIENCE)
        first = calls()
        del calls[:]
        go_on.set()
        return first, finished(thread), calls()


@case
def _():
    "_make_invoke_excepthook: what it makes is told of exceptions"
    told = []

    def make():
        return lambda thread: told.append((sys.exc_info()[0].__name__, thread.name))

    with replaced(_make_invoke_excepthook=make):
        thread = Thread(target=lambda: 1 / 0, name="mine", daemon=True)
        kind = thread._invoke_excepthook.__name__
        thread.start()
        return finished(thread), told, kind


@case
def _():
    "_profile_hook: threads get it, getprofile() returns it"
    seen = []

    def hook(frame, event, arg):
        seen.append(event)

    def target():
        seen.append(sys.getprofile() is hook)
        sys.setprofile(None)

    with replaced(_profile_hook=hook):
        found = threading.getprofile() is hook
        on_thread(target)
    return found, True in seen, "call" in seen


@case
def _():
    "_trace_hook: threads get it, gettrace() returns it"
    seen = []

    def hook(frame, event, arg):
        seen.append(event)

    def target():
        seen.append(sys.gettrace() is hook)
        sys.settrace(None)

    with replaced(_trace_hook=hook):
        found = threading.gettrace() is hook
        on_thread(target)
    return found, True in seen, "call" in seen


@case
def _():
    "_set_sentinel: a thread's _tstate_lock is what it returns"
    calls = Calls()
    locks = []

    def mine():
        calls.append("called" if get_ident() == thread._ident else "called elsewhere")
        locks.append(_thread._set_sentinel())
        return locks[-1]

    go_on = Event()
    with replaced(_set_sentinel=mine):
        thread = Thread(target=lambda: go_on.wait(PATIENCE), daemon=True)
        thread.start()
        same = thread._tstate_lock is locks[0] if locks else None
        go_on.set()
        return calls(), same, finished(thread), thread._tstate_lock


@case
def _():
    "_set_sentinel: join() waits for what it returns"
    lock = _thread.allocate_lock()
    with replaced(_set_sentinel=lambda: lock):
        thread = Thread(daemon=True)
        thread.start()
        thread.join(0.05)
        alive = thread.is_alive()
        lock.release()
        thread.join(PATIENCE)
        return alive, thread.is_alive()


class System:
    """The module `sys`, but for what it is given."""

    def __init__(self, **names):
        vars(self).update(names)

    def __getattr__(self, name):
        return getattr(sys, name)


@case
def _():
    "_sys: its settrace and setprofile are called in a thread"
    given = []
    mine = System(
        settrace=lambda hook: given.append(("settrace", hook)), setprofile=lambda hook: given.append(("setprofile", hook))
    )
    with replaced(_sys=mine, _trace_hook="trace", _profile_hook="profile"):
        thread = on_thread(lambda: None)
        return thread.is_alive(), given


@case
def _():
    "_sys: settrace_all_threads and setprofile_all_threads call it"
    given = []
    mine = System(
        _settraceallthreads=lambda hook: given.append(("settrace", hook)),
        _setprofileallthreads=lambda hook: given.append(("setprofile", hook)),
        settrace=lambda hook: None,
        setprofile=lambda hook: None,
    )
    with replaced(_sys=mine, _trace_hook=None, _profile_hook=None):
        threading.settrace_all_threads("trace")
        threading.setprofile_all_threads("profile")
        found = threading.gettrace(), threading.getprofile()
    return given, found


@case
def _():
    "_sys: a thread keeps its stderr"
    mine = System(stderr="mine")
    with replaced(_sys=mine):
        return Thread()._stderr


@case
def _():
    "_sys: its exc_info tells of an exception"
    told = []
    mine = System(exc_info=lambda: ("type", "value", "traceback"))
    with replaced(_sys=mine, ExceptHookArgs=tuple, excepthook=lambda args: told.append(args[:3])):
        thread = on_thread(lambda: 1 / 0)
        return thread.is_alive(), told


@case
def _():
    "_sys: without an excepthook no thread can be made"
    with replaced(_sys=System(excepthook=None)):
        return attempt(Thread)


@case
def _():
    "excepthook: None, then no thread can be made"
    with replaced(excepthook=None):
        return attempt(Thread)


@case
def _():
    "excepthook: None, then that of the thread's making is told"
    told = []
    with replaced(excepthook=lambda args: told.append(args.exc_type.__name__)):
        thread = Thread(target=lambda: 1 / 0, daemon=True)
        with replaced(excepthook=None):
            thread.start()
            return finished(thread), told


@case
def _():
    "excepthook: raises, then sys.excepthook is told"
    stream = io.StringIO()

    def mine(args):
        raise KeyError("mine")

    told = []
    before = sys.stderr, sys.excepthook
    sys.stderr, sys.excepthook = stream, lambda *args: told.append(args[0].__name__)
    try:
        with replaced(excepthook=mine):
            on_thread(lambda: 1 / 0)
    finally:
        sys.stderr, sys.excepthook = before
    return told, stream.getvalue()


@case
def _():
    "excepthook: is told of the last exception only by whoever is there then"
    told = []
    with replaced(excepthook=lambda args: told.append("first")):
        thread = Thread(target=lambda: 1 / 0, daemon=True)
        with replaced(excepthook=lambda args: told.append("second")):
            thread.start()
            return finished(thread), told


@case
def _():
    "_threading_atexits: what is registered is there"
    ran = []
    with replaced(_threading_atexits=[]):
        threading._register_atexit(ran.append, 1)
        [call] = threading._threading_atexits
        call()
    return ran


@case
def _():
    "functools: what is registered is made by its partial"
    mine = SimpleNamespace(partial=lambda *args, **kwargs: ("mine", args, kwargs))
    with replaced(functools=mine, _threading_atexits=[]):
        threading._register_atexit("function", 1, two=2)
        return threading._threading_atexits


@case
def _():
    "_time: a condition's wait_for asks it"
    times = iter([100, 101, 102, 200])
    asked = Calls()
    with replaced(_time=asked.wrap(lambda: next(times), "asked")):
        condition = Condition()
        calls = []
        condition.wait = calls.append
        with condition:
            return condition.wait_for(lambda: False, 50), calls, asked


@case
def _():
    "_time: a semaphore's acquire asks it"
    times = iter([100.0, 200.0])
    asked = Calls()
    semaphore = Semaphore(0)
    with replaced(_time=asked.wrap(lambda: next(times), "asked")):
        return semaphore.acquire(timeout=0.01), asked


@case
def _():
    "_time: stands still, then a semaphore waits until it is released"
    semaphore = Semaphore(0)
    taken = []
    with replaced(_time=lambda: 100.0):
        thread = Thread(target=lambda: taken.append(semaphore.acquire(timeout=0.01)), daemon=True)
        thread.start()
        thread.join(0.1)
        waits = thread.is_alive()
        semaphore.release()
        return waits, finished(thread), taken


@case
def _():
    "_time: a barrier's wait asks it"
    asked = Calls()
    with replaced(_time=asked.wrap(time.monotonic, "asked")):
        return attempt(lambda: Barrier(2).wait(0.001)), asked()


@case
def _():
    "active_count: activeCount() calls it"
    with replaced(active_count=lambda: "mine"):
        return threading.activeCount()


@case
def _():
    "current_thread: currentThread() calls it"
    with replaced(current_thread=lambda: "mine"):
        return threading.currentThread()


@case
def _():
    "current_thread: new threads inherit from it"
    with replaced(current_thread=lambda: SimpleNamespace(daemon="mine")):
        return Thread().daemon


@case
def _():
    "current_thread: join() asks it"
    go_on = Event()
    thread = Thread(target=lambda: go_on.wait(PATIENCE), daemon=True)
    thread.start()
    with replaced(current_thread=lambda: thread):
        first = attempt(thread.join)
    go_on.set()
    return first, finished(thread)


@case
def _():
    "get_ident: called as a thread begins and leaves"
    calls = []

    def mine():
        ident = get_ident()
        calls.append((ident, ident in threading._active))
        return ident

    with replaced(get_ident=mine):
        thread = on_thread(lambda: calls.append("target"))
    own = [call for call in calls if call == "target" or call[0] == thread.ident]
    before = own[:own.index("target")]
    after = own[own.index("target") + 1:]
    return [known for _, known in before], [known for _, known in after], thread in threading.enumerate()


@case
def _():
    "get_ident: current_thread() asks it"
    main = threading.main_thread()
    with replaced(get_ident=lambda: main.ident):
        return threading.current_thread() is main


@case
def _():
    "get_ident: a thread's ident is what it returns"
    seen = []

    def mine():
        return 4711 if get_ident() in others else get_ident()

    others = set()
    with replaced(get_ident=mine):
        def bootstrap():
            others.add(get_ident())
            Thread._bootstrap(thread)

        thread = Thread(target=lambda: seen.append(threading._active.get(4711) is thread), daemon=True)
        thread._bootstrap = bootstrap
        thread.start()
        return finished(thread), seen, thread.ident, thread._ident, 4711 in threading._active


@case
def _():
    "get_ident: the lock in Python asks it"
    lock = threading._PyRLock()
    with replaced(get_ident=lambda: 4711):
        lock.acquire()
        first = lock._owner, lock._is_owned(), lock._recursion_count()
    second = lock._is_owned(), lock._recursion_count(), attempt(lock.release)
    with replaced(get_ident=lambda: 4711):
        return first, second, lock.release(), repr(lock)


@case
def _():
    "get_ident: current_thread() when it is nobody's"
    with replaced(get_ident=lambda: 4712):
        try:
            dummy = threading.current_thread()
            return type(dummy).__name__, dummy.ident, threading.current_thread() is dummy
        finally:
            if 4712 in threading._active:
                del threading._active[4712]


@case
def _():
    "get_native_id: a thread's native id is what it returns"
    with replaced(get_native_id=lambda: 4711):
        thread = on_thread(lambda: None)
        return thread.native_id, thread._native_id, raw_thread(lambda: threading.current_thread().native_id)


@case
def _():
    "setprofile: setprofile_all_threads() calls it"
    given = []
    with replaced(setprofile=given.append):
        threading.setprofile_all_threads(None)
    return given


@case
def _():
    "settrace: settrace_all_threads() calls it"
    given = []
    with replaced(settrace=given.append):
        threading.settrace_all_threads(None)
    return given


# Private methods of a thread, overridden by a subclass and replaced in the class.

METHODS = [
    "_bootstrap", "_bootstrap_inner", "_delete", "_stop", "_set_ident", "_set_native_id", "_set_tstate_lock",
    "_wait_for_tstate_lock",
]


def note_calls(calls, name):
    """A method that notes where it is called, and does what it did."""
    original = getattr(Thread, name)

    def method(self, *args, **kwargs):
        calls.append((name, get_ident()))
        return original(self, *args, **kwargs)

    return method


def life_with_methods(cls, calls, daemon):
    """What is called in a thread's life: at its start, at its end, and when others ask."""
    begun = Event()
    go_on = Event()
    thread = cls(target=lambda: (begun.set(), go_on.wait(PATIENCE)), daemon=daemon)

    def noted():
        notes = {f"{name} in {'it' if ident == thread.ident else 'another'}" for name, ident in calls}
        del calls[:]
        return sorted(notes)

    thread.start()
    begun.wait(PATIENCE)
    start = noted()
    thread.is_alive()
    question = noted()
    go_on.set()
    thread.join(PATIENCE)
    end = noted()
    return start, question, end, thread.is_alive(), thread in threading.enumerate(), bool(thread.ident)


def method_cases():
    """Each private method by itself, and all of them."""
    sets = {name: [name] for name in METHODS}
    sets["all"] = METHODS
    for which, names in sets.items():
        for daemon in (True, False):
            def subclass(names=names, daemon=daemon):
                calls = []
                methods = {name: note_calls(calls, name) for name in names}
                return life_with_methods(type("Mine", (Thread,), methods), calls, daemon)

            def class_itself(names=names, daemon=daemon):
                calls = []
                methods = {name: note_calls(calls, name) for name in names}
                with replaced(Thread, **methods):
                    return life_with_methods(Thread, calls, daemon)

            def instance(names=names, daemon=daemon):
                calls = []

                def make(**kwargs):
                    thread = Thread(**kwargs)
                    for name in names:
                        method = note_calls(calls, name)
                        setattr(thread, name, method.__get__(thread))
                    return thread

                return life_with_methods(make, calls, daemon)

            word = "daemon" if daemon else "no daemon"
            CASES.append((f"Thread.{which}: overridden, {word}", subclass))
            CASES.append((f"Thread.{which}: replaced in the class, {word}", class_itself))
            CASES.append((f"Thread.{which}: set in the thread, {word}", instance))


method_cases()


@case
def _():
    "Thread._ident: set by _set_ident, _native_id by _set_native_id, _tstate_lock by _set_tstate_lock, then _started"
    seen = []

    class Mine(Thread):
        def note(self):
            seen.append((
                self._ident == get_ident(), self._native_id == get_native_id(), self._tstate_lock is not None,
                self._started.is_set(),
            ))

        def _bootstrap(self):
            self.note()
            super()._bootstrap()

        def _set_ident(self):
            super()._set_ident()
            self.note()

        def _set_tstate_lock(self):
            super()._set_tstate_lock()
            self.note()

        def _set_native_id(self):
            super()._set_native_id()
            self.note()

        def run(self):
            self.note()

    return finished(on_thread(None, Mine)), seen


@case
def _():
    "Thread._reset_internal_locks: called in the child of a fork"
    calls = Calls()

    class Mine(Thread):
        def _reset_internal_locks(self, is_alive):
            calls.append(f"called {is_alive}")
            super()._reset_internal_locks(is_alive)

    with isolated_fork():
        thread = Mine(daemon=True)
        other = Mine(daemon=True)
        threading._active[get_ident()] = thread
        threading._active[1] = other
        threading._after_fork()
        return (
            calls(), [*threading._active] == [get_ident()], thread.ident == get_ident(), other._is_stopped,
            threading._main_thread is thread,
        )


@case
def _():
    "Thread._bootstrap_inner: only calls run()"
    ran = []

    class Mine(Thread):
        def _bootstrap_inner(self):
            self._started.set()
            self.run()

    thread = Mine(target=lambda: ran.append(type(threading.current_thread()).__name__), daemon=True)
    thread.start()
    done = eventually(lambda: ran)
    return done, ran, thread.ident, thread._tstate_lock, attempt(thread.is_alive), attempt(thread.join)


@case
def _():
    "Thread._bootstrap: runs around the thread's own"
    calls = []

    class Mine(Thread):
        def _bootstrap(self):
            calls.append("before")
            super()._bootstrap()
            calls.append("after")

    thread = Mine(target=lambda: calls.append("target"), daemon=True)
    thread.start()
    return finished(thread), eventually(lambda: len(calls) == 3), calls


def prepared_at_once(name, on_instance=False):
    """Whether what a private method prepares is there when `start()` returns."""
    def prepare(thread):
        # The starter could be through by then.
        time.sleep(0.05)
        thread.prepared = True
        getattr(Thread, name)(thread)

    cls = type("Mine", (Thread,), {} if on_instance else {name: prepare})
    thread = cls(target=lambda: None, daemon=True)
    if on_instance:
        setattr(thread, name, lambda: prepare(thread))
    thread.start()
    return hasattr(thread, "prepared"), finished(thread)


for preparing in ("_bootstrap", "_bootstrap_inner", "_set_ident", "_set_native_id", "_set_tstate_lock"):
    for where in ("a subclass's", "an instance's"):
        def prepares(name=preparing, on_instance=where == "an instance's"):
            return prepared_at_once(name, on_instance)

        prepares.__doc__ = f"Thread.{preparing}: {where} has run when start() returns"
        case(prepares)


@case
def _():
    "Thread: private attributes before the constructor"
    bare = Thread.__new__(Thread)
    names = "_ident", "_native_id", "_is_stopped", "_tstate_lock", "_started", "_target", "_name", "_daemonic"
    return [(name, hasattr(bare, name), attempt(lambda: getattr(bare, name))) for name in names]


@case
def _():
    "Thread.run: a subclass's calls it twice"

    class Mine(Thread):
        def run(self):
            super().run()
            super().run()

    calls, errors = [], []
    with replaced(excepthook=lambda args: errors.append(str(args.exc_value))), unraisable() as others:
        done = finished(on_thread(lambda: calls.append(1), Mine))
    return done, calls, errors, others


@case
def _():
    "_thread.allocate_lock: what makes locks does without"
    made = []

    def allocate_lock():
        made.append(1)
        return Lock()

    with replaced(_thread, allocate_lock=allocate_lock):
        lock = threading.Lock()
        event = threading.Event()
        event._cond
        sentinel = _thread._set_sentinel()
    return type(lock).__name__, lock.acquire(False), type(sentinel).__name__, made


@case
def _():
    "_thread.LockType, RLock and _local: others in their places"
    saved = _thread.allocate_lock

    class Other:
        pass

    with replaced(_thread, LockType=Other, RLock=Other, _local=Other):
        lock, rlock, local = saved(), threading.RLock(), threading.local()
        texts = repr(lock), repr(rlock), attempt(lambda: local.missing)
        works = lock.acquire(False), rlock.acquire(False), isinstance(lock, Other)
    return texts, works


@case
def _():
    "_thread.get_ident: a failing one, when an exception is reported"

    def get_ident():
        raise RuntimeError("nobody may ask")

    def report():
        try:
            raise ValueError("told")
        except ValueError:
            threading.__excepthook__(threading.ExceptHookArgs([*sys.exc_info(), threading.current_thread()]))

    printed = io.StringIO()
    with replaced(sys, stderr=printed):
        # The first report may import what writes it, and an import asks who it is.
        report()
        with replaced(_thread, get_ident=get_ident):
            report()
    return [line for line in printed.getvalue().splitlines() if "ValueError" in line and "raise" not in line]


@case
def _():
    "_active: another module threading is imported, and each knows its own threads"
    before = sys.modules.pop("threading")
    try:
        import threading as again
    finally:
        sys.modules["threading"] = before
    seen = []

    def look(which):
        mine, others = (before, again) if which == "before" else (again, before)
        seen.append((which, mine.current_thread() is thread, type(others.current_thread()).__name__, mine.current_thread() is thread))

    for which, module in (("before", before), ("again", again)):
        thread = module.Thread(target=look, args=(which,), daemon=True)
        thread.start()
        thread.join(PATIENCE)
    return seen, before is threading, again.main_thread() is threading.main_thread()


@case
def _():
    "Thread._delete: does nothing"

    class Mine(Thread):
        def _delete(self):
            pass

    thread = on_thread(lambda: None, Mine)
    known = thread in threading.enumerate(), threading._active.get(thread.ident) is thread
    with threading._active_limbo_lock:
        if thread.ident in threading._active:
            del threading._active[thread.ident]
    return known, thread.is_alive()


@case
def _():
    "Thread._delete: raises"

    class Mine(Thread):
        def _delete(self):
            super()._delete()
            raise KeyError("mine")

    with unraisable() as caught:
        thread = on_thread(lambda: None, Mine)
        return thread.is_alive(), eventually(lambda: caught), caught


@case
def _():
    "Thread._stop: does nothing"

    class Mine(Thread):
        def _stop(self):
            pass

    thread = on_thread(lambda: None, Mine)
    return thread.is_alive(), thread._is_stopped, thread._tstate_lock is None, repr(thread)


@case
def _():
    "Thread._stop: an attribute, as in programs that have an event of that name"

    class Mine(Thread):
        def __init__(self, **kwargs):
            super().__init__(**kwargs)
            self._stop = Event()

    thread = Mine(target=lambda: None, daemon=True)
    thread.start()
    return attempt(lambda: thread.join(PATIENCE)), attempt(thread.is_alive)


@case
def _():
    "Thread._set_tstate_lock: does nothing"

    class Mine(Thread):
        def _set_tstate_lock(self):
            pass

    go_on = Event()
    thread = Mine(target=lambda: go_on.wait(PATIENCE), daemon=True)
    thread.start()
    while_it_runs = thread._tstate_lock, attempt(thread.is_alive), attempt(thread.join)
    go_on.set()
    return while_it_runs, eventually(lambda: thread not in threading.enumerate())


@case
def _():
    "Thread._set_tstate_lock: sets another lock"

    class Mine(Thread):
        def _set_tstate_lock(self):
            self._tstate_lock = lock

    lock = Lock()
    lock.acquire()
    thread = Mine(daemon=True)
    thread.start()
    eventually(lambda: thread not in threading.enumerate())
    alive = thread.is_alive()
    lock.release()
    return alive, thread.is_alive(), thread._tstate_lock


@case
def _():
    "Thread._set_ident: sets another"

    class Mine(Thread):
        def _set_ident(self):
            self._ident = 4713

    seen = []

    def target():
        seen.append(threading._active.get(4713) is thread)
        # An earlier case may have left a thread there that had the same ident: CPython would find it, and raise nothing.
        dict.pop(threading._active, get_ident(), None)

    with unraisable() as caught:
        thread = Mine(target=target, daemon=True)
        thread.start()
        done = finished(thread)
        eventually(lambda: caught)
        if 4713 in threading._active:
            del threading._active[4713]
        return done, seen, thread.ident, caught


@case
def _():
    "Thread._set_ident: does nothing"

    class Mine(Thread):
        def _set_ident(self):
            pass

    seen = []

    def target():
        seen.append(threading._active.get(None) is thread)
        dict.pop(threading._active, get_ident(), None)

    with unraisable() as caught:
        thread = Mine(target=target, daemon=True)
        thread.start()
        done = finished(thread)
        eventually(lambda: caught)
        if None in threading._active:
            del threading._active[None]
        return done, seen, thread.ident, caught


@case
def _():
    "Thread._set_native_id: sets another, or does nothing"

    class Mine(Thread):
        def _set_native_id(self):
            self._native_id = 4711

    class Nothing(Thread):
        def _set_native_id(self):
            pass

    return on_thread(lambda: None, Mine).native_id, on_thread(lambda: None, Nothing).native_id


@case
def _():
    "Thread._wait_for_tstate_lock: does nothing"

    class Mine(Thread):
        def _wait_for_tstate_lock(self, block=True, timeout=-1):
            pass

    go_on = Event()
    thread = Mine(target=lambda: go_on.wait(PATIENCE), daemon=True)
    thread.start()
    while_it_runs = thread.join(), thread.is_alive()
    go_on.set()
    eventually(lambda: thread not in threading.enumerate())
    return while_it_runs, thread.is_alive(), thread._is_stopped


@case
def _():
    "Thread._wait_for_tstate_lock: what it is given"
    given = []

    class Mine(Thread):
        def _wait_for_tstate_lock(self, *args, **kwargs):
            given.append((args, kwargs))
            return super()._wait_for_tstate_lock(*args, **kwargs)

    thread = Mine(daemon=True)
    thread.start()
    eventually(lambda: thread not in threading.enumerate())
    thread.join(5)
    thread.join()
    thread.join(-1)
    thread.is_alive()
    return given


@case
def _():
    "Thread.start twice: with replaced pieces"
    calls = Calls()
    with replaced(_start_new_thread=calls.wrap(threading._start_new_thread, "started"), Event=calls.wrap(Event, "made")):
        thread = Thread(daemon=True)
        thread.start()
        second = attempt(thread.start)
        done = finished(thread)
        return second, done, attempt(thread.start), list(calls).count("started")


@case
def _():
    "Thread.start: with a replaced _start_new_thread that does nothing, _started set by hand"
    with replaced(_start_new_thread=lambda function, args: None):
        thread = Thread(daemon=True)
        setter = Thread(target=lambda: (time.sleep(0.05), thread._started.set()), daemon=True)
    setter.start()
    with replaced(_start_new_thread=lambda function, args: None):
        thread.start()
    in_limbo = thread in threading._limbo
    threading._limbo.pop(thread, None)
    return in_limbo, thread.ident, attempt(thread.is_alive), attempt(thread.join), attempt(thread.start)


# Barrier's private methods.


def barrier_method_cases():
    """Each private method of a barrier, overridden."""
    for name in ("_enter", "_release", "_wait", "_exit", "_break"):
        def run(name=name):
            calls = Calls()

            def method(self, *args, **kwargs):
                calls.append(name)
                return getattr(super(Mine, self), name)(*args, **kwargs)

            Mine = type("Mine", (Barrier,), {name: method})
            return use_barrier(lambda: Mine(2)), calls()

        CASES.append((f"Barrier.{name}: overridden", run))


barrier_method_cases()


def overriding_cases():
    """Public and private methods of synchronizers that others of theirs call."""
    def timer_run():
        calls = Calls()

        class Mine(Timer):
            def cancel(self):
                calls.append("cancel")
                super().cancel()

        timer = Mine(PATIENCE, print)
        timer.daemon = True
        timer.start()
        timer.cancel()
        return finished(timer), calls()

    def is_set():
        class Mine(Event):
            def is_set(self):
                return "mine"

        event = Mine()
        return event.is_set(), event.isSet(), event.wait(0.001), repr(event)

    def condition_methods():
        calls = Calls()

        class Mine(Condition):
            def _release_save(self):
                calls.append("_release_save")
                return super()._release_save()

            def _acquire_restore(self, saved):
                calls.append("_acquire_restore")
                super()._acquire_restore(saved)

            def _is_owned(self):
                calls.append("_is_owned")
                return super()._is_owned()

        condition = Mine(Lock())
        with condition:
            condition.wait(0.001)
            condition.notify()
        return calls()

    def condition_instance():
        calls = Calls()
        condition = Condition(Lock())
        for name in ("_release_save", "_acquire_restore", "_is_owned"):
            setattr(condition, name, calls.wrap(getattr(condition, name), name))
        with condition:
            condition.wait(0.001)
            condition.notify()
        return calls()

    def condition_class():
        calls = Calls()
        condition = Condition(Lock())
        names = ("_release_save", "_acquire_restore", "_is_owned")
        with replaced(Condition, **{name: calls.wrap(getattr(Condition, name), name) for name in names}):
            with condition:
                condition.wait(0.001)
                condition.notify()
        return calls()

    def notify():
        calls = Calls()

        class Mine(Condition):
            def notify(self, n=1):
                calls.append(f"notify {n}")
                super().notify(n)

        condition = Mine()
        with condition:
            condition.notify_all()
        return calls()

    def wait():
        calls = Calls()

        class Mine(Condition):
            def wait(self, timeout=None):
                calls.append("wait")
                return super().wait(timeout)

        condition = Mine()
        with condition:
            return condition.wait_for(lambda: calls, PATIENCE if calls else 0.001), calls()

    def semaphore():
        calls = Calls()

        class Mine(BoundedSemaphore):
            def acquire(self, *args, **kwargs):
                calls.append("acquire")
                return super().acquire(*args, **kwargs)

            def release(self, *args, **kwargs):
                calls.append("release")
                return super().release(*args, **kwargs)

        with Mine():
            pass
        return calls()

    def barrier():
        class Mine(Barrier):
            broken = property(lambda self: "mine")
            n_waiting = property(lambda self: "mine")
            parties = property(lambda self: 1)

        made = Mine(1)
        return made.wait(), re.sub(r".* at", "at", repr(made))

    CASES.append(("Timer.cancel: overridden", timer_run))
    CASES.append(("Event.is_set: overridden", is_set))
    CASES.append(("Condition's private methods: overridden", condition_methods))
    CASES.append(("Condition's private methods: set in the condition", condition_instance))
    CASES.append(("Condition's private methods: replaced in the class", condition_class))
    CASES.append(("Condition.notify: overridden", notify))
    CASES.append(("Condition.wait: overridden", wait))
    CASES.append(("Semaphore.acquire and release: overridden", semaphore))
    CASES.append(("Barrier's properties: overridden", barrier))


overriding_cases()

# Private attributes, read through the life of an object and set.


def facts(thread):
    """A thread's private attributes, as seen by who reads them."""
    lock = thread._tstate_lock
    return (
        thread._started.is_set(), thread._is_stopped, thread._ident == thread.ident, bool(thread._ident),
        thread._native_id == thread.native_id, bool(thread._native_id), lock is None or lock.locked(), thread._name,
        thread._daemonic, thread._initialized, hasattr(thread, "_target"), hasattr(thread, "_args"),
        hasattr(thread, "_kwargs"), type(thread._started).__name__,
    )


@case
def _():
    "Thread's attributes: before, in, after"
    go_on = Event()
    inside = []

    def target():
        inside.append((facts(thread), thread._ident == get_ident(), thread._native_id == get_native_id()))
        go_on.wait(PATIENCE)

    thread = Thread(target=target, name="mine", daemon=True)
    before = facts(thread), thread._tstate_lock
    thread.start()
    reached = eventually(lambda: inside)
    running = facts(thread)
    go_on.set()
    done = finished(thread)
    return before, reached, inside, running, done, facts(thread), thread._tstate_lock


@case
def _():
    "Thread._is_stopped: only when somebody has asked"
    thread = Thread(daemon=True)
    thread.start()
    lock = thread._tstate_lock
    over = eventually(lambda: lock is None or not lock.locked())
    first = thread._is_stopped, thread._tstate_lock is lock
    return over, first, thread.is_alive(), thread._is_stopped, thread._tstate_lock


@case
def _():
    "Thread._tstate_lock: waited for, and released by hand"
    go_on = Event()
    thread = Thread(target=lambda: go_on.wait(PATIENCE), daemon=True)
    thread.start()
    lock = thread._tstate_lock
    first = lock.acquire(timeout=0.001), lock is thread._tstate_lock
    go_on.set()
    second = lock.acquire(timeout=PATIENCE)
    lock.release()
    return first, second, thread.is_alive(), thread._tstate_lock


@case
def _():
    "Thread._started: waited for"
    thread = Thread(daemon=True)
    woken = []
    waiter = Thread(target=lambda: woken.append(thread._started.wait(PATIENCE)), daemon=True)
    waiter.start()
    thread.start()
    return finished(waiter), woken, finished(thread), thread._started is thread._started, thread._started.is_set()


def set_on_running(name, value):
    """What a running thread is seen as after an attribute was set; and after it has ended."""
    go_on = Event()
    over = Event()
    thread = Thread(target=lambda: (go_on.wait(PATIENCE), over.set()), name="mine", daemon=True)
    thread.start()
    lock = thread._tstate_lock
    setattr(thread, name, value)
    running = seen(thread)
    go_on.set()
    over.wait(PATIENCE)
    lock.acquire(timeout=PATIENCE)
    lock.release()
    values = running, attempt(lambda: thread.join(PATIENCE)), seen(thread), getattr(thread, name) == value
    for ident, each in [*threading._active.items()]:
        if each is thread:
            del threading._active[ident]
    return values


def seen(thread):
    """A thread, as its public attributes tell."""
    ident = thread.ident
    native_id = thread.native_id
    return (
        attempt(thread.is_alive), ident if isinstance(ident, (str, type(None))) or ident < 0 else "ident",
        native_id if isinstance(native_id, (str, type(None))) or native_id < 0 else "native id",
        attempt(lambda: thread.name), attempt(lambda: thread.daemon), attempt(lambda: repr(thread)),
    )


def thread_attribute_cases():
    """Each private attribute of a thread, set to values right and wrong, at each time."""
    values = {
        "_ident": [-7, None, "mine"],
        "_native_id": [-7, None, "mine"],
        "_is_stopped": [True, False, "mine", 0],
        "_name": ["other", 7, None],
        "_daemonic": [False, "mine", None],
        "_initialized": [False],
        "_stderr": [None],
        "_target": [None],
    }
    for name, each in values.items():
        for value in each:
            def before(name=name, value=value):
                thread = Thread(target=lambda: None, name="mine", daemon=True)
                setattr(thread, name, value)
                first = attempt(lambda: seen(thread))
                started = attempt(thread.start)
                if started is not None:
                    return first, started, thread in threading._limbo
                lock = thread._tstate_lock
                if lock is not None:
                    lock.acquire(timeout=PATIENCE)
                    lock.release()
                return first, started, attempt(lambda: thread.join(PATIENCE)), attempt(lambda: seen(thread))

            def running(name=name, value=value):
                return attempt(lambda: set_on_running(name, value))

            def after(name=name, value=value):
                thread = on_thread(lambda: None)
                thread.name = "mine"
                setattr(thread, name, value)
                return attempt(lambda: seen(thread)), attempt(thread.join)

            if name not in ("_is_stopped",):
                CASES.append((f"Thread.{name} set to {value!r}: before it starts", before))
            CASES.append((f"Thread.{name} set to {value!r}: while it runs", running))
            CASES.append((f"Thread.{name} set to {value!r}: when it has ended", after))

    locks = {"None": lambda: None, "a free lock": Lock, "a text": lambda: "mine"}
    for which, make in locks.items():
        def running(make=make):
            go_on = Event()
            thread = Thread(target=lambda: go_on.wait(PATIENCE), daemon=True)
            thread.start()
            own = thread._tstate_lock
            thread._tstate_lock = make()
            values = attempt(thread.is_alive), attempt(lambda: thread.join(0.001)), thread._is_stopped
            go_on.set()
            own.acquire(timeout=PATIENCE)
            own.release()
            return values, attempt(thread.is_alive), attempt(thread.join), thread._is_stopped

        CASES.append((f"Thread._tstate_lock set to {which}: while it runs", running))


thread_attribute_cases()


@case
def _():
    "Thread._started: set by hand before the start"
    thread = Thread(daemon=True)
    thread._started.set()
    return attempt(thread.start), attempt(thread.join), attempt(thread.is_alive), attempt(lambda: repr(thread))


@case
def _():
    "Thread._started: cleared by hand while it runs"
    go_on = Event()
    thread = Thread(target=lambda: go_on.wait(PATIENCE), daemon=True)
    thread.start()
    lock = thread._tstate_lock
    thread._started.clear()
    values = thread.is_alive(), attempt(thread.join), repr(thread), thread.ident is not None
    thread._started.set()
    values = values, thread.is_alive()
    go_on.set()
    lock.acquire(timeout=PATIENCE)
    lock.release()
    return values, attempt(thread.join), thread.is_alive()


@case
def _():
    "Thread._started: another event while it runs"
    go_on = Event()
    thread = Thread(target=lambda: go_on.wait(PATIENCE), daemon=True)
    thread.start()
    mine = Event()
    thread._started = mine
    values = thread.is_alive(), attempt(thread.join), thread._started is mine
    mine.set()
    values = values, thread.is_alive()
    go_on.set()
    return values, finished(thread)


@case
def _():
    "Thread._started: another event before the start"
    calls = Calls()

    class Mine(Event):
        def set(self):
            calls.append("set")
            super().set()

        def wait(self, timeout=None):
            calls.append("wait")
            return super().wait(timeout)

    thread = Thread(daemon=True)
    thread._started = Mine()
    thread.start()
    return calls(), finished(thread), thread._started.is_set()


@case
def _():
    "Thread: started again by setting its attributes back"
    ran = []
    thread = Thread(target=ran.append, args=(1,), daemon=True)
    thread.start()
    first = finished(thread)
    thread._started.clear()
    thread._is_stopped = False
    thread._target, thread._args, thread._kwargs = ran.append, (2,), {}
    before = thread.is_alive(), repr(thread)
    second = attempt(thread.start)
    return first, before, second, finished(thread), ran, thread in threading.enumerate(), repr(thread)


@case
def _():
    "Thread: started again with a new event"
    ran = []
    thread = Thread(target=ran.append, args=(1,), daemon=True)
    thread.start()
    first = finished(thread)
    thread._started = Event()
    thread._is_stopped = False
    thread._target, thread._args, thread._kwargs = ran.append, (2,), {}
    second = attempt(thread.start)
    return first, second, finished(thread), ran, thread in threading.enumerate()


@case
def _():
    "Thread: constructed again, and started again"
    ran = []
    thread = Thread(target=ran.append, args=(1,), daemon=True)
    thread.start()
    first = finished(thread)
    thread.__init__(target=ran.append, args=(2,), name="mine", daemon=True)
    before = thread.ident, thread.is_alive(), repr(thread)
    thread.start()
    return first, before, finished(thread), ran, repr(thread)


@case
def _():
    "Thread._initialized: false for a class whose constructor calls nobody"

    class Mine(Thread):
        def __init__(self):
            pass

    thread = Mine()
    return [
        attempt(lambda: getattr(thread, name)) for name in ("_initialized", "_started", "_ident", "_is_stopped", "_tstate_lock")
    ], attempt(thread.start), attempt(thread.join), attempt(lambda: repr(thread))


def waits(function, count=1):
    """Threads that run a function; their outcomes."""
    outcomes = []
    threads = [Thread(target=lambda: outcomes.append(attempt(function)), daemon=True) for _ in range(count)]
    for thread in threads:
        thread.start()
    return threads, outcomes


@case
def _():
    "Semaphore._value: read through its life"
    semaphore = Semaphore(2)
    values = [semaphore._value]
    for change in (semaphore.acquire, semaphore.acquire, lambda: semaphore.acquire(False), semaphore.release,
                   lambda: semaphore.release(3)):
        change()
        values.append(semaphore._value)
    return values, [*vars(semaphore)] and type(semaphore._cond).__name__, type(semaphore._cond._lock).__name__


@case
def _():
    "Semaphore._cond: the same each time, and free"
    semaphore = Semaphore()
    condition = semaphore._cond
    return condition is semaphore._cond, condition._lock.locked(), len(condition._waiters), attempt(condition.notify)


@case
def _():
    "Semaphore._cond: held, then nobody acquires or releases"
    semaphore = Semaphore(1)
    with semaphore._cond:
        acquirers, acquired = waits(lambda: semaphore.acquire(False))
        releasers, released = waits(semaphore.release)
        acquirers[0].join(0.05)
        releasers[0].join(0.05)
        inside = [*acquired], [*released], semaphore._value
    return inside, finished(acquirers[0]), finished(releasers[0]), acquired, released


def semaphore_value_cases():
    """The value of a semaphore, set to what is right and wrong."""
    for value in (3, 0, -1, True, False, 1.5, 0.5, None, "mine", [], 10**30):
        for cls in (Semaphore, BoundedSemaphore):
            def run(value=value, cls=cls):
                semaphore = cls(1)
                set_it = attempt(lambda: setattr(semaphore, "_value", value))
                return (
                    set_it, semaphore._value, re.sub(r".* at 0x[0-9a-f]+", "", repr(semaphore)),
                    attempt(lambda: semaphore.acquire(False)), semaphore._value, attempt(semaphore.release), semaphore._value,
                )

            CASES.append((f"{cls.__name__}._value set to {value!r}", run))


semaphore_value_cases()


def resize_cases():
    """A semaphore's value, set while others wait for it."""
    for cls in (Semaphore, BoundedSemaphore):
        def all_of_them(cls=cls):
            semaphore = cls(3)
            for _ in range(3):
                semaphore.acquire()
            threads, outcomes = waits(lambda: semaphore.acquire(timeout=PATIENCE), 3)
            reached = eventually(lambda: len(semaphore._cond._waiters) == 3)
            with semaphore._cond:
                semaphore._value = 3
                semaphore._cond.notify_all()
            return reached, [finished(thread) for thread in threads], outcomes, semaphore._value

        def fewer(cls=cls):
            semaphore = cls(3)
            for _ in range(3):
                semaphore.acquire()
            threads, outcomes = waits(lambda: semaphore.acquire(timeout=PATIENCE), 3)
            reached = eventually(lambda: len(semaphore._cond._waiters) == 3)
            with semaphore._cond:
                semaphore._value = 2
                semaphore._cond.notify_all()
            two = eventually(lambda: len(outcomes) == 2)
            middle = [*outcomes], semaphore._value
            semaphore.release()
            return reached, two, middle, [finished(thread) for thread in threads], outcomes, semaphore._value

        def added(cls=cls):
            semaphore = cls(1)
            semaphore.acquire()
            threads, outcomes = waits(lambda: semaphore.acquire(), 2)
            time.sleep(0.05)
            with semaphore._cond:
                semaphore._value += 2
                semaphore._cond.notify(2)
            return [finished(thread) for thread in threads], outcomes, semaphore._value

        def without(cls=cls):
            semaphore = cls(1)
            semaphore.acquire()
            threads, outcomes = waits(lambda: semaphore.acquire(timeout=0.5))
            time.sleep(0.05)
            semaphore._value = 1
            return finished(threads[0]), outcomes, semaphore._value

        def taken(cls=cls):
            semaphore = cls(2)
            with semaphore._cond:
                semaphore._value -= 2
            first = semaphore.acquire(False), semaphore.acquire(timeout=0.001)
            with semaphore._cond:
                semaphore._value += 1
                semaphore._cond.notify()
            return first, semaphore.acquire(False), semaphore._value

        name = cls.__name__
        CASES.append((f"{name}._value: three wait, three permits", all_of_them))
        CASES.append((f"{name}._value: three wait, two permits", fewer))
        CASES.append((f"{name}._value: two wait, two permits are added", added))
        CASES.append((f"{name}._value: set without a notification", without))
        CASES.append((f"{name}._value: permits are taken", taken))


resize_cases()


@case
def _():
    "BoundedSemaphore._initial_value: read and set"
    semaphore = BoundedSemaphore(2)
    first = semaphore._initial_value, attempt(semaphore.release)
    semaphore._initial_value = 4
    second = attempt(lambda: semaphore.release(2)), attempt(semaphore.release), semaphore._value
    semaphore._initial_value = 1
    third = attempt(semaphore.release), re.sub(r".* at 0x[0-9a-f]+", "", repr(semaphore))
    semaphore._value = 1
    return first, second, third, semaphore.acquire(False), attempt(semaphore.release), semaphore._initial_value


def initial_value_cases():
    """The bound of a semaphore, set to what is wrong."""
    for value in (-1, None, "mine", 2.5, 10**30):
        def run(value=value):
            semaphore = BoundedSemaphore(2)
            semaphore.acquire()
            set_it = attempt(lambda: setattr(semaphore, "_initial_value", value))
            return set_it, semaphore._initial_value, attempt(semaphore.release), semaphore._value

        CASES.append((f"BoundedSemaphore._initial_value set to {value!r}", run))


initial_value_cases()


def own_condition_cases():
    """A condition of the program's, set as that of a synchronizer."""
    uses = {
        "Semaphore": (lambda: Semaphore(1), use_semaphore),
        "BoundedSemaphore": (lambda: BoundedSemaphore(1), use_semaphore),
        "Event": (Event, use_event),
        "Barrier": (lambda: Barrier(2), use_barrier),
    }
    for name, (make, use) in uses.items():
        def run(make=make, use=use):
            mine, calls = tracing_condition()

            def made():
                it = make()
                it._cond = mine(Lock())
                return it

            return use(made), calls()

        CASES.append((f"{name}._cond set to another condition", run))


own_condition_cases()


@case
def _():
    "Event._flag: read through its life"
    event = Event()
    values = [event._flag]
    event.set()
    values.append(event._flag)
    event.clear()
    return values, event._flag, event._cond is event._cond, type(event._cond._lock).__name__, len(event._cond._waiters)


@case
def _():
    "Event._flag: set, and those that wait are notified"
    event = Event()
    threads, outcomes = waits(lambda: event.wait(PATIENCE), 3)
    reached = eventually(lambda: len(event._cond._waiters) == 3)
    with event._cond:
        event._flag = True
        event._cond.notify_all()
    return reached, [finished(thread) for thread in threads], outcomes, event.is_set()


@case
def _():
    "Event._flag: set without a notification, by who does not hold the condition"
    event = Event()
    threads, outcomes = waits(lambda: event.wait(0.5))
    time.sleep(0.05)
    event._flag = True
    return finished(threads[0]), outcomes, event.is_set(), event.wait(0.001)


@case
def _():
    "Event._cond: notified without the flag"
    event = Event()
    threads, outcomes = waits(lambda: event.wait(PATIENCE))
    reached = eventually(lambda: len(event._cond._waiters) == 1)
    with event._cond:
        event._cond.notify_all()
    return reached, finished(threads[0]), outcomes, event.is_set()


@case
def _():
    "Event._cond: held, then nobody sets it"
    event = Event()
    with event._cond:
        threads, outcomes = waits(event.set)
        threads[0].join(0.05)
        inside = event.is_set(), [*outcomes]
    return inside, finished(threads[0]), event.is_set()


def flag_cases():
    """The flag of an event, set to what is right and wrong."""
    for value in (True, False, 1, 0, "mine", "", None):
        def run(value=value):
            event = Event()
            event._flag = value
            return event._flag, event.is_set(), event.wait(0.001), re.sub(r".* at 0x[0-9a-f]+", "", repr(event))

        CASES.append((f"Event._flag set to {value!r}", run))


flag_cases()


def lock_kinds():
    """Locks to make a condition with."""
    return {
        "no lock": lambda: None, "a lock": Lock, "a reentrant lock": RLock, "a lock in Python": threading._PyRLock,
        "a foreign lock": tracing_lock()[0],
    }


def condition_cases():
    """The private attributes of a condition, with each kind of lock."""
    for which, make in lock_kinds().items():
        def read(make=make):
            lock = make()
            condition = Condition(lock)
            threads, outcomes = waits(lambda: waited(condition), 2)
            reached = eventually(lambda: len(condition._waiters) == 2)
            with condition:
                locked = [waiter.locked() for waiter in condition._waiters]
                condition.notify()
                left = len(condition._waiters)
                condition.notify()
                none = len(condition._waiters)
            return (
                lock is None or condition._lock is lock, type(condition._waiters).__name__, reached, locked, left, none,
                [finished(thread) for thread in threads], outcomes, bool(condition._waiters),
            )

        def wake(make=make):
            condition = Condition(make())
            threads, outcomes = waits(lambda: waited(condition))
            reached = eventually(lambda: len(condition._waiters) == 1)
            with condition:
                condition._waiters[0].release()
            return reached, finished(threads[0]), outcomes

        def forget(make=make):
            condition = Condition(make())
            threads, outcomes = waits(lambda: waited(condition, 0.3))
            reached = eventually(lambda: len(condition._waiters) == 1)
            with condition:
                condition._waiters.clear()
                condition.notify_all()
            return reached, finished(threads[0]), outcomes

        def another(make=make):
            condition = Condition(make())
            calls = Calls()

            class Mine(deque):
                append = calls.wrap(deque.append, "append")

            condition._waiters = mine = Mine()
            threads, outcomes = waits(lambda: waited(condition))
            reached = eventually(lambda: len(condition._waiters) == 1)
            with condition:
                same = condition._waiters is mine
                condition.notify_all()
            return reached, same, finished(threads[0]), outcomes, calls()

        def other_lock(make=make):
            condition = Condition(make())
            mine, calls = tracing_lock()
            condition._lock = mine()
            with condition:
                held = condition._lock.locked()
                waited_for = attempt(lambda: condition.wait(0.001))
                notified = attempt(condition.notify)
            return held, waited_for, notified, calls()

        CASES.append((f"Condition's attributes: with {which}", read))
        CASES.append((f"Condition._waiters: one is released, with {which}", wake))
        CASES.append((f"Condition._waiters: emptied, with {which}", forget))
        CASES.append((f"Condition._waiters: another deque, with {which}", another))
        CASES.append((f"Condition._lock: another lock, with {which}", other_lock))


def waited(condition, timeout=PATIENCE):
    """A wait with the lock held."""
    with condition:
        return condition.wait(timeout)


condition_cases()


@case
def _():
    "Barrier's attributes: read through its life"

    def of(barrier):
        return barrier._count, barrier._state, barrier._parties, barrier._action, barrier._timeout

    barrier = Barrier(2, None, PATIENCE)
    values = [of(barrier)]
    threads, outcomes = waits(barrier.wait)
    reached = eventually(lambda: barrier._count == 1)
    values.append(of(barrier))
    place = barrier.wait()
    done = finished(threads[0])
    values.append(of(barrier))
    barrier.abort()
    values.append(of(barrier))
    barrier.reset()
    values.append(of(barrier))
    return values, reached, place, done, outcomes, type(barrier._cond).__name__, barrier._cond is barrier._cond


@case
def _():
    "Barrier._state: read while it lets go"
    states = []
    barrier = Barrier(1, lambda: states.append((barrier._state, barrier._count, barrier.n_waiting, barrier.broken)))
    return barrier.wait(), states, barrier._state


@case
def _():
    "Barrier._cond: how many wait on it"
    barrier = Barrier(2)
    threads, outcomes = waits(lambda: barrier.wait(PATIENCE))
    reached = eventually(lambda: barrier.n_waiting == 1)
    with barrier._cond:
        seen_waiting = len(barrier._cond._waiters)
    barrier.wait(PATIENCE)
    return reached, seen_waiting, finished(threads[0]), outcomes


@case
def _():
    "Barrier._cond: held, then nobody passes"
    barrier = Barrier(1)
    with barrier._cond:
        threads, outcomes = waits(lambda: barrier.wait(PATIENCE))
        threads[0].join(0.05)
        inside = [*outcomes]
    return inside, finished(threads[0]), outcomes


@case
def _():
    "Barrier._parties: set to fewer"
    barrier = Barrier(3)
    threads, outcomes = waits(lambda: barrier.wait(PATIENCE))
    reached = eventually(lambda: barrier.n_waiting == 1)
    barrier._parties = 2
    return reached, barrier.parties, attempt(lambda: barrier.wait(PATIENCE)), finished(threads[0]), outcomes


@case
def _():
    "Barrier._action and _timeout: set"
    acted = []
    barrier = Barrier(1)
    barrier._action = lambda: acted.append(1)
    first = barrier.wait()
    barrier._parties = 2
    barrier._timeout = 0.001
    return first, acted, attempt(barrier.wait), barrier.broken


@case
def _():
    "Barrier._state: set to broken and back"
    barrier = Barrier(1)
    barrier._state = -2
    broken = barrier.broken, attempt(barrier.wait)
    barrier._state = 0
    return broken, barrier.broken, attempt(barrier.wait)


@case
def _():
    "Barrier._state: set to broken, and those that wait are notified"
    barrier = Barrier(2)
    threads, outcomes = waits(lambda: barrier.wait(PATIENCE))
    reached = eventually(lambda: barrier.n_waiting == 1)
    with barrier._cond:
        barrier._state = -2
        barrier._cond.notify_all()
    return reached, finished(threads[0]), outcomes, barrier.broken


@case
def _():
    "Barrier._count: set"
    barrier = Barrier(2)
    barrier._count = 1
    first = barrier.n_waiting, attempt(lambda: barrier.wait(PATIENCE))
    return first, barrier._count, barrier._state


def barrier_value_cases():
    """The parts of a barrier, set to what is wrong."""
    for name, values in {"_parties": (0, -1, None, "mine", 1.0), "_timeout": ("mine", -1), "_action": ("mine", 0)}.items():
        for value in values:
            def run(name=name, value=value):
                barrier = Barrier(1)
                set_it = attempt(lambda: setattr(barrier, name, value))
                return set_it, getattr(barrier, name), attempt(lambda: barrier.wait(0.001)), barrier.broken

            CASES.append((f"Barrier.{name} set to {value!r}", run))


barrier_value_cases()


@case
def _():
    "The lock in Python: its attributes through its life"
    lock = threading._PyRLock()

    def of():
        return lock._owner == get_ident(), lock._owner is None, lock._count, lock._block.locked()

    values = [of()]
    for change in (lock.acquire, lock.acquire, lock.release, lock.release):
        change()
        values.append(of())
    return values, attempt(lock.release), re.sub(r" at .*", "", repr(lock))


@case
def _():
    "The lock in Python: its attributes set"
    lock = threading._PyRLock()
    lock._block.acquire()
    lock._owner = get_ident()
    lock._count = 2
    first = lock._is_owned(), lock._recursion_count(), lock.release(), lock.release(), lock._block.locked()
    lock._count = "mine"
    lock._owner = get_ident()
    return first, attempt(lock.acquire), attempt(lock.release)


@case
def _():
    "The lock in Python: handed to another thread by its attributes"
    lock = threading._PyRLock()
    lock.acquire()
    outcomes = []

    def take_over():
        lock._owner = get_ident()
        outcomes.append(attempt(lock.release))

    on_thread(take_over)
    return outcomes, lock._block.locked(), lock._owner


@case
def _():
    "Timer's attributes: read, and set before the start"
    ran = []
    timer = Timer(PATIENCE, print, ["not this"])
    values = timer.interval, timer.function is print, timer.args, timer.kwargs, timer.finished.is_set()
    timer.interval, timer.function, timer.args, timer.kwargs = 0.001, lambda *args, **kwargs: ran.append((args, kwargs)), (1,), {"two": 2}
    timer.daemon = True
    timer.start()
    return values, finished(timer), ran, timer.finished.is_set()


@case
def _():
    "Timer.finished: another event, set before the start"
    ran = []
    timer = Timer(PATIENCE, ran.append, [1])
    timer.finished = Event()
    timer.finished.set()
    timer.daemon = True
    timer.start()
    return finished(timer), ran


@case
def _():
    "Timer.finished: cleared by hand, then run() again"
    ran = []
    timer = Timer(0.001, ran.append, [1])
    timer.run()
    timer.finished.clear()
    timer.run()
    return ran, timer.finished.is_set()


def end_cases():
    """What the interpreter does at its end."""

    def shut_down():
        calls = Calls()
        ran = []
        locks = {Lock()}
        with replaced(_threading_atexits=[lambda: ran.append("first"), lambda: ran.append("second")], _SHUTTING_DOWN=False,
                      _main_thread=SimpleNamespace(_is_stopped=False, ident=None, _tstate_lock=None),
                      _shutdown_locks=locks, _is_main_interpreter=calls.wrap(lambda: True, "asked")):
            threading._shutdown()
            return ran, threading._SHUTTING_DOWN, calls()

    CASES.append((END, shut_down))


end_cases()


def mask(text):
    """`text` without what differs from run to run: addresses, idents and counters."""
    for pattern, replacement in MASKS:
        text = pattern.sub(replacement, text)
    return text.encode("unicode_escape").decode("ascii")


def outcome(function):
    """What a case comes to.  It runs on a thread of its own, which is left behind if it hangs."""
    outcomes = []
    done = _thread.allocate_lock()
    done.acquire()

    def body():
        try:
            outcomes.append(mask("returns " + repr(function())))
        except BaseException as error:
            outcomes.append(mask(f"raises {type(error).__name__}: {error}"))
        finally:
            done.release()

    thread = Thread(target=body, daemon=True)
    thread.start()
    done.acquire(True, LIMIT)
    if not outcomes:
        put_back(undo)
        undo.clear()
        return "hangs"
    # Its thread must have left before the next one looks at those that run.
    thread.join(PATIENCE)
    return outcomes[0]


def place(name):
    """Where a case comes: those that enter something in `_active` late, for a module may look there from then on."""
    return (name == END, name.startswith("_active: "), name.startswith("_start_new_thread: run at once"))


def main():
    warnings.simplefilter("ignore")
    threading.excepthook = lambda args: None
    sys.unraisablehook = lambda args: None
    output = sys.stdout
    text = sys.argv[1] if len(sys.argv) > 1 else ""
    for name, function in sorted((each for each in CASES if text in each[0]), key=lambda each: place(each[0])):
        print(name, file=output, flush=True)
        print(name, outcome(function), sep="\t", file=output, flush=True)


if __name__ == "__main__":
    main()
