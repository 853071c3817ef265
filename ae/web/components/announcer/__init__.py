"""What a screen reader says of what changes by itself: one live region for the whole page."""

from pathlib import Path

import streamlit as st

from ae.web.components.scripts import joined

_mount = st.components.v2.component(
    "ae_announcer", html="", js=joined(Path(__file__).parent / "announcer.js")
)


def announce(text: str, about: str, key: str, *, at_first: bool = True, now: bool = False) -> None:
    """Have a text said where it differs from the last one about the same thing; "" says nothing.

    It is said politely, after what a screen reader says already, and at most every few seconds:
    then the newest text of all, so that nobody is talked over.

    Args:
        about: what it tells of; the browser remembers what it was last told about that.
        key: tells the places of a page apart that announce; `frame.css` hides them by it.
        at_first: whether the first text is news; what a page opens with is not.
        now: whether it is said without waiting, in place of any that still waits.
    """
    _mount(
        key=f"hidden-{key}", data={"text": text, "about": about, "atFirst": at_first, "now": now}
    )
