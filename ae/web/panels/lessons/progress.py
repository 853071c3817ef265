"""Which lesson is open, at which step, and what was answered: in the address, so never lost."""

import streamlit as st

from ae.web.controls import address, links
from ae.web.lessons import LESSONS

NONE = "-"
KEPT = (links.PRESENT, links.HIDE)
"""Choices of the view that go along from step to step; others are a panel's own."""


def opened() -> str:
    """Return the name of the lesson that is open, of `LESSONS`; empty where none is."""
    name = str(address.view().get(links.LESSON, ""))
    return name if name in LESSONS else ""


def step() -> int:
    """Return the number of the step on screen, from 1."""
    steps = len(LESSONS[opened()].steps)
    return min(int(address.view().get(links.STEP, 1)), steps)


def answer(number: int) -> int | None:
    """Return which choice was made at a step, or None."""
    answers = str(address.view().get(links.ANSWERS, ""))
    told = answers[number - 1] if number <= len(answers) else NONE
    question = LESSONS[opened()].steps[number - 1].question
    if told == NONE or question is None or int(told) >= len(question.choices):
        return None
    return int(told)


def give(number: int, choice: int) -> None:
    """Note which choice was made at a step."""
    answers = list(str(address.view().get(links.ANSWERS, "")).ljust(number, NONE))
    answers[number - 1] = str(choice)
    address.view()[links.ANSWERS] = "".join(answers)
    _keep()
    address.follow()


def go_to(number: int) -> None:
    """Show a step."""
    answers = address.view().get(links.ANSWERS, "")
    _show(opened(), number, answers)


def open_lesson(name: str) -> None:
    """Open a lesson, where it was left in this session."""
    number, answers = left(name) or (1, "")
    _show(name, number, answers)


def close() -> None:
    """Go back to the list of lessons."""
    _show("", 1, "")


def left(name: str) -> tuple[int, str] | None:
    """Return at which step, and with which answers, a lesson was left in this session."""
    kept: dict[str, tuple[int, str]] = st.session_state.setdefault("lessons", {})
    return kept.get(name)


def _show(name: str, number: int, answers: str) -> None:
    view = address.view()
    kept = {one: view[one] for one in KEPT if one in view}
    view.clear()
    view.update(kept)
    if name:
        view.update({links.LESSON: name, links.STEP: number})
        view.update({links.ANSWERS: answers} if answers else {})
        _keep()
    address.follow()


def _keep() -> None:
    st.session_state.setdefault("lessons", {})[opened()] = (
        step(),
        address.view().get(links.ANSWERS, ""),
    )
