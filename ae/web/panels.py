"""Panels of a page: one is shown, and the others cost nothing meanwhile."""

from collections.abc import Callable, Mapping

import streamlit as st

from ae.i18n import _
from ae.runs.store import Run

Panels = Mapping[str, tuple[str, Callable[[Run], None]]]
"""By name: the label, and what shows the panel."""


def show_panel(label: str, panels: Panels, run: Run, key: str) -> None:
    """Let a person choose a panel, at first the first, and show it; the URL carries the choice.

    Args:
        key: the choice's name in the URL; `view.py` must know it.
    """
    names = list(panels)
    name = st.segmented_control(
        label,
        names,
        default=names[0],
        required=True,
        format_func=lambda one: _(panels[one][0]),
        key=key,
        bind="query-params",
    )
    panels[name][1](run)
