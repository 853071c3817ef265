"""Which runs a visitor has chosen to compare; the address carries them."""

import streamlit as st

from ae.web.controls import view_choices
from ae.web.controls.links import COMPARED

AT_LEAST, MOST = 2, 4
"""How many runs stand side by side: more are no longer seen at once."""


def chosen() -> list[str]:
    """Return the keys of the runs that are chosen, in the order of the choice."""
    keys = str(view_choices.value(COMPARED, "")).split(",")
    return list(dict.fromkeys(key for key in keys if key))[:MOST]


def choose(keys: list[str]) -> None:
    """Choose runs."""
    view_choices.take(COMPARED, ",".join(keys[:MOST]), "")


def mark(key: str, wanted: bool) -> None:
    """Choose one run more, or one less."""
    others = [one for one in chosen() if one != key]
    choose([*others, key] if wanted else others)


def look_at(panel: str) -> None:
    """Show another panel of the page; ends the run, for a fragment cannot change the page."""
    view_choices.choose("library", panel)
    st.rerun()
