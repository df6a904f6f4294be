"""CPython's `test` package, with what its suites need and 3.12's `test.support` does not have.

The package of a later version than 3.12 consists of 3.12's files and that version's suites. This is the `__init__` of each: it adds to
3.12's `test.support` what the suites import of a later one, and has it make interpreters without CPython's C API.
"""

import builtins
import contextlib
import functools
import importlib.util
import marshal
import pickle
import sys
import types
import unittest

from test import support
from test.support import import_helper


def requires_gil_enabled(reason="needs a global interpreter lock"):
    """Marks a test that a build without a GIL skips. Python 3.12 has no other build than the one with a GIL."""
    return unittest.skipIf(support.Py_GIL_DISABLED, reason)


def force_not_colorized(test):
    """Marks a test that compares uncoloured tracebacks. Python 3.12 has no others."""
    return test


def subTests(names, values):
    """Has a test run once for each of the values, as a subtest that gets the value, or a tuple of values, by the names."""
    names = names.replace(",", " ").split()

    def decorate(test):
        @functools.wraps(test)
        def run_all(self):
            for value in values:
                arguments = dict(zip(names, value if len(names) > 1 else (value,)))
                with self.subTest(**arguments):
                    test(self, **arguments)

        return run_all

    return decorate


def maybe_get_event_loop_policy():
    """Return the policy of asyncio that a test has set, or None. Who asks sets one with a function that has another name in 3.12."""
    from asyncio import events
    _add(events, _set_event_loop_policy=events.set_event_loop_policy)
    return events._event_loop_policy


def run_in_subinterp(code):
    """Runs a script in a new interpreter and ends that; returns 0, or -1 after it told of an exception."""
    return _run_in_interpreter("legacy", code)


def run_in_subinterp_with_config(code, *, own_gil=None, gil=None, **config):
    """Does that in an interpreter with a configuration. Which GIL it would have is left out: each has its own."""
    return _run_in_interpreter(types.SimpleNamespace(gil="own", **config), code)


def _run_in_interpreter(config, code):
    import _interpreters
    interpreter = _interpreters.create(config)
    try:
        failure = _interpreters.exec(interpreter, code)
    finally:
        _interpreters.destroy(interpreter)
    if failure is None:
        return 0
    print(failure.errdisplay, file=sys.stderr)
    return -1


def get_crossinterp_data(obj, mode="xidata"):
    """Of _testinternalcapi: returns what of an object travels to another interpreter, in one of the ways that there are."""
    import _interpreters as module
    try:
        return {
            "xidata": lambda value: module._to_send(module._encode_shareable, value),
            "fallback": lambda value: module._to_send(module._encode, value),
            "pickle": lambda value: ("pickle", module._pickled(value)),
            "func": lambda value: _data_of_function(module, value),
            "code": lambda value: ("code", module._code_data(_checked(value, types.CodeType))),
            "script": module._script_of,
            "script-pure": lambda value: _pure_script(module, value),
            # By itself this is a way for tests alone. Here, as in CPython, it is how code travels.
            "marshal": lambda value: ("marshal", marshal.dumps(value)),
        }[mode](obj)
    except (TypeError, ValueError, SyntaxError, AttributeError, pickle.PicklingError) as error:
        raise module.NotShareableError(str(error)) from error


def restore_crossinterp_data(data):
    """Of _testinternalcapi: returns what another interpreter gets of an object."""
    import _interpreters as module
    kind, value = data = _travelled(data)
    if kind == "code":
        return module._code_of(value[0] if type(value) is tuple else value)
    if kind == "script":
        return compile(value[0], "<script>", "exec")
    if kind == "marshal":
        return marshal.loads(value.encode("latin-1"))
    return module._decode(data)


def _travelled(data):
    """What Java makes of data on its way: bytes come as a text."""
    if isinstance(data, bytes):
        return data.decode("latin-1")
    return tuple(map(_travelled, data)) if type(data) is tuple else data


def _data_of_function(module, value):
    if not module._is_stateless(_checked(value, types.FunctionType)):
        raise ValueError("the function is not stateless")
    return "function", module._code_data(value.__code__)


def _pure_script(module, value):
    """A script which, if it is a function or its code, needs no names of its module."""
    data = module._script_of(value)
    if isinstance(value, types.FunctionType):
        pure = module._is_stateless(value)
    else:
        pure = not isinstance(value, types.CodeType) or all(hasattr(builtins, name) for name in module._global_names(value))
    if not pure:
        raise ValueError("globals not supported")
    return data


def _checked(value, cls):
    if type(value) is not cls:
        raise TypeError(f"expected {cls.__name__}, got {value!r}")
    return value


def _create_interpreter():
    """A new interpreter with the methods that are called in 3.12 and 3.13, where they have no public module."""
    from concurrent import interpreters
    interpreter = interpreters.create()
    return types.SimpleNamespace(run=interpreter.exec, exec=interpreter.exec, close=interpreter.close)


def assertStartsWith(self, text, prefix, msg=None):
    """Of unittest.TestCase."""
    self.assertTrue(text.startswith(prefix), msg or f"{text!r} does not start with {prefix!r}")


def assertNotHasAttr(self, obj, name, msg=None):
    """Of unittest.TestCase."""
    self.assertFalse(hasattr(obj, name), msg or f"{obj!r} has an attribute {name!r}")


@contextlib.contextmanager
def isolated_modules():
    """Has the modules that are imported be forgotten at its end, and those from before be there again."""
    before = dict(sys.modules)
    try:
        yield
    finally:
        sys.modules.clear()
        sys.modules.update(before)


@contextlib.contextmanager
def module_restored(name):
    """Puts a copy in the place of an imported module until its end."""
    module = sys.modules[name]
    copy = create_module(name)
    vars(copy).update(vars(module))
    sys.modules[name] = copy
    try:
        yield copy
    finally:
        sys.modules[name] = module


def create_module(name):
    """Return a new module, which no import finds."""
    return types.ModuleType(name)


def add_module(name):
    """Return a new module, which an import finds."""
    sys.modules[name] = create_module(name)
    return sys.modules[name]


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
_add(support, requires_gil_enabled=requires_gil_enabled, force_not_colorized=force_not_colorized, subTests=subTests)
# It limits what a crash leaves behind with a function that GraalPy does not have.
support.SuppressCrashReport = contextlib.nullcontext
support.maybe_get_event_loop_policy = maybe_get_event_loop_policy
support.check_sanitizer = _knowing_thread_sanitizer(support.check_sanitizer)
support.skip_if_sanitizer = _knowing_thread_sanitizer(support.skip_if_sanitizer)
_add(import_helper, ensure_lazy_imports=ensure_lazy_imports, isolated_modules=isolated_modules, module_restored=module_restored)
_add(import_helper, create_module=create_module, add_module=add_module)
_add(unittest.TestCase, assertStartsWith=assertStartsWith, assertNotHasAttr=assertNotHasAttr)
# GraalPy's own module has no interpreters.
if importlib.util.find_spec("_interpreters"):
    support.run_in_subinterp = run_in_subinterp
    support.run_in_subinterp_with_config = run_in_subinterp_with_config
    _add(support, interpreters=types.SimpleNamespace(create=_create_interpreter))
