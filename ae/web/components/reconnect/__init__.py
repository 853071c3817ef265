"""What a person reads while the connection to the server is lost; it comes back by itself."""

from pathlib import Path

import streamlit as st

from ae.web.components.scripts import joined

_FOLDER = Path(__file__).parent
_mount = st.components.v2.component(
    "ae_reconnect",
    html='<div class="banner" role="status" hidden></div>',
    css=(_FOLDER / "reconnect.css").read_text(),
    js=joined(_FOLDER / "reconnect.js"),
)


def reconnect(words: str) -> None:
    """Show words while the connection is lost; once it is back, have the page run."""
    _mount(key="reconnect", data={"words": words}, on_back_change=lambda: None)
