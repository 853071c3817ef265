"""What the host asks: a question of the list, or one of the host's own."""

import streamlit as st

from ae.i18n import _
from ae.runs.classes import MOST_CHOICE, MOST_CHOICES, MOST_TEXT, Asked, Board, ClassError
from ae.web.panels.classroom.acting import PROBLEM
from ae.web.panels.classroom.questions import questions, to_ask
from ae.web.server import classes

OWN = ""


def choose(code: str, secret: str, board: Board) -> None:
    """Let the host choose what is asked; the phones show it at once."""
    known = dict(questions())
    with st.expander(_("Ask another question"), expanded=not board.asked):
        name = st.selectbox(
            _("Question"),
            [*known, OWN],
            format_func=lambda one: _(known[one].text) if one else _("One of your own…"),
            key="class-question",
        )
        if name == OWN:
            _write_own()
        st.button(_("Ask it"), type="primary", on_click=_ask, args=(code, secret))


def _write_own() -> None:
    st.text_area(_("Your question"), max_chars=MOST_TEXT, key="class-own-text", height=80)
    st.text_area(
        _("Its choices, one a line, two to {most}").format(most=MOST_CHOICES),
        max_chars=MOST_CHOICES * (MOST_CHOICE + 1),
        key="class-own-choices",
    )


def _ask(code: str, secret: str) -> None:
    try:
        name = st.session_state["class-question"]
        asked = to_ask(name) if name != OWN else _own()
        now = classes().read(code).asked
        classes().step(code, secret, asked=(*now, asked), phase="ask", revealed=False)
    except ClassError as error:
        st.session_state[PROBLEM] = str(error)


def _own() -> Asked:
    """Return the question that the host has written.

    Raises:
        ClassError: if it has no words, or too few, many or long choices.
    """
    text = str(st.session_state.get("class-own-text") or "").strip()
    lines = str(st.session_state.get("class-own-choices") or "").splitlines()
    choices = tuple(line.strip() for line in lines if line.strip())
    fits = 2 <= len(choices) <= MOST_CHOICES and max(map(len, choices)) <= MOST_CHOICE
    if not text or len(text) > MOST_TEXT or not fits:
        said = _(
            "Expected a question and two to {most} choices, one a line, each of at most {length} "
            "characters. Complete them, then ask."
        )
        raise ClassError(said.format(most=MOST_CHOICES, length=MOST_CHOICE))
    return Asked(text=text, choices=choices, count=len(choices))
