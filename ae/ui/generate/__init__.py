"""The Generate page: new digits by chance, on a way, by arithmetic and by hand."""

from collections.abc import Callable

import streamlit as st

from ae.store import Run
from ae.ui.generate.arithmetic import calculate
from ae.ui.generate.home import take_codes_home
from ae.ui.generate.interpolate import go_between
from ae.ui.generate.sample import draw_samples
from ae.ui.generate.sliders import set_by_hand
from ae.words import N_, _

PANELS: dict[str, tuple[str, Callable[[Run], None]]] = {
    "sample": (N_("Sample"), draw_samples),
    "between": (N_("Interpolate"), go_between),
    "arithmetic": (N_("Arithmetic"), calculate),
    "sliders": (N_("By hand"), set_by_hand),
    "home": (N_("Take it home"), take_codes_home),
}


def generate(run: Run) -> None:
    """Show the way of generating that is chosen; others cost nothing meanwhile."""
    name = st.segmented_control(
        _("Generate by"),
        list(PANELS),
        default="sample",
        required=True,
        format_func=lambda one: _(PANELS[one][0]),
        key="way",
        bind="query-params",
    )
    PANELS[name][1](run)


__all__ = ["PANELS", "generate"]
