"""What makes this browser the host, or a student, of a class: kept by it, told to the session."""

import secrets
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from ae.runs.classes import OF_ONE, ClassError, Guesses
from ae.web.components import KEEPER, keeper
from ae.web.server import classes

MOST = 64
"""Characters of what a browser may say that it keeps."""


@dataclass(frozen=True)
class Held:
    """A host's secret and a student's token, each empty where there is none."""

    host: str = ""
    student: str = ""


def held(code: str) -> Held | None:
    """Return what this browser holds of a class; None until the browser has answered.

    Called at each run of the page, always at the same place.
    """
    state = st.session_state
    write, number = state.get("class-write", {}).get(code, ({}, ""))
    told = _checked(keeper(code, write, number), code)
    own: dict[str, Held] = state.setdefault("class-held", {})
    if told is None or code in own:
        return own.get(code)
    return told


def remember(code: str, **what: str) -> None:
    """Have session and browser keep a host's secret (`host`) or a student's token (`student`)."""
    own = st.session_state.setdefault("class-held", {})
    own[code] = replace(own.get(code) or held_before(code), **what)
    _write(code, what)


def forget(code: str) -> None:
    """Have session and browser forget a class."""
    st.session_state.setdefault("class-held", {})[code] = Held()
    _write(code, {"forget": True})


def held_before(code: str) -> Held:
    """Return what the browser has told of a class so far."""
    told = st.session_state.get(KEEPER)
    return _checked(told.get("kept") if told is not None else None, code) or Held()


def is_host(code: str, mine: Held) -> bool:
    """Tell whether this browser is the host's."""
    try:
        return bool(mine.host) and classes().is_host(code, mine.host)
    except ClassError:
        return False


def is_student(code: str, mine: Held) -> bool:
    """Tell whether this browser is a student's."""
    try:
        return bool(mine.student) and classes().student(code, mine.student) is not None
    except ClassError:
        return False


def guesses() -> Guesses:
    """Return the wrong codes of this visitor."""
    found: Guesses = st.session_state.setdefault("class-guesses", Guesses(OF_ONE))
    return found


def _write(code: str, what: dict[str, Any]) -> None:
    # Named at random: a server that has come back must not count anew what a browser has seen.
    st.session_state.setdefault("class-write", {})[code] = what, secrets.token_hex(8)


def _checked(told: Any, code: str) -> Held | None:
    """Return what a browser says that it keeps, if it is of this class."""
    if told is None or told["code"] != code:
        return None
    found = told["host"], told["student"]
    return Held(*found) if max(map(len, found)) <= MOST else Held()
