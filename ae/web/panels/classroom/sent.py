"""The drawings that a class has sent, in the order in which the board shows them."""

from dataclasses import dataclass

import numpy as np

from ae import analysis
from ae.runs.classes import Board, Student
from ae.runs.store import Run
from ae.web.drawing_state import as_input
from ae.web.live import reconstruct, when_awake
from ae.web.panels.classroom.names import name_of


@dataclass(frozen=True, eq=False)
class Sent:
    """One student's drawing.

    Args:
        id: the student's.
        seat: the student's, by which both the name and what the browser calls it follow.
        image: uint8 (height, width).
        digit: what the student says that it is, or None.
        starred: whether the host has marked it.
    """

    id: str
    seat: int
    image: np.ndarray
    digit: int | None
    starred: bool

    @property
    def name(self) -> str:
        """What the student is called, after a star where the host has marked the drawing."""
        return f"★ {name_of(self.seat)}" if self.starred else name_of(self.seat)


def sent(board: Board, students: dict[str, Student]) -> list[Sent]:
    """Return the drawings of the board's sheet that are not hidden: as they came, starred first."""
    found = [
        (one.drawn, Sent(name, one.seat, image, one.digit, name in board.starred))
        for name, one in students.items()
        if one.sheet == board.sheet and name not in board.hidden
        for image in [one.image()]
        if image is not None
    ]
    found.sort(key=lambda pair: (not pair[1].starred, pair[0], pair[1].id))
    return [one for _drawn, one in found]


def inputs(drawings: list[Sent]) -> np.ndarray:
    """Return drawings as a model's input, float32 (n, height, width)."""
    return np.concatenate([as_input(one.image) for one in drawings])


def ordered(
    board: Board, drawings: list[Sent], run: Run
) -> tuple[list[Sent], np.ndarray, np.ndarray] | None:
    """Return drawings in the order that the host has chosen, and what a run makes of them.

    Returns:
        drawings, reconstructions, float32 (n, height, width), and squared errors, float (n,); None
        after saying that the network is waking up.
    """
    given = inputs(drawings)
    restored = when_awake(lambda: reconstruct(run, given))
    if restored is None:
        return None
    errors = analysis.squared_error(given, restored)
    ranks: dict[str, list[float]] = {
        "came": list(range(len(drawings))),
        "digit": [99 if one.digit is None else one.digit for one in drawings],
        "error": errors.tolist(),
    }
    rank = ranks[board.order]
    places = sorted(range(len(drawings)), key=lambda at: (not drawings[at].starred, rank[at]))
    return [drawings[at] for at in places], restored[places], errors[places]
