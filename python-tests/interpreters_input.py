"""Gives wrong, odd and extreme arguments to all that is about interpreters, and prints what came of it: see `bad_input.py`.

CPython 3.14 is the judge, which has all of it.  All cases share an interpreter and a queue, and leave them as they were.

    python3.14 interpreters_input.py [text]        only the cases that have `text` in their name
"""

import _interpqueues
import _interpreters
import array
import decimal
import os
import pickle
import queue
import re
import sys
import threading
import warnings
from concurrent import futures, interpreters

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import bad_input
from bad_input import Float, Index, Liar, Outcome, in_one_line, outcome, print_outcomes, tries, value_of

MASKS = [
    (re.compile(r"Interpreter\([0-9]+\)"), "Interpreter(?)"),
    (re.compile(r"\bQueue\([0-9]{1,4}\)"), "Queue(?)"),
    (re.compile(r"\binterpreter ID [0-9]{1,4}\b"), "interpreter ID ?"),
    (re.compile(r"\bqueue [0-9]{1,4}\b"), "queue ?"),
    (re.compile(r"<code object (\w+)[^>]*>"), r"<code object \1>"),
    # GraalPy has one class for the iterators of lists and tuples, and words of its own for what int() refuses.
    (re.compile(r"\b(tuple_|list_)iterator\b"), "iterator"),
    (re.compile(r"or a number, not (\w+)"), r"or a real number, not '\1'"),
]

IDS = [
    "0", "-1", "False", "None", "1.0", "'1'", "b'1'", "[]", "10**6", "2**31", "2**63 - 1", "2**63", "-2**63", "-2**63 - 1",
    "10**30", "-10**30", "Index(0)", "Index(-1)", "Index(10**6)", "Index('1')", "Float(0.0)", "Liar()", "object", "interpreter",
]

ID_TAKERS = {
    "Interpreter": "interpreters.Interpreter({})",
    "_interpreters.is_running": "_interpreters.is_running({})",
    "_interpreters.is_running restricted": "_interpreters.is_running({}, restrict=True)",
    "_interpreters.whence": "_interpreters.whence({})",
    "_interpreters.destroy": "_interpreters.destroy({})",
    "_interpreters.destroy restricted": "_interpreters.destroy({}, restrict=True)",
    "_interpreters.exec id": "_interpreters.exec({}, 'pass')",
    "_interpreters.exec restricted": "_interpreters.exec({}, 'pass', restrict=True)",
    "_interpreters.run_string id": "_interpreters.run_string({}, 'pass')",
    "_interpreters.run_func id": "_interpreters.run_func({}, nothing)",
    "_interpreters.call": "_interpreters.call({}, nothing)",
    "_interpreters.set___main___attrs id": "_interpreters.set___main___attrs({}, dict(one=1))",
    "_interpreters.get_config": "sorted(vars(_interpreters.get_config({})))",
    "_interpreters.incref": "_interpreters.incref({})",
    "_interpreters.decref": "_interpreters.decref({})",
}

QUEUE_IDS = IDS[:-1]

QUEUE_ID_TAKERS = {
    "Queue": "interpreters.Queue({})",
    "_interpqueues.get": "_interpqueues.get({})",
    "_interpqueues.put": "_interpqueues.put({}, 1)",
    "_interpqueues.bind": "_interpqueues.bind({})",
    "_interpqueues.release": "_interpqueues.release({})",
    "_interpqueues.destroy": "_interpqueues.destroy({})",
    "_interpqueues.get_maxsize": "_interpqueues.get_maxsize({})",
    "_interpqueues.get_count": "_interpqueues.get_count({})",
    "_interpqueues.is_full": "_interpqueues.is_full({})",
    "_interpqueues.get_queue_defaults": "_interpqueues.get_queue_defaults({})",
}

COUNTS = [
    "0", "-1", "1", "True", "None", "1.0", "'1'", "[]", "2**31", "2**63 - 1", "2**63", "-2**63", "-2**63 - 1", "Index(3)", "Index(-3)",
    "Float(1.0)", "Liar()", "decimal.Decimal(1)",
]

COUNT_TAKERS = {
    "create_queue": "q = interpreters.create_queue({})\nresult = q.maxsize, q.empty(), q.full(), q.qsize()",
    "_interpqueues.create": "_interpqueues.get_maxsize(_interpqueues.create({}, 3, 1))",
    "_interpqueues.create unboundop": "_interpqueues.get_queue_defaults(_interpqueues.create(0, {}, 1))",
    "_interpqueues.create fallback": "_interpqueues.get_queue_defaults(_interpqueues.create(0, 3, {}))",
    "_interpqueues.put unboundop": "result = tries(lambda: _interpqueues.put(items.id, 1, {}))\ndrain(items)",
    "_interpqueues.put fallback": "result = tries(lambda: _interpqueues.put(items.id, 1, -1, {}))\ndrain(items)",
    "_interpqueues.put fallback, not shareable": "result = tries(lambda: _interpqueues.put(items.id, [1], -1, {}))\ndrain(items)",
    "InterpreterPoolExecutor": "p = futures.InterpreterPoolExecutor({})\np.shutdown()\nresult = type(p._max_workers).__name__",
    "InterpreterPoolExecutor.map buffersize": (
        "with futures.InterpreterPoolExecutor(1) as p:\n result = list(p.map(abs, [], buffersize={}))"
    ),
}

TIMEOUTS = [
    "0", "0.0", "-0.0", "-1", "-0.5", "-1e-9", "False", "1e-9", "1e100", "10**30", "10**400", "float('nan')", "float('inf')",
    "-float('inf')", "'1'", "b'1'", "[]", "1j", "object", "Liar()", "Index(0)", "Index(-2)", "Float(0.0)",
    "decimal.Decimal('0.001')", "decimal.Decimal(-2)",
]

# In a state in which none of them makes anyone wait for long.
TIMEOUT_TAKERS = {
    "Queue.get item": "items.put(1)\nresult = tries(lambda: items.get(timeout={}))\ndrain(items)",
    "Queue.get not blocking": "items.get(False, {})",
    "Queue.put": "result = tries(lambda: items.put(1, timeout={}))\ndrain(items)",
    "Queue.put not blocking": "result = tries(lambda: items.put(1, False, {}))\ndrain(items)",
}

WAITING_TIMEOUTS = ["0", "-0.5", "1e-9", "0.001", "False", "Float(0.0)", "decimal.Decimal('0.001')", "'1'", "-1"]

WAITING_TIMEOUT_TAKERS = {
    "Queue.get empty": "items.get(timeout={})",
    "Queue.put full": "q = interpreters.create_queue(1)\nq.put(1)\nresult = tries(lambda: q.put(2, timeout={}))",
}

CODES = [
    "''", "'one = 1'", "' one = 1'", "'def'", "'1 +'", "'\\0'", "'one = \"\\ud800\"'", "b''", "b'one = 1'", "b'\\xff'", "b'\\0'",
    "bytearray(b'one = 1')",
    "memoryview(b'one = 1')", "None", "1", "[]", "object", "print", "nothing", "lambda: None", "lambda: 1", "lambda one: None",
    "lambda *, one: None", "lambda *some: None", "lambda one=1: None", "generate", "coroutine", "refer", "closure()", "nothing.__code__",
    "(lambda: 1).__code__", "(lambda one: one).__code__", "closure().__code__", "compile('one = 1', '<case>', 'exec')",
    "compile('1', '<case>', 'eval')", "Method().use", "Method.use", "staticmethod(nothing)", "classmethod(nothing)", "Callable()",
]

CODE_TAKERS = {
    "Interpreter.exec": "interpreter.exec({})",
    "_interpreters.exec": "told(_interpreters.exec(interpreter.id, {}))",
    "_interpreters.run_string": "told(_interpreters.run_string(interpreter.id, {}))",
    "_interpreters.run_func": "told(_interpreters.run_func(interpreter.id, {}))",
}

# What is raised in the other interpreter. CPython 3.14 crashes where an exception cannot tell of itself.
ENDS = [
    "raise Exception", "raise Exception('one')", "raise Exception('one', 2)", "raise Exception('')", "raise KeyError('one')",
    "raise OSError(2, 'No such file')", "raise SystemExit", "raise SystemExit(3)", "raise SystemExit('bye')", "import sys; sys.exit()",
    "raise KeyboardInterrupt", "raise GeneratorExit", "raise StopIteration(1)", "raise BaseException('one')",
    "raise BaseExceptionGroup('two', [KeyError(1), SystemExit(2)])", "1 / 0", "undefined", "import undefined", "raise SyntaxError('one')",
    "class Own(Exception): pass\nraise Own('one')",
    "class Own(Exception):\n __module__ = 'its'\nraise Own(1)", "class Own(Exception): pass\nOwn.__qualname__ = 'Other.Own'\nraise Own(1)",
    "raise Exception('two\\nlines')", "raise 1", "raise int", "def f(): f()\nf()",
    "try: 1 / 0\nexcept ZeroDivisionError as e: raise KeyError(1) from e", "raise UnicodeDecodeError('utf-8', b'x', 0, 1, 'why')",
    "e = Exception(1); e.add_note('a note'); raise e",
]

VALUES = [
    "None", "True", "0", "-1", "2**63", "-2**63 - 1", "10**100", "1.5", "float('inf')", "''", "'one'", "'\\0'", "'\\ud800'",
    "'\\U0001f600'",
    "b''", "b'\\0\\xff'", "bytes(1000)", "()", "(1, 'two', b'3', None, (4.0,))", "[]", "[1, [2]]", "{}", "{'one': {1}}", "{1, 2}",
    "frozenset((1,))", "bytearray(b'one')", "1j", "range(3)", "slice(1, 2)", "Ellipsis", "NotImplemented", "decimal.Decimal('1.5')",
    "array.array('i', (1, 2))", "(1, [2])", "(1, (lambda: 1))", "print", "len", "int", "type", "object", "Exception", "KeyError(1)",
    "OSError(2, 'one')", "iter(())", "iter([1])", "(one for one in ())", "object()", "sys", "sys.stdout", "threading.Thread()",
    "nothing", "lambda: 1", "lambda one, *, two=2: one", "refer", "closure()", "nothing.__code__", "Method", "Method()", "Method().use",
    "Method.use", "re.compile('one')", "type('Local', (), {})", "type('Local', (), {})()", "interpreters.get_main()", "items",
    "bool", "type(None)", "dict.fromkeys", "'one'.upper", "[].append", "os.getcwd", "os.path.join", "memoryview(b'one')[0]", "Index(1)",
    "Liar()", "{'one': print}", "[nothing]", "(nothing, 1)", "subclass(int)(3)", "subclass(str)('one')", "subclass(tuple)((1, 2))",
    "subclass(bytes)(b'one')", "subclass(float)(1.5)", "sys.float_info", "os.stat_result(range(10))", "recursive()",
]

VALUE_TAKERS = {
    "is_shareable": "interpreters.is_shareable({})",
    "Interpreter.call": "kind(interpreter.call(give_back, {}))",
    "Interpreter.call keyword": "kind(interpreter.call(give_back, obj={}))",
    "Interpreter.call result": "kind(interpreter.call(evaluate, {!r}))",
    "Interpreter.prepare_main": "interpreter.prepare_main(one={})",
    "Queue.put, get": "result = tries(lambda: items.put({}))\nresult += [kind(value) for value in drain(items)]",
    "Interpreter.call of it": "interpreter.call({})",
    "_interpreters.set___main___attrs": "_interpreters.set___main___attrs(interpreter.id, {})",
}

NAMES = ["'one'", "''", "'1'", "'a b'", "'\\0'", "'\\ud800'", "1", "None", "b'one'", "subclass(str)('one')"]

NAME_TAKERS = {
    "Interpreter.prepare_main name": "interpreter.prepare_main({{{}: 1}})",
    "_interpreters.set___main___attrs name": "_interpreters.set___main___attrs(interpreter.id, {{{}: 1}})",
    "_interpreters.exec shared": "told(_interpreters.exec(interpreter.id, 'pass', {{{}: 1}}))",
}

CONFIGS = [
    "None", "''", "'default'", "'isolated'", "'legacy'", "'empty'", "'spam'", "'\\ud800'", "1", "b'isolated'", "{}", "object()",
    "types.SimpleNamespace()", "_interpreters.new_config('empty', gil='shared')", "_interpreters.new_config(gil='spam')",
    "_interpreters.new_config(gil=1)", "_interpreters.new_config(spam=1)", "_interpreters.new_config(allow_fork=1)",
    "_interpreters.new_config(allow_threads='yes')",
    "_interpreters.new_config(use_main_obmalloc=False, check_multi_interp_extensions=False)",
]

CONFIG_TAKERS = {
    "_interpreters.new_config": "sorted(vars(_interpreters.new_config({})).items())",
    "_interpreters.create": "i = _interpreters.create({})\n_interpreters.destroy(i)",
}

UNBOUND = [
    "None", "interpreters._queues.UNBOUND", "interpreters._queues.UNBOUND_ERROR", "interpreters._queues.UNBOUND_REMOVE", "1", "'one'",
    "object()", "interpreters._crossinterp.UNBOUND",
]

UNBOUND_TAKERS = {
    "create_queue unbounditems": "repr(interpreters.create_queue(unbounditems={}).unbounditems)",
    "Queue.put unbounditems": "result = tries(lambda: items.put(1, unbounditems={}))\ndrain(items)",
    "Queue.put_nowait unbounditems": "result = tries(lambda: items.put_nowait(1, unbounditems={}))\ndrain(items)",
}

TABLES = [
    (IDS, ID_TAKERS), (QUEUE_IDS, QUEUE_ID_TAKERS), (COUNTS, COUNT_TAKERS), (TIMEOUTS, TIMEOUT_TAKERS),
    (WAITING_TIMEOUTS, WAITING_TIMEOUT_TAKERS), (CODES, CODE_TAKERS), (VALUES, VALUE_TAKERS), (NAMES, NAME_TAKERS),
    (CONFIGS, CONFIG_TAKERS), (UNBOUND, UNBOUND_TAKERS),
]

SINGLE = [
    "interpreters.__all__",
    "i = interpreters.create()\nresult = tries(lambda: i.prepare_main({'__name__': 1}), lambda: i.exec('pass'))\ni.close()",
    "i = interpreters.create()\nresult = tries(lambda: i.prepare_main({'__builtins__': 1}))\ni.close()",
    "sorted(name for name in dir(interpreters.Interpreter) if not name.startswith('__'))[-8:]",
    "interpreters.get_main(), interpreters.get_current() is interpreters.get_main(), interpreters.get_main().whence",
    "interpreters.list_all()[0] is interpreters.get_main()",
    "interpreters.Interpreter(interpreter.id) is interpreter",
    "hash(interpreter) == hash(interpreter.id), interpreter == interpreter.id",
    "pickle.loads(pickle.dumps(interpreter)) is interpreter",
    "pickle.loads(pickle.dumps(items)) is items",
    "interpreters.Interpreter()",
    "interpreters.Interpreter(0, 1, 2, 3)",
    "interpreters.Queue()",
    "interpreters.create(1)",
    "interpreters.create_queue(1, 2)",
    "interpreter.close(1)",
    "interpreter.exec()",
    "interpreter.exec('pass', 'pass')",
    "interpreter.exec(code='pass')",
    "interpreter.call()",
    "interpreter.call(1)",
    "interpreter.call('pass')",
    "interpreter.call(nothing, 1)",
    "interpreter.call(nothing, one=1)",
    "interpreter.call(int, 'one')",
    "interpreter.call(int, 'ff', base=16)",
    "interpreter.call(give_back, callable=1)",
    "interpreter.call(give_back, 1, 2)",
    "interpreter.prepare_main()",
    "interpreter.prepare_main({})",
    "interpreter.prepare_main([])",
    "interpreter.prepare_main([('one', 1)])",
    "interpreter.prepare_main(1)",
    "interpreter.prepare_main({'one': 1}, one=2)",
    "interpreter.prepare_main({'one': 1}, {'two': 2})",
    "interpreter.prepare_main(ns={'one': 1})",
    "interpreter.call_in_thread(nothing).join()",
    "interpreter.is_running(), interpreters.get_main().is_running()",
    "interpreter.id = 3",
    "interpreter.whence = 3",
    "items.id = 3",
    "items.maxsize = 3",
    "items.unbounditems = 3",
    "interpreters.get_main().close()",
    "interpreters.get_main().exec('pass')",
    "interpreters.get_main().call(nothing)",
    "interpreters.get_main().prepare_main(one=1)",
    "i = interpreters.create()\ni.close()\nresult = tries(i.close, i.is_running, lambda: i.exec('pass'), lambda: i.call(nothing), "
    "lambda: i.prepare_main(one=1), lambda: i.id >= 0, lambda: i.whence, lambda: repr(i))",
    "i = interpreters.create()\ni.close()\nresult = tries(lambda: interpreter.prepare_main(one=i), lambda: items.put(i))\ndrain(items)",
    "class Own(interpreters.Interpreter): pass\nresult = type(Own(interpreter.id)) is interpreters.Interpreter",
    "items.put(1)\nresult = items.qsize(), items.empty(), items.full(), items.get_nowait(), items.empty()",
    "q = interpreters.create_queue(2)\nq.put(1)\nq.put(2)\n"
    "result = q.full(), tries(lambda: q.put_nowait(3), lambda: q.put(3, False)), q.get(), q.full()",
    "items.get_nowait()",
    "items.get(False)",
    "items.put()",
    "items.put(1, True, None, 2)",
    "items.get(True, None, 2)",
    "q = interpreters.create_queue()\n_interpqueues.destroy(q.id)\nresult = tries(q.qsize, q.empty, q.full, q.get, lambda: q.put(1), "
    "lambda: q.maxsize, lambda: q.unbounditems, lambda: repr(q) != '', lambda: interpreter.prepare_main(q=q), "
    "lambda: interpreters.is_shareable(q))",
    "result = [type(error).__mro__ for error in (interpreters.QueueEmpty(), interpreters.QueueFull(), interpreters.NotShareableError(), "
    "interpreters.InterpreterNotFoundError())]",
    "interpreters.ExecutionFailed(None)",
    "interpreters.ExecutionFailed(told)",
    "_interpreters.capture_exception()",
    "told(_interpreters.capture_exception(KeyError(1)))",
    "_interpreters.capture_exception(1)",
    "_interpreters.exec(interpreter.id)",
    "_interpreters.exec(interpreter.id, 'pass', [])",
    "_interpreters.exec(interpreter.id, 'pass', None)",
    "_interpreters.exec(interpreter.id, 'pass', {'one': []})",
    "_interpreters.call(interpreter.id)",
    "_interpreters.call(interpreter.id, 1)",
    "_interpreters.call(interpreter.id, nothing, [])",
    "_interpreters.call(interpreter.id, nothing, (), [])",
    "_interpreters.call(interpreter.id, give_back, (1,), {})",
    "_interpreters.set___main___attrs(interpreter.id, {})",
    "_interpreters.set___main___attrs(interpreter.id)",
    "_interpreters.list_all()[0], _interpreters.get_main(), _interpreters.get_current()",
    "_interpreters.is_shareable()",
    "_interpreters.new_config(1)",
    "_interpreters.new_config('isolated', 'legacy')",
    "futures.InterpreterPoolExecutor(1, initargs=1)",
    "futures.InterpreterPoolExecutor(1, initializer='pass')",
    "with futures.InterpreterPoolExecutor(1) as p:\n result = tries(lambda: p.submit('pass'), p.submit, p.submit(int, 'one').result, "
    "p.submit(1).result, p.submit(give_back, 1).result, p.submit(give_back, sys.stdout).result, p.submit(nothing, 1).result, "
    "p.submit(sys.exit, 3).result)\nresult += tries(lambda: p.submit(nothing))",
    "with futures.InterpreterPoolExecutor(2) as p:\n"
    " result = list(p.map(abs, (-1, 2, -3))), list(p.map(pow, (1, 2), (3, 4), chunksize=2))",
    "with futures.InterpreterPoolExecutor(1) as p:\n"
    " result = tries(lambda: list(p.map(abs, ('one',))), lambda: list(p.map(abs, (1,), chunksize=0)))",
]


def nothing():
    pass


def give_back(obj):
    return obj


def evaluate(text):
    import array, decimal, os, re, sys, threading
    from concurrent import interpreters
    return eval(text)


def generate():
    yield


async def coroutine():
    pass


def refer():
    return VALUES


def closure():
    one = 1
    return lambda: one


def recursive():
    value = []
    value.append(value)
    return value


def subclass(cls):
    return type("Sub", (cls,), {})


class Method:
    def use(self):
        pass


class Callable:
    def __call__(self):
        pass


def told(excinfo):
    """What an interpreter tells of an exception, but for the traceback."""
    if excinfo is None:
        return None
    return excinfo.type.__name__, excinfo.type.__qualname__, excinfo.type.__module__, excinfo.msg, excinfo.formatted


def kind(value):
    """A value with its type."""
    return Outcome(f"{type(value).__name__} {value!r}")


def drain(items):
    values = []
    while not items.empty():
        values.append(items.get())
    return values


def cases():
    """Pairs of a name and a snippet."""
    for values, takers in TABLES:
        for taker, snippet in takers.items():
            for value in values:
                yield f"{taker}: {value}", snippet.format(value)
    for end in ENDS:
        yield f"ends: {end}", f"told(_interpreters.exec(interpreter.id, {end!r}))"
        yield f"ExecutionFailed: {end}", f"interpreter.exec({end!r})"
    for snippet in SINGLE:
        yield f"single: {snippet}", snippet


def main():
    import types

    warnings.simplefilter("ignore")
    bad_input.MASKS += MASKS
    # Tracebacks differ, and here the reason why pickle refuses a value is told as well.
    interpreters.ExecutionFailed.__str__ = Exception.__str__
    bad_input.describe = lambda error: f"{type(error).__name__}: {error}"
    interpreter, items = interpreters.create(), interpreters.create_queue()
    names = {**globals(), "types": types, "interpreter": interpreter, "items": items}
    table = [(in_one_line(name), snippet) for name, snippet in cases()]
    assert len(dict(table)) == len(table), "a name is that of two cases"
    print_outcomes(table, lambda snippet: outcome(lambda: value_of(snippet, dict(names))))
    interpreter.close()


if __name__ == "__main__":
    main()
