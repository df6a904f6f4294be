# Runs as the body of a function, all of whose names are global: so contexts share its code.
__doc__ = """A pool of threads that have an interpreter each. (CPython 3.14 documentation: concurrent.futures, InterpreterPoolExecutor.)"""

import _interpreters
import queue as _queue
import threading as _threading
import weakref as _weakref
from collections import deque as _deque
from concurrent import interpreters as _interpreters_module
from concurrent.futures import thread as _pool
from itertools import islice as _islice
from time import monotonic as _monotonic

# Numbers of GraalPy's islice() have 31 bits.
_MOST_AHEAD = 2**31 - 1
# What a worker's thread has: its interpreter.
_worker = _threading.local()


class BrokenInterpreterPool(_pool.BrokenThreadPool):
    """A worker could not be initialized: its interpreter was not created, or the initializer raised an exception there."""


class InterpreterPoolExecutor(_pool.ThreadPoolExecutor):
    """A pool of threads, each of which makes its calls in an interpreter of its own.

    Callables, arguments and results travel as Interpreter.call() has them. The exception that a call raises is raised by the future too: a
    copy, whose cause is an ExecutionFailed. initializer is called with initargs in each of the interpreters, before all else.
    """

    def __init__(self, max_workers=None, thread_name_prefix="", initializer=None, initargs=()):
        prefix = thread_name_prefix or f"InterpreterPoolExecutor-{self._counter()}"
        super().__init__(max_workers, prefix, _work)
        self._initargs = _weakref.ref(self), self._work_queue, initializer, initargs
        _check_no_script(initializer)

    def submit(self, fn, /, *args, **kwargs):
        """Have fn(*args, **kwargs) called in an interpreter; return the Future of that.

        Raises BrokenInterpreterPool if a worker could not be initialized, RuntimeError after shutdown().
        """
        if not self._broken and not self._shutdown:
            _check_no_script(fn)
        try:
            return super().submit(_call, fn, args, kwargs)
        except _pool.BrokenThreadPool as broken:
            raise BrokenInterpreterPool(*broken.args) from None

    def map(self, fn, *iterables, timeout=None, chunksize=1, buffersize=None):
        """Return an iterator over what fn returns for arguments out of the iterables, as Executor.map() does.

        With buffersize, so many calls at most are ahead of the iterator, and only so many arguments are taken.
        """
        if buffersize is None:
            return super().map(fn, *iterables, timeout=timeout, chunksize=chunksize)
        if not isinstance(buffersize, int):
            raise TypeError("buffersize must be an integer or None")
        if buffersize < 1:
            raise ValueError("buffersize must be None or > 0")
        if buffersize >= 2**63:
            raise ValueError("Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.")
        end = None if timeout is None else _monotonic() + timeout
        submitted = _submitted(_weakref.ref(self), fn, zip(*iterables))
        return _results(submitted, _deque(_islice(submitted, min(buffersize, _MOST_AHEAD))), end)

    def _initializer_failed(self):
        # The base class would have the futures raise its own exception.
        with self._shutdown_lock:
            self._broken = "A thread initializer failed, the thread pool is not usable anymore"
            ended = False
            try:
                while True:
                    item = self._work_queue.get_nowait()
                    if item is None:
                        ended = True
                    elif item.future.set_running_or_notify_cancel():
                        item.future.set_exception(BrokenInterpreterPool(self._broken))
            except _queue.Empty:
                pass
            if ended:
                # The other workers wait for it.
                self._work_queue.put(None)


def _check_no_script(fn):
    if isinstance(fn, str):
        raise TypeError("scripts not supported")


def _submitted(executor_reference, fn, arguments):
    """Yields the futures of calls, each of which is submitted when it is asked for, as long as the executor is there."""
    for args in arguments:
        executor = executor_reference()
        if executor is None:
            return
        futures = [executor.submit(fn, *args)]
        del executor, args
        yield futures.pop()


def _results(submitted, ahead, end):
    """Yields the results of futures: of those that are ahead, and for each of them of one more, which is submitted before the wait."""
    try:
        while ahead:
            ahead.extend(_islice(submitted, 1))
            result = ahead[0].result(None if end is None else end - _monotonic())
            ahead.popleft()
            yield result
    finally:
        for future in ahead:
            future.cancel()


def _work(executor_reference, work_queue, initializer, initargs):
    """Does all of a worker's work. The base class calls it as an initializer, so that the pool is broken if it raises an exception.

    When it returns, the executor is shut down and its interpreter has ended; there is nothing left for the base class to do.
    """
    interpreter = _interpreters_module.create()
    try:
        _worker.id = interpreter.id
        if initializer is not None:
            _call(initializer, initargs, {})
        goes_on = True
        while goes_on:
            _pool._worker(executor_reference, work_queue, None, ())
            # If so, something has failed between two calls, which has been logged. The base class would take the next call for its own.
            goes_on = _goes_on(executor_reference)
    finally:
        try:
            interpreter.close()
        except _interpreters_module.InterpreterNotFoundError:
            # The program has closed it.
            pass
        except _interpreters_module.InterpreterError as error:
            # The work is done: this breaks no pool.
            _threading.excepthook(_threading.ExceptHookArgs((type(error), error, error.__traceback__, _threading.current_thread())))


def _goes_on(executor_reference):
    executor = executor_reference()
    return executor is not None and not executor._shutdown and not _pool._shutdown


def _call(function, args, kwargs):
    """Calls an object in the interpreter of the worker that this runs in."""
    result, excinfo, error = _interpreters._call_and_preserve(_worker.id, function, args, kwargs)
    if excinfo is None:
        return result
    try:
        raise _interpreters_module.ExecutionFailed(excinfo)
    except _interpreters_module.ExecutionFailed as failed:
        if error is None:
            raise
        raise _interpreters._decode(error) from failed
