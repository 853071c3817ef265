"""The Chinese README has the facts of the English one: its code, figures, links and headings.

The first line of each is a link to the other, and is left out of what is compared.
"""

import re
from itertools import zip_longest
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
NAMES = ("README.md", "README.zh.md")
FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"`[^`]+`")
LINK = re.compile(r"\]\(([^)\s]+)\)")
HEADING = re.compile(r"^(#+) ", re.MULTILINE)
TABLE = re.compile(r"(?:^\|.*\|$\n?)+", re.MULTILINE)
FIGURE = re.compile(r"[0-9][0-9.,]*")


def whole(name):
    """Return a README without its first line."""
    return (ROOT / name).read_text(encoding="utf-8").split("\n", 1)[1]


def prose(name):
    """Return the same without its fenced code, in which # and | are no Markdown."""
    return FENCED.sub("", whole(name))


def figures(cell):
    """Return the figures of a cell, without the point or comma of the sentence that they end."""
    return [figure.rstrip(".,") for figure in FIGURE.findall(cell)]


def tables(name):
    """Return a README's tables: rows of cells."""
    return [
        [row.strip().strip("|").split("|") for row in table.splitlines()]
        for table in TABLE.findall(prose(name))
    ]


def pairs(first, second):
    return zip_longest(first, second, fillvalue=())


@pytest.mark.parametrize(
    ("pattern", "text"),
    [(FENCED, whole), (INLINE, prose), (LINK, prose), (HEADING, prose)],
    ids=["fenced code", "inline code", "where links lead", "levels of headings"],
)
def test_this_is_the_same_in_the_same_order(pattern, text):
    english, chinese = (pattern.findall(text(name)) for name in NAMES)
    assert english
    assert chinese == english


def test_tables_have_as_many_rows_and_columns():
    english, chinese = (
        [[len(row) for row in table] for table in found] for found in map(tables, NAMES)
    )
    assert english
    assert chinese == english


def test_each_cell_has_the_same_figures():
    for english, chinese in pairs(*map(tables, NAMES)):
        for row, translated in pairs(english, chinese):
            expected, received = (list(map(figures, cells)) for cells in (row, translated))
            assert received == expected, row


@pytest.mark.parametrize("name", NAMES)
def test_every_relative_link_leads_to_a_file(name):
    text = FENCED.sub("", (ROOT / name).read_text(encoding="utf-8"))
    targets = [target for target in LINK.findall(text) if not re.match(r"[a-z]+:|#", target)]
    assert targets
    missing = [one for one in targets if not (ROOT / one.partition("#")[0]).exists()]
    assert not missing


@pytest.mark.parametrize(("name", "other"), [NAMES, NAMES[::-1]])
def test_the_first_line_leads_to_the_other_language(name, other):
    first, second = (ROOT / name).read_text(encoding="utf-8").split("\n")[:2]
    assert LINK.findall(first) == [other]
    assert not second
