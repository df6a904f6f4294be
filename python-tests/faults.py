"""Faults in and around the primitives: prints what is left after each, as a line with the name, a tab and the outcome.

Every case here is one that CPython survives.  The outcome says who holds what afterwards, which error came, and how
many lines went to standard error.

    python faults.py [text]        only the cases that have `text` in their name
    python faults.py --whole       cases with many threads have as many as they are about, in place of some
    python faults.py --end NAME    ends the process as the end of that name says
    python faults.py --ends        prints the names of the ends
"""

import _thread
import atexit
import concurrent.futures
import contextlib
import functools
import gc
import io
import os
import queue
import re
import signal
import sys
import threading
import time
import weakref

# Far more than anything here takes.
PATIENCE = 60
WHOLE = "--whole" in sys.argv
TIMERS = 10_000 if WHOLE else 500
THREADS_THAT_COME_AND_GO = 5_000 if WHOLE else 500
MASKS = [(re.compile(r"0x[0-9a-fA-F]+"), "0x?"), (re.compile(r"\b(Thread|Timer)-[0-9]+"), r"\1-?"),
         (re.compile(r"[0-9]{9,}"), "?")]

CASES = []
ENDS = {}


def case(function):
    """Makes a function a case, which is called as the first line of its docstring."""
    CASES.append((function.__doc__, function))
    return function


def end(function):
    """Makes a function a way for a process to end, which is called as the first line of its docstring."""
    ENDS[function.__doc__] = function
    return function


def run(target, *args):
    """Runs `target` in a thread to its end; returns the thread."""
    thread = threading.Thread(target=target, args=args)
    thread.start()
    thread.join(PATIENCE)
    return thread


def error_of(function, *args):
    """The type and text of what `function` raises, or what it returns."""
    try:
        return function(*args)
    except BaseException as error:
        return f"{type(error).__name__}: {error}"


def until(condition, seconds=PATIENCE):
    """Waits until `condition()` is true; returns whether it is."""
    limit = time.monotonic() + seconds
    while not condition() and time.monotonic() < limit:
        time.sleep(0.001)
    return condition()


@contextlib.contextmanager
def standard_error(stream):
    """Has `sys.stderr` be `stream` for a while."""
    before = sys.stderr
    sys.stderr = stream
    try:
        yield stream
    finally:
        sys.stderr = before


def reported(function):
    """The last lines of the reports that come while `function` runs: one for each traceback."""
    with standard_error(io.StringIO()) as stream:
        function()
    text = stream.getvalue()
    return [line for line in text.splitlines() if re.match(r"[A-Za-z.]*(Error|Exit|Exception)\b", line)]


def primitives():
    """One of each kind that can be held, with how to see that it is free: another thread can take it."""
    return {"Lock": threading.Lock(), "RLock": threading.RLock(), "Semaphore": threading.Semaphore(),
            "BoundedSemaphore": threading.BoundedSemaphore(), "Condition": threading.Condition(),
            "Condition(Lock)": threading.Condition(threading.Lock())}


def is_free(primitive):
    """Whether another thread can take and release it."""
    taken = []

    def take():
        taken.append(primitive.acquire(timeout=5) if not isinstance(primitive, threading.Condition) else primitive.acquire(True, 5))
        if taken[0]:
            primitive.release()

    run(take)
    return taken == [True]


def left_by(fault):
    """What `fault` leaves when it is called inside each of the primitives: the error, and whether it is free."""
    outcome = {}
    for name, primitive in primitives().items():
        def region():
            with primitive:
                fault()

        error = error_of(region)
        outcome[name] = (error.split(":")[0], is_free(primitive))
    return outcome


def too_much():
    """Asks for more memory than there is."""
    try:
        return bytearray(1 << 62)
    except OverflowError:
        # GraalPy's sizes have 31 bits.
        raise MemoryError from None


@case
def recursion_error_in_a_region():
    """RecursionError inside a locked region"""
    def deeper():
        return deeper() + 1

    return left_by(deeper)


@case
def recursion_through_regions():
    """RecursionError in a recursion through with statements of an RLock"""
    lock = threading.RLock()

    def deeper():
        with lock:
            return deeper() + 1

    return error_of(deeper).split(":")[0], is_free(lock)


@case
def memory_error_in_a_region():
    """MemoryError inside a locked region"""
    return left_by(too_much)


@case
def memory_error_in_a_queue():
    """MemoryError in an item's comparison inside PriorityQueue.put"""
    class Item:
        def __lt__(self, other):
            raise MemoryError

    items = queue.PriorityQueue()
    items.put(Item())
    return error_of(items.put, Item()), items.mutex.locked(), items.qsize() >= 1


@case
def exit_in_a_region():
    """SystemExit inside a locked region of a thread"""
    lock = threading.Lock()

    def leave():
        with lock:
            sys.exit("a text that nobody sees")

    lines = reported(lambda: run(leave))
    return lines, is_free(lock)


@case
def ends_with_a_lock():
    """A thread that ends holding a Lock"""
    lock = threading.Lock()
    run(lock.acquire)
    before = lock.locked(), lock.acquire(timeout=0.01)
    lock.release()
    return before, is_free(lock)


@case
def ends_with_an_rlock():
    """A thread that ends holding an RLock"""
    lock = threading.RLock()
    run(lock.acquire)
    return lock.acquire(timeout=0.01), error_of(lock.release), error_of(threading.Condition(lock).notify)


@case
def ends_with_a_condition():
    """A thread that ends holding a Condition on which another waits"""
    condition = threading.Condition(threading.Lock())
    waits = []

    def wait():
        with condition:
            waits.append("waiting")
            waits.append(condition.wait(PATIENCE))

    waiter = threading.Thread(target=wait)
    waiter.start()
    until(lambda: waits and is_free(condition))

    def notify_and_end():
        condition.acquire()
        condition.notify()

    run(notify_and_end)
    alive = waiter.is_alive()
    condition.release()
    waiter.join(PATIENCE)
    return alive, waits


@case
def target_fails():
    """A target that raises"""
    def fail():
        raise ValueError("oh")

    threads = []
    return reported(lambda: threads.append(run(fail))), threads[0].is_alive(), threads[0] in threading.enumerate()


@case
def finalizer_fails():
    """An object of a thread whose __del__ raises"""
    deleted = []

    class Fails:
        def __del__(self):
            deleted.append(1)
            raise ValueError("oh")

    def make():
        Fails()

    def all_of_it():
        run(make)
        until(lambda: (gc.collect(), deleted)[1], 2)

    return reported(all_of_it), deleted


@case
def hook_fails():
    """An excepthook that raises"""
    def hook(args):
        raise KeyError("in the hook")

    def fail():
        raise ValueError("oh")

    before = threading.excepthook
    threading.excepthook = hook
    try:
        return reported(lambda: run(fail))
    finally:
        threading.excepthook = before


@case
def hook_exits():
    """An excepthook that calls sys.exit()"""
    before = threading.excepthook
    threading.excepthook = lambda args: sys.exit(3)
    threads = []
    try:
        return reported(lambda: threads.append(run(lambda: 1 / 0))), threads[0].is_alive()
    finally:
        threading.excepthook = before


@case
def hook_is_none():
    """An excepthook that is None"""
    before = threading.excepthook
    threading.excepthook = None
    threads = []
    try:
        return [line.split(":")[0] for line in reported(lambda: threads.append(run(lambda: 1 / 0)))], threads[0].is_alive()
    finally:
        threading.excepthook = before


@case
def stderr_is_closed():
    """A target that raises while sys.stderr is closed"""
    stream = io.StringIO()
    stream.close()
    with standard_error(stream):
        thread = run(lambda: 1 / 0)
    return thread.is_alive(), thread in threading.enumerate()


@case
def stderr_fails():
    """A target that raises while sys.stderr.write raises"""
    class Broken(io.StringIO):
        def write(self, text):
            raise OSError("no space left")

    with standard_error(Broken()):
        thread = run(lambda: 1 / 0)
    return thread.is_alive(), thread in threading.enumerate()


class Unwilling:
    """A lock whose `acquire` or `release` raises at the given call, counted from 1."""

    def __init__(self, acquire=0, release=0):
        self.lock = threading.Lock()
        self.calls = {"acquire": 0, "release": 0}
        self.fails_at = {"acquire": acquire, "release": release}

    def step(self, name):
        self.calls[name] += 1
        if self.calls[name] == self.fails_at[name]:
            raise ValueError(f"{name} {self.calls[name]}")

    def acquire(self, *args):
        self.step("acquire")
        return self.lock.acquire(*args)

    def release(self):
        self.step("release")
        self.lock.release()

    def __enter__(self):
        return self.acquire()

    def __exit__(self, *exception):
        self.release()


def with_unwilling(use, **fails_at):
    """What comes of `use` of a Condition with an unwilling lock: the outcome, whether the lock is held, who is said to wait."""
    lock = Unwilling(**fails_at)
    condition = threading.Condition(lock)
    return error_of(use, condition), lock.lock.locked(), len(condition._waiters)


def wait_shortly(condition):
    """Waits for a moment."""
    with condition:
        return condition.wait(0.01)


def notify_nobody(condition):
    """Notifies."""
    with condition:
        return condition.notify()


@case
def condition_lock_fails_on_enter():
    """A Condition whose lock's acquire raises on entry"""
    return with_unwilling(wait_shortly, acquire=1)


@case
def condition_lock_fails_before_wait():
    """A Condition whose lock's release raises before the wait"""
    return with_unwilling(wait_shortly, release=1)


@case
def condition_lock_fails_after_wait():
    """A Condition whose lock's acquire raises after the wait"""
    return [with_unwilling(wait_shortly, acquire=count) for count in (2, 3, 4)]


@case
def condition_lock_fails_on_exit():
    """A Condition whose lock's release raises on exit"""
    return with_unwilling(notify_nobody, release=1)


@case
def predicate_fails():
    """Condition.wait_for with a predicate that raises"""
    condition = threading.Condition()

    def use():
        with condition:
            condition.wait_for(lambda: 1 / 0, 1)

    return error_of(use), is_free(condition)


def parties_of(barrier, count):
    """What each of `count` threads gets of `barrier.wait()`, sorted."""
    outcomes = []
    threads = [threading.Thread(target=lambda: outcomes.append(str(error_of(barrier.wait)))) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    return sorted(outcomes), barrier.broken, barrier.n_waiting


@case
def action_fails():
    """A Barrier action that raises"""
    return parties_of(threading.Barrier(3, lambda: 1 / 0), 3)


@case
def action_exits():
    """A Barrier action that calls sys.exit()"""
    return parties_of(threading.Barrier(2, lambda: sys.exit(3)), 2)


@case
def action_blocks():
    """A Barrier action that blocks for longer than the other party waits"""
    gate = threading.Event()
    barrier = threading.Barrier(2, lambda: gate.wait(PATIENCE))
    outcomes = []
    other = threading.Thread(target=lambda: outcomes.append(error_of(barrier.wait, 0.05)))
    other.start()
    until(lambda: barrier.n_waiting)
    last = threading.Thread(target=lambda: outcomes.append(error_of(barrier.wait)))
    last.start()
    time.sleep(0.2)
    gate.set()
    other.join(PATIENCE)
    last.join(PATIENCE)
    return sorted(map(str, outcomes)), barrier.n_waiting


@case
def starts_in_a_weak_reference():
    """A thread that starts in the callback of a weak reference"""
    ran = []

    class Target:
        pass

    target = Target()
    reference = weakref.ref(target, lambda reference: ran.append(run(int).is_alive()))
    del target
    until(lambda: (gc.collect(), ran)[1])
    return ran, reference() is None


@case
def starts_in_weakref_finalize():
    """A thread that starts in weakref.finalize"""
    ran = []

    class Target:
        pass

    target = Target()
    weakref.finalize(target, lambda: ran.append(run(int).is_alive()))
    del target
    until(lambda: (gc.collect(), ran)[1])
    return ran


@case
def starts_in_a_finalizer():
    """A thread that starts in __del__"""
    ran = []

    class Starts:
        def __del__(self):
            ran.append(run(int).is_alive())

    Starts()
    until(lambda: (gc.collect(), ran)[1], 2)
    return ran


@case
def starts_in_a_signal_handler():
    """A thread that starts in a signal handler, while the main thread waits and has a lock"""
    ran = []
    lock = threading.Lock()
    event = threading.Event()
    before = signal.signal(signal.SIGINT, lambda *args: (ran.append(run(int).is_alive()), event.set()))
    try:
        with lock:
            _thread.interrupt_main()
            event.wait(PATIENCE)
    finally:
        signal.signal(signal.SIGINT, before)
    return ran, is_free(lock)


@case
def starts_in_an_excepthook():
    """A thread that starts in threading.excepthook"""
    before = threading.excepthook
    ran = []
    threading.excepthook = lambda args: ran.append(run(int).is_alive())
    try:
        run(lambda: 1 / 0)
    finally:
        threading.excepthook = before
    return ran


@case
def starts_in_a_trace_function():
    """A thread that starts in a trace function"""
    ran = []

    def trace(frame, event, arg):
        if not ran:
            ran.append(True)
            ran.append(run(int).is_alive())

    def traced():
        sys.settrace(trace)
        try:
            str(1)
            (lambda: 1)()
        finally:
            sys.settrace(None)

    run(traced)
    return ran


@case
def starts_in_a_callback_of_a_future():
    """A thread that starts in the callback of a future, in a thread of the pool"""
    ran = []
    gate = threading.Event()
    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        future = pool.submit(gate.wait, PATIENCE)
        future.add_done_callback(lambda future: ran.append(run(int).is_alive()))
        gate.set()
    return ran


@case
def starts_in_an_action():
    """A thread that starts in a Barrier action"""
    ran = []
    return parties_of(threading.Barrier(2, lambda: ran.append(run(int).is_alive())), 2), ran


@case
def a_chain_of_starts():
    """Threads that each start the next as they end"""
    ended = []

    def link(left):
        ended.append(left)
        if left:
            threading.Thread(target=link, args=(left - 1,)).start()

    run(link, 200)
    return until(lambda: len(ended) == 201), ended == list(range(200, -1, -1))


@case
def many_timers():
    """Thousands of timers, every other one cancelled"""
    fired = queue.SimpleQueue()
    before = threading.active_count()
    for batch in range(TIMERS // 100):
        timers = [threading.Timer(0.001, fired.put, (index,)) for index in range(100)]
        for timer in timers[1::2]:
            timer.cancel()
        for timer in timers:
            timer.start()
        for timer in timers:
            timer.join(PATIENCE)
    return fired.qsize() == TIMERS // 2, threading.active_count() - before


@case
def churn():
    """enumerate() and settrace_all_threads while thousands of threads come and go"""
    stop = threading.Event()
    wrong, traced = [], []
    ended = [0] * 4

    def ignore(frame, event, arg):
        return None

    def come_and_go(place):
        while not stop.is_set():
            try:
                threads = [threading.Thread(target=int) for _ in range(5)]
                for thread in threads:
                    thread.start()
                for thread in threads:
                    thread.join(PATIENCE)
                ended[place] += len(threads)
            except BaseException as error:
                wrong.append(repr(error))
                return
        traced.append(sys.gettrace() is ignore)

    makers = [threading.Thread(target=come_and_go, args=(place,)) for place in range(4)]
    before = set(threading.enumerate())
    for maker in makers:
        maker.start()
    limit = time.monotonic() + 5 * PATIENCE
    while sum(ended) < THREADS_THAT_COME_AND_GO and not wrong and time.monotonic() < limit:
        seen = threading.enumerate()
        if not before | set(makers) <= set(seen) or len(seen) != len(set(seen)):
            wrong.append("enumerate")
        threading.settrace_all_threads(None)
        threading.settrace_all_threads(ignore)
        threading.setprofile_all_threads(None)
    stop.set()
    for maker in makers:
        maker.join(PATIENCE)
    threading.settrace_all_threads(None)
    return wrong, traced, sum(ended) >= THREADS_THAT_COME_AND_GO, set(threading.enumerate()) == before


@case
def cannot_start():
    """start() where no thread can start"""
    before = threading._start_new_thread

    def refuse(*args, **kwargs):
        raise RuntimeError("can't start new thread")

    threading._start_new_thread = refuse
    thread = threading.Thread(target=int)
    try:
        outcome = error_of(thread.start)
    finally:
        threading._start_new_thread = before
    left = thread.is_alive(), thread.ident, thread in threading.enumerate(), len(threading._limbo)
    thread.start()
    thread.join(PATIENCE)
    return outcome, left, thread.is_alive()


def worker_that(wait):
    """A thread that is not a daemon, in a wait."""
    waiting = threading.Event()

    def body():
        waiting.set()
        wait()

    thread = threading.Thread(target=body)
    thread.start()
    waiting.wait()
    return thread


@end
def exits_at_once():
    """os._exit in a thread, while the main thread joins it and others wait"""
    taken = threading.Lock()
    taken.acquire()
    barrier = threading.Barrier(2)
    for wait in taken.acquire, barrier.wait, threading.Event().wait, queue.Queue().get, threading.Semaphore(0).acquire:
        worker_that(wait)
    atexit.register(print, "not printed")
    print("exits", flush=True)
    threading.Thread(target=os._exit, args=(3,)).start()
    taken.acquire()


@end
def exits_at_once_in_a_handler():
    """os._exit in a signal handler, while the main thread is in a wait"""
    # Not SIGINT: what a shell starts in the background ignores that, and Java leaves it at that.
    signal.signal(signal.SIGUSR1, lambda *args: os._exit(4))
    threading.Timer(0.1, os.kill, (os.getpid(), signal.SIGUSR1)).start()
    threading.Event().wait()


@end
def exits_at_once_at_exit():
    """os._exit in an exit function, while a thread that is no daemon waits"""
    stop = threading.Event()
    worker_that(stop.wait)
    threading._register_atexit(os._exit, 5)


def exit_traced():
    sys.settrace(lambda *args: os._exit(9))
    (lambda: 1)()


# Ways to have another thread exit at once.
EXITS = {
    "a timer": lambda: threading.Timer(0.01, os._exit, (9,)).start(),
    "a pool's thread": lambda: concurrent.futures.ThreadPoolExecutor(1).submit(os._exit, 9),
    "a daemon": lambda: threading.Thread(target=os._exit, args=(9,), daemon=True).start(),
    "a thread of _thread": lambda: _thread.start_new_thread(os._exit, (9,)),
    "a Barrier action": lambda: threading.Thread(target=threading.Barrier(1, lambda: os._exit(9)).wait).start(),
    "a trace function": lambda: threading.Thread(target=exit_traced).start(),
}


def exits_while_another_computes(start):
    def compute():
        while True:
            pass

    threading.Thread(target=compute, daemon=True).start()
    start()
    threading.Event().wait()


for thread, start_exit in EXITS.items():
    ENDS[f"os._exit in {thread}, while another thread computes"] = functools.partial(exits_while_another_computes, start_exit)


@end
def an_action_waits_at_its_own_barrier():
    """A Barrier action that waits at its own barrier waits for ever, also with a timeout"""
    barrier = threading.Barrier(2, lambda: barrier.wait(0.05))
    threads = [threading.Thread(target=barrier.wait, daemon=True) for _ in range(2)]
    for thread in threads:
        thread.start()
    until(lambda: barrier.n_waiting == 2)
    time.sleep(0.3)
    print([thread.is_alive() for thread in threads], barrier.n_waiting, flush=True)


@end
def exits_in_main():
    """sys.exit in the main thread, while a thread that is no daemon works and a daemon waits"""
    threading.Thread(target=threading.Event().wait, daemon=True).start()
    threading.Timer(0.2, print, ("the last",), {"flush": True}).start()
    atexit.register(print, "at exit")
    sys.exit(6)


@end
def exits_in_a_thread():
    """sys.exit in threads in several states says nothing"""
    lock = threading.RLock()

    def leave():
        with lock:
            sys.exit("not printed")

    run(leave)
    timer = threading.Timer(0.01, sys.exit, (7,))
    timer.start()
    timer.join()
    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        print(error_of(pool.submit(sys.exit, 8).result))
    print(is_free(lock))


@end
def joins_at_exit():
    """A join and a start in an exit function"""
    gate = threading.Event()
    daemon = threading.Thread(target=gate.wait, daemon=True)
    daemon.start()

    def at_exit():
        gate.set()
        daemon.join(PATIENCE)
        # A RuntimeError, of a subclass in later versions.
        print(daemon.is_alive(), error_of(threading.Thread(target=int).start).partition(": ")[2])

    atexit.register(at_exit)


@end
def stderr_is_none():
    """Threads that fail while sys.stderr is None"""
    sys.stderr = None
    print(run(lambda: 1 / 0).is_alive())


@end
def stderr_is_shut():
    """Threads that fail while the file behind sys.stderr is closed"""
    os.close(2)
    print(run(lambda: 1 / 0).is_alive())


def mask(text):
    """`text` without what differs from run to run."""
    for pattern, replacement in MASKS:
        text = pattern.sub(replacement, text)
    return text.encode("unicode_escape").decode("ascii")


def main():
    """Runs the cases, or one end."""
    if sys.argv[1:] == ["--ends"]:
        print(*ENDS, sep="\n")
        return
    if sys.argv[1:2] == ["--end"]:
        ENDS[sys.argv[2]]()
        return
    text = "".join(argument for argument in sys.argv[1:] if argument != "--whole")
    sys.unraisablehook = lambda args: sys.stderr.write(f"{type(args.exc_value).__name__}: {args.exc_value}\n")
    for name, function in CASES:
        if text in name:
            print(name, flush=True)
            print(name, mask(str(error_of(function))), sep="\t", flush=True)
            # A case that counts threads begins with the main thread alone.
            until(lambda: threading.active_count() == 1)


if __name__ == "__main__":
    main()
