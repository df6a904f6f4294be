# Runs as the body of a function, all of whose names are global: so contexts share its code.
__doc__ = """Java's locks and semaphores as Python's: see the page Locks across languages of the documentation."""

from _jthreading import (
    _execute, _java_lock_acquire, _java_lock_is_held, _java_lock_release, _java_lock_release_all, _java_lock_restore, _java_lock_try,
    _java_semaphore_acquire, _java_semaphore_release, _java_semaphore_try,
)
from _thread import _acquire_nanos, _nanoseconds


class JavaLock:
    """A java.util.concurrent.locks.Lock that Python uses as a threading lock."""

    def acquire(self, blocking=True, timeout=-1):
        """Take the lock; return whether it was taken. timeout is in seconds, -1 for no limit."""
        nanos = _acquire_nanos(blocking, timeout)
        if nanos == 0:
            return _execute(_java_lock_try, self)
        return _execute(_java_lock_acquire, self, nanos)

    def release(self):
        """Let go of the lock. Raises RuntimeError if Java does not let this thread."""
        if not _java_lock_release(self):
            raise RuntimeError("cannot release un-acquired lock")

    def __enter__(self):
        return self.acquire()

    def __exit__(self, *exception):
        self.release()

    def _is_owned(self):
        return _java_lock_is_held(self)

    def _release_save(self):
        levels = _java_lock_release_all(self) if _java_lock_is_held(self) else 0
        if not levels:
            raise RuntimeError("cannot release un-acquired lock")
        return levels

    def _acquire_restore(self, levels):
        _execute(_java_lock_restore, self, levels)


class JavaSemaphore:
    """A java.util.concurrent.Semaphore that Python uses as a threading semaphore."""

    def acquire(self, blocking=True, timeout=None):
        """Take a permit; return whether there was one. timeout is in seconds, None for no limit."""
        if not blocking:
            if timeout is not None:
                raise ValueError("can't specify timeout for non-blocking acquire")
            return _execute(_java_semaphore_try, self)
        nanos = None if timeout is None else max(_nanoseconds(timeout), 0)
        return _execute(_java_semaphore_try, self) if nanos == 0 else _execute(_java_semaphore_acquire, self, nanos)

    def release(self, n=1):
        """Give n permits. Raises ValueError if n is less than one, or there would be more than 2**31-1."""
        if n < 1:
            raise ValueError("n must be one or more")
        if n >= 2**31 or not _java_semaphore_release(self, n):
            raise ValueError("Semaphore released too many times")

    def __enter__(self):
        return self.acquire()

    def __exit__(self, *exception):
        self.release()
