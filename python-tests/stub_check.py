"""Compares a stub file with the module that it describes."""

import ast
import inspect
import types

# Objects of each class that can be had without an argument, and what to make the others with.
ARGUMENTS = {"Barrier": (1,), "SharedMemory": (1,), "Timer": (1, print), "ExceptHookArgs": ((None, None, None, None),)}
# Their signature is CPython's, of a function or a class in C, and tells nothing.
WITHOUT_SIGNATURE = {"BrokenBarrierError", "ExceptHookArgs", "RLock", "local"}
FIELD_COUNTS = {"n_fields", "n_sequence_fields", "n_unnamed_fields"}
SPECIAL = {"__enter__", "__exit__"}
# What a program gave.
CALLABLE_ATTRIBUTES = {"threading.Timer.function"}
NO_MAKER = ast.parse("def __init__(self): ...").body[0]
# A class of another module is one that this module uses.
MODULES = {"threading", "_thread", "jthreading", "builtins"}


def differences(module, stub):
    """Return how the text of a stub differs from its module: in names, in parameters, and in what is a method."""
    tree = ast.parse(stub)
    declared = dict(_declared(tree.body))
    offered = {name: value for name, value in vars(module).items() if _is_public(module, name, value)}
    found = _compare_names(module.__name__, declared, offered)
    if ast.literal_eval(declared_value(tree, "__all__")) != module.__all__:
        found.append(f"{module.__name__}.__all__")
    for name in declared.keys() & offered.keys():
        found += _compare(f"{module.__name__}.{name}", declared[name], offered[name], declared)
    return sorted(found)


def declared_value(tree, name):
    return next(node.value for node in tree.body if isinstance(node, ast.Assign) and node.targets[0].id == name)


def _is_public(module, name, value):
    imported = isinstance(value, type) and value.__module__ not in MODULES
    return not name.startswith("_") and not isinstance(value, types.ModuleType) and not imported


def _declared(body):
    """Yield the public names of a module's or class's body and their nodes. Imports are public where they are "x as x"."""
    for node in body:
        match node:
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name) | ast.AnnAssign(target=ast.Name(id=name)) \
                    | ast.Assign(targets=[ast.Name(id=name)]):
                names = [name]
            case ast.ImportFrom(names=aliases):
                names = [alias.asname for alias in aliases if alias.asname is not None]
            case _:
                names = []
        for name in names:
            if not name.startswith("_") or name in SPECIAL:
                yield name, node


def _compare_names(where, declared, offered):
    return [f"{where}.{name} is not in the stub" for name in offered.keys() - declared.keys()] \
        + [f"{where}.{name} is only in the stub" for name in declared.keys() - offered.keys()]


def _compare(where, node, value, declared):
    if isinstance(node, ast.FunctionDef):
        return _compare_parameters(where, node, value, 0)
    if isinstance(node, ast.ClassDef):
        return _compare_class(where, list(_with_bases(node, declared)), value)
    return []


def _compare_class(where, parts, value):
    """Compare a class: parts are its node and those of its bases. RLock is a function that makes objects of a class."""
    name = where.rpartition(".")[2]
    told = {}
    for part in parts:
        told = dict(_declared(part.body)) | told
    instance = value(*ARGUMENTS.get(name, ()))
    real = {member: getattr(instance, member) for member in dir(instance) if _is_own(member, instance)}
    found = _compare_names(where, told, real)
    if name not in WITHOUT_SIGNATURE:
        found += _compare_maker(where, parts, value)
    for member in told.keys() & real.keys():
        found += _compare_member(f"{where}.{member}", told[member], real[member])
    return found


def _compare_maker(where, parts, value):
    makers = (item for part in parts for item in part.body if isinstance(item, ast.FunctionDef) and item.name == "__init__")
    return _compare_parameters(where, next(makers, NO_MAKER), value, 1)


def _compare_member(where, node, value):
    is_method = isinstance(node, ast.FunctionDef) and not any(ast.unparse(mark) == "property" for mark in node.decorator_list)
    if is_method:
        return _compare_parameters(where, node, value, 1)
    return [] if where in CALLABLE_ATTRIBUTES or not callable(value) else [f"{where} is no method in the stub"]


def _is_own(member, instance):
    """Whether a public attribute is of a class itself, and not of tuple or BaseException."""
    inherited = any(isinstance(instance, base) and hasattr(base, member) for base in (tuple, BaseException))
    return (not member.startswith("_") or member in SPECIAL) and not inherited and member not in FIELD_COUNTS


def _with_bases(node, classes):
    """Yield the node of a class and of those of its bases that the stub declares."""
    yield node
    for base in node.bases:
        if isinstance(classes.get(base.id), ast.ClassDef):
            yield from _with_bases(classes[base.id], classes)


def _compare_parameters(where, node, value, receivers):
    told = _parameters(node)[receivers:]
    real = [(parameter.name, str(parameter.kind), _default(parameter.default))
            for parameter in inspect.signature(value).parameters.values()]
    return [] if told == real else [f"{where}: {told} in the stub, {real} in the module"]


def _default(value):
    return None if value is inspect.Parameter.empty else repr(value)


def _parameters(node):
    """Return name, kind and default of each parameter of a function in the stub."""
    arguments = node.args
    places = arguments.posonlyargs + arguments.args
    defaults = [None] * (len(places) - len(arguments.defaults)) + [repr(ast.literal_eval(value)) for value in arguments.defaults]
    kinds = inspect._ParameterKind
    result = [(place.arg, str(kinds.POSITIONAL_ONLY if index < len(arguments.posonlyargs) else kinds.POSITIONAL_OR_KEYWORD), default)
              for index, (place, default) in enumerate(zip(places, defaults))]
    if arguments.vararg:
        result.append((arguments.vararg.arg, str(kinds.VAR_POSITIONAL), None))
    for place, default in zip(arguments.kwonlyargs, arguments.kw_defaults):
        result.append((place.arg, str(kinds.KEYWORD_ONLY), None if default is None else repr(ast.literal_eval(default))))
    if arguments.kwarg:
        result.append((arguments.kwarg.arg, str(kinds.VAR_KEYWORD), None))
    return result
