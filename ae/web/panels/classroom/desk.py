"""The host's screen: the board, which is for the projector, and the desk with what steps it on."""

import html
from typing import Any

import streamlit as st

from ae.i18n import N_, _
from ae.runs.classes import PHASES, Board, ClassError, NoClass, Student, version
from ae.web import class_route
from ae.web.components import pulse
from ae.web.controls import links, view_choices
from ae.web.panels.classroom import board as boards
from ae.web.panels.classroom import held
from ae.web.server import classes

EVERY = 0.6
"""Seconds between two looks at whether anybody has sent anything."""
WORDS = {
    "gather": N_("Who is here"),
    "ask": N_("Ask"),
    "draw": N_("Draw"),
    "show": N_("Show"),
    "discuss": N_("Discuss"),
}


@st.fragment
def show(code: str, secret: str) -> None:
    """Show the board as it is now, and what steps it on; it moves by itself."""
    try:
        seen = version(classes(), code)
        board, students = classes().read(code), classes().students(code)
    except NoClass:
        st.rerun()
    if not held.is_host(code, held.Held(secret)):
        st.rerun()
    _steps(code, secret, board)
    boards.show(code, secret, board, students)
    _desk(code, secret, board, students)
    pulse(class_route.place(code, board.room), "board", seen.board, EVERY)


def change(code: str, secret: str, **changes: Any) -> None:
    """Have the host's decision take effect; say in words where it cannot."""
    try:
        classes().step(code, secret, **changes)
    except ClassError as error:
        st.session_state["class-problem"] = str(error)


def _steps(code: str, secret: str, board: Board) -> None:
    """Show where the class is, and step to any phase."""
    with st.container(horizontal=True, vertical_alignment="center", key="class-steps"):
        st.html(f"<span class='ae-class-small'>{html.escape(code)}</span>", width="content")
        for phase in PHASES:
            st.button(
                _(WORDS[phase]),
                key=f"class-phase-{phase}",
                type="primary" if phase == board.phase else "secondary",
                on_click=change,
                args=(code, secret),
                kwargs={"phase": phase, "revealed": False},
            )


def _desk(code: str, secret: str, board: Board, students: dict[str, Student]) -> None:
    if problem := st.session_state.pop("class-problem", ""):
        st.warning(problem, icon=":material/error:")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.toggle(
            _("Freeze: take nothing from the phones"),
            board.frozen,
            key="class-frozen",
            on_change=lambda: change(code, secret, frozen=st.session_state["class-frozen"]),
        )
        if st.button(_("End the class"), icon=":material/stop_circle:"):
            st.dialog(_("End the class?"))(_end)(code, secret)


def _end(code: str, secret: str) -> None:
    st.markdown(_("All that was sent in it is deleted, everywhere. Take home first what you need."))
    if st.button(_("End it and delete everything"), type="primary"):
        try:
            classes().end(code, secret)
        except ClassError as error:
            st.session_state["class-problem"] = str(error)
        held.forget(code)
        view_choices.take(links.CLASS, "", "")
        st.rerun()
