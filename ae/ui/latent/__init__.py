"""The Latent space page: a plane to walk through, the map, the codes, and two runs beside."""

from collections.abc import Callable

import streamlit as st

from ae.store import Run
from ae.ui.latent.codes import show_codes
from ae.ui.latent.explore import explore
from ae.ui.latent.map import show_map
from ae.ui.latent.pair import show_pair
from ae.words import N_, _

PANELS: dict[str, tuple[str, Callable[[Run], None]]] = {
    "explore": (N_("Walk through it"), explore),
    "map": (N_("Map"), show_map),
    "codes": (N_("What a code knows"), show_codes),
    "pair": (N_("Two runs"), show_pair),
}


def latent_space(run: Run) -> None:
    """Show the view of the latent space that is chosen; others cost nothing meanwhile."""
    name = st.segmented_control(
        _("Look at"),
        list(PANELS),
        default="explore",
        required=True,
        format_func=lambda one: _(PANELS[one][0]),
        key="view",
        bind="query-params",
    )
    PANELS[name][1](run)


__all__ = ["PANELS", "latent_space"]
