"""What an interpreter takes of the heap, or of the resident set (Linux only)."""

import sys
from concurrent import interpreters

from resident import live_bytes, resident_bytes
from runner import Absent, main, once

_INTERPRETERS = 8


def _growth(look):
    """The first interpreter makes what all of them share."""
    kept = [interpreters.create()]
    before = look()
    kept += [interpreters.create() for _ in range(_INTERPRETERS)]
    return (look() - before) / _INTERPRETERS


@once(unit="MB", memory=True)
def interpreter_live_memory():
    """An interpreter: what lives on the heap."""
    if sys.implementation.name == "cpython":
        raise Absent("CPython's heap is not the JVM's: compare resident sets")
    return _growth(live_bytes)


@once(unit="MB", memory=True)
def interpreter_resident_memory():
    """An interpreter: what the resident set grows by."""
    return _growth(resident_bytes)


if __name__ == "__main__":
    main("Interpreters: memory")
