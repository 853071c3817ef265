"""What the program puts into controls, and which messages do not know of it yet.

A message from the browser carries the values of all controls. Where the program has just put
another value into one, messages that were sent before the browser saw it still carry the old one:
they say nothing about what a person wants. A receipt, which the browser returns with every message
once it has shown what the program put there, tells the two apart.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import streamlit as st

from ae.web.components import receipt

_KEY = "receipt"


@dataclass(frozen=True)
class _Given:
    """A value that the program has put into a control.

    Args:
        number: of the receipt that says that the browser has shown it.
        before: what the browser may have shown until then.
    """

    number: int
    before: tuple[Any, ...]


def put(key: str, value: Any) -> None:
    """Have a control, which is built after this, show a value: only if it shows another one."""
    state, known = st.session_state, _all().get(key)
    current = state.get(key, value)
    waiting = known is not None and known.number > _seen()
    before = known.before if known is not None and waiting else ()
    if current != value and current not in before:
        state["given-number"] = state.get("given-number", 0) + 1
        _all()[key] = _Given(state["given-number"], (*before, current))
    if key not in state or current != value:
        state[key] = value


def is_late(key: str) -> bool:
    """Tell whether what a message says of a control is what it was before the program's value."""
    known = _all().get(key)
    late = known is not None and known.number > _seen() and st.session_state[key] in known.before
    if not late:
        _all().pop(key, None)
    return late


def wired(key: str, value: Any, take: Callable[[Any], None]) -> dict[str, Any]:
    """Return what a control that is always on screen needs to show a value and to change it.

    Args:
        key: the control's key, for good: so that it keeps the focus.
        take: called with what a person chooses.
    """
    put(key, value)
    return {"key": key, "on_change": _take, "args": (key, take)}


def ask_for_receipt() -> None:
    """Have the browser say that it shows what the program put into controls, where it did not."""
    last = max((one.number for one in _all().values()), default=0)
    if last:
        receipt(last, _KEY)


def forget() -> None:
    """Forget what controls were given: a page that is opened anew has controls of its own."""
    _all().clear()


def _take(key: str, take: Callable[[Any], None]) -> None:
    if not is_late(key):
        take(st.session_state[key])


def _all() -> dict[str, _Given]:
    given: dict[str, _Given] = st.session_state.setdefault("given", {})
    return given


def _seen() -> int:
    """Return the number of the last receipt that came back."""
    told = st.session_state.get(_KEY)
    number = (told.get("seen") if told is not None else None) or 0
    st.session_state["given-seen"] = max(number, st.session_state.get("given-seen", 0))
    seen: int = st.session_state["given-seen"]
    return seen
