"""A window that scrolls, made reachable by keys: Streamlit's own can only be scrolled by mouse."""

from pathlib import Path

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from ae.web.components.scripts import joined

_mount = st.components.v2.component(
    "ae_scroller", html="", js=joined(Path(__file__).parent / "scroller.js")
)


def scroller(key: str, name: str) -> DeltaGenerator:
    """Return a container for code that scrolls: a stop of the Tab key, of this name.

    Args:
        key: the container's key.
        name: what it holds, for a screen reader.
    """
    _mount(key=f"hidden-{key}", data={"key": key, "name": name})
    return st.container(key=key)
