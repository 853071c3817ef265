"""The door of a class: a code to type, a class to start, and who is let in as whom."""

from pathlib import Path

import streamlit as st

from ae.i18n import _
from ae.runs.classes import ClassError, as_code
from ae.web.controls import links, view_choices
from ae.web.panels.classroom import desk, held, phone
from ae.web.panels.classroom.acting import PROBLEM, complain
from ae.web.panels.classroom.runs import first_run
from ae.web.server import classes

_STYLE = (Path(__file__).parent / "classroom.css").read_text()


def show() -> None:
    """Show a class to its host or a student; to anybody else its door."""
    st.html(f"<style>{_STYLE}</style>")
    code = str(view_choices.value(links.CLASS, ""))
    if not code:
        _door()
        return
    _note_key()
    mine = held.held(code)
    if mine is None:
        st.caption(_("One moment…"))
    elif held.is_host(code, mine):
        desk.show(code, mine.host)
    elif held.is_student(code, mine):
        phone.show(code, mine.student)
    else:
        _before(code, mine)


def _door() -> None:
    """Offer both ways in: with a code, and as who starts a class."""
    st.title(_("A class"), anchor=False)
    complain()
    left, right = st.columns(2, gap="large")
    with left.form("class-code", border=False):
        st.text_input(_("The four letters on the board"), key="class-typed", max_chars=8)
        with st.container(key="class-one"):
            st.form_submit_button(_("Join"), type="primary", width="stretch", on_click=_enter)
    with right:
        st.markdown(
            _(
                "**For teachers.** Start a class: phones join by a link or four letters, answer "
                "questions and draw; what they send comes together on your screen. Nobody needs "
                "an account or gives a name."
            )
        )
        st.button(_("Start a class"), icon=":material/groups:", on_click=_start)
        st.caption(privacy())


def privacy() -> str:
    """Say what is kept of a class, and for how long."""
    return _(
        "Nothing personal is asked or kept, and no address is stored. What is sent is deleted "
        "when the class ends, or after three hours in which nothing was sent. Who has sent "
        "something can take it back."
    )


def _before(code: str, mine: held.Held) -> None:
    """Offer to join a class, where there is one of this code; a wrong one is a guess."""
    try:
        classes().find(code, held.guesses())
    except ClassError as error:
        view_choices.take(links.CLASS, "", "")
        st.session_state[PROBLEM] = str(error)
        _door()
        return
    st.title(_("Class {code}").format(code=code), anchor=False)
    complain()
    with st.container(key="class-one"):
        if st.session_state.get("class-key", ("", ""))[0] == code:
            st.markdown(_("This device can host the class: the one before then no longer does."))
            st.button(_("Host it from here"), width="stretch", on_click=_take_over, args=(code,))
        else:
            if mine.host:
                st.info(_("Another device hosts this class now."))
            st.button(_("Join"), type="primary", width="stretch", on_click=_join, args=(code,))
    st.caption(privacy())


def _enter() -> None:
    code = as_code(str(st.session_state["class-typed"]))
    try:
        if code is None:
            held.guesses().check()
            raise ClassError(_("Expected four letters, as on the board. Look there again."))
        classes().find(code, held.guesses())
        view_choices.take(links.CLASS, code, "")
    except ClassError as error:
        st.session_state[PROBLEM] = str(error)


def _start() -> None:
    try:
        opened = classes().open(first_run())
    except ClassError as error:
        st.session_state[PROBLEM] = str(error)
        return
    held.remember(opened.code, host=opened.secret)
    view_choices.take(links.CLASS, opened.code, "")


def _join(code: str) -> None:
    try:
        classes().find(code, held.guesses())
        held.remember(code, student=classes().join(code))
    except ClassError as error:
        st.session_state[PROBLEM] = str(error)


def _note_key() -> None:
    """Note the one-time key of an address, which does not stay there."""
    if key := st.query_params.get(links.HOST_KEY):
        st.session_state["class-key"] = str(view_choices.value(links.CLASS, "")), key


def _take_over(code: str) -> None:
    _code, key = st.session_state.pop("class-key")
    try:
        held.remember(code, host=classes().take_over(code, key))
    except ClassError as error:
        st.session_state[PROBLEM] = str(error)
