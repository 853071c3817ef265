"""The choice of noise: its kind and its level."""

from typing import Any

import streamlit as st

from ae.data.corruption import CORRUPTIONS, offered
from ae.data.datasets import DATASETS
from ae.i18n import _
from ae.web.controls import links, view_choices
from ae.web.wording import About, dataset_of, named

links.declare("noise", lambda: {name: one.label for name, one in CORRUPTIONS.items()})


def choose_noise(
    about: About, kind: str = "gaussian", level: float = 0.0, key: str = "", in_url: bool = True
) -> tuple[str, float]:
    """Show both controls side by side, in the container they are called in; return the choice.

    Args:
        about: whose samples are damaged.
        kind, level: what is chosen at first.
        key: begins the controls' keys, `noise` and `level`.
        in_url: whether the URL carries the choice; without a `key` only.
    """
    names = offered(DATASETS[dataset_of(about)].spec.kind)
    if in_url and view_choices.value("noise", kind) not in names:
        view_choices.drop("noise")
    chosen = st.selectbox(
        _("Noise"),
        names,
        names.index(view_choices.value("noise", kind) if in_url else kind),
        format_func=lambda name: _(CORRUPTIONS[name].label),
        width=170,
        **_wiring("noise", kind, key, in_url),
    )
    meaning = _("Added to the input only. Level means: {meaning}.")
    strength = st.slider(
        _("Noise level"),
        0.0,
        1.0,
        view_choices.value("level", level) if in_url else level,
        step=0.05,
        width=220,
        help=named(meaning.format(meaning=_(CORRUPTIONS[chosen].level_means)), about),
        **_wiring("level", level, key, in_url),
    )
    return chosen, strength


def _wiring(name: str, usual: Any, key: str, in_url: bool) -> dict[str, Any]:
    if in_url:
        return view_choices.wired(name, usual)
    return {"key": f"{key}{name}"}
