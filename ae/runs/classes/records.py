"""What is kept of a class: its host's file and one file a student, each checked when it is read."""

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from ae.data import framing
from ae.runs.classes.codes import DIGITS

MOST_STUDENTS = 100
MOST_ASKED = 40
MOST_CHOICES = 8
MOST_TEXT, MOST_CHOICE = 300, 80
"""Characters of a question of one's own, and of each of its choices."""
MOST_TRAINED = 3
"""Runs that a class trains on its own drawings."""
MOST_SENDS = 1000
"""How often one student sends in one class."""

Phase = Literal["gather", "ask", "draw", "show", "discuss"]
PHASES: tuple[Phase, ...] = ("gather", "ask", "draw", "show", "discuss")
ANSWERED: tuple[Phase, ...] = ("ask", "discuss")
"""Phases in which a question is answered: first alone, then after talking."""
Hash = Annotated[str, Field(pattern=f"^[0-9a-f]{{{DIGITS}}}$")]
Count = Annotated[int, Field(ge=0, le=1_000_000)]
Seconds = Annotated[float, Field(ge=0.0, allow_inf_nan=False)]
PIXELS = framing.SHAPE[0] * framing.SHAPE[1]
CHARACTERS = 4 * -(-PIXELS // 3)
"""Of a drawing in base 64."""


@dataclass(frozen=True)
class Question:
    """What a class is asked: its answers are to be talked about, right or wrong.

    Args:
        text: plain text, never Markdown.
        choices: what there is to choose from; an answer is the place of one.
    """

    text: str
    choices: tuple[str, ...]


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Asked(_Record):
    """One question that the class was asked.

    Args:
        id: of a question that the app knows; the words are put on where it is shown.
        text, choices: of a question of the host's own, which has no id.
        count: how many choices it has.
    """

    id: str = Field(default="", max_length=60)
    text: str = Field(default="", max_length=MOST_TEXT)
    choices: tuple[Annotated[str, Field(max_length=MOST_CHOICE)], ...] = Field(
        default=(), max_length=MOST_CHOICES
    )
    count: int = Field(ge=2, le=MOST_CHOICES)


class Board(_Record):
    """What the host has decided: the host's file.

    Args:
        room: names the class where its code must not: it cannot be guessed.
        host: the hash of the host's secret.
        takeover, takeover_until: the hash of a one-time key with which another device becomes the
            host, and until when (seconds since 1970).
        step: another number whenever students see something else.
        phase: where the class is.
        asked: the questions so far; the last one is the one that is asked.
        revealed: whether bars are shown, which comes after the answers.
        sheet: drawings of other sheets are cleared away.
        run: the key of the run that the board shows.
        frozen: whether nothing is taken from students now.
        starred, hidden: students, by id.
        trained: of the runs on the class's own drawings the dataset, by key: they go with it.
    """

    room: Hash
    host: Hash
    takeover: str = Field(default="", max_length=DIGITS)
    takeover_until: Seconds = 0.0
    step: Count = 0
    phase: Phase = "gather"
    asked: tuple[Asked, ...] = Field(default=(), max_length=MOST_ASKED)
    revealed: bool = False
    sheet: Count = 0
    run: str = Field(default="", pattern="^([0-9a-f]{16})?$")
    view: Literal["bars", "map", "wall", "families"] = "bars"
    order: Literal["came", "digit", "error"] = "came"
    frozen: bool = False
    starred: tuple[Hash, ...] = Field(default=(), max_length=MOST_STUDENTS)
    hidden: tuple[Hash, ...] = Field(default=(), max_length=MOST_STUDENTS)
    trained: Mapping[
        Annotated[str, Field(pattern="^[0-9a-f]{16}$")],
        Annotated[str, Field(pattern="^class-[0-9a-f]{16}$")],
    ] = Field(default_factory=dict, max_length=MOST_TRAINED)

    def round(self) -> str:
        """Name the question that is asked and whether for the first or the second time."""
        return round_of(len(self.asked) - 1, self.phase == "discuss")


class Student(_Record):
    """What one student has sent: that student's file.

    Args:
        seat: a number that no other student of the class has.
        sends: how often something was sent, and `last` when (seconds since 1970).
        answers: round (see `Board.round`) → place of the choice.
        drawing: in base 64, or nothing.
        digit: what the student says that it is.
        sheet: which of the board's sheets it was drawn for.
        drawn: when it came first (seconds since 1970): the order on the wall.
    """

    seat: int = Field(ge=0, lt=MOST_STUDENTS)
    sends: int = Field(default=0, ge=0, le=MOST_SENDS)
    last: Seconds = 0.0
    answers: Mapping[
        Annotated[str, Field(pattern=r"^\d{1,2}\.[01]$")],
        Annotated[int, Field(ge=0, lt=MOST_CHOICES)],
    ] = Field(default_factory=dict, max_length=2 * MOST_ASKED)
    drawing: str = Field(default="", pattern=f"^([A-Za-z0-9+/=]{{{CHARACTERS}}})?$")
    digit: int | None = Field(default=None, ge=0, le=9)
    sheet: Count = 0
    drawn: Seconds = 0.0

    def image(self) -> np.ndarray | None:
        """Return the drawing, uint8 (height, width), or None where there is none."""
        try:
            content = base64.b64decode(self.drawing, validate=True)
        except binascii.Error:
            return None
        if len(content) != PIXELS:
            return None
        return np.frombuffer(content, np.uint8).reshape(framing.SHAPE)


def round_of(question: int, again: bool) -> str:
    """Name a question, by its place among those asked, and whether it is asked again."""
    return f"{question}.{int(again)}"


def encoded(image: np.ndarray) -> str:
    """Return a drawing, uint8 (height, width), in base 64."""
    return base64.b64encode(np.ascontiguousarray(image).tobytes()).decode()
