"""What stands around every page: what Streamlit lacks in words and colours."""

from pathlib import Path

import streamlit as st

from ae.i18n import _
from ae.web.components import reconnect
from ae.web.controls import address, given
from ae.web.panels.shared import own

_STYLE = (Path(__file__).parent / "frame.css").read_text()


def begin() -> None:
    """Read the address, and give the page its colours and sizes, so that it opens in them."""
    address.enter()
    st.html(f"<style>{_STYLE}</style>".replace("PAGES", _("Pages")))


def finish() -> None:
    """Show what stands around a page; called at a run's end, when all of the page is there."""
    reconnect(_("The connection to the server is lost. It comes back by itself…"))
    own.announce_end("page")
    address.complete()
    given.ask_for_receipt()
