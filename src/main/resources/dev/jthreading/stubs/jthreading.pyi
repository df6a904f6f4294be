# Types of the module jthreading, for editors and type checkers.
#
# This folder of the jar, "dev/jthreading/stubs", has a stub for jthreading and one for threading. To use them, unpack both into the
# folder "typings" of a project, which Pyright and Visual Studio Code look into:
#
#     unzip -j jthreading-VERSION.jar 'dev/jthreading/stubs/*' -d typings
#
# In PyCharm, mark that folder as a sources root. For mypy, put jthreading.pyi alone on MYPYPATH: mypy does not let a stub replace
# one of the standard library.

import queue
import threading
from collections.abc import Buffer, MutableSequence
from typing import Any, Protocol, Self, TypedDict

__all__ = ["SharedMemory", "dump_threads", "name", "register", "set_name", "stats", "unregister", "virtual"]
__version__: str

type _Synchronizer = (
    threading.Lock | threading.RLock | threading.Condition | threading.Semaphore | threading.Event | threading.Barrier
    | queue.SimpleQueue[Any]
)

class _Writer(Protocol):
    def write(self, text: str, /) -> object: ...

class _Stats(TypedDict):
    live: int
    daemon: int
    started: int
    peak: int
    idle_workers: int
    contended_acquires: int
    longest_wait: float

class SharedMemory:
    """Bytes that interpreters share: the object travels to others by identity."""

    def __init__(self, size: int) -> None: ...
    @property
    def size(self) -> int: ...
    @property
    def buf(self) -> MutableSequence[int] | memoryview: ...
    def read(self, offset: int = 0, size: int | None = None) -> bytes: ...
    def write(self, data: Buffer, offset: int = 0) -> None: ...

def dump_threads(file: _Writer | None = None) -> None: ...
def stats() -> _Stats: ...
def set_name(synchronizer: _Synchronizer, name: str | None) -> None: ...
def name(synchronizer: _Synchronizer) -> str | None: ...
def register(signum: int, file: _Writer | None = None) -> None: ...
def unregister(signum: int) -> bool: ...

class virtual:
    """A context manager: threads that are created in its block run on virtual threads of Java's."""

    def __init__(self, enabled: bool = True) -> None: ...
    def __enter__(self) -> Self: ...
    def __exit__(self, *exception: object) -> None: ...
