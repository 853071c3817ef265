"""Lessons: paths through the app's panels, each step of which may ask before it shows.

To add a lesson: write a file like `squeeze.py`, and add one line to `LESSONS`. The contract test
looks at every panel, setting, figure and answer of it.
"""

from ae.web.lessons.base import Figures, Lesson, Question, Step
from ae.web.lessons.few_numbers import FEW_NUMBERS
from ae.web.lessons.gaps import GAPS
from ae.web.lessons.noise import NOISE
from ae.web.lessons.normal import NORMAL
from ae.web.lessons.own_digit import OWN_DIGIT
from ae.web.lessons.seldom import SELDOM
from ae.web.lessons.squeeze import SQUEEZE
from ae.web.lessons.without_gaps import WITHOUT_GAPS

LESSONS: dict[str, Lesson] = {
    "squeeze": SQUEEZE,
    "few-numbers": FEW_NUMBERS,
    "own-digit": OWN_DIGIT,
    "noise": NOISE,
    "map-with-gaps": GAPS,
    "map-without-gaps": WITHOUT_GAPS,
    "what-is-normal": NORMAL,
    "many-that-seldom-fire": SELDOM,
}
"""The registry, by the name that an address carries, in the order in which they build on each
other."""

__all__ = ["LESSONS", "Figures", "Lesson", "Question", "Step"]
