"""Calls everything in `threading` and `_thread` with random arguments, and prints what came of each call.

The same seed gives the same calls in every interpreter: what is called next never depends on an outcome. A scenario
makes one object and takes a random walk over what can be done with it. Nothing in it can wait for ever: a call that
might has a timeout of at most some milliseconds, or an argument that makes it fail.

Lines are those of `bad_input.py`: the name of a call before it, then the name, a tab and the outcome. A name reads
`<what is called> <number of the scenario>.<number of the step> <the call>`.

    python fuzz.py [seed [calls]]
"""

import io
import os
import random
import sys
import warnings

SEED = 3120
CALLS = 6000
MOST_STEPS = 12

# Literals and helpers of bad_input.py that stand for every kind of wrong, odd and extreme value.
ODD = (
    "None", "True", "False", "0", "1", "2", "-1", "3", "7", "2**31", "2**63", "-2**63", "2**64", "10**30", "-10**30",
    "0.0", "-0.0", "0.5", "1.5", "-2.5", "1e300", "-1e300", "NAN", "INF", "-INF", "1j", "''", "'x'", "'name'", "'é\\0'",
    "b'x'", "()", "(1,)", "(1, 2)", "[]", "[1]", "{}", "{'a': 1}", "set()", "object()", "Index(1)", "Index(10**30)",
    "Index('x')", "Float(0.5)", "Liar()", "Whole(3)", "Real(0.25)", "Text('t')", "Decimal('0.5')", "Fraction(1, 2)",
    "int", "len", "print", "lambda: None", "lambda *args, **kwargs: 5", "raiser", "Ellipsis", "NotImplemented",
    "sys", "threading.Lock()", "range(3)", "ValueError('v')", "type", "slice(1)",
)
# Timeouts that end soon, or are refused: never None, and no number of seconds that could be waited for.
TIMEOUTS = (
    "0", "0.0", "-0.0", "-1", "-2", "-1.5", "-0.5", "-1e-10", "1e-9", "0.0005", "0.001", "Real(0.001)", "Whole(0)",
    "Index(0)", "False", "NAN", "INF", "-INF", "1e10", "1e300", "-1e300", "10**10", "2**63", "-2**63", "10**30",
    "threading.TIMEOUT_MAX * 2", "'x'", "''", "b'1'", "()", "[]", "{}", "object()", "1j", "Float(0.001)", "Liar()",
    "Decimal('0.001')", "Fraction(1, 1000)", "Index('x')", "len", "int",
)
# Of those, what Lock.acquire takes for no limit at all.
LOCK_TIMEOUTS = tuple(timeout for timeout in TIMEOUTS if timeout != "-1")
# A semaphore that has to wait for a time that is no number computes for ever.
NUMBERS = tuple(timeout for timeout in TIMEOUTS if timeout != "NAN")
# Permits are whole numbers of 63 bits here, as the page on limits says; what differs from them is left to bad_input_cases.py.
PERMITS = tuple(value for value in ODD if not value.startswith(("0.", "1.", "-2.", "1e", "-1e", "2**6", "10**", "Real",
                                                               "NAN", "INF", "Decimal", "Fraction", "True", "False", "-0.")))
# RLock._acquire_restore of a pair waits for a lock that its own thread has.
NO_PAIRS = tuple(value for value in ODD if value != "(1, 2)")
KEYWORDS = ("blocking", "timeout", "n", "value", "lock", "target", "name", "args", "x", "self", "daemon")
ATTRIBUTES = ("x", "_x", "__x__", "name", "daemon", "ident", "native_id", "parties", "broken", "__class__",
              "__module__", "acquire", "is_set", "args", "interval")
EVERYTHING = (
    "repr({0})", "str({0}) == repr({0})", "bool({0})", "hash({0}) == hash({0})", "{0} == {0}", "{0} != {0}", "{0} == {1}",
    "{0} < {1}", "len({0})", "iter({0})", "next({0})", "{0}()", "{0}({1})", "{0}[{1}]", "{0} + {1}", "{0} | {1}", "-{0}",
    "int({0})", "float({0})", "{1} in {0}", "callable({0})", "copy.copy({0})", "copy.deepcopy({0})",
    "type(pickle.loads(pickle.dumps({0})))", "weakref.ref({0})() is {0}", "type({0})(1, 2, 3, 4, 5, 6, 7)",
    "{0}.__format__({1})", "{0}.__subclasshook__({1})",
    "isinstance({0}, {1})", "format({0}) == str({0})", "type({0}).__name__", "type({0}).__module__", "{0}.__enter__(1, 2, 3)",
    "{0}.__exit__()", "getattr({0}, {1})", "setattr({0}, '{2}', {1})", "delattr({0}, '{2}')", "getattr({0}, '{2}')",
    "hasattr({0}, '{2}')", "type('Sub', (type({0}),), {{}})",
)


class Random(random.Random):
    """Draws what calls are made of."""

    def odd(self):
        return self.choice(ODD)

    def arguments(self, values=ODD):
        """A short list of arguments, mostly of a number that some function takes."""
        count = self.choices((0, 1, 2, 3, 5), (4, 8, 4, 2, 1))[0]
        arguments = [self.choice(values) for _ in range(count)]
        if self.random() < 0.2:
            arguments.append(f"{self.choice(KEYWORDS)}={self.choice(values)}")
        return ", ".join(arguments)

    def walk(self, steps):
        """Some of the steps, in any order and any number; a step is a text, or a function that draws one."""
        for _ in range(self.randint(1, MOST_STEPS)):
            step = self.choice(steps) if self.random() < 0.8 else self.everything
            yield step if isinstance(step, str) else step()

    def everything(self):
        return self.choice(EVERYTHING).format("it", self.odd(), self.choice(ATTRIBUTES))


def acquires(draw):
    """acquire of locks: what blocks does so for a moment only."""
    def positional():
        return f"it.acquire({draw.odd()}, {draw.choice(LOCK_TIMEOUTS)})"

    def keyword():
        return f"it.acquire({draw.choice(('timeout', 'timeout', 'tmeout'))}={draw.choice(LOCK_TIMEOUTS)})"

    def not_blocking():
        return f"it.acquire({draw.choice(('False', '0', 'blocking=False', 'Whole(0)', 'None', 'Liar()', '[]'))})"

    def too_many():
        return f"it.acquire({draw.odd()}, {draw.choice(LOCK_TIMEOUTS)}, {draw.odd()})"

    return [positional, keyword, keyword, not_blocking, not_blocking, too_many]


def method(draw, name, values=ODD):
    return lambda: f"it.{name}({draw.arguments(values)})"


def scenarios(draw):
    """What can be made, and what can be done with it, by the name of what is called."""
    locks = [*acquires(draw), "it.release()", "it.release()", method(draw, "release"), "it.locked()",
             "it._at_fork_reinit()", "it.__exit__(None, None, None)"]
    odd_lock = lambda: f"threading.Condition({draw.odd()})"
    a_call = lambda name, values=ODD: lambda: f"{name}({draw.arguments(values)})"
    yield "Lock", ["threading.Lock()", "threading.Lock()", "_thread.allocate_lock()", a_call("threading.Lock")], \
        [*locks, method(draw, "locked")]
    yield "RLock", ["threading.RLock()", "_thread.RLock()", a_call("threading.RLock")], \
        [*locks, "it._is_owned()", "it._recursion_count()", "it._acquire_restore(it._release_save())",
         method(draw, "_acquire_restore", NO_PAIRS), "in_thread(it.release)"]
    yield "Condition", ["threading.Condition()", "threading.Condition(threading.Lock())", odd_lock], \
        [*acquires(draw), "it.release()", "it.release()", lambda: f"it.wait({draw.choice(TIMEOUTS)})", "it.wait(0.001)",
         lambda: f"it.wait_for({draw.odd()}, {draw.choice(NUMBERS)})", "it.wait_for(lambda: 5)", method(draw, "notify"),
         "it.notify()", method(draw, "notify_all"), "it.notify_all()", "it.notifyAll()"]
    for name in ("Semaphore", "BoundedSemaphore"):
        yield name, [f"threading.{name}()", f"threading.{name}(2)", f"threading.{name}(0)", a_call(f"threading.{name}", PERMITS)], \
            [lambda: f"it.acquire({draw.odd()}, {draw.choice(NUMBERS)})", "it.acquire(False)", "it.acquire(timeout=0)",
             lambda: f"it.acquire(timeout={draw.choice(NUMBERS)})", "it.release()", method(draw, "release", PERMITS), "it._value",
             "it.__exit__(None, None, None)"]
    yield "Event", ["threading.Event()", a_call("threading.Event")], \
        ["it.set()", "it.clear()", "it.is_set()", "it.isSet()", method(draw, "set"), method(draw, "clear"),
         method(draw, "is_set"), lambda: f"it.wait({draw.choice(TIMEOUTS)})", "it.wait(timeout=0)"]
    yield "Barrier", ["threading.Barrier(1)",
                      lambda: f"threading.Barrier({draw.odd()}, {draw.odd()}, {draw.choice(NUMBERS)})",
                      "threading.Barrier(2, timeout=0.001)", "threading.Barrier(1, raiser)",
                      a_call("threading.Barrier")], \
        [lambda: f"it.wait({draw.choice(NUMBERS)})", "it.wait(0.001)", "it.reset()", "it.abort()", "it.parties",
         "it.n_waiting", "it.broken", method(draw, "reset"), method(draw, "abort"), "setattr(it, 'parties', 3)"]
    threads = [lambda: f"it.join({draw.choice(TIMEOUTS)})", "it.join(20)", "it.is_alive()", "it.name", "it.daemon",
               "it.ident is None", "it.native_id is None", "it.getName()", "it.isDaemon()", "it._target", "it._args",
               lambda: f"setattr(it, 'name', {draw.odd()})", lambda: f"setattr(it, 'daemon', {draw.odd()})",
               lambda: f"it.setName({draw.odd()})", lambda: f"it.setDaemon({draw.odd()})", method(draw, "is_alive"),
               method(draw, "start"), method(draw, "getName"), "it in threading.enumerate()"]
    yield "Thread", ["threading.Thread()", "threading.Thread(target=int)", a_call("threading.Thread"),
                     lambda: f"threading.Thread(None, int, {draw.odd()}, {draw.odd()}, {draw.odd()}, daemon={draw.odd()})",
                     "NoInit()"], \
        [*threads, "stderr_of(lambda: run_thread(it))", "stderr_of(lambda: run_thread(it))", "it.run()"]
    yield "Timer", ["threading.Timer(0, int)", "threading.Timer(100, int)", "threading.Timer(0, int, 5)",
                    lambda: f"threading.Timer({draw.choice(TIMEOUTS)}, {draw.odd()}, {draw.odd()}, {draw.odd()})",
                    a_call("threading.Timer", TIMEOUTS)], \
        [*threads, "it.cancel()", method(draw, "cancel"), "(it.cancel(), stderr_of(lambda: run_thread(it)))[1]",
         "it.finished.is_set()", "it.interval", "it.args", "it.kwargs"]
    yield "local", ["threading.local()", "Local()", "Local(1, a=2)", a_call("threading.local"), a_call("Local")], \
        [lambda: f"setattr(it, {draw.odd()}, 1)", lambda: f"getattr(it, {draw.odd()}, 'none')", "sorted(vars(it))",
         lambda: f"delattr(it, {draw.odd()})", "setattr(it, 'x', 1)", "it.x", "delattr(it, 'x')", "it.__dict__",
         "in_thread(lambda: sorted(vars(it)))", "in_thread(lambda: setattr(it, 'x', 2))", "setattr(it, '__dict__', {})"]
    yield "ExceptHookArgs", ["threading.ExceptHookArgs((ValueError, None, None, None))", a_call("threading.ExceptHookArgs"),
                             lambda: f"threading.ExceptHookArgs(({draw.odd()}, {draw.odd()}, None, {draw.odd()}))"], \
        ["it.exc_type", "it.exc_value", "it.exc_traceback", "it.thread", "len(it)", "it[0]", "list(it)",
         "stderr_of(lambda: threading.excepthook(it))", "stderr_of(lambda: _thread._excepthook(it))"]
    functions = ("threading.active_count", "threading.current_thread", "threading.enumerate", "threading.main_thread",
                 "0 < threading.get_ident", "0 < threading.get_native_id", "threading.gettrace", "threading.getprofile",
                 "threading.settrace", "threading.setprofile", "threading.stack_size", "threading.excepthook",
                 "threading.activeCount", "threading.currentThread", "threading._register_atexit", "0 < _thread.get_ident",
                 "0 < _thread.get_native_id", "_thread.stack_size", "0 < _thread.start_new_thread",
                 "_thread.allocate_lock", "_thread.allocate", "_thread._count", "_thread._excepthook",
                 "_thread._ExceptHookArgs", "_thread.daemon_threads_allowed", "_thread._is_main_interpreter",
                 "_thread.exit", "_thread.exit_thread", "_thread._local", "_thread.RLock", "_thread.LockType",
                 "threading.ThreadError", "threading.BrokenBarrierError", "threading._newname", "threading._DummyThread")
    yield "function", ["None"], \
        [lambda: f"stderr_of(lambda: {draw.choice(functions)}({draw.arguments()}))",
         lambda: f"{draw.choice(functions)}({draw.arguments()})"]


def namespace():
    """What a scenario finds besides the helpers of bad_input.py."""
    import bad_input
    names = bad_input.helpers()
    threading = names["threading"]

    def raiser(*args, **kwargs):
        raise ValueError("raised")

    class Local(threading.local):
        """A local with an initialiser, a default and a property."""
        default = 5

        def __init__(self, *args, **kwargs):
            self.arguments = (args, kwargs)

        @property
        def read_only(self):
            return 7

    names.update(
        __name__="__main__", raiser=raiser, Local=Local,
        Whole=type("Whole", (int,), {}), Real=type("Real", (float,), {}), Text=type("Text", (str,), {}),
        NoInit=type("NoInit", (threading.Thread,), {"__init__": lambda self: None}),
    )
    return names


def calls(seed, count):
    """So many calls: a name, a text to evaluate, and what makes an object should the scenario's own maker fail.

    The text is None where a new scenario begins.
    """
    draw = Random(seed)
    kinds = list(scenarios(draw))
    made = scenario = 0
    while made < count:
        scenario += 1
        kind, makers, steps = draw.choice(kinds)
        maker = draw.choice(makers)
        yield None, None, makers[0]
        walk = draw.walk(steps)
        for step, call in enumerate((f"make({maker if isinstance(maker, str) else maker()})", *walk)):
            made += 1
            yield f"{kind} {scenario}.{step} {call}", call, makers[0]


def masked(function):
    """The outcome of a call; of an object that says no more than its address, only its class."""
    import bad_input
    return bad_input.in_one_line(bad_input.outcome(function))


def run(name, call, names):
    """Prints a call and its outcome; what it changed for everybody is put back."""
    threading = names["threading"]
    hooks = threading.excepthook, threading.gettrace(), threading.getprofile()
    print(name, flush=True)
    output = sys.stdout
    sys.stdout = io.StringIO()
    try:
        outcome = masked(lambda: eval(call, names))
    finally:
        sys.stdout = output
        threading.excepthook, trace, profile = hooks
        threading.settrace(trace)
        threading.setprofile(profile)
        threading.stack_size(0)
    print(name, outcome, sep="\t", flush=True)


def main():
    seed, count = (int(argument) for argument in (sys.argv[1:3] + [SEED, CALLS][len(sys.argv[1:3]):]))
    sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
    warnings.simplefilter("ignore")
    names = namespace()
    for name, call, plain in calls(seed, count):
        if call is None:
            names["it"] = eval(plain, names)
            names["make"] = lambda it: names.update(it=it) or it
        else:
            run(name, call, names)
    # Threads that a random daemon attribute made non-daemons have ended, but timers may be left.
    for thread in names["threading"].enumerate():
        if hasattr(thread, "cancel"):
            thread.cancel()


if __name__ == "__main__":
    main()
