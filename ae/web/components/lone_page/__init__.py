"""A run as one page of its own, which works without the app: a file of HTML with all it needs.

No component of Streamlit's: nothing here is mounted. Its scripts are joined and checked as theirs.
The weights stand in it as bytes, one for one, since base64 would take a third more: so the page is
in windows-1252, in which every byte is a character, and all its own text in ASCII.
"""

import html
import json
from collections.abc import Mapping
from pathlib import Path
from string import Template
from typing import Any

from ae.web.components.scripts import joined

_FOLDER = Path(__file__).parent
HERE = b"{weights}"
SIGN, SHIFT = ord("="), 64
"""What stands before a byte that a page cannot hold, and what is added to it."""


def lone_page(words: Mapping[str, str], run: Mapping[str, Any], weights: bytes) -> bytes:
    """Return the file.

    Args:
        words: the texts of `page.html` by name, and `lang`; shown as text, whatever they hold.
        run: what `page.js` is told: see there.
        weights: those of `ae.models.export.packed`.
    """
    told = json.dumps(run, separators=(",", ":")).replace("<", "\\u003c")
    texts = {name: html.escape(text) for name, text in words.items()}
    text = Template((_FOLDER / "page.html").read_text()).substitute(
        texts,
        style=(_FOLDER / "page.css").read_text(),
        script=joined(_FOLDER / "page.js"),
        run=told,
    )
    before, after = text.encode("ascii", "xmlcharrefreplace").split(HERE)
    return before + escaped(weights) + after


def escaped(data: bytes) -> bytes:
    """Return bytes as they may stand in a script of a page, whatever they are."""
    for byte in b"=\0\r<":  # the sign itself first
        data = data.replace(bytes([byte]), bytes([SIGN, byte + SHIFT]))
    return data
