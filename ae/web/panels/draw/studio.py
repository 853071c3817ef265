"""The canvas, and beside it what the network makes of the drawing, after every stroke."""

import numpy as np
import streamlit as st

from ae import analysis
from ae.data import datasets
from ae.data.corruption import corrupt
from ae.data.drawing import Seen
from ae.i18n import _
from ae.runs.store import Run
from ae.web import figures
from ae.web.controls.noise import choose_noise
from ae.web.drawing_state import as_input
from ae.web.live import reconstruct, when_awake
from ae.web.panels.draw.source import can_be_framed, choose_source, show_canvas
from ae.web.panels.registry import choose, show
from ae.web.runs import run_array
from ae.web.samples import drawn
from ae.web.wording import named

BELOW = [f"draw.{name}" for name in ["every_run", "fill", "neighbourhood", "morph", "take_home"]]
"""What a person chooses from to see below the canvas."""
NEED_DATA = ("draw.neighbourhood", "draw.morph")
"""Panels that show held-out samples beside the drawing."""


@st.fragment
def studio(run: Run) -> None:
    """Show the canvas and, beside it, what the run sees and rebuilds; below, one panel."""
    if run.config.data.kind != "picture":
        st.info(named(_("Drawing is for pictures; this run has learnt {samples}."), run))
        return
    left, right = st.columns([2, 3], gap="large")
    with left:
        choose_source(run)
        now = show_canvas()
    with right:
        above = st.container()  # on a phone the pictures stand right under the canvas
        raw, kind, level = _switches(can_be_framed(run))
        seen = now.seen(raw, run.config.dataset)
        given = _damaged(run, seen, kind, level)
        with above:
            restored = _rebuild(run, given)
    name = choose(_("Look at"), BELOW, "draw-panel", in_url=False)
    if not seen.image.any():
        st.info(named(_("The canvas is empty. Draw a {sample}, or start from an example."), run))
        return
    if restored is None:
        return
    if name in NEED_DATA and datasets.availability(run.config.dataset).state != "ready":
        text = named(
            _("This needs the held-out {samples} of {dataset}, which is not on this machine."), run
        )
        st.info(text.format(dataset=_(datasets.DATASETS[run.config.dataset].label)))
        return
    show(name, run, seen, given)


def _switches(framed: bool) -> tuple[bool, str, float]:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        raw = framed and st.toggle(
            _("Raw"),
            key="draw-raw",
            help=_(
                "Without the framing that MNIST's digits had: the canvas is only scaled down. See "
                "how much worse a network does with digits that are not where it learnt them."
            ),
        )
        kind, level = choose_noise(key="draw-", in_url=False)
    return raw, kind, level


def _damaged(run: Run, seen: Seen, kind: str, level: float) -> np.ndarray:
    """Return the network's input, float32 (1, height, width): with noise, black where erased."""
    given = as_input(np.where(seen.erased, 0, seen.image))
    rng, within = np.random.default_rng(0), run.config.data.value_range
    return corrupt(given, kind, level, rng, within) if level else given


def _rebuild(run: Run, given: np.ndarray) -> np.ndarray | None:
    """Show input, reconstruction, error map and where the error lies among held-out samples."""
    restored = when_awake(lambda: reconstruct(run, given))
    if restored is None:
        return None
    error = float(analysis.squared_error(given, restored)[0])
    share = analysis.rank(error, run_array(run, "errors"))
    pictures = [
        np.repeat(drawn(run, given)[0][..., None], 3, axis=2),
        np.repeat(drawn(run, restored)[0][..., None], 3, axis=2),
        figures.error_map(given, restored, run.config.data)[0],
    ]
    labels = [_("What the network sees"), _("What it rebuilds"), _("Error map")]
    st.html(figures.trio(np.stack(pictures), labels))
    st.markdown(
        named(
            _(
                "Squared error **{error:.2f}**: larger than that of {share:.0%} of the "
                "held-out {samples}."
            ),
            run,
        ).format(error=error, share=share)
    )
    return restored
