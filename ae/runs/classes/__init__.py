"""A class on one link: what a host asks and thirty phones answer, kept for one lesson only."""

from ae.runs.classes.codes import LETTERS, as_code
from ae.runs.classes.errors import ClassError, NoClass, NotYours
from ae.runs.classes.files import IDLE_SECONDS
from ae.runs.classes.guesses import OF_ONE, Guesses
from ae.runs.classes.records import (
    ANSWERED,
    MOST_CHOICE,
    MOST_CHOICES,
    MOST_STUDENTS,
    MOST_TEXT,
    MOST_TRAINED,
    PHASES,
    Asked,
    Board,
    Phase,
    Question,
    Student,
    round_of,
)
from ae.runs.classes.store import Classes, Opened
from ae.runs.classes.versions import Version, Watch, version

__all__ = [
    "ANSWERED",
    "IDLE_SECONDS",
    "LETTERS",
    "MOST_CHOICE",
    "MOST_CHOICES",
    "MOST_STUDENTS",
    "MOST_TEXT",
    "MOST_TRAINED",
    "OF_ONE",
    "PHASES",
    "Asked",
    "Board",
    "ClassError",
    "Classes",
    "Guesses",
    "NoClass",
    "NotYours",
    "Opened",
    "Phase",
    "Question",
    "Student",
    "Version",
    "Watch",
    "as_code",
    "round_of",
    "version",
]
