"""The choice of noise: its kind and its level."""

from typing import Any

import streamlit as st

from ae.data.corruption import CORRUPTIONS, offered
from ae.data.datasets import DATASETS
from ae.i18n import _
from ae.web import url
from ae.web.wording import About, dataset_of, named

url.declare("noise", lambda: [entry.label for entry in CORRUPTIONS.values()])


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
    bound: Any = {"bind": "query-params"} if in_url else {}
    chosen = st.selectbox(
        _("Noise"),
        names,
        names.index(kind),
        format_func=lambda name: _(CORRUPTIONS[name].label),
        key=f"{key}noise",
        width=170,
        **bound,
    )
    meaning = _("Added to the input only. Level means: {meaning}.")
    strength = st.slider(
        _("Noise level"),
        0.0,
        1.0,
        level,
        0.05,
        key=f"{key}level",
        width=220,
        help=named(meaning.format(meaning=_(CORRUPTIONS[chosen].level_means)), about),
        **bound,
    )
    return chosen, strength
