"""The controls of a configuration's fields: each shows what is chosen, and takes what is changed.

Callbacks write to the configuration, so it is complete before a page is built. Controls on screen
keep their keys for good, see `given`. Those in a popover exist in the browser only while it is
open: another value that the program puts there comes with another key, which alone reaches them.
"""

from collections.abc import Callable
from typing import Any

import streamlit as st

from ae import config as configs
from ae.i18n import _, sentences
from ae.web.controls import given
from ae.web.controls.chosen import flat
from ae.web.field_words import HELP, NAMES, VALUE_NAMES
from ae.web.wording import named

Take = Callable[[Any], None]


def on_screen(name: str, value: Any, take: Take | None = None) -> dict[str, Any]:
    """Return what a control needs that is always on screen.

    Args:
        name: the field, and the control's key.
        value: what it shows.
        take: called with what a person chooses; without, the field has it then.
    """
    return given.wired(name, value, take or (lambda wanted: _set(name, wanted)))


def in_popover(name: str, value: Any, take: Take | None = None) -> dict[str, Any]:
    """Return the same for a control in a popover; the control is given its `value` by itself."""
    shown: dict[str, tuple[int, Any]] = st.session_state.setdefault("shown", {})
    number, last = shown.get(name, (0, value))
    number += last != value
    shown[name] = number, value
    key = f"{name}-{number}"
    _known()[key] = value
    args = (key, take or (lambda wanted: _set(name, wanted)))
    return {"key": key, "on_change": _take_news, "args": args}


def choice(
    name: str,
    label: str,
    show: Callable[[str], str] | None = None,
    width: Any = "stretch",
    take: Take | None = None,
    help_text: str | None = None,
    names: tuple[str, ...] | None = None,
) -> None:
    """Show the choice of one of a field's names."""
    options = names or configs.choices(name, flat()["dataset"], flat()["architecture"])
    value = flat()[name]
    st.selectbox(
        label,
        options,
        options.index(value),
        show or value_label,
        width=width,
        help=say(help_text or HELP.get(name, "")),
        **in_popover(name, value, take),
    )


def number(name: str, label: str, help_text: str | None = None) -> None:
    """Show a number's field: it says which numbers it takes."""
    dataset, architecture = flat()["dataset"], flat()["architecture"]
    low, high = configs.bounds(name, dataset, architecture)
    value = flat()[name]
    step = 0.001 if high <= 0.1 else 0.05 if high <= 1.0 else 0.1
    steps = {"step": 1} if isinstance(value, int) else {"step": step, "format": "%.5g"}
    takes = _("It takes {expected}.").format(expected=configs.expected(name, dataset, architecture))
    text = sentences([say(help_text or HELP[name]), takes])
    st.number_input(label, low, high, value, help=text, **steps, **in_popover(name, value))


def switch(name: str, label: str, help_text: str) -> None:
    """Show an option that is on or off."""
    st.toggle(label, flat()[name], help=say(help_text), **in_popover(name, flat()[name]))


def label_of(name: str, dataset: str = "") -> str:
    """Return what a field is called, of the chosen dataset if none is named."""
    return named(_(NAMES[name]), dataset or flat()["dataset"])


def say(text: str) -> str:
    """Translate a text and fill in what the chosen dataset's samples are called."""
    return named(_(text), flat()["dataset"]) if text else ""


def value_label(value: str) -> str:
    """Return how the value of an option is shown."""
    return _(VALUE_NAMES.get(value, value))


def _set(name: str, value: Any) -> None:
    """Take a field's value, unless the configuration takes none such: a message may tell of a
    control that went with the family or the data it belonged to."""
    wanted = flat() | {name: value}
    _config, problems = configs.from_flat_leniently(wanted)
    if not problems:
        flat()[name] = value
    st.session_state["problems"] = []


def _take_news(key: str, take: Take) -> None:
    """Take what a person chose; a value that a control had already is told again, not chosen."""
    value = st.session_state[key]
    if value == _known().get(key):
        return
    _known()[key] = value
    name, _dash, told = key.rpartition("-")
    shown = st.session_state["shown"]
    if shown[name][0] == int(told):  # it shows this value now, under the key that it has
        shown[name] = int(told), value
    take(value)


def _known() -> dict[str, Any]:
    """Return the value that each control in a popover has had last, by its key."""
    known: dict[str, Any] = st.session_state.setdefault("known", {})
    return known
