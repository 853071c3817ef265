"""What has the page of a class run again when, and only when, something has changed."""

from pathlib import Path
from typing import Literal

import streamlit as st

from ae.web.components.scripts import joined

_mount = st.components.v2.component(
    "ae_pulse", html="", js=joined(Path(__file__).parent / "pulse.js")
)


def pulse(place: str, kind: Literal["step", "board"], seen: str, every: float) -> None:
    """Ask a route of ours now and then, and run again once it tells another version.

    Args:
        place: the route's path, below the app's own.
        kind: which of the versions it tells: what students see, or all that was sent.
        seen: the version that this run has shown.
        every: seconds between two questions.
    """
    data = {"place": place, "kind": kind, "seen": seen, "every": round(1000 * every)}
    _mount(key=f"hidden-class-pulse-{kind}", data=data, on_changed_change=lambda: None)
