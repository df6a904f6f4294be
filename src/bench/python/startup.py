"""The first steps of a process. Run in this order: each one is the first of its kind."""

from runner import main, now, once


@once(unit="us")
def import_inside():
    """import threading, within the process."""
    start = now()
    import threading
    return now() - start


@once(unit="us")
def first_lock():
    """The first Lock: made, acquired, released."""
    from threading import Lock
    start = now()
    lock = Lock()
    lock.acquire()
    lock.release()
    return now() - start


@once(unit="us")
def first_thread():
    """The first Thread: made, started, joined."""
    from threading import Thread
    start = now()
    thread = Thread(target=_nothing)
    thread.start()
    thread.join()
    return now() - start


def _nothing():
    pass


if __name__ == "__main__":
    main("Start of a process")
