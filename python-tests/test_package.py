"""CPython's `test` package for suites of later versions than 3.12.

The package consists of 3.12's files and those suites. This is its `__init__`: it adds to 3.12's `test.support` what the
suites import of a later one.
"""

import unittest

from test import support
from test.support import import_helper


def requires_gil_enabled(reason="needs a global interpreter lock"):
    """Marks a test that a build without a GIL skips. Python 3.12 has no other build than the one with a GIL."""
    return unittest.skipIf(support.Py_GIL_DISABLED, reason)


def force_not_colorized(test):
    """Marks a test that compares uncoloured tracebacks. Python 3.12 has no others."""
    return test


def ensure_lazy_imports(module, lazy):
    """Fails if a module, imported by a fresh interpreter, imports one of those that it must import only when needed."""
    from test.support import script_helper
    script_helper.assert_python_ok("-S", "-c", f"""if True:
        import sys
        before = set(sys.modules)
        import {module}
        eager = ({set(lazy)!r} - before).intersection(sys.modules)
        assert not eager, "{module} imports " + ", ".join(eager)
        """)


def _knowing_thread_sanitizer(sanitizer_function):
    """Lets a function of 3.12 be asked about CPython's thread sanitizer too, which no Python here is built with."""
    def ask(*args, thread=False, **kinds):
        return sanitizer_function(*args, **(kinds or {"memory": True}))

    return ask


def _add(module, **names):
    for name, value in names.items():
        if not hasattr(module, name):
            setattr(module, name, value)


_add(support, Py_GIL_DISABLED=False)
_add(support, requires_gil_enabled=requires_gil_enabled, force_not_colorized=force_not_colorized)
support.check_sanitizer = _knowing_thread_sanitizer(support.check_sanitizer)
support.skip_if_sanitizer = _knowing_thread_sanitizer(support.skip_if_sanitizer)
_add(import_helper, ensure_lazy_imports=ensure_lazy_imports)
