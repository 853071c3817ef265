"""The host's screen: the board, which is for the projector, and the desk with what steps it on."""

import html

import streamlit as st

from ae.i18n import N_, _
from ae.runs.classes import PHASES, Board, ClassError, NoClass, Phase, Student, version
from ae.web import class_route
from ae.web.components import pulse
from ae.web.controls import given, links, view_choices
from ae.web.panels.classroom import board as boards
from ae.web.panels.classroom import held
from ae.web.panels.classroom.acting import PROBLEM, change, complain
from ae.web.panels.classroom.runs import run_of
from ae.web.panels.classroom.sent import sent
from ae.web.panels.classroom.take_home import take_home
from ae.web.panels.classroom.train import train
from ae.web.panels.shared.class_link import qr_png
from ae.web.server import classes

EVERY = 0.4
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
        if not classes().is_host(code, secret):
            raise NoClass()
    except NoClass:  # it has ended, or another device hosts it now
        st.rerun()
    _steps(code, secret, board)
    boards.show(code, secret, board, students)
    st.divider()
    complain()
    _desk(code, secret, board, students)
    pulse(class_route.place(code, board.room), "board", seen.board, EVERY)


def _steps(code: str, secret: str, board: Board) -> None:
    """Show where the class is, and step to any phase."""
    with st.container(horizontal=True, vertical_alignment="center", key="class-steps"):
        st.html(f"<h1 class='ae-class-small'>{html.escape(code)}</h1>", width="content")
        for phase in PHASES:
            st.button(
                _(WORDS[phase]),
                key=f"class-phase-{phase}",
                type="primary" if phase == board.phase else "secondary",
                on_click=_step,
                args=(code, secret, board, phase),
            )


def _step(code: str, secret: str, board: Board, phase: Phase) -> None:
    """Step to a phase; after drawing the map comes first, after a question its bars."""
    view = board.view
    if phase == "show" and board.phase != "show":
        view = "bars" if board.phase in ("ask", "discuss") else "map"
    change(code, secret, phase=phase, view=view, revealed=False)


def _desk(code: str, secret: str, board: Board, students: dict[str, Student]) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.toggle(
            _("Freeze: take nothing from the phones"),
            **given.wired(
                "class-frozen", board.frozen, lambda to: change(code, secret, frozen=bool(to))
            ),
        )
        if board.hidden:
            st.button(
                _("Show the hidden again"),
                icon=":material/visibility:",
                on_click=change,
                args=(code, secret),
                kwargs={"hidden": ()},
            )
        with st.popover(_("Clear"), icon=":material/mop:"):
            st.markdown(_("The board and the phones begin with an empty sheet."))
            st.button(
                _("Clear all drawings"),
                on_click=change,
                args=(code, secret),
                kwargs={"sheet": board.sheet + 1, "starred": (), "hidden": ()},
            )
        if st.button(_("Another device"), icon=":material/devices:"):
            st.dialog(_("Host it from another device"))(_hand_over)(code, secret)
        if st.button(_("End the class"), icon=":material/stop_circle:"):
            st.dialog(_("End the class?"))(_end)(code, secret)
    run = run_of(board.run)
    if run is not None:
        drawings = sent(board, students)
        take_home(board, students, drawings, run)
        train(code, secret, board, drawings, run)


def _hand_over(code: str, secret: str) -> None:
    st.markdown(
        _(
            "Whoever opens this link first hosts the class, and this device no longer does. It "
            "works once, for five minutes. **Do not show it on the projector.**"
        )
    )
    if not st.button(_("Make the link"), type="primary"):
        return
    try:
        key = classes().offer(code, secret)
    except ClassError as error:
        st.warning(str(error))
        return
    link = f"{boards.link_of(code)}&{links.HOST_KEY}={key}"
    st.image(qr_png(link), width=260, alt=_("QR code of this link"))
    st.code(link, language=None, wrap_lines=True)


def _end(code: str, secret: str) -> None:
    st.markdown(_("All that was sent in it is deleted, everywhere. Take home first what you need."))
    if st.button(_("End it and delete everything"), type="primary"):
        try:
            classes().end(code, secret)
        except ClassError as error:
            st.session_state[PROBLEM] = str(error)
        held.forget(code)
        view_choices.take(links.CLASS, "", "")
        st.rerun()
