"""One definition of ours with its text, and what becomes of the text in a script of its own."""

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property

from ae.models.standalone.free_names import Free, free_names
from ae.models.standalone.modules import Inside, Meaning, Module, imports, module

MARKERS = {Inside("ae.i18n", "N_"), Inside("ae.i18n", "_")}
"""They mark words for translation; a script has them as they are written."""


_CROWDED = re.compile(r'("""\n)( +(?:class |def |@))')
"""A definition straight after a docstring, between which an import stood."""


@dataclass(frozen=True)
class Piece:
    """One definition, or several statements of a text that is no module.

    Args:
        home: where it stands.
        statements: of its tree, one after the other.
        names: what it binds.
    """

    home: Module
    statements: tuple[ast.stmt, ...]
    names: tuple[str, ...]

    @cached_property
    def imports(self) -> dict[str, Meaning]:
        """What the names stand for that are imported for it, outside it or in it."""
        return self.home.imports | imports(
            [one for one in self.nodes() if isinstance(one, ast.stmt)]
        )

    @cached_property
    def uses(self) -> list[Free]:
        """What it takes from around it."""
        return free_names(self.statements)

    @property
    def is_constant(self) -> bool:
        """Whether it is an assignment."""
        return isinstance(self.statements[-1], ast.Assign | ast.AnnAssign)

    def meaning(self, name: str) -> Meaning | None:
        """Return what a name stands for in it; None for one of Python's own."""
        if name in self.imports:
            return self.imports[name]
        return Inside(self.home.name, name) if name in self.home.definitions else None

    def nodes(self) -> Iterator[ast.AST]:
        """Yield everything in it."""
        for one in self.statements:
            yield from ast.walk(one)

    def text(self, others: Mapping[ast.expr, str], called: Mapping[str, str]) -> str:
        """Return its source without its imports.

        Args:
            others: other texts for some of its nodes.
            called: new names of what it binds.
        """
        lines = _Lines(self.home.text)
        edits = [(*lines.span(node), text) for node, text in others.items()]
        for node in self.nodes():
            if isinstance(node, ast.Import | ast.ImportFrom):
                edits.append((*lines.whole(node.lineno, node.end_lineno or node.lineno), ""))
        for one in self.statements:
            if isinstance(one, ast.FunctionDef | ast.ClassDef) and one.name in called:
                edits.append((*lines.name_of(one), called[one.name]))
            elif isinstance(one, ast.Assign | ast.AnnAssign):
                edits += [(*lines.span(node), called[node.id]) for node in _targets(one, called)]
        return lines.edited(self._first_line(lines), self._last_line(), edits)

    def _first_line(self, lines: "_Lines") -> int:
        """Return the line from which it, its decorators and the comment above it stand."""
        one = self.statements[0]
        decorators = getattr(one, "decorator_list", [])
        line = min([one.lineno, *(each.lineno for each in decorators)])
        while lines.is_comment(line - 1):
            line -= 1
        return line

    def _last_line(self) -> int:
        """Return its last line, or that of the text that says what a constant is."""
        last = self.statements[-1]
        body = self.home.tree.body
        after = body[body.index(last) + 1 :][:1] if last in body else []
        for one in after:
            if self.is_constant and _is_text(one):
                last = one
        return last.end_lineno or last.lineno


@cache
def piece(place: Inside) -> Piece:
    """Return what one of our modules defines."""
    home = module(place.module)
    statement = home.definitions[place.name]
    names = tuple(name for name, one in home.definitions.items() if one is statement)
    return Piece(home, (statement,), names)


def whole(text: str) -> Piece:
    """Return a text that is no module of ours as one piece."""
    home = Module("", text)
    body = tuple(one for one in home.tree.body if not isinstance(one, ast.Import | ast.ImportFrom))
    return Piece(home, body, tuple(home.definitions))


def _targets(statement: ast.Assign | ast.AnnAssign, called: Mapping[str, str]) -> list[ast.Name]:
    """Return the nodes of an assignment that bind one of these names."""
    given = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
    nodes = [node for target in given for node in ast.walk(target)]
    return [node for node in nodes if isinstance(node, ast.Name) and node.id in called]


def _is_text(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


class _Lines:
    """A source by lines and bytes, as `ast` counts them: lines from 1, columns in UTF-8."""

    def __init__(self, text: str):
        self.lines = [b"", *text.encode().splitlines(keepends=True)]
        self.starts = [0]
        for line in self.lines:
            self.starts.append(self.starts[-1] + len(line))

    def is_comment(self, line: int) -> bool:
        return self.lines[line].startswith(b"#")

    def span(self, node: ast.AST) -> tuple[int, int]:
        """Return where a node begins and ends, in bytes."""
        assert isinstance(node, ast.expr) and node.end_lineno and node.end_col_offset is not None
        begin = self.starts[node.lineno] + node.col_offset
        return begin, self.starts[node.end_lineno] + node.end_col_offset

    def name_of(self, node: ast.FunctionDef | ast.ClassDef) -> tuple[int, int]:
        """Return where the name of a function or class stands, in bytes."""
        word = "def " if isinstance(node, ast.FunctionDef) else "class "
        begin = self.starts[node.lineno] + node.col_offset + len(word)
        return begin, begin + len(node.name.encode())

    def whole(self, first: int, last: int) -> tuple[int, int]:
        """Return where lines begin and end, with the empty ones after them."""
        while last + 1 < len(self.lines) and not self.lines[last + 1].strip():
            last += 1
        return self.starts[first], self.starts[last + 1]

    def edited(self, first: int, last: int, edits: list[tuple[int, int, str]]) -> str:
        """Return lines with other texts for some spans of bytes."""
        source, at, parts = b"".join(self.lines), self.starts[first], []
        for begin, end, text in sorted(edits):
            parts += [source[at:begin], text.encode()]
            at = end
        parts.append(source[at : self.starts[last + 1]])
        return _CROWDED.sub(r"\1\n\2", b"".join(parts).decode().strip("\n"))
