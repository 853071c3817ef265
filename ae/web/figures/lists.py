"""Ranked lists as HTML: names that may come from anyone are shown as texts."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

_STYLE = """<style>
.ae-list { margin: 0; padding-left: 1.7rem; }
.ae-list li { padding: 0.16rem 0; line-height: 1.35; }
.ae-list li::marker { opacity: 0.6; font-variant-numeric: tabular-nums; }
.ae-list b { font-weight: 600; overflow-wrap: anywhere; }
.ae-list i { font-style: normal; font-variant-numeric: tabular-nums; white-space: nowrap;
  margin-left: 0.4rem; }
.ae-list small { display: block; opacity: 0.75; overflow-wrap: anywhere; }
</style>"""


@dataclass(frozen=True)
class Line:
    """One line: what it is about, a figure, and a remark; the last two may be missing."""

    name: str
    value: str = ""
    remark: str = ""


def ranked_list(lines: Sequence[Line], label: str) -> str:
    """Return lines as an ordered list.

    Args:
        label: what is listed, for a screen reader.
    """
    items = "".join(f"<li>{_line(one)}</li>" for one in lines)
    return f'{_STYLE}<ol class="ae-list" aria-label="{escape(label)}">{items}</ol>'


def _line(one: Line) -> str:
    value = f" <i>{escape(one.value)}</i>" if one.value else ""
    remark = f"<small>{escape(one.remark)}</small>" if one.remark else ""
    return f"<b>{escape(one.name)}</b>{value}{remark}"
