"""Pictures to pick one from, linked to what else a page shows of the same things."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import streamlit as st

from ae.web import figures
from ae.web.components.scripts import joined

_FOLDER = Path(__file__).parent
_mount = st.components.v2.component(
    "ae_picker",
    html=(_FOLDER / "picker.html").read_text(),
    css=(_FOLDER / "picker.css").read_text(),
    js=joined(_FOLDER / "picker.js"),
)
_mark = st.components.v2.component("ae_picker_mark", html="", js=joined(_FOLDER / "mark.js"))


@dataclass(frozen=True)
class Item:
    """One thing to pick.

    Args:
        id: what tells it from the others.
        text: what its pictures show, for a screen reader and as a tip.
        caption: a short text below them.
        pictures: as data URLs, one above the other; see `item`.
    """

    id: int
    text: str
    caption: str
    pictures: list[str]


def item(id: int, text: str, caption: str, *pictures: np.ndarray) -> Item:
    """Return an item of pictures, uint8 (h, w) or (h, w, 3) each."""
    return Item(id, text, caption, [figures.data_url(picture) for picture in pictures])


def picker(
    items: Sequence[Item],
    chosen: int | None,
    on_pick: Callable[[int], None],
    label: str,
    key: str,
    columns: int = 0,
) -> None:
    """Show pictures; one of them may be marked as chosen.

    Args:
        items: what there is to pick.
        chosen: the id of the marked one, or None.
        on_pick: called with the id of what was picked, before the page runs again.
        label: what the pictures are, for a screen reader.
        key: the component's key.
        columns: how many stand side by side; 0 for as many as fit, each of a usual size.
    """

    def picked() -> None:
        received = st.session_state[key].picked
        if any(one.id == received for one in items):  # a browser may send anything
            on_pick(received)

    # Without what is chosen: so it is the same in every run, and Streamlit sends it once.
    data = {"items": (*map(asdict, items),), "name": key, "label": label, "columns": columns}
    with st.container(gap=None):
        _mount(key=key, data=data, on_picked_change=picked)
        _mark(key=f"{key}-mark", data={"name": key, "chosen": chosen})
