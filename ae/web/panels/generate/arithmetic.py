"""Arithmetic on codes: a − b + c, of single samples or of the means of their classes."""

import numpy as np
import streamlit as st

from ae.caching import cached
from ae.data import datasets
from ae.i18n import N_, _
from ae.models import generation
from ae.runs.store import Run
from ae.web import figures
from ae.web.controls.sample_picker import choose_sample
from ae.web.live import decode
from ae.web.panels.shared.neighbours import show_nearest
from ae.web.runs import run_array
from ae.web.samples import drawn
from ae.web.wording import named

OF = {"means": N_("Means of classes"), "single": N_("Single {samples}")}
USUAL = (8, 3, 5)


@st.fragment
def calculate(run: Run) -> None:
    """Show a − b + c, decoded, and the held-out samples whose codes lie nearest to it."""
    of = st.segmented_control(
        _("Codes"),
        list(OF),
        default="means",
        required=True,
        format_func=lambda name: named(_(OF[name]), run),
        key="arithmetic-of",
    )
    codes = []
    for name, usual in zip("abc", USUAL, strict=True):  # no columns: too narrow on a phone
        index = choose_sample(run, f"arithmetic-{name}", usual, label=name)
        codes.append(_code(run, index, of))
    found = generation.arithmetic(*codes)
    pictures = decode(run, np.stack([*codes, found]))
    if pictures is None:
        return
    labels = ["a", "b", "c", "a − b + c"]
    st.html(figures.gallery(drawn(run, pictures), labels, labels, large=True))
    show_nearest(run, found)
    st.caption(
        named(
            _(
                "To c is added what a has and b has not, and the other way round. It works as far "
                "as the code has straight directions for such things; often it has not, and what "
                "comes out is a plain {sample} like one of the three."
            ),
            run,
        )
    )


def _code(run: Run, index: int, of: str) -> np.ndarray:
    if of == "single":
        return run_array(run, "latents")[index]
    return _means(run)[datasets.held_out(run.config.dataset).labels[index]]


@cached(64)
def _means(run: Run) -> np.ndarray:
    labels = datasets.held_out(run.config.dataset).labels
    count = max(1, len(run.config.data.classes))
    return generation.class_means(run_array(run, "latents"), labels, count)
