"""The board of a class, for the projector: what each phase shows."""

import html

import numpy as np
import streamlit as st

from ae.i18n import N_, _, ngettext
from ae.runs.classes import Board, Student, round_of
from ae.web import figures
from ae.web.controls import given, links
from ae.web.panels.classroom import ask
from ae.web.panels.classroom.acting import change
from ae.web.panels.classroom.names import colour_of, name_of
from ae.web.panels.classroom.place_map import place_map
from ae.web.panels.classroom.questions import words_of
from ae.web.panels.classroom.runs import run_of, shown_runs
from ae.web.panels.classroom.sent import Sent, sent
from ae.web.panels.classroom.wall import act_on, families, picked, wall
from ae.web.panels.shared.class_link import address_of, qr_png
from ae.web.runs import names_of

VIEWS = {
    "bars": N_("Answers"),
    "map": N_("On the map"),
    "wall": N_("The wall"),
    "families": N_("Every family"),
}


def show(code: str, secret: str, board: Board, students: dict[str, Student]) -> None:
    """Show what belongs to the phase."""
    drawings = sent(board, students)
    if board.phase == "gather":
        gather(code, students)
    elif board.phase == "draw":
        with st.container(horizontal=True, vertical_alignment="center", gap="large"):
            _say(_("Draw a digit on your phone, and send it."))
            _count(_("Drawings: {n} of {all}"), len(drawings), students)
        wall(code, secret, board, None, drawings)
    elif board.phase == "show":
        _views(code, secret, board, students, drawings)
    else:
        if board.phase == "ask":
            ask.choose(code, secret, board)
        answers(board, students)
        if board.phase == "discuss" and board.asked and not board.revealed:
            st.button(
                _("Show what has changed"),
                icon=":material/bar_chart:",
                on_click=change,
                args=(code, secret),
                kwargs={"revealed": True},
            )


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
        st.image(qr_png(link), width="stretch", alt=_("QR code of this link"))
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


def _say(text: str) -> None:
    st.html(f"<p class='ae-class-question'>{html.escape(text)}</p>", width="content")


def _count(text: str, count: int, students: dict[str, Student]) -> None:
    told = text.format(n=count, all=len(students))
    st.html(f"<div class='ae-class-count'>{html.escape(told)}</div>", width="content")


def answers(board: Board, students: dict[str, Student]) -> None:
    """Show the question, how many have answered, and the bars where they are to be seen."""
    if not board.asked:
        if board.phase != "ask":
            st.markdown(_("Nothing was asked yet."))
        return
    question, last = words_of(board.asked[-1]), len(board.asked) - 1
    _say(question.text)
    rounds = {_("first"): tally(students, round_of(last, False), len(question.choices))}
    if board.phase in ("ask", "discuss"):
        given_now = sum(board.round() in one.answers for one in students.values())
        _count(_("Answers: {n} of {all}"), given_now, students)
    second = tally(students, round_of(last, True), len(question.choices))
    if board.revealed or (board.phase == "show" and second.any()):
        rounds[_("after talking")] = second
    if board.phase != "ask":
        st.html(figures.tallies(question.choices, rounds))


def tally(students: dict[str, Student], which: str, count: int) -> np.ndarray:
    """Count how often each of some choices was made in a round: int (count,)."""
    made = [one.answers[which] for one in students.values() if which in one.answers]
    return np.bincount([place for place in made if place < count], minlength=count).astype(int)


def _views(
    code: str,
    secret: str,
    board: Board,
    students: dict[str, Student],
    drawings: list[Sent],
) -> None:
    """Show what came of answers and drawings, as the host chooses."""
    run = run_of(board.run)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.segmented_control(
            _("Show"),
            list(VIEWS),
            default=board.view,
            required=True,
            format_func=lambda name: _(VIEWS[name]),
            label_visibility="collapsed",
            **given.wired("class-view", board.view, lambda to: change(code, secret, view=to)),
        )
        if board.view in ("map", "wall"):
            _choose_run(code, secret, board, run.key if run is not None else "")
    if board.view == "bars":
        answers(board, students)
    elif board.view == "families":
        families(drawings)
    elif run is None:
        st.info(_("There is no finished run on these digits yet. Train one on any page."))
    elif board.view == "wall":
        wall(code, secret, board, run, drawings)
    else:
        place_map(run, drawings)
        if (chosen := picked(drawings)) is not None:
            act_on(code, secret, board, chosen)


def _choose_run(code: str, secret: str, board: Board, key: str) -> None:
    runs = shown_runs(board.trained)
    if key not in runs:
        return
    names = dict(zip(runs, names_of([one.config for one in runs.values()]), strict=True))
    names |= {
        one: f"{names[one]} · {_('with your drawings')}" for one in board.trained if one in runs
    }
    st.selectbox(
        _("Through"),
        list(runs),
        format_func=lambda one: names[one],
        label_visibility="collapsed",
        width=300,
        **given.wired("class-run", key, lambda to: change(code, secret, run=to)),
    )
