"""A canvas to draw digits on, by mouse, pen, finger or keys."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import streamlit as st

from ae.i18n import _
from ae.web.components.scripts import joined

_FOLDER = Path(__file__).parent
_BUTTONS = _FOLDER.parent / "buttons.css"
_mount = st.components.v2.component(
    "ae_canvas",
    html=(_FOLDER / "canvas.html").read_text(),
    css=_BUTTONS.read_text() + (_FOLDER / "canvas.css").read_text(),
    js=joined(_FOLDER / "canvas.js"),
)


def told(key: str) -> Any:
    """Return what the browser has told of the canvas with this key, or None.

    None also where it is another mount of it, which does not know yet what lies there.

    Returns:
        `{"version": int, "turn": int, "ground": int, "since": int, "strokes": [...]}`: of the
        drawing of that version the ground's number, and its strokes from number `since` on; those
        before were told. The same message may be read again and again.
    """
    return st.session_state.get(key, {}).get("drawing")


@dataclass(frozen=True)
class Shown:
    """What the canvas is told.

    Args:
        version: another number puts another drawing in the place of what is in the browser.
        turn: of the last message that was followed; 0 if none was.
        count: how many strokes there are.
        ground: number of the picture under them, 0 for none.
        strokes, picture: the strokes in the form that `drawing.strokes` takes and that picture as
            a data URL, where the browser does not have them.
        fresh: whether nobody has put anything there in this session: then what the browser has
            kept of an earlier one with the same name takes its place.
        name: what the drawing belongs to.
    """

    version: int
    turn: int
    count: int
    ground: int
    strokes: tuple[dict[str, Any], ...]
    picture: str
    fresh: bool
    name: str


def canvas(shown: Shown, key: str) -> None:
    """Show the canvas; what is drawn stays in the browser until a stroke ends: see `told`."""
    words = {
        "tools": _("Tools"),
        "pen": _("Pen"),
        "eraser": _("Eraser"),
        "mask": _("Hide a part"),
        "size": _("Brush"),
        "undo": _("Undo"),
        "redo": _("Redo"),
        "clear": _("Clear"),
        "here": _("Draw here"),
        "canvas": _("Drawing area. Draw one digit, white on black."),
        "keys": _(
            "By keys: arrows move, with Shift farther; Space lowers the pen and lifts it; P pen, "
            "E eraser, H hide a part, + and − brush, Z undo, Y redo, Delete clear."
        ),
    }
    _mount(key=key, data={**vars(shown), "words": (words,)}, on_drawing_change=lambda: None)
