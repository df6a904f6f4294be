"""Runs the test suites of CPython's `test` package, unchanged, one test at a time.

The same file serves two kinds of caller. One evaluates it in a GraalPy context and calls `load_suite` and `run_test`.
The other starts `python run_suite.py --serve`, writes `load <module>` or `run <id>` to its standard input and reads
one line of JSON from its standard output for each.
"""

import contextlib
import gc
import importlib
import io
import json
import os
import shutil
import signal
import subprocess
import sys
import time
import traceback
import types
import unittest
import unittest.mock
import weakref

# Marked @cpython_only by CPython, but about behaviour that every implementation can have.
GUARDS_LIFTED = {
    "ThreadTests.test_name",
    "ThreadTests.test_lazy_import",
    "ThreadTests.test_disallow_instantiation",
    "ThreadTests.test_shutdown_locks",
    "BaseLocalTest.test_error",
    "ExceptHookTests.test_excepthook_thread_None",
    "SubinterpThreadingTests.test_threads_not_allowed",
    "SubinterpThreadingTests.test_daemon_threads_not_allowed",
}

# Look at a weak reference right after the last strong one went: a JVM clears it when it collects, so it collects first.
COLLECT_BEFORE_LOOKING = {
    "ThreadTests.test_no_refcycle_through_target",
}

# Delete the last reference to an interpreter, which ends it, and look at the items that it sent.
COLLECT_BEFORE_COUNTING = {
    "TestSendRecv.test_send_cleared_with_subinterpreter_mixed",
    "TestSendRecv.test_send_cleared_with_subinterpreter_multiple",
}

# Use CPython's C test module, of which what they need is in `test` itself, or only ask whether it is there.
WITHOUT_C_MODULE = {
    "SubinterpThreadingTests.test_threads_not_allowed",
    "SubinterpThreadingTests.test_daemon_threads_not_allowed",
}
MODULES_WITHOUT_C_MODULE = {"test.test_crossinterp"}

# What CPython's own `make test` enables and these suites ask for.
RESOURCES = ("cpu", "network", "subprocess", "walltime")

# More than any test asks for, of those that say how much they need: twenty to forty threads.
MEMORY_LIMIT = 4 << 30

# How long a thread may take to end after its test before it counts as left behind.
THREAD_GRACE_SECONDS = 1.0

_SEVERITY = ("pass", "skip", "fail", "error")

_tests = {}

# The class of the test that ran last, whose fixtures are up.
_class_set_up = [None]


# A context without arguments has an empty list, where a test file may look for the name of the program.
sys.argv = sys.argv or ["run_suite.py"]

# GraalPy names no implementation of threads, which is taken for one whose waits no signal can end.
if not sys.thread_info.version:
    sys.thread_info = types.SimpleNamespace(name="pthread", lock="semaphore", version="JVM")

# What a shell starts in the background inherits SIGINT as ignored; the suites count on Python's handler.
signal.signal(signal.SIGINT, signal.default_int_handler)


def load_suite(module):
    """Imports a test module and returns the ids of its tests, in unittest's order, as a JSON array."""
    _configure_support()
    _lift_guards()
    if "multiprocessing" in module and sys.implementation.name == "graalpy":
        _wait_for_exec()
    with _c_module() if module in MODULES_WITHOUT_C_MODULE else contextlib.nullcontext():
        suite = unittest.defaultTestLoader.loadTestsFromName(module)
    loaded = _with_unique_ids(_flatten(suite))
    _collect_before_looking(loaded.values())
    _collect_before_counting(loaded.values())
    _give_c_module(loaded.values())
    _tests.update(loaded)
    return json.dumps(list(loaded))


def run_test(test_id):
    """Runs one loaded test with its class and module fixtures and returns a JSON object that describes it."""
    recorder = _Recorder()
    captured = io.StringIO()
    streams = sys.stdout, sys.stderr
    start = time.perf_counter()
    try:
        sys.stdout = sys.stderr = captured
        _run_with_fixtures(_tests[test_id], recorder)
    except BaseException:
        # KeyboardInterrupt and SystemExit of a test must not end the whole run.
        recorder.record("error", traceback.format_exc())
    finally:
        sys.stdout, sys.stderr = streams
    return json.dumps({
        "id": test_id,
        "outcome": recorder.outcome,
        "message": "\n".join(recorder.messages),
        "output": captured.getvalue(),
        "seconds": time.perf_counter() - start,
        "threadsLeft": _threads_left(recorder.threads_before),
    })


def _run_with_fixtures(test, recorder):
    """Runs a test as one of a whole suite: what its class and its module set up stays until a test of another one runs."""
    recorder._previousTestClass = _class_set_up[0]
    # A suite inside of another, which this makes it look like, leaves it to that one to tear down at the end.
    recorder._testRunEntered = True
    unittest.TestSuite([test]).run(recorder)
    # Where the fixture failed unittest would pass over the other tests without a word.
    failed = recorder._moduleSetUpFailed or getattr(type(test), "_classSetupFailed", False)
    _class_set_up[0] = None if failed else recorder._previousTestClass


class _Recorder(unittest.TestResult):
    """Keeps the worst outcome of one test and of its subtests, with everything that they said."""

    def __init__(self):
        super().__init__()
        self.outcome = "pass"
        self.messages = []
        self.threads_before = _live_threads()

    def startTest(self, test):
        super().startTest(test)
        # Those of the fixtures, such as a pool of a class, end with the fixtures.
        self.threads_before |= _live_threads()

    def record(self, outcome, message):
        self.outcome = max(self.outcome, outcome, key=_SEVERITY.index)
        self.messages.append(message)

    def addError(self, test, err):
        self.record("error", self._text(test, err))

    def addFailure(self, test, err):
        self.record("fail", self._text(test, err))

    def addSkip(self, test, reason):
        self.record("skip", str(reason))

    def addSubTest(self, test, subtest, err):
        if err is not None:
            outcome = "fail" if issubclass(err[0], test.failureException) else "error"
            self.record(outcome, f"{subtest}\n{self._text(test, err)}")

    def addExpectedFailure(self, test, err):
        self.record("pass", "failed as the test expects")

    def addUnexpectedSuccess(self, test):
        self.record("fail", "succeeded, but the test is marked as an expected failure")

    @staticmethod
    def _text(test, err):
        return "".join(traceback.format_exception(*err))


def _configure_support():
    """Gives the tests what CPython's own runner gives them; without it they talk, and take each resource for enabled."""
    support = importlib.import_module("test.support")
    support.verbose = 0
    support.use_resources = RESOURCES
    support.max_memuse = support.real_max_memuse = MEMORY_LIMIT


def _wait_for_exec():
    """Lets a process start another one, which can be terminated from then on, before it goes on.

    Between fork and exec a child of GraalPy has the handlers of the JVM, which lose a signal there. On a loaded machine that happens to a
    worker of a pool that is terminated at once, and the pool waits for it forever. It also loses SIGTERM once a test has ignored that:
    Java cannot take it back, and a child inherits it until its script has put an end to this.
    """
    terminable = ["env", "--default-signal=TERM"]
    if not shutil.which("env") or subprocess.run([*terminable, "true"], stderr=subprocess.DEVNULL).returncode:
        terminable = []

    def spawnv_passfds(path, args, passfds):
        process = subprocess.Popen([*terminable, path, *args[1:]], pass_fds=passfds)
        # The caller waits for it.
        process.returncode = 0
        return process.pid

    importlib.import_module("multiprocessing.util").spawnv_passfds = spawnv_passfds


def _lift_guards():
    support = importlib.import_module("test.support")
    guard = support.cpython_only
    if getattr(guard, "lifts_guards", False):
        return

    def cpython_only(test):
        return test if test.__qualname__ in GUARDS_LIFTED else guard(test)

    cpython_only.lifts_guards = True
    support.cpython_only = cpython_only
    _lift_fork_guard_of_locks(support)


def _lift_fork_guard_of_locks(support):
    """The lock tests take os.fork as the sign of locks with an _at_fork_reinit method, which needs no fork to be tested."""
    has_fork_support = support.has_fork_support
    lock = importlib.import_module("_thread").allocate_lock()
    support.has_fork_support = has_fork_support or hasattr(lock, "_at_fork_reinit")
    try:
        importlib.import_module("test.lock_tests")
    finally:
        support.has_fork_support = has_fork_support


class _CollectingReference(weakref.ref):
    """A weak reference that looks at its object after a garbage collection."""

    def __call__(self):
        gc.collect()
        return super().__call__()


def _collect_before_looking(tests):
    """Gives the tests that need it a collection, which CPython's reference counts make needless."""
    references = types.SimpleNamespace(**vars(weakref))
    references.ref = _CollectingReference
    for test, method in _listed(tests, COLLECT_BEFORE_LOOKING):
        patch = unittest.mock.patch.object(sys.modules[type(test).__module__], "weakref", references)
        setattr(test, method, patch(getattr(test, method)))


def _collect_before_counting(tests):
    """Does that for the tests that count the items of a channel."""
    for test, method in _listed(tests, COLLECT_BEFORE_COUNTING):
        channels = sys.modules[type(test).__module__]._channels
        patch = unittest.mock.patch.object(channels, "get_count", _collecting(channels.get_count))
        setattr(test, method, patch(getattr(test, method)))


def _collecting(function):
    def collect_and_call(*args):
        gc.collect()
        return function(*args)

    return collect_and_call


@contextlib.contextmanager
def _c_module():
    """Has `import _testinternalcapi` find what there is of it. To others it must be absent: they would use more."""
    module = types.ModuleType("_testinternalcapi")
    package = importlib.import_module("test")
    module.get_crossinterp_data = package.get_crossinterp_data
    module.restore_crossinterp_data = package.restore_crossinterp_data
    sys.modules[module.__name__] = module
    try:
        yield
    finally:
        del sys.modules[module.__name__]


def _give_c_module(tests):
    for test, method in _listed(tests, WITHOUT_C_MODULE):
        setattr(test, method, _c_module()(getattr(test, method)))


def _listed(tests, names):
    """Yields those tests whose names are among these, each with the name of its method."""
    for test in tests:
        method = test.id().rpartition(".")[2]
        if f"{type(test).__name__}.{method}" in names:
            yield test, method


def _flatten(suite):
    for test in suite:
        if isinstance(test, unittest.TestSuite):
            yield from _flatten(test)
        else:
            yield test


def _with_unique_ids(tests):
    """Maps ids to tests; a module may hold a test twice (its doctests with another setUp), so repeats get a number."""
    unique = {}
    for test in tests:
        test_id, repeat = test.id(), 1
        while test_id in unique:
            repeat += 1
            test_id = f"{test.id()}#{repeat}"
        unique[test_id] = test
    return unique


def _live_threads():
    threading = importlib.import_module("threading")
    # Dummy objects stand for threads that Python did not start and whose end it does not see.
    return {thread for thread in threading.enumerate() if not isinstance(thread, threading._DummyThread)}


def _threads_left(before):
    deadline = time.monotonic() + THREAD_GRACE_SECONDS
    while (left := _live_threads() - before) and time.monotonic() < deadline:
        time.sleep(0.01)
    return sorted(thread.name for thread in left)


def _serve():
    """Answers requests on private copies of the standard streams, so that no test and no child process can touch them."""
    requests = os.fdopen(os.dup(0), encoding="utf-8")
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.close(null)
    os.dup2(2, 1)
    actions = {"load": load_suite, "run": run_test}
    for request in requests:
        action, argument = request.split()
        print(actions[action](argument), file=answers, flush=True)


if __name__ == "__main__" and "--serve" in sys.argv:
    _serve()
