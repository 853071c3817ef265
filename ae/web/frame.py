"""What stands around every page: what Streamlit lacks in words and colours."""

from pathlib import Path

import streamlit as st
from streamlit.navigation.page import Page

from ae.config import RunConfig
from ae.i18n import _
from ae.web import door, language
from ae.web.components import reconnect
from ae.web.controls import address, given, hiding, links, presenting
from ae.web.panels import lessons
from ae.web.panels.shared import own
from ae.web.panels.shared.class_link import offer_link

LESSONS_PAGE = "lessons"
CLASS_PAGE = "class"
_STYLE = (Path(__file__).parent / "frame.css").read_text()


def begin() -> None:
    """Read the address, and give the page its colours and sizes, so that it opens in them."""
    address.enter()
    language.follow_address()
    hidden = hiding.style(str(address.view().get(links.HIDE, "")))
    style = _worded(_STYLE) + presenting.style() + hidden
    st.html(f"<style>{style}</style>")


def turn(page: Page, pages: list[Page]) -> None:
    """Turn to another step or page where a presenter has asked for it."""
    way = presenting.turned()
    if not way or (page.url_path == LESSONS_PAGE and lessons.turn(way)):
        return
    place = pages.index(page) + way
    if 0 <= place < len(pages):
        address.switch(pages[place])


def finish(page: Page) -> None:
    """Show what stands around a page; called at a run's end, when all of the page is there."""
    if page.url_path != CLASS_PAGE:  # which has a link of its own
        with st.container(key="around"):
            offer_link(page.url_path, _needed(page))
    language.switch()
    presenting.listen()
    reconnect(_("The connection to the server is lost. It comes back by itself…"))
    own.announce_end("page")
    door.tell()
    address.complete()
    given.ask_for_receipt()


def _needed(page: Page) -> list[RunConfig]:
    """Return the configurations whose runs a page shows."""
    if page.url_path == LESSONS_PAGE:
        return lessons.needed_now()
    shown: RunConfig | None = st.session_state.get("shown-config")
    return [shown] if shown is not None else []


def _worded(style: str) -> str:
    return style.replace("PAGES", _("Pages")).replace("UPLOAD", _("Upload"))
