"""Latent scatter: every held-out digit as a point, where the encoder put it."""

import functools

import numpy as np
import plotly.graph_objects as go
import streamlit as st

from ae import figures, ui
from ae.analysis import Projection
from ae.store import Run
from ae.words import _


def by_variance(codes: np.ndarray) -> list[int]:
    """Return the code's axes, those that vary most over the held-out digits first."""
    return np.argsort(-codes.var(axis=0), kind="stable").tolist()


@functools.lru_cache(maxsize=32)
def scatter(run: Run, axes: tuple[str, str]) -> go.Figure:
    """Return the chart of two axes; once for everyone who looks at the same."""
    codes, labels = ui.run_array(run, "latents"), ui.test_split(run.config.dataset).labels
    if axes[0].startswith("PCA"):
        plane = Projection(ui.run_array(run, "code_mean"), ui.run_array(run, "code_components"))
        points = plane.project(codes)[:, :2]
    else:
        columns = [codes[:, int(axis[1:]) - 1] for axis in axes if axis.startswith("z")]
        columns += [labels] * (2 - len(columns))
        points = np.stack(columns, axis=1)
    return figures.latent_scatter(points, labels, axes)


def choose_axes(run: Run) -> tuple[str, str]:
    """Show the choice of axes; return their two names."""
    codes = ui.run_array(run, "latents")
    if codes.shape[1] == 1:
        return "z1", _("digit")
    names = [f"z{axis + 1}" for axis in by_variance(codes)]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        kind = st.segmented_control(
            _("Plane"),
            ["axes", "pca"],
            default="axes",
            required=True,
            format_func=lambda name: (
                _("Fitted PCA") if name == "pca" else _("Two axes of the code")
            ),
            help=_(
                "Two of the code's own numbers, or the plane in which all of them vary most. "
                "The plane is fitted on the held-out codes."
            ),
        )
        if kind == "pca":
            return "PCA 1", "PCA 2"
        across = st.selectbox(_("Across"), names, index=0, width=110)
        up = st.selectbox(_("Up"), names, index=1, width=110)
    return across, up


@st.fragment
def explore(run: Run) -> None:
    """Show the scatter, and the digits of what is selected in it."""
    axes = choose_axes(run)
    count = len(ui.run_array(run, "latents"))
    event = st.plotly_chart(
        scatter(run, axes),
        key=f"scatter-{run.key}-{'-'.join(axes)}",
        on_select="rerun",
        selection_mode=("points", "box", "lasso"),
        config={"displaylogo": False, "scrollZoom": True},
        alt=_("Scatter of {n} held-out codes over {x} and {y}, coloured by digit.").format(
            n=f"{count:,}", x=axes[0], y=axes[1]
        ),
    )
    points = event["selection"]["points"]
    if not points:
        st.caption(
            _(
                "{n} held-out digits. Draw around some points, or tap one, to see the digits and "
                "what the network makes of them. Axes come in order of variance."
            ).format(n=f"{count:,}")
        )
        return
    chosen = [int(np.ravel(point["customdata"])[0]) for point in points]
    ui.latent_selection(run, chosen)


st.title(_("Latent scatter"), anchor=False)
st.markdown(
    _(
        "The encoder turns each digit into a short code. Here every held-out digit is a point at "
        "its code: digits that the network finds alike lie together."
    )
)
config = ui.pick()
chosen_run = ui.trained(config)
if chosen_run is not None:
    explore(chosen_run)
