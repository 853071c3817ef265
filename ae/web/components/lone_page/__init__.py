"""A run as one page of its own, which works without the app: a file of HTML with all it needs.

No component of Streamlit's: nothing here is mounted. Its scripts are joined and checked as theirs.
"""

import base64
import html
import json
from collections.abc import Mapping
from pathlib import Path
from string import Template
from typing import Any

from ae.web.components.scripts import joined

_FOLDER = Path(__file__).parent


def lone_page(words: Mapping[str, str], run: Mapping[str, Any], weights: bytes) -> bytes:
    """Return the file.

    Args:
        words: the texts of `page.html` by name, and `lang`; shown as text, whatever they hold.
        run: what `page.js` is told: see there.
        weights: those of `ae.models.export.packed`.
    """
    told = json.dumps(run, separators=(",", ":")).replace("<", "\\u003c")
    texts = {name: html.escape(text) for name, text in words.items()}
    return (
        Template((_FOLDER / "page.html").read_text())
        .substitute(
            texts,
            style=(_FOLDER / "page.css").read_text(),
            script=joined(_FOLDER / "page.js"),
            run=told,
            weights=base64.b64encode(weights).decode(),
        )
        .encode()
    )
