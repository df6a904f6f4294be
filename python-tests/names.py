"""Gives subclasses of what `threading` and `_queue` have attributes of all sorts of names, and prints whether they still work.

A subclass may call its attributes as it likes, unless CPython itself uses the name.  Each case makes such a subclass
and takes an object of it through its whole life.  Prints a line with the name before a case, and one with the name, a
tab and the outcome after it: `works`, or the first thing that failed.

The name of a case says which class it is, how the attribute gets there, and what it is called.

    python names.py [text]        only the cases that have `text` in their name
"""

import queue
import re
import sys
import threading
import time
import warnings

# Far more than anything here takes; what fails in CPython by hanging takes it all.
PATIENCE = 5
WAIT = 0.001

MASKS = [
    (re.compile(r"0x[0-9a-fA-F]+"), "0x?"),
    (re.compile(r"\b(started|stopped|initial)( daemon)? -?[0-9]+"), r"\1\2 ?"),
    (re.compile(r"\b(Thread|Dummy)-[0-9]+"), r"\1-?"),
]

# Names of later versions' attributes, and of Java's: there to be read, and a subclass's own all the same.
OFFERED = {"_handle", "_context", "locked"}
OFFERED_BY_RLOCK = {"lock", "lockInterruptibly", "tryLock", "unlock", "newCondition"}

# What the classes of the Java module have and CPython's do not, or use, or used once.
INNER_NAMES = """
_acquire_restore _action _adopt _args _arguments _at_fork_reinit _barrier _block _bootstrap _bootstrap_inner _break
_condition _context _count _daemonic _delete _enabled _enter _event _exit _handle _initialized _invoke_excepthook
_is_owned _kwargs _leave _let_go _limit _lock _made_ident _name _native _owner _read _references _release _release_save
_renew _require_start _reset_internal_locks _running_lock _semaphore _set_ident _set_native_id _set_tstate_lock _state
_stderr _stop _storage _target _thread _timeout _tokens _wait _wait_for_tstate_lock
""".split()

# CPython's private names, of this version and of later ones.
VERSION_NAMES = """
_cond _deleted _flag _ident _initial_value _is_stopped _native_id _os_name _os_thread_handle _parties _recursion_count
_set_os_name _started _tstate_lock _value _waiters locked
""".split()

JAVA_NAMES = """
await awaitNanos await_ getClass getName hashCode id interrupt isAlive isInterrupted lock lockInterruptibly monitor
newCondition notifyAll permits signal signalAll toString tryAcquire tryLock unlock unpark
""".split()

EVERYDAY_NAMES = """
abort acquire action active add args broken cancel clear condition context count data daemon done event finished flag
function group handle handler ident index interval is_alive is_set items join kwargs key level lock_ logger loop
n_waiting name name_ native_id notify notify_all obj owner parent parties pool queue release reset result run running
set start state status stop stopped target task thread timeout timer value virtual wait wait_for waiters worker
""".split()

NAMES = sorted({*INNER_NAMES, *VERSION_NAMES, *JAVA_NAMES, *EVERYDAY_NAMES})

# What CPython's objects have, but for names with two underscores.
CPYTHON_THREAD = """
_args _bootstrap _bootstrap_inner _daemonic _delete _ident _initialized _invoke_excepthook _is_stopped _kwargs _name
_native_id _reset_internal_locks _set_ident _set_native_id _set_tstate_lock _started _stderr _stop _target _tstate_lock
_wait_for_tstate_lock daemon getName ident isDaemon is_alive join name native_id run setDaemon setName start
"""
# What makes a thread begin: without one of these nobody knows that it has, and CPython waits for ever.
BEGINNING = {"_bootstrap", "_bootstrap_inner", "_set_ident", "_set_native_id", "_set_tstate_lock", "start"}
CPYTHON_SEMAPHORE = "_cond _value acquire release"
CPYTHON_NAMES = {
    "Thread": CPYTHON_THREAD,
    "Timer": CPYTHON_THREAD + "args cancel finished function interval kwargs",
    "RLock": "_acquire_restore _at_fork_reinit _is_owned _recursion_count _release_save acquire release",
    "Condition": """
_acquire_restore _at_fork_reinit _is_owned _lock _release_save _waiters acquire notify notifyAll notify_all release wait
wait_for
""",
    "Semaphore": CPYTHON_SEMAPHORE,
    "BoundedSemaphore": CPYTHON_SEMAPHORE + " _initial_value",
    "Event": "_at_fork_reinit _cond _flag clear isSet is_set set wait",
    "Barrier": """
_action _break _cond _count _enter _exit _parties _release _state _timeout _wait abort broken n_waiting parties reset
wait
""",
    "SimpleQueue": "empty get get_nowait put put_nowait qsize",
    "local": "",
}


class Failure(Exception):
    """Something in an object's life went another way than it has to."""


def check(true, what):
    """Fails unless `true`."""
    if not true:
        raise Failure(what)


def started(function):
    """A thread of the harness that runs `function`; its second part is what `function` raised, or nothing."""
    errors = []

    def body():
        try:
            function()
        except BaseException as error:
            errors.append(error)

    thread = threading.Thread(target=body, daemon=True)
    thread.start()
    return thread, errors


def ended(thread, errors):
    """Waits for a thread of the harness, and raises what it raised."""
    thread.join(PATIENCE)
    check(not thread.is_alive(), "a thread that waits was not woken")
    for error in errors:
        raise error


def elsewhere(function):
    """Calls `function` on another thread."""
    ended(*started(function))


def thread_life(cls):
    """A thread that is given its target, and nothing goes wrong in it."""
    seen = []
    go_on = threading.Event()

    def target(first, second):
        seen.append((first, second))
        go_on.wait(PATIENCE)

    thread = cls(target=target, args=(1,), kwargs={"second": 2}, daemon=True)
    follow(thread, go_on)
    check(seen == [(1, 2)], "the target was not called")
    return thread


def raising_thread_life(cls):
    """A thread that raises: threading.excepthook is told."""
    told = []
    go_on = threading.Event()

    def target():
        go_on.wait(PATIENCE)
        raise KeyError("raised")

    thread = cls(target=target, daemon=True)

    def hook(args):
        # A thread that a case before this has left behind may end just now.
        if args.thread is thread:
            told.append(args.exc_type)

    before, threading.excepthook = threading.excepthook, hook
    try:
        follow(thread, go_on)
    finally:
        threading.excepthook = before
    check(told == [KeyError], "excepthook was not told")
    return thread


def follow(thread, go_on):
    """Takes a thread from its start to its end."""
    check(repr(thread), "repr")
    check(not thread.is_alive(), "alive before it was started")
    check(thread.ident is None, "has an ident before it was started")
    check(isinstance(thread.name, str), "its name is no text")
    thread.start()
    check(thread.is_alive(), "not alive after it was started")
    check(thread.ident, "no ident after it was started")
    check(thread.native_id, "no native id after it was started")
    check(thread in threading.enumerate(), "not among those that run")
    check(repr(thread), "repr")
    thread.join(WAIT)
    check(thread.is_alive(), "not alive while it runs")
    go_on.set()
    thread.join(PATIENCE)
    check(not thread.is_alive(), "alive after it has ended")
    thread.join()
    check(thread not in threading.enumerate(), "among those that run after it has ended")
    check(thread.daemon, "no daemon any more")
    check(repr(thread), "repr")
    check(isinstance(thread.name, str), "its name is no text")


def timer_life(cls):
    """A timer that runs out, and another that is cancelled."""
    seen = []
    cancelled = cls(PATIENCE, seen.append, ["too late"])
    cancelled.daemon = True
    cancelled.start()
    cancelled.cancel()
    cancelled.join(PATIENCE)
    check(not cancelled.is_alive(), "alive after it was cancelled")
    check(not seen, "cancelled, and its function was called")
    go_on = threading.Event()

    def function(first, second):
        seen.append((first, second))
        go_on.wait(PATIENCE)

    timer = cls(WAIT, function, (1,), {"second": 2})
    timer.daemon = True
    follow(timer, go_on)
    check(seen == [(1, 2)], "its function was not called")
    return timer


def rlock_life(cls):
    """A reentrant lock by itself, in the hands of two threads, and as the lock of a condition."""
    lock = cls()
    check(repr(lock), "repr")
    check(lock.acquire() is True, "acquire")
    check(lock.acquire(False) == 1, "acquire again")
    elsewhere(lambda: check(lock.acquire(False) is False, "two threads have it"))
    elsewhere(lambda: check(lock.acquire(True, WAIT) is False, "two threads have it after a timeout"))
    check(repr(lock), "repr")
    lock.release()

    def wait():
        with lock:
            pass

    waiting = started(wait)
    time.sleep(WAIT)
    lock.release()
    ended(*waiting)
    condition_dialogue(threading.Condition(lock))
    check(lock.acquire(timeout=PATIENCE) is True, "acquire at the end")
    lock.release()
    return lock


def condition_dialogue(condition):
    """Threads wait and are woken, one and then all."""
    come = []

    def wait():
        with condition:
            come.append(1)
            check(condition.wait(PATIENCE) is True, "a wait that was woken says that it was not")

    def wait_for():
        with condition:
            come.append(1)
            check(condition.wait_for(lambda: come[0] == "go", PATIENCE) is True, "wait_for")

    for function, notify in ((wait, "notify"), (wait_for, "notify_all"), (wait, "notify_all")):
        come.clear()
        waiting = started(function)
        end = time.monotonic() + PATIENCE
        while True:
            with condition:
                if come:
                    come[0] = "go"
                    check(repr(condition), "repr")
                    getattr(condition, notify)()
                    break
            check(time.monotonic() < end, "nobody comes to wait")
            time.sleep(WAIT / 10)
        ended(*waiting)


def condition_life(cls):
    """A condition with a lock of each kind."""
    for lock in (None, threading.Lock()):
        condition = cls(lock)
        check(repr(condition), "repr")
        check(condition.acquire() is True, "acquire")
        check(condition.wait(WAIT) is False, "wait with a timeout")
        check(condition.wait_for(lambda: False, WAIT) is False, "wait_for with a timeout")
        condition.notify()
        condition.notify_all()
        condition.release()
        condition_dialogue(condition)
    return condition


def semaphore_life(cls):
    """A semaphore: taken, given, waited for."""
    semaphore = cls(2)
    check(repr(semaphore), "repr")
    check(semaphore.acquire() is True, "acquire")
    with semaphore:
        check(semaphore.acquire(False) is False, "acquired once too often")
        check(semaphore.acquire(timeout=WAIT) is False, "acquired once too often after a timeout")
    check(semaphore.acquire(timeout=PATIENCE) is True, "acquire")

    def wait():
        check(semaphore.acquire(timeout=PATIENCE) is True, "a permit that was given was not taken")

    waiting = [started(wait), started(wait)]
    time.sleep(WAIT)
    check(repr(semaphore), "repr")
    semaphore.release(2)
    for each in waiting:
        ended(*each)
    semaphore.release()
    semaphore.release(n=1)
    check(semaphore.acquire(False) is True, "acquire at the end")
    semaphore.release()
    return semaphore


def bounded_semaphore_life(cls):
    """As any semaphore, and it has a bound."""
    semaphore = semaphore_life(cls)
    try:
        semaphore.release()
    except ValueError:
        return semaphore
    raise Failure("released once too often")


def event_life(cls):
    """An event: set, cleared, waited for."""
    event = cls()
    check(repr(event), "repr")
    check(event.is_set() is False, "set in the beginning")
    check(event.wait(WAIT) is False, "wait with a timeout")
    for timeout in (None, PATIENCE):
        waiting = started(lambda: check(event.wait(timeout) is True, "a wait that was woken says that it was not"))
        time.sleep(WAIT)
        event.set()
        ended(*waiting)
        check(event.is_set() is True, "not set")
        check(event.wait() is True, "wait")
        check(repr(event), "repr")
        event.clear()
        check(event.is_set() is False, "not cleared")
    return event


def barrier_life(cls):
    """A barrier: passed, broken by a timeout, reset, aborted."""
    acted = []
    barrier = cls(2, lambda: acted.append(1), PATIENCE)
    check(repr(barrier), "repr")
    for _ in range(2):
        places = []
        waiting = started(lambda: places.append(barrier.wait()))
        places.append(barrier.wait(PATIENCE))
        ended(*waiting)
        check(sorted(places) == [0, 1], "the places")
    check(len(acted) == 2, "the action was not called")
    check(barrier.parties == 2, "parties")
    check(barrier.n_waiting == 0, "n_waiting")
    for end in ("reset", "abort"):
        waiting = started(lambda: breaks(barrier.wait))
        time.sleep(WAIT)
        getattr(barrier, end)()
        if end == "reset":
            # Whoever came too late for it is let go in the same way.
            barrier.abort()
        ended(*waiting)
        check(barrier.broken is True, "not broken")
        check(repr(barrier), "repr")
        barrier.reset()
        check(barrier.broken is False, "still broken")
    breaks(lambda: barrier.wait(WAIT))
    check(barrier.broken is True, "not broken")
    return barrier


def breaks(function):
    """Fails unless `function` raises BrokenBarrierError."""
    try:
        function()
    except threading.BrokenBarrierError:
        return
    raise Failure("not broken")


def simple_queue_life(cls):
    """A queue: filled, emptied, waited for."""
    items = cls()
    check(repr(items), "repr")
    check(items.empty() is True, "not empty in the beginning")
    for item in range(3):
        items.put(item)
    items.put_nowait(None)
    check(items.qsize() == 4, "qsize")
    check([items.get(), items.get_nowait(), items.get(False), items.get(timeout=PATIENCE)] == [0, 1, 2, None], "the items")
    for take in (items.get_nowait, lambda: items.get(timeout=WAIT)):
        try:
            take()
        except queue.Empty:
            continue
        raise Failure("an item that nobody put")
    waiting = started(lambda: check(items.get(True, PATIENCE) == "item", "another item"))
    time.sleep(WAIT)
    items.put("item")
    ended(*waiting)
    check(items.empty() is True, "not empty in the end")
    return items


def local_life(cls):
    """Data of threads: each has its own."""
    data = cls()
    check(repr(data), "repr")
    data.own_number = 1
    check(data.own_number == 1, "the attribute")

    def other():
        check(not hasattr(data, "own_number"), "another thread's attribute")
        data.own_number = 2
        check(data.own_number == 2, "the attribute in a thread")
        check(vars(data)["own_number"] == 2, "vars() in a thread")

    elsewhere(other)
    elsewhere(other)
    check(data.own_number == 1, "the attribute afterwards")
    check("own_number" in vars(data), "vars()")
    check("own_number" in dir(data), "dir()")
    del data.own_number
    check(not hasattr(data, "own_number"), "an attribute that was deleted")
    return data


KINDS = {
    "Thread": (threading.Thread, thread_life),
    "Thread that raises": (threading.Thread, raising_thread_life),
    "Timer": (threading.Timer, timer_life),
    "RLock": (type(threading.RLock()), rlock_life),
    "Condition": (threading.Condition, condition_life),
    "Semaphore": (threading.Semaphore, semaphore_life),
    "BoundedSemaphore": (threading.BoundedSemaphore, bounded_semaphore_life),
    "Event": (threading.Event, event_life),
    "Barrier": (threading.Barrier, barrier_life),
    "SimpleQueue": (queue.SimpleQueue, simple_queue_life),
    "local": (threading.local, local_life),
}


THREADS = ("Thread", "Thread that raises", "Timer")


def with_instance_attribute(base, name):
    """A subclass whose objects set the attribute when they are made."""

    class Mine(base):
        def __init__(self, *args, **kwargs):
            super().__init__(*args, **kwargs)
            setattr(self, name, "mine")

    return Mine


def with_class_attribute(base, name):
    """A subclass that has the attribute."""
    return type("Mine", (base,), {name: "mine"})


def with_method(base, name):
    """A subclass that has a method of that name."""
    return type("Mine", (base,), {name: lambda self, *args, **kwargs: "mine"})


def with_property(base, name):
    """A subclass that has a property of that name, which cannot be set."""
    return type("Mine", (base,), {name: property(lambda self: "mine")})


WAYS = {
    "attribute": with_instance_attribute,
    "class attribute": with_class_attribute,
    "method": with_method,
    "property": with_property,
}


def live(kind, way, name):
    """Fails unless an object that has the attribute lives as others do, and has it in the end."""
    base, life = KINDS[kind]
    last = life(WAYS[way](base, name))
    found = getattr(last, name)
    if way == "method":
        found = found()
    check(found == "mine", "the attribute is not what it was")


def odd_names(kind):
    """Fails if an object of the class has names that are not CPython's."""
    made = {
        "Thread": lambda: threading.Thread(target=print),
        "Timer": lambda: threading.Timer(0, print),
        "Barrier": lambda: threading.Barrier(1),
    }
    instance = made.get(kind, KINDS[kind][0])()
    known = {*CPYTHON_NAMES[kind].split(), *OFFERED}
    if kind == "RLock":
        known |= OFFERED_BY_RLOCK
    if isinstance(instance, threading.Thread):
        instance.name = "odd"
    names = {*dir(instance), *getattr(instance, "__dict__", ())}
    odd = sorted(
        name for name in names - known
        if not name.startswith("_jthreading_") and not (name.startswith("__") and name.endswith("__"))
    )
    check(not odd, " ".join(odd))


def cases():
    """The names of the cases, and what each runs."""
    for kind in CPYTHON_NAMES:
        yield f"{kind} names", lambda kind=kind: odd_names(kind)
    for kind in KINDS:
        for way in WAYS:
            for name in NAMES:
                if name in BEGINNING and kind in THREADS:
                    continue
                yield f"{kind} {way} {name}", lambda kind=kind, way=way, name=name: live(kind, way, name)


def mask(text):
    """`text` without what differs from run to run: addresses, idents and counters."""
    for pattern, replacement in MASKS:
        text = pattern.sub(replacement, text)
    return text.encode("unicode_escape").decode("ascii")


def outcome(function):
    """What a case comes to.  It runs on a thread of its own, which is left behind if it hangs."""
    outcomes = []

    def body():
        try:
            function()
            outcomes.append("works")
        except BaseException as error:
            outcomes.append(mask(f"{type(error).__name__}: {error}"))

    thread = threading.Thread(target=body, daemon=True)
    thread.start()
    thread.join(3 * PATIENCE)
    return outcomes[0] if outcomes else "hangs"


def main():
    warnings.simplefilter("ignore")
    threading.excepthook = sys.unraisablehook = lambda args: None
    output = sys.stdout
    text = sys.argv[1] if len(sys.argv) > 1 else ""
    for name, function in (case for case in cases() if text in case[0]):
        print(name, file=output, flush=True)
        print(name, outcome(function), sep="\t", file=output, flush=True)


if __name__ == "__main__":
    main()
