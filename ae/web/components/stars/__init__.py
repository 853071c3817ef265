"""Things to rate: a row of stars for each, to click, to drag along, or to set with the arrows."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import streamlit as st

from ae.i18n import _
from ae.web.components.scripts import joined
from ae.web.components.shapes import Rated

_FOLDER = Path(__file__).parent
_mount = st.components.v2.component(
    "ae_stars",
    html=(_FOLDER / "stars.html").read_text(),
    css=(_FOLDER / "stars.css").read_text(),
    js=joined(_FOLDER / "stars.js"),
)
STEP = 0.5


@dataclass(frozen=True)
class Thing:
    """One thing to rate: what tells it from the others, its name, and its stars, 0 for none."""

    id: int
    name: str
    stars: float


def stars(
    things: Sequence[Thing],
    most: float,
    on_rate: Callable[[int, float], None],
    label: str,
    key: str,
) -> None:
    """Show things with their stars.

    Args:
        things: what there is to rate; names are shown as texts.
        most: how many stars there are.
        on_rate: called with the id of what was rated and its stars, in half ones, 0 for none,
            before the page runs again.
        label: what is rated, for a screen reader.
        key: the component's key.
    """

    def rated() -> None:
        received = checked(st.session_state[key].rated, {one.id for one in things}, most)
        if received is not None:
            on_rate(*received)

    words = {
        "value": _("{stars} of {most} stars"),
        "none": _("not rated"),
        "clear": _("Take the rating of {name} back"),
    }
    data = {"most": most, "label": label, "words": (words,)}
    data["things"] = (*map(asdict, things),)
    _mount(key=key, data=data, on_rated_change=rated)


def checked(received: Rated, ids: set[int], most: float) -> tuple[int, float] | None:
    """Return what a browser has told, id and stars, in half ones; None where there is no such."""
    thing, value = received["id"], received["stars"]
    if thing not in ids or not 0 <= value <= most:
        return None
    return thing, round(value / STEP) * STEP
