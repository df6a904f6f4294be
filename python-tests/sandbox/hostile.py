"""Programs that mean harm to the host.

Each attack, once made, must not make a call of the host hang or throw, nor decide what it returns.
"""

import builtins
import signal
import sys
import threading
import _jthreading
import _thread
import time

import polyglot

ATTACKS = {}
_execute = polyglot.__execute__


def _attack(function):
    ATTACKS[function.__name__] = function
    return function


def loop(*args, **kwargs):
    while True:
        pass


def fail(*args, **kwargs):
    raise RuntimeError("from the program")


def victim():
    """A thread that the host looks at and interrupts."""
    started = threading.Event()
    ended = threading.Event()

    def wait():
        started.set()
        try:
            threading.Event().wait()
        except ValueError:
            ended.set()

    thread = threading.Thread(target=wait, name="victim", daemon=True)
    thread.start()
    started.wait()
    return thread, ended


def natives():
    return {name for module in (threading, _thread) for name, value in vars(module).items()
            if isinstance(value, polyglot.ForeignExecutable)}


@_attack
def walks_stacks_by_a_loop():
    for module in threading, _thread:
        for name in "_stack_by", "_exceptions_by", "_report_uncaught", "_has_uncaught_listener":
            assert not hasattr(module, name), name
    if hasattr(threading, "_stack"):
        threading._stack.__code__ = loop.__code__


@_attack
def replaces_what_stacks_are_made_of():
    sys._getframe = loop


@_attack
def replaces_what_stacks_are_made_of_to_fail():
    sys._getframe = fail


@_attack
def replaces_builtins():
    for name in "isinstance", "issubclass", "type", "str", "repr", "len", "getattr", "hasattr", "BaseException", "ValueError", "SystemExit":
        setattr(builtins, name, loop)
    builtins.__import__ = loop


@_attack
def replaces_modules():
    class Module:
        def __getattribute__(self, name):
            while True:
                pass

    for name in "threading", "_thread", "jthreading", "_jthreading_java", "polyglot", "sys", "builtins":
        sys.modules[name] = Module()


@_attack
def replaces_names_of_threading():
    for module in threading, _thread:
        for name in list(vars(module)):
            if not name.startswith("__"):
                setattr(module, name, loop)


def again_and_again(action):
    """Not before the main thread has left the program: it is the host's calls that this is to meet."""
    def repeat():
        time.sleep(0.5)
        while True:
            action()
            time.sleep(0.01)
    threading.Thread(target=repeat, daemon=True).start()


@_attack
def traces_all_threads():
    def trace():
        _execute(_jthreading._run_in_all_threads, lambda: sys.settrace(loop), 0)
    again_and_again(trace)


@_attack
def asks_all_threads_to_loop():
    again_and_again(lambda: _execute(_jthreading._run_in_all_threads, loop, 0))


@_attack
def asks_the_main_thread_to_loop():
    main = threading.main_thread().ident

    def ask():
        _execute(_jthreading._run_in_main_thread, loop)
        _execute(_jthreading._interrupt_thread, main, loop)
    again_and_again(ask)


@_attack
def interrupts_the_main_thread_with_a_handler_that_loops():
    try:
        signal.signal(signal.SIGINT, loop)
    except (PermissionError, ValueError, OSError):
        pass
    again_and_again(_thread.interrupt_main)


@_attack
def names_threads_to_write_lines():
    name = 'x" ident=1 main\n\nThread "root" ident=2\r\x1b[2J\u2028\u202e'
    code = loop.__code__.replace(co_name=name, co_filename=name)
    thread = threading.Thread(target=type(loop)(code, {}), name=name, daemon=True)
    thread.start()
    lock = threading.RLock()
    lock.acquire()
    import jthreading
    jthreading.set_name(lock, name)
    threading.Thread(target=lock.acquire, name=name, daemon=True).start()


@_attack
def ends_threads_that_run():
    current = _execute(_jthreading._thread_current)
    for thread in threading.enumerate():
        _execute(_jthreading._thread_finish, thread._jthreading_thread)

    def end_myself():
        me = _execute(_jthreading._thread_current)
        for _ in range(100):
            _execute(_jthreading._thread_finish, me)
            _execute(_jthreading._thread_signal_end, me)
        time.sleep(3600)

    threading.Thread(target=end_myself, name="ended", daemon=True).start()
    _execute(_jthreading._thread_finish, current)


@_attack
def tells_of_threads_that_did_not_end():
    def run():
        raise KeyError("told")
    for _ in range(3):
        try:
            _execute(_jthreading._thread_call_program, run)
        except KeyError:
            pass


@_attack
def ends_threads_with_exceptions_that_loop():
    class Bad(Exception):
        def __getattribute__(self, name):
            while True:
                pass

        __str__ = __repr__ = loop

    def run():
        raise Bad

    threading.Thread(target=run, daemon=True).start()


@_attack
def closes_the_threads():
    _execute(_jthreading._threads_close)
    _execute(_jthreading._threading_imported)
    threading._shutdown = loop
    threading._register_atexit(loop)


@_attack
def computes_on_many_threads():
    for _ in range(20):
        threading.Thread(target=loop, daemon=True).start()
