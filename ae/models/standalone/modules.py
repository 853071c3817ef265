"""Our own source as text: what each module defines, and what the names that it imports stand for.

Nothing is imported to be read, so that whoever asks loads no Keras.
"""

import ast
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

PACKAGE = "ae"
ROOT = Path(__file__).resolve().parents[3]


@dataclass(frozen=True)
class Outside:
    """What is not ours: a module, or a name in it, where there is one."""

    module: str
    name: str = ""


@dataclass(frozen=True)
class Inside:
    """One of our modules, or what one defines, where there is a name."""

    module: str
    name: str = ""


Meaning = Outside | Inside


@dataclass(frozen=True)
class Module:
    """One of our modules.

    Args:
        name: with dots; empty for a text that is no module.
        text: its source.
    """

    name: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @cached_property
    def definitions(self) -> dict[str, ast.stmt]:
        """What the module itself binds at its top, and the statement that does."""
        return {name: one for one in self.tree.body for name in _bound(one)}

    @cached_property
    def imports(self) -> dict[str, Meaning]:
        """What the names that it imports at its top stand for."""
        return imports(self.tree.body)

    @cached_property
    def summary(self) -> str:
        """The first line of what the module says of itself."""
        return (ast.get_docstring(self.tree) or "").partition("\n")[0]


@cache
def module(name: str) -> Module:
    """Read one of our modules by its name."""
    return Module(name, _path(name).read_text(encoding="utf-8"))


def imports(statements: "list[ast.stmt]") -> dict[str, Meaning]:
    """Return what the names stand for that some of these statements import."""
    found: dict[str, Meaning] = {}
    for one in statements:
        if isinstance(one, ast.Import):
            for alias in one.names:
                found[alias.asname or alias.name.partition(".")[0]] = Outside(alias.name)
        elif isinstance(one, ast.ImportFrom):
            for alias in one.names:
                found[alias.asname or alias.name] = meaning(one.module or "", alias.name)
    return found


def meaning(source: str, name: str) -> Meaning:
    """Return what a name in a module stands for, wherever it is defined.

    Raises:
        LookupError: if it is one of our modules and has no such name.
    """
    if source.partition(".")[0] != PACKAGE:
        return Outside(source, name)
    inner = f"{source}.{name}"
    if _path(inner).exists():
        return Inside(inner)
    here = module(source)
    if name in here.definitions:
        return Inside(source, name)
    if name in here.imports:
        return here.imports[name]
    raise LookupError(f"Expected {source} to define or import {name}. It does neither.")


def _path(name: str) -> Path:
    """Return where a module's source lies, or would if there were one."""
    place = ROOT.joinpath(*name.split("."))
    return place / "__init__.py" if place.is_dir() else place.with_suffix(".py")


def _bound(statement: ast.stmt) -> list[str]:
    """Return the names that a definition or an assignment binds."""
    if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return [statement.name]
    targets: list[ast.expr] = []
    if isinstance(statement, ast.Assign):
        targets = statement.targets
    elif isinstance(statement, ast.AnnAssign):
        targets = [statement.target]
    names = [node for target in targets for node in ast.walk(target)]
    return [node.id for node in names if isinstance(node, ast.Name)]
