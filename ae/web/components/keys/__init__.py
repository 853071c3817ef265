"""The keys by which a presenter, or the clicker in a presenter's hand, turns pages."""

from collections.abc import Callable
from pathlib import Path

import streamlit as st

from ae.web.components.scripts import joined

_mount = st.components.v2.component(
    "ae_keys", html="<span></span>", js=joined(Path(__file__).parent / "keys.js")
)


def keys(on_turn: Callable[[int], None]) -> None:
    """Listen to the arrow keys, page keys and Escape.

    Args:
        on_turn: called with 1 for on, −1 for back and 0 for the end, before the page runs again.
    """

    def turned() -> None:
        way = st.session_state["keys"].get("turned")
        if way in (1, 0, -1):
            on_turn(way)

    _mount(key="keys", on_turned_change=turned)
