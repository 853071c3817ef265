"""The app on a projector: larger, without what stands around, turned by keys or a clicker."""

import streamlit as st

from ae.i18n import _
from ae.web.components import keys
from ae.web.controls import address, links

_STYLE = """
html { font-size: 20px; }
[data-testid="stHeader"], [data-testid="stTooltipIcon"], .st-key-around { display: none; }
[data-testid="stMainBlockContainer"] { padding-top: 1rem; }
"""


def is_on() -> bool:
    """Tell whether the session presents."""
    return address.view().get(links.PRESENT) == "1"


def style() -> str:
    """Return the CSS of a presentation, empty where there is none."""
    return _STYLE if is_on() else ""


def listen() -> None:
    """Listen to the keys, and offer the way out; called at a run's end, at the same place."""
    if is_on():
        keys(_turn)
        st.button(_("End the presentation (Esc)"), type="tertiary", on_click=_turn, args=(0,))


def turned() -> int:
    """Return how far the presenter has turned since this was last asked: 1, −1, or 0."""
    way: int = st.session_state.pop("turn", 0)
    return way


def _turn(way: int) -> None:
    if way:
        st.session_state["turn"] = way
    else:
        address.view().pop(links.PRESENT, None)
        address.follow()
