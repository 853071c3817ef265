"""Numbers as an HTML table, which scrolls by itself where a phone is too narrow for it."""

import html
from collections.abc import Sequence

Cell = tuple[str, bool]

_STYLE = """<style>
.ae-table { overflow-x: auto; }
.ae-table table { border-collapse: collapse; font-size: 0.88rem;
  font-variant-numeric: tabular-nums; }
.ae-table th, .ae-table td { padding: 0.35rem 0.7rem; text-align: right;
  border-bottom: 1px solid color-mix(in srgb, currentColor 20%, transparent); }
.ae-table th:first-child { text-align: left; position: sticky; left: 0;
  background: var(--st-background-color, inherit); }
.ae-table thead th { font-weight: 600; vertical-align: bottom; }
.ae-table tbody th { font-weight: 400; white-space: nowrap; }
.ae-table .best { font-weight: 700; }
@media (max-width: 30rem) { .ae-table tbody th { white-space: normal; min-width: 8.5rem; } }
</style>"""


def best_in_row(
    heads: Sequence[str], rows: Sequence[tuple[str, Sequence[float | None]]], form: str = "{:.3f}"
) -> str:
    """Return a table as HTML, the largest numbers of every row bold.

    Args:
        heads: of the first column, then of each column of numbers.
        rows: each with its name; None is shown as a dash.
        form: how a number is written; equal texts are equally large.
    """
    return marked(heads, [(name, _largest(numbers, form)) for name, numbers in rows])


def marked(heads: Sequence[str], rows: Sequence[tuple[str, Sequence[Cell]]]) -> str:
    """Return a table as HTML, some of its cells bold.

    Args:
        heads: of the first column, then of each other one.
        rows: each with its name; of a cell its text, and whether it is bold.
    """
    top = "".join(f'<th scope="col">{html.escape(head)}</th>' for head in heads)
    body = "".join(_row(name, cells) for name, cells in rows)
    return (
        f"{_STYLE}<div class='ae-table' tabindex='0'><table><thead><tr>{top}</tr></thead>"
        f"<tbody>{body}</tbody></table></div>"
    )


def _largest(numbers: Sequence[float | None], form: str) -> list[Cell]:
    texts = ["–" if number is None else form.format(number) for number in numbers]
    known = [number for number in numbers if number is not None]
    best = form.format(max(known)) if known else ""
    return [(text, text == best) for text in texts]


def _row(name: str, cells: Sequence[Cell]) -> str:
    shown = [
        f"<td class='best'>{html.escape(text)}</td>" if best else f"<td>{html.escape(text)}</td>"
        for text, best in cells
    ]
    return f'<tr><th scope="row">{html.escape(name)}</th>{"".join(shown)}</tr>'
