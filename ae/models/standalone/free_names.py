"""Which names a piece of source takes from around it: those that it does not bind itself."""

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

Function = ast.FunctionDef | ast.AsyncFunctionDef
Comprehension = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp
SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)


@dataclass(frozen=True)
class Free:
    """One use of a name that is bound further out.

    Args:
        name: as it is written.
        node: where it stands.
        attribute: what is taken of it, where something is.
        whole: where the name stands with the attribute; the same as `node` where there is none.
        around: the names that the functions around it bind.
        at_once: whether it is looked up when the statement runs, and not when a function is called.
    """

    name: str
    node: ast.expr
    attribute: str
    whole: ast.expr
    around: frozenset[str]
    at_once: bool


def free_names(statements: Sequence[ast.AST]) -> list[Free]:
    """Return the uses of names that some statements do not bind inside themselves.

    What they bind at their own top counts as bound further out, as it is in a module; and so does
    what they import, for imports are looked up apart.
    """
    finder = _Finder()
    for one in statements:
        finder.visit(one)
    return finder.found


class _Finder(ast.NodeVisitor):
    def __init__(self) -> None:
        self.found: list[Free] = []
        self.functions: frozenset[str] = frozenset()
        self.in_class: frozenset[str] = frozenset()
        self.depth = 0

    def visit_Name(self, node: ast.Name) -> None:
        self._use(node, node)

    def visit_Attribute(self, node: ast.Attribute) -> None:
        if isinstance(node.value, ast.Name):
            self._use(node.value, node)
        else:
            self.visit(node.value)

    def _use(self, node: ast.Name, whole: ast.Name | ast.Attribute) -> None:
        bound = node.id in self.functions or node.id in self.in_class
        if isinstance(node.ctx, ast.Load) and not bound:
            attribute = whole.attr if isinstance(whole, ast.Attribute) else ""
            at_once = self.depth == 0
            self.found.append(Free(node.id, node, attribute, whole, self.functions, at_once))

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        self._function(node)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> None:
        self._function(node)

    def _function(self, node: Function) -> None:
        outer = [*node.decorator_list, *_annotations(node)]
        self._enter(node.args, node.body, outer)

    def visit_Lambda(self, node: ast.Lambda) -> None:
        self._enter(node.args, [node.body], [])

    def _enter(
        self, arguments: ast.arguments, body: Sequence[ast.AST], outer: list[ast.expr]
    ) -> None:
        defaults = [one for one in arguments.kw_defaults if one is not None]
        for one in [*outer, *arguments.defaults, *defaults]:
            self.visit(one)
        named = {one.arg for one in _all_arguments(arguments)}
        self.depth += 1
        self._within(named | set(_bound_by(body)), body)
        self.depth -= 1

    def _within(self, names: set[str], body: Sequence[ast.AST]) -> None:
        """Visit the body of a function; it does not see the names of the class around it."""
        before = self.functions, self.in_class
        self.functions, self.in_class = self.functions | names, frozenset()
        for one in body:
            self.visit(one)
        self.functions, self.in_class = before

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        for one in [*node.decorator_list, *node.bases, *node.keywords]:
            self.visit(one)
        before = self.in_class
        self.in_class = frozenset(_bound_by(node.body))
        for statement in node.body:
            self.visit(statement)
        self.in_class = before

    def visit_ListComp(self, node: ast.ListComp) -> None:
        self._comprehension(node)

    def visit_SetComp(self, node: ast.SetComp) -> None:
        self._comprehension(node)

    def visit_DictComp(self, node: ast.DictComp) -> None:
        self._comprehension(node)

    def visit_GeneratorExp(self, node: ast.GeneratorExp) -> None:
        self._comprehension(node)

    def _comprehension(self, node: Comprehension) -> None:
        self.visit(node.generators[0].iter)  # which is evaluated outside
        names = {name for one in node.generators for name in _stored(one.target)}
        parts = [one for one in ast.iter_child_nodes(node) if one is not node.generators[0]]
        self._within(names, [*parts, *node.generators[0].ifs])


def _all_arguments(arguments: ast.arguments) -> list[ast.arg]:
    rest = [one for one in (arguments.vararg, arguments.kwarg) if one is not None]
    return [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, *rest]


def _annotations(node: Function) -> list[ast.expr]:
    found = [one.annotation for one in _all_arguments(node.args)]
    return [one for one in [*found, node.returns] if one is not None]


def _bound_by(body: Sequence[ast.AST]) -> Iterator[str]:
    """Yield what statements bind in their own scope; not what they import."""
    waiting = list(body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, Function | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.ExceptHandler) and node.name:
            yield node.name
        if not isinstance(node, (*SCOPES, Comprehension)):
            waiting += ast.iter_child_nodes(node)


def _stored(target: ast.AST) -> Iterator[str]:
    for node in ast.walk(target):
        if isinstance(node, ast.Name):
            yield node.id
