"""A canvas to draw digits on, by mouse, pen, finger or keys."""

from pathlib import Path
from typing import Any

import streamlit as st

from ae.i18n import _

_FOLDER = Path(__file__).parent
_BUTTONS = _FOLDER.parent / "buttons.css"
_mount = st.components.v2.component(
    "ae_canvas",
    html=(_FOLDER / "canvas.html").read_text(),
    css=_BUTTONS.read_text() + (_FOLDER / "canvas.css").read_text(),
    js=(_FOLDER / "canvas.js").read_text(),
)


def canvas(strokes: list[dict[str, Any]], ground: str, version: int, key: str) -> Any:
    """Show the canvas and return what was drawn; `drawing.strokes` says what it may be.

    What is drawn stays in the browser until a stroke ends; then all strokes come at once.

    Args:
        strokes: what to start from, in the form that `drawing.strokes` takes.
        ground: a picture under the strokes as a data URL, or an empty text.
        version: another number replaces what is in the browser by `strokes` and `ground`.
        key: the component's key.

    Returns:
        `{"version": int, "strokes": [...]}`, or None before anything was drawn.
    """
    words = {
        "pen": _("Pen"),
        "eraser": _("Erase a part"),
        "size": _("Brush"),
        "undo": _("Undo"),
        "clear": _("Clear"),
        "canvas": _("Drawing area. Draw one digit, white on black."),
        "keys": _(
            "By keys: arrows move, with Shift farther; Space lowers the pen and lifts it; P pen, "
            "E eraser, [ and ] brush, Z undo, Delete clear."
        ),
    }
    data = {"strokes": (*strokes,), "ground": ground, "version": version, "words": (words,)}
    return _mount(key=key, data=data, on_drawing_change=lambda: None).drawing
