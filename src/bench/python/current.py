"""What belongs to a thread."""

from threading import current_thread, get_ident, local

from runner import main, operations


@operations()
def local_get(n):
    """local: get an attribute."""
    mine = local()
    mine.x = 1
    for _ in range(n):
        mine.x


@operations()
def local_set(n):
    """local: set an attribute."""
    mine = local()
    for i in range(n):
        mine.x = i


@operations()
def current_thread_call(n):
    """current_thread()."""
    for _ in range(n):
        current_thread()


@operations()
def get_ident_call(n):
    """get_ident()."""
    for _ in range(n):
        get_ident()


if __name__ == "__main__":
    main("Of the thread")
