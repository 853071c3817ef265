"""A button that hands a picture and a link to what a phone shares with; hidden where nothing is."""

from pathlib import Path

import streamlit as st

_FOLDER = Path(__file__).parent
_mount = st.components.v2.component(
    "ae_share_button",
    html='<button type="button" hidden></button>',
    css=(_FOLDER.parent / "buttons.css").read_text(),
    js=(_FOLDER / "share_button.js").read_text(),
)


def share_button(words: str, title: str, picture: str, link: str, key: str) -> None:
    """Show a button that opens the system's own dialog for sharing.

    Args:
        words: what stands on it.
        title: of what is shared.
        picture: a PNG as a data URL.
        link: an address, which goes along.
        key: the component's key.
    """
    data = {"words": words, "title": title, "picture": picture, "link": link}
    _mount(key=key, data=data, width="content")
