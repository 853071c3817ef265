"""Each visitor's language: that of the address, else the browser's, else the server's."""

from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from ae import i18n
from ae.web import widget_values
from ae.web.controls import links, view_choices

T = TypeVar("T")
_KEY = "language"
_KNOWN = "ae_language"
"""The attribute of a script run in which its session's language is kept at hand: it is asked for
hundreds of times a run."""


def begin() -> None:
    """Choose this session's language, for the names of the pages; called first of all in a run."""
    i18n.listen_to(spoken)
    if "view-choices" in st.session_state:
        before = st.session_state.get(_KEY)
        _speak(chosen())
        if before != chosen():
            widget_values.show_again()  # browsers know what is chosen by its words of before
        return
    asked = st.query_params.get(links.LANGUAGE, "")
    _speak(asked if asked in i18n.languages() else usual())


def follow_address() -> None:
    """Take the language of an address that is new; called when it was read."""
    if chosen() != st.session_state[_KEY]:
        st.rerun()  # the pages have their names already


def chosen() -> str:
    """Return the language that the session has chosen, or else the usual one."""
    language: str = view_choices.value(links.LANGUAGE, usual())
    return language


def usual() -> str:
    """Return the language of whoever has chosen none: the browser's, if we have it."""
    told = str(st.context.locale or "").lower()
    return next((one for one in i18n.languages() if told.split("-")[0] == one), "") or (
        i18n.server_language()
    )


def spoken() -> str | None:
    """Return the language of the session whose run this is, or None outside of any."""
    context = get_script_run_ctx(suppress_warning=True)
    if context is None:
        return None
    known: str | None = getattr(context, _KNOWN, None)
    if known is None:  # a run of a fragment alone, which has not begun as a page does
        with suppress(KeyError):
            known = str(context.session_state[_KEY])
            setattr(context, _KNOWN, known)
    return known


def in_this(make: Callable[[], T]) -> Callable[[], T]:
    """Have what a browser asks for after this run, such as a file, be in this run's language."""
    name = i18n.language()

    def later() -> T:
        with i18n.speaking(name):
            return make()

    return later


def switch() -> None:
    """Offer the languages, each by its own name, where there are several."""
    names = i18n.languages()
    if len(names) < 2:
        return
    st.segmented_control(
        i18n._("Language"),
        names,
        default=chosen(),
        required=True,
        format_func=lambda name: i18n.NAMES[name],
        **view_choices.wired(links.LANGUAGE, usual()),
    )


def _speak(name: str) -> None:
    st.session_state[_KEY] = name
    context = get_script_run_ctx()
    if context is not None:
        setattr(context, _KNOWN, name)
