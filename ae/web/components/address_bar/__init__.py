"""The address of the page, completed without an entry in the browser's history.

Streamlit's own way to write it adds one each time: right for a choice, wrong where an address only
gets what was missing from it.
"""

from pathlib import Path
from urllib.parse import urlencode

import streamlit as st

from ae.i18n import language
from ae.web.components.scripts import joined

_mount = st.components.v2.component(
    "ae_address_bar", html="", js=joined(Path(__file__).parent / "address_bar.js")
)


def address_bar(query: dict[str, str], number: int, session: str) -> None:
    """Replace the address's parameters; tell the browser which language the page is in, too.

    Args:
        query: the parameters.
        number: each larger than the one before: what was done once is not done again.
        session: whose numbers these are.
    """
    data = {"query": urlencode(query), "number": number, "session": session, "language": language()}
    _mount(key="address-bar", data=data)
