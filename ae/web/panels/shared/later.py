"""Trainings that this visitor wants, and that are asked for as soon as they may wait.

A visitor may have only some waiting at a time. The others stand here, for as long as the app is
open in this tab, on whichever page.
"""

import streamlit as st

from ae.config import RunConfig
from ae.i18n import _, ngettext
from ae.runs import jobs
from ae.web.panels.shared import own
from ae.web.runs import find_run
from ae.web.server import store, workers

REFRESH_SECONDS = 1.0


def want(configs: list[RunConfig]) -> None:
    """Have configurations trained, as many as may wait now, and the others later."""
    known = {config.key() for config in _wanted()}
    _wanted().extend(config for config in configs if config.key() not in known)
    ask()


def ask() -> None:
    """Ask for as many of those that are wanted as may wait."""
    room = workers().limits.each - own.waiting() if _wanted() else 0
    while room > 0 and _wanted():
        config = _wanted().pop(0)
        if find_run(config.key()) is not None:
            continue
        if not own.request(config):
            _wanted().insert(0, config)  # the server takes none just now
            return
        room -= jobs.snapshot(store(), config.key(), epochs=False).state == "queued"


def left() -> list[RunConfig]:
    """Return those that are still to be asked for."""
    return list(_wanted())


def show() -> None:
    """Say on every page how many are still to be asked for, and ask when they may wait."""
    if _wanted():
        st.fragment(_line, run_every=REFRESH_SECONDS)()


def _line() -> None:
    ask()
    if not _wanted():
        st.rerun()  # which ends the looking
    count = len(_wanted())
    text = ngettext(
        "{n} training more follows as soon as it may wait.",
        "{n} trainings more follow as soon as they may wait.",
        count,
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(text, width="content")
        st.button(
            _("Leave them"), icon=":material/close:", type="tertiary", key="later", on_click=forget
        )


def forget() -> None:
    """Want none of them any longer."""
    _wanted().clear()


def _wanted() -> list[RunConfig]:
    found: list[RunConfig] = st.session_state.setdefault("wanted-later", [])
    return found
