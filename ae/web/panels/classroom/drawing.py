"""What a student draws and sends, and what the class's run makes of it."""

import numpy as np
import streamlit as st

from ae.i18n import _
from ae.runs.classes import Board, ClassError, Student
from ae.runs.store import Run
from ae.web import figures
from ae.web.drawing_state import Drawing, as_input, current, put
from ae.web.live import reconstruct, when_awake
from ae.web.panels.classroom.acting import PROBLEM, complain
from ae.web.panels.classroom.runs import run_of
from ae.web.panels.classroom.sent import inputs, sent
from ae.web.panels.shared.drawing_source import show_canvas
from ae.web.samples import drawn
from ae.web.server import classes
from ae.web.wording import class_names


def draw(code: str, token: str, board: Board, student: Student) -> None:
    """Show the canvas, and what sends it."""
    if st.session_state.get("class-sheet") != (code, board.sheet):
        st.session_state["class-sheet"] = code, board.sheet
        put(Drawing(fresh=True, name=f"{code}-{board.sheet}"))
    show_canvas()
    run = run_of(board.run)
    names = class_names(run) if run is not None else []
    if names:
        st.pills(
            _("Which is it?"),
            range(len(names)),
            format_func=lambda place: names[place],
            key=f"class-digit-{board.sheet}",
        )
    is_sent = student.drawing and student.sheet == board.sheet
    with st.container(key="class-one"):
        st.button(
            _("Send again") if is_sent else _("Send"),
            type="primary",
            width="stretch",
            icon=":material/send:",
            on_click=_send,
            args=(code, token, board),
        )
    complain()
    if is_sent:
        st.caption(_("Sent: it is on the board. What you send next takes its place."))


def _send(code: str, token: str, board: Board) -> None:
    run = run_of(board.run)
    digit = st.session_state.get(f"class-digit-{board.sheet}")
    try:
        if run is None:
            raise ClassError(_("There is no run that could look at a drawing. Tell your teacher."))
        image = current().seen(False, run.config.dataset).image
        classes().draw(code, token, image, digit)
    except ClassError as error:
        st.session_state[PROBLEM] = str(error)


def mine(code: str, board: Board, student: Student) -> None:
    """Show a student's own drawing beside what the class's run makes of it."""
    image, run = student.image(), run_of(board.run)
    if image is None or student.sheet != board.sheet or run is None:
        st.markdown(_("Look at the board."))
        return
    restored = when_awake(lambda: _rebuilt(code, board, student, run, as_input(image)))
    if restored is None:
        return
    labels = [_("What you drew"), _("What the network rebuilds"), _("Error map")]
    pictures = [
        np.repeat(image[..., None], 3, axis=2),
        np.repeat(drawn(run, restored)[0][..., None], 3, axis=2),
        figures.error_map(as_input(image), restored, run.config.data)[0],
    ]
    st.html(figures.trio(np.stack(pictures), labels, labels))
    st.markdown(_("Look at the board: where does yours lie?"))


def _rebuilt(code: str, board: Board, student: Student, run: Run, image: np.ndarray) -> np.ndarray:
    """Return what a run makes of a student's drawing, float32 (1, height, width).

    All phones ask at the same moment: so each asks for all drawings at once, which is one request
    to the network and not a hundred.
    """
    drawings = sent(board, classes().students(code))
    place = next((at for at, one in enumerate(drawings) if one.seat == student.seat), None)
    if place is None:  # hidden on the board
        return reconstruct(run, image)
    return reconstruct(run, inputs(drawings))[place : place + 1]
