"""A script without imports of ours: it is given what it uses of our source, and what that uses.

The definitions come as they stand in the source, module by module. Imports, also those inside
functions, go to the top; where two modules call different things by one name, one of them is
renamed.
"""

import ast
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ae.models.standalone.modules import Inside, Module, Outside, module
from ae.models.standalone.needed import STAND_INS, Needed
from ae.models.standalone.pieces import MARKERS, Piece, whole

WIDTH = 100


@dataclass(frozen=True)
class Section:
    """A part of a script.

    Args:
        text: its lines.
        name: of the module that it is from; empty for what is none of ours.
        summary: what that module says of itself.
    """

    text: str
    name: str = ""
    summary: str = ""

    def headed(self) -> str:
        """Return the text under its name, as a script has it."""
        if not self.name:
            return self.text
        return f"# {'-' * (WIDTH - 2)}\n# {self.name}\n# {self.summary}\n\n{self.text}"


def flatten(head: str, body: str, named: Mapping[Inside, str], first: Sequence[str] = ()) -> str:
    """Return a script of two texts, with all that they use of ours between them: see `sections`."""
    return joined(sections(head, body, named, first))


def joined(parts: Sequence[Section]) -> str:
    """Return the parts of a script as one text."""
    return "\n\n\n".join(one.headed() for one in parts) + "\n"


def sections(
    head: str, body: str, named: Mapping[Inside, str], first: Sequence[str] = ()
) -> list[Section]:
    """Return the parts of a script: imports, head, what both texts use of ours, and the body.

    Args:
        head: what stands first, after the imports; it uses nothing of ours.
        body: what stands last, and may import from our modules.
        named: definitions of ours that the head has another one for, and what it calls them.
        first: the modules to begin with, as far as the others need not run before them.

    Raises:
        LookupError: if a name is used that nothing defines, or two things must have one name.
    """
    ends = whole(head), whole(body)
    needed = Needed(ends, named)
    above, below = (_text(one, needed) for one in ends)
    used = [_section(home, needed) for home in _in_order(needed, first)]
    return [Section(_imports(needed.outside)), Section(above), *used, Section(below)]


def _in_order(needed: Needed, first: Sequence[str]) -> list[Module]:
    """Return the modules that define what is needed, each after those that must run before it.

    These are the ones whose definitions its statements use when they run; what its functions use
    when they are called may come later.
    """
    before: dict[str, dict[str, None]] = {one.home.name: {} for one in needed.pieces}
    for one in needed.pieces:
        targets = [needed.target(one, use) for use in one.uses if use.at_once]
        before[one.home.name] |= {use.module: None for use in targets if isinstance(use, Inside)}
    done: list[str] = []

    def place(name: str, above: tuple[str, ...] = ()) -> None:
        if name in (*done, *above) or name not in before:
            return
        for other in before[name]:
            place(other, (*above, name))
        done.append(name)

    for name in [*first, *before]:
        place(name)
    return [module(name) for name in done]


def _section(home: Module, needed: Needed) -> Section:
    """Return what is needed of one module."""
    pieces = [one for one in needed.pieces if one.home == home]
    pieces.sort(key=lambda one: one.statements[0].lineno)
    text = ""
    for before, one in zip([None, *pieces], pieces, strict=False):
        if before is not None:
            text += "\n" if before.is_constant and one.is_constant else "\n\n\n"
        text += _text(one, needed)
    return Section(text, home.name, home.summary)


def _text(one: Piece, needed: Needed) -> str:
    """Return the text of a piece with the names that the script has for what it uses."""
    others: dict[ast.expr, str] = {}
    for use in one.uses:
        target = needed.target(one, use)
        if isinstance(target, Inside):
            of_module = one.meaning(use.name) != target and use.attribute == target.name
            others[use.whole if of_module else use.node] = needed.called(target)
        elif target in STAND_INS.values() and target is not None:
            others[use.node] = target.name
    for node in one.nodes():
        if isinstance(node, ast.Call) and _is_marker(node.func, one):
            others.update(_unmarked(node, one.home.text))
    own = one.names if one.home.name else ()  # a script's own names stay as they are
    return one.text(others, {name: needed.called(Inside(one.home.name, name)) for name in own})


def _is_marker(called: ast.expr, one: Piece) -> bool:
    return isinstance(called, ast.Name) and one.meaning(called.id) in MARKERS


def _unmarked(call: ast.Call, source: str) -> dict[ast.expr, str]:
    """Return what a marked text becomes: without the marker, and its brackets on one line."""
    if call.lineno == call.end_lineno:
        return {call: ast.get_source_segment(source, call.args[0]) or ""}
    return {call.func: ""}


def _imports(outside: Mapping[str, Outside]) -> str:
    """Return the import statements, Python's own first."""
    lines: dict[bool, list[str]] = {True: [], False: []}
    for where in sorted({one.module for one in outside.values()}):
        names = {name: one.name for name, one in outside.items() if one.module == where}
        own = where.partition(".")[0] in sys.stdlib_module_names
        for name in sorted(name for name, real in names.items() if not real):
            plain = name == where.partition(".")[0]
            lines[own].append(f"import {where}" if plain else f"import {where} as {name}")
        real = [n if n == r else f"{r} as {n}" for n, r in sorted(names.items()) if r]
        if real:
            lines[own].append(f"from {where} import {', '.join(real)}")
    return "\n\n".join("\n".join(some) for some in lines.values() if some)
