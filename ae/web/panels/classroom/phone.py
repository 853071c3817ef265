"""A student's phone: one large thing to do on each screen."""

import html

import streamlit as st

from ae.i18n import _
from ae.runs.classes import ANSWERED, Board, ClassError, NoClass, Student
from ae.web import class_route
from ae.web.components import pulse
from ae.web.foreign import foreign
from ae.web.panels.classroom import drawing
from ae.web.panels.classroom.acting import PROBLEM, complain
from ae.web.panels.classroom.names import colour_of, name_of
from ae.web.panels.classroom.questions import words_of
from ae.web.server import classes

EVERY = 1.0
"""Seconds between two looks at whether the class has gone on."""


@st.fragment
def show(code: str, token: str) -> None:
    """Show a student what there is to do now; go on when the host does."""
    try:
        board, student = classes().read(code), classes().student(code, token)
    except NoClass:
        board, student = None, None
    if board is None or student is None:
        st.title(_("The class has ended"), anchor=False)
        st.markdown(_("All that was sent in it is deleted."))
        return
    _who(student)
    place = class_route.place(code, board.room)
    if board.frozen:
        _say(_("Wait: nothing is taken just now. Look at the board."))
    elif board.phase in ANSWERED and board.asked:
        _question(code, token, board, student)
    elif board.phase == "draw":
        drawing.draw(code, token, board, student)
    elif board.phase == "show":
        drawing.mine(code, board, student)
    else:
        _say(_("You are in. Look at the board."))
    _below(code, token, student)
    pulse(place, "step", str(board.step), EVERY)


def _who(student: Student) -> None:
    dot = f"<span class='ae-class-dot' style='background:{colour_of(student.seat)}'></span>"
    name = html.escape(_("You are the {name}").format(name=name_of(student.seat)))
    st.html(f"<h1 class='ae-class-phone'>{dot}{name}</h1>")


def _say(text: str) -> None:
    st.html(f"<p class='ae-class-question'>{html.escape(text)}</p>")


def _question(code: str, token: str, board: Board, student: Student) -> None:
    """Ask; what is chosen is sent at once."""
    question = words_of(board.asked[-1])
    if board.phase == "discuss":
        st.markdown(_("**Once more**, now that you have talked about it:"))
    _say(question.text)
    chosen = student.answers.get(board.round())
    with st.container(key="class-choices"):
        for place, choice in enumerate(question.choices):
            st.button(
                foreign(choice),
                key=f"class-choice-{board.round()}-{place}",
                icon=":material/check_circle:" if place == chosen else None,
                type="primary" if place == chosen else "secondary",
                width="stretch",
                on_click=_send,
                args=(code, token, place),
            )
    complain()
    if chosen is not None:
        st.caption(_("Sent. Choose another to change your answer."))


def _send(code: str, token: str, choice: int) -> None:
    try:
        classes().answer(code, token, choice)
    except ClassError as error:
        st.session_state[PROBLEM] = str(error)


def _below(code: str, token: str, student: Student) -> None:
    """Offer to take back what was sent, if anything was."""
    if student.answers or student.drawing:
        st.button(
            _("Take back all that I have sent"),
            type="tertiary",
            icon=":material/undo:",
            on_click=_take_back,
            args=(code, token),
        )


def _take_back(code: str, token: str) -> None:
    try:
        classes().take_back(code, token)
    except ClassError as error:
        st.session_state[PROBLEM] = str(error)
