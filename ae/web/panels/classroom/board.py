"""The board of a class, for the projector: what each phase shows."""

import html

import numpy as np
import streamlit as st

from ae.i18n import _, ngettext
from ae.runs.classes import Board, Student, round_of
from ae.web import figures
from ae.web.controls import links
from ae.web.panels.classroom import ask
from ae.web.panels.classroom.names import colour_of, name_of
from ae.web.panels.classroom.questions import words_of
from ae.web.panels.shared.class_link import address_of, qr_png


def show(code: str, secret: str, board: Board, students: dict[str, Student]) -> None:
    """Show what belongs to the phase."""
    st.title(_("Class {code}").format(code=code), anchor=False)
    if board.phase == "gather":
        gather(code, students)
    elif board.phase in ("ask", "discuss"):
        if board.phase == "ask":
            ask.choose(code, secret, board)
        answers(board, students)


def link_of(code: str) -> str:
    """Return the address that students open: it holds no secret."""
    return f"{address_of('class')}?{links.CLASS}={code}"


def gather(code: str, students: dict[str, Student]) -> None:
    """Show how to come in, and who is here."""
    left, right = st.columns([3, 2], vertical_alignment="center")
    link = link_of(code)
    with left:
        st.html(f"<div class='ae-class-code'>{html.escape(code)}</div>")
        here = ngettext("One is here", "{n} are here", len(students))
        st.html(f"<div class='ae-class-count'>{html.escape(here)}</div>")
        st.html(_here(students))
    with right:
        st.image(qr_png(link), width="stretch")
        st.code(link, language=None, wrap_lines=True)
        if "//localhost" in link or "//127." in link:
            st.caption(
                _(
                    "This address leads nowhere but on this machine. Open the app by the name or "
                    "number that this machine has in your network."
                )
            )


def _here(students: dict[str, Student]) -> str:
    seats = sorted(one.seat for one in students.values())
    cells = [
        f"<span><span class='ae-class-dot' style='background:{colour_of(seat)}'></span>"
        f"{html.escape(name_of(seat))}</span>"
        for seat in seats
    ]
    return f"<div class='ae-class-here'>{''.join(cells)}</div>"


def answers(board: Board, students: dict[str, Student]) -> None:
    """Show the question, how many have answered, and the bars where they are to be seen."""
    if not board.asked:
        return
    question, last = words_of(board.asked[-1]), len(board.asked) - 1
    st.html(f"<p class='ae-class-question'>{html.escape(question.text)}</p>")
    given = sum(board.round() in one.answers for one in students.values())
    text = _("Answers: {n} of {all}").format(n=given, all=len(students))
    st.html(f"<div class='ae-class-count'>{html.escape(text)}</div>")
    rounds = {_("first"): tally(students, round_of(last, False), len(question.choices))}
    if board.phase == "discuss":
        rounds[_("after talking")] = tally(students, round_of(last, True), len(question.choices))
    if board.phase != "ask":
        st.html(figures.tallies(question.choices, rounds))


def tally(students: dict[str, Student], which: str, count: int) -> np.ndarray:
    """Count how often each of some choices was made in a round: int (count,)."""
    made = [one.answers[which] for one in students.values() if which in one.answers]
    return np.bincount([place for place in made if place < count], minlength=count)
