"""What one browser keeps of a class: that it is the host's, or which student's."""

from pathlib import Path
from typing import Any

import streamlit as st

from ae.web.components.scripts import joined

KEEPER = "hidden-class-keeper"
"""The component's key, by which `frame.css` hides it."""
_mount = st.components.v2.component(
    "ae_keeper", html="", js=joined(Path(__file__).parent / "keeper.js")
)


def keeper(code: str, write: dict[str, Any], number: int) -> Any:
    """Return, unchecked, what the browser keeps of a class; None before it has answered.

    Args:
        code: of the class.
        write: what it is to keep from now on: `host` and `student`, or `forget`; nothing where
            empty.
        number: of this writing: what was written once is not written again.

    Returns:
        `{"code": ..., "host": ..., "student": ...}`.
    """
    data = {"code": code, "write": write or None, "number": number}
    return _mount(key=KEEPER, data=data, on_kept_change=lambda: None).kept
