"""A button that prints the page; Streamlit's own cannot reach the browser's dialog."""

from pathlib import Path

import streamlit as st

from ae.web.components.scripts import joined

_FOLDER = Path(__file__).parent
_mount = st.components.v2.component(
    "ae_print_button",
    html='<button type="button"></button>',
    css=(_FOLDER.parent / "buttons.css").read_text(),
    js=joined(_FOLDER / "print_button.js"),
)


def print_button(words: str, key: str) -> None:
    """Show a button that opens the browser's dialog for printing.

    Args:
        words: what stands on it.
        key: the component's key.
    """
    _mount(key=key, data={"words": words}, width="content")
