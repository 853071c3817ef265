"""What stands around every page: words where Streamlit has none."""

import streamlit as st

from ae.i18n import _
from ae.web.components import reconnect
from ae.web.controls import address, given


def dress() -> None:
    """Dress a page; called at a run's start, so that nothing moves when the page is there."""
    st.html(_STYLE.replace("PAGES", _("Pages")))


def finish() -> None:
    """Show what stands around a page; called at a run's end, when all of the page is there."""
    reconnect(_("The connection to the server is lost. It comes back by itself…"))
    address.complete()
    given.ask_for_receipt()


_STYLE = """<style>
[data-testid="stHeading"] h1 { padding: 0.3rem 0 0.5rem; }
@media (max-width: 640px) {
  [data-testid="stExpandSidebarButton"] { width: auto; padding: 0 0.6rem; gap: 0.3rem; }
  [data-testid="stExpandSidebarButton"]::after { content: "PAGES"; font-size: 0.95rem; }
}
</style>"""
