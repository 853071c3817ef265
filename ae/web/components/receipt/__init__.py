"""A receipt: the browser returns a number once it shows everything that was sent before it."""

from pathlib import Path

import streamlit as st

from ae.web.components.scripts import joined

_mount = st.components.v2.component(
    "ae_receipt", html="", js=joined(Path(__file__).parent / "receipt.js")
)


def receipt(number: int, key: str) -> None:
    """Ask for a receipt; `st.session_state[key]["seen"]` is the number of the last one.

    Args:
        number: from 1, each larger than the one before.
    """
    _mount(key=key, data={"number": number}, on_seen_change=lambda: None)
