"""Panels by name: each a function of what it is given, which can stand on any page.

A page, a lesson or a class shows one by `show("latent.map", run, form="tsne")`. What stands
behind the name's arguments are settings: keyword-only parameters with defaults, from which the
panel's controls start.
"""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import streamlit as st

from ae.i18n import _
from ae.web.controls import view_choices


@dataclass(frozen=True)
class Panel:
    """One entry of the registry.

    Args:
        label: its words where it is one of several to choose from; marked with `N_`.
        show: draws it. Positional parameters are what it is given (the run; of a drawing's panels
            what is seen of it and the model's input, too), keyword-only ones its settings.
    """

    label: str
    show: Callable[..., None]

    def settings(self) -> dict[str, Any]:
        """Return the panel's settings with their defaults."""
        parameters = inspect.signature(self.show).parameters.values()
        return {one.name: one.default for one in parameters if one.kind is one.KEYWORD_ONLY}


PANELS: dict[str, Panel] = {}
"""The registry, filled by `ae.web.panels`."""


def show(name: str, *given: Any, **settings: Any) -> None:
    """Show a panel.

    Args:
        name: in `PANELS`.
        given: what the panel is a function of.
        settings: those of its own that are not to have their defaults.

    Raises:
        ValueError: for a name or a setting that does not exist.
    """
    if name not in PANELS:
        raise ValueError(f"panel: expected one of {', '.join(PANELS)}. Received: {name!r}.")
    own = PANELS[name].settings()
    if unknown := sorted(set(settings) - set(own)):
        wanted = ", ".join(own) or "none"
        raise ValueError(f"{name}: expected settings among {wanted}. Received: {unknown}.")
    PANELS[name].show(*given, **settings)


def choose(label: str, names: list[str], key: str, in_url: bool = True) -> str:
    """Let a person choose one of several panels, at first the first; return its name.

    Args:
        key: the choice's key; with `in_url` also its name in the address, which
            `ae.web.panels` must have declared.
    """
    return st.segmented_control(
        label,
        names,
        default=view_choices.value(key, names[0]) if in_url else names[0],
        required=True,
        format_func=lambda name: _(PANELS[name].label),
        **(view_choices.wired(key, names[0]) if in_url else {"key": key}),
    )
