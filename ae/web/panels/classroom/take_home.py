"""What the host takes home of a class: the wall as a picture, and all that was sent as data."""

import io

import numpy as np
import streamlit as st

from ae.i18n import _
from ae.runs.classes import Board, Student, round_of
from ae.runs.store import Run
from ae.web import exports
from ae.web.language import in_this
from ae.web.live import reconstruct
from ae.web.panels.classroom.names import name_of
from ae.web.panels.classroom.questions import words_of
from ae.web.panels.classroom.sent import Sent, inputs
from ae.web.samples import drawn
from ae.web.server import workers
from ae.workers import inference

COLUMNS, SCALE = 10, 6
NONE = -1


def take_home(board: Board, students: dict[str, Student], drawings: list[Sent], run: Run) -> None:
    """Offer the wall and the data for download; they are made when they are asked for."""
    with st.container(horizontal=True):
        for words, make, name, kind in (
            (_("Wall (PNG)"), lambda: wall_png(drawings, run), "class-wall.png", "image/png"),
            (
                _("Drawings (NumPy)"),
                lambda: arrays(drawings, run),
                "class-drawings.npz",
                "application/octet-stream",
            ),
        ):
            st.download_button(
                words,
                in_this(make),
                name,
                kind,
                icon=":material/download:",
                disabled=not drawings,
                on_click="ignore",
            )
        st.download_button(
            _("Answers (CSV)"),
            in_this(lambda: table(board, students)),
            "class-answers.csv",
            "text/csv",
            icon=":material/download:",
            on_click="ignore",
        )


def wall_png(drawings: list[Sent], run: Run) -> bytes:
    """Return all drawings, each over its reconstruction, as PNG."""
    restored = drawn(run, reconstruct(run, inputs(drawings)))
    pairs = np.concatenate([np.stack([one.image for one in drawings]), restored], axis=1)
    return exports.grid_png(pairs, min(COLUMNS, len(pairs)), SCALE)


def arrays(drawings: list[Sent], run: Run) -> bytes:
    """Return the drawings, what they are said to be, their codes and reconstructions as npz.

    `drawings` uint8 (n, h, w); `digits` int64 (n,), −1 where none was said; `codes` float32 (n, d);
    `reconstructions` float32 (n, h, w); `names` the students' animals.
    """
    given = inputs(drawings)
    buffer = io.BytesIO()
    np.savez_compressed(
        buffer,
        drawings=np.stack([one.image for one in drawings]),
        digits=np.array([NONE if one.digit is None else one.digit for one in drawings]),
        codes=inference.encode(workers(), run.identity, given),
        reconstructions=reconstruct(run, given),
        names=np.array([name_of(one.seat) for one in drawings]),
    )
    return buffer.getvalue()


def table(board: Board, students: dict[str, Student]) -> bytes:
    """Return what was answered as CSV: a line a student, two columns a question."""
    questions = [words_of(asked) for asked in board.asked]
    rounds = [(place, again) for place in range(len(questions)) for again in (False, True)]
    heads = [
        (_("{text} (after talking)") if again else _("{text} (first)")).format(
            text=questions[place].text
        )
        for place, again in rounds
    ]
    rows = [[_("student"), _("digit drawn"), *heads]]
    for one in sorted(students.values(), key=lambda student: student.seat):
        drawn_digit = "" if one.digit is None or one.sheet != board.sheet else str(one.digit)
        given = [one.answers.get(round_of(place, again)) for place, again in rounds]
        answers = [
            ""
            if choice is None or choice >= len(questions[place].choices)
            else questions[place].choices[choice]
            for (place, _again), choice in zip(rounds, given, strict=True)
        ]
        rows.append([name_of(one.seat), drawn_digit, *answers])
    return exports.table_csv(rows)
