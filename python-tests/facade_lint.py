"""Reads the source of the facade, and tells what is wrong with it. The rules are pyflakes' for names, and those of FacadeFunctions."""

import ast
import builtins
import io
import tokenize

_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp, ast.ClassDef)
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
# What every module has, and what the installation is given.
_GIVEN = {"__name__", "__doc__", "__spec__", "__file__", "native", "installation"}
# threading.__getattr__ makes it when a program asks for it.
_MADE_LATER = {"_shutdown_locks"}
# Says, as for ruff and pyflakes, that an import is not for the module's own use; what follows says for whose.
_NOT_FOR_ITSELF = "# noqa: F401: "


class _Scope:
    """The names of a module, a class or a function: those that it binds, and its nodes without those of the scopes in it."""

    def __init__(self, node, outer=None):
        self.node = node
        self.outer = outer
        self.bound = set()
        self.declared_global = set()
        self.used = []
        self.inner = []
        arguments = getattr(node, "args", None)
        if isinstance(arguments, ast.arguments):
            every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, arguments.vararg, arguments.kwarg]
            self.bound.update(argument.arg for argument in every if argument is not None)
        for part in self._parts(node):
            self._visit(part)

    @staticmethod
    def _parts(node):
        """What of a node is evaluated in its own scope: decorators, defaults and bases are not."""
        if isinstance(node, ast.Lambda):
            return [node.body]
        if isinstance(node, (ast.Module, ast.ClassDef, *_FUNCTIONS)):
            return node.body
        return list(ast.iter_child_nodes(node))

    @staticmethod
    def _outer_parts(node):
        """What of an inner scope's node is evaluated in the outer scope."""
        parts = [*getattr(node, "decorator_list", []), *getattr(node, "bases", []), *getattr(node, "keywords", [])]
        if isinstance(node, _FUNCTIONS):
            parts += [*node.args.defaults, *(default for default in node.args.kw_defaults if default is not None)]
        return parts

    def _visit(self, node):
        if isinstance(node, _SCOPES):
            if hasattr(node, "name"):
                self.bound.add(node.name)
            for part in self._outer_parts(node):
                self._visit(part)
            self.inner.append(_Scope(node, self))
            return
        if isinstance(node, ast.Name):
            if isinstance(node.ctx, ast.Store):
                self.bound.add(node.id)
            else:
                self.used.append(node)
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            self.bound.update((alias.asname or alias.name).partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ExceptHandler) and node.name:
            self.bound.add(node.name)
        elif isinstance(node, (ast.Global, ast.Nonlocal)):
            self.declared_global.update(node.names)
        for child in ast.iter_child_nodes(node):
            self._visit(child)

    def sees(self, name):
        """Whether the name is bound where this scope looks for it."""
        if name in self.bound:
            return True
        outer = self.outer
        while outer is not None:
            if name in outer.bound and not isinstance(outer.node, ast.ClassDef):
                return True
            outer = outer.outer
        return name in _GIVEN or name in _MADE_LATER or hasattr(builtins, name)

    def all(self):
        yield self
        for scope in self.inner:
            yield from scope.all()


def kinds():
    """The functions of _jthreading by their names, and of each whether a call of it keeps the GIL."""
    import _jthreading
    import polyglot
    return {name: "keeps the GIL" in str(function) for name, function in vars(_jthreading).items()
            if isinstance(function, polyglot.ForeignExecutable)}


def problems_of(name, source, kinds):
    """A line for each problem of a module of the facade: where it is, and what. kinds is what kinds() returns."""
    source = str(source)
    tree = ast.parse(source)
    scopes = [*_Scope(tree).all()]
    for scope in scopes:
        # A function that says global binds a name of the module.
        scopes[0].bound.update(scope.declared_global & scope.bound)
    found = [*_undefined(scopes), *_unused(source, tree, scopes), *_wrong_calls(tree, kinds), *_form(source, tree)]
    return [f"{name}.py:{line}: {problem}" for line, problem in sorted(found)]


def _undefined(scopes):
    for scope in scopes:
        for node in scope.used:
            if not scope.sees(node.id):
                yield node.lineno, f"undefined name '{node.id}'"


def _unused(source, tree, scopes):
    lines = source.split("\n")
    used = {node.id for scope in scopes for node in scope.used}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and any(isinstance(target, ast.Name) and target.id == "__all__" for target in node.targets):
            used.update(ast.literal_eval(node.value))
    for node in tree.body:
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            for alias in node.names:
                bound = (alias.asname or alias.name).partition(".")[0]
                if bound not in used and bound != "*" and _NOT_FOR_ITSELF not in lines[alias.lineno - 1]:
                    yield node.lineno, f"'{bound}' is imported and not used"
    for scope in scopes:
        if isinstance(scope.node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            inside = {node.id for inner in scope.all() for node in inner.used}
            for node in ast.walk(scope.node):
                if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) and node.id in scope.bound - scope.declared_global \
                        and node.id not in inside and not node.id.startswith("_") and node.id != "ignored":
                    yield node.lineno, f"local '{node.id}' is assigned and not used"


def _wrong_calls(tree, kinds):
    """Calls of Java's functions that would do with the GIL what they are not made for, and names of none."""
    called, passed = {}, set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "_jthreading":
            for alias in node.names:
                if alias.name not in kinds and alias.name != "_execute":
                    yield node.lineno, f"_jthreading has no function '{alias.name}'"
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            called[id(node.func)] = node
            if node.func.id == "_execute" and isinstance(node.args[0], ast.Name):
                passed.add(id(node.args[0]))
        # A context of contextvars calls what it is given.
        if isinstance(node, ast.Call) and [part.id for part in node.args[:2] if isinstance(part, ast.Name)][:1] == ["_execute"]:
            passed.add(id(node.args[1]))
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in kinds:
            if kinds[node.id] and id(node) not in passed:
                yield node.lineno, f"'{node.id}' keeps the GIL: it is called through _execute"
            elif not kinds[node.id] and id(node) in passed:
                yield node.lineno, f"'{node.id}' releases the GIL: it is not called through _execute"


def _form(source, tree):
    """The rules of FacadeFunctions, which makes the body of a function of a module."""
    lines = source.split("\n")
    if not lines[0].startswith("#"):
        yield 1, "the first line is a comment, in place of which the function begins"
    for number, line in enumerate(lines, 1):
        if "\t" in line:
            yield number, "lines are indented with blanks"
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.STRING and token.end[0] > token.start[0] and not token.string.startswith('"' * 3):
            yield token.start[0], "a string over several lines has three double quotes, and no prefix"
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module == "__future__" or any(alias.name == "*" for alias in node.names)):
            yield node.lineno, "a function cannot import * or from __future__"
    for node in tree.body:
        if isinstance(node, (ast.AnnAssign, ast.Return)):
            yield node.lineno, "neither annotations of names nor return at the module's level"
