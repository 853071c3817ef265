"""Imputation: what the mask hides is unknown, and networks fill it in, step by step."""

from dataclasses import replace

import numpy as np
import streamlit as st

from ae.data.drawing import MOST_SIZE, Seen, Stroke
from ae.data.framing import ink_box
from ae.i18n import _
from ae.models import imputation
from ae.runs.store import Run
from ae.web import figures
from ae.web.drawing_state import as_input, current, put
from ae.web.live import reconstruct, when_awake
from ae.web.runs import companion, names_of
from ae.web.samples import drawn
from ae.web.wording import named

STEPS = 8
SUGGESTED = ("denoising", "variational", "adversarial")
"""Families to compare: they learnt to repair, or to prefer what looks like a digit."""


def fill(run: Run, seen: Seen, given: np.ndarray) -> None:
    """Show every step of the filling in, by the suggested families first, then by this run."""
    if not seen.erased.any():
        _offer(run)
        return
    runs = {other.key: other for name in SUGGESTED if (other := companion(run, name))}
    runs |= {run.key: run}
    image = as_input(seen.image)[0]
    steps = when_awake(lambda: [_steps(one, image, seen.erased) for one in runs.values()])
    if steps is None:
        return
    labels = names_of([one.config for one in runs.values()])
    texts = [
        named(_("the {sample}, filled in step by step: {name}"), run).format(name=name)
        for name in labels
    ]
    st.html(figures.strips(drawn(run, np.stack(steps)), labels, texts, wide=True))
    st.caption(
        _(
            "From left to right: hidden, {n} steps, and what was drawn. What you left stays as it "
            "is; the hidden part starts black and takes, step by step, what the network rebuilds "
            "there, by several networks. None does it best everywhere: which one does depends on "
            "what is missing; networks whose codes follow a prior tend to do well."
        ).format(n=STEPS)
    )


def _offer(run: Run) -> None:
    """Say how a part is hidden, and hide one for whoever does not want to do it by hand."""
    text = _(
        "Choose “Hide a part” under the canvas and wipe over a piece of the {sample}. Or hide:"
    )
    st.info(named(text, run))
    with st.container(horizontal=True):
        for label, where in ((_("the middle"), 0.5), (_("the lower part"), 0.85)):
            st.button(label, on_click=_hide, args=(where,), icon=":material/visibility_off:")


def _hide(where: float) -> None:
    """Lay a mask over a part of the drawing: a broad stroke across, this far down its ink."""
    left, top, right, bottom = ink_box(current().ink())
    size = min((bottom - top) / 3, float(MOST_SIZE))
    y = top + where * (bottom - top)
    stroke = Stroke("mask", max(size, 8.0), ((float(left), y), (float(right), y)))
    put(replace(current(), strokes=(*current().strokes, stroke)))


def _steps(run: Run, image: np.ndarray, erased: np.ndarray) -> np.ndarray:
    """Return the steps of one run and the drawing itself, float (STEPS + 2, height, width)."""

    def rebuild(pictures: np.ndarray) -> np.ndarray:
        return reconstruct(run, pictures)

    return np.concatenate([imputation.impute(image, erased, rebuild, STEPS), image[None]])
