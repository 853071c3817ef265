"""A class of its own for each test."""

import time

import pytest

from ae.runs.classes import Asked, Classes
from ae.runs.classes import store as kept

QUESTION = Asked(text="Which?", choices=("one", "two", "three"), count=3)


@pytest.fixture
def classes(tmp_path, monkeypatch):
    """The classes of an empty folder, in which a student may send as fast as a test does."""
    monkeypatch.setattr(kept, "LEAST_SECONDS", 0.0)
    return Classes(tmp_path / "classes")


@pytest.fixture
def opened(classes):
    return classes.open()


@pytest.fixture
def asking(classes, opened):
    """A class that is asked a question, with one student: code, secret, token."""
    classes.step(opened.code, opened.secret, phase="ask", asked=(QUESTION,))
    return opened.code, opened.secret, classes.join(opened.code)


@pytest.fixture
def later(monkeypatch):
    """A function that lets seconds pass for whatever asks the clock."""
    now = time.time

    def pass_seconds(seconds):
        monkeypatch.setattr(time, "time", lambda: now() + seconds)

    return pass_seconds
