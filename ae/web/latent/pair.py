"""Two runs side by side: where each puts the same digits, and what lies between them."""

import numpy as np
import streamlit as st

from ae.analysis import latent_grid
from ae.i18n import _
from ae.models.architectures import REGISTRY
from ae.runs.store import Run
from ae.web import figures
from ae.web.figures import FieldMap
from ae.web.inside.common import companion
from ae.web.latent.fields import SIDE, decoded
from ae.web.latent.plane import usual_view
from ae.web.services import all_runs, test_split, when_awake

SHOWN = 500
"""How many held-out digits lie over the fields."""


@st.fragment
def show_pair(run: Run) -> None:
    """Show the run beside another one on the same digits."""
    other = choose_other(run, "pair-other")
    if other is None:
        return
    maps = when_awake(lambda: [_map(one) for one in (run, other)])
    if maps is None:
        return
    labels = test_split(run.config.dataset).labels[:SHOWN]
    st.plotly_chart(
        figures.side_by_side(maps, labels),
        key=f"pair-{run.key}-{other.key}",
        config={"displaylogo": False},
        alt=_("Two runs: the decoded plane of each, with the same held-out digits on it."),
    )
    st.caption(
        _(
            "The background is what each decoder makes of that place. Nothing asked a plain "
            "autoencoder to fill the space between its codes: there it shows what is no digit. "
            "A variational one is asked to, and its digits turn into each other. Codes of more "
            "than two numbers are shown in the plane in which they vary most."
        )
    )


def choose_other(run: Run, key: str) -> Run | None:
    """Let a person choose another finished run on the same digits; say so if there is none."""
    others = {
        one.key: one
        for one in all_runs()
        if one.config.dataset == run.config.dataset and one.key != run.key
    }
    if not others:
        st.info(_("There is no other run on these digits yet. Train one on any page."))
        return None
    wanted = "basic" if run.config.architecture.name == "variational" else "variational"
    usual = companion(run, wanted)
    keys = list(others)
    chosen = st.selectbox(
        _("Beside it"),
        keys,
        index=keys.index(usual.key) if usual is not None and usual.key in others else 0,
        format_func=lambda name: name_of(others[name]),
        key=f"{key}-{run.key}",
    )
    return others[chosen]


def name_of(run: Run) -> str:
    """Return a run's family and code size, and its key to tell it from others."""
    label = _(REGISTRY[run.config.architecture.name].words.label)
    return f"{label}, {run.config.latent_dim} · {run.key[:6]}"


def _map(run: Run) -> FieldMap:
    view = usual_view(run)
    window = latent_grid.window_of(view.points)
    pictures = decoded(run, view, window, SIDE)
    return FieldMap(name_of(run), np.asarray(pictures), window, view.points[:SHOWN], view.axes)
