"""Arithmetic on codes: a − b + c, of single digits or of the means of their classes."""

import numpy as np
import streamlit as st

from ae.caching import cached
from ae.data import datasets
from ae.i18n import N_, _
from ae.models import generation
from ae.runs.store import Run
from ae.web import figures
from ae.web.controls.digit_picker import choose_digit
from ae.web.live import decode
from ae.web.panels.shared.neighbours import show_nearest
from ae.web.runs import run_array

OF = {"means": N_("Means of classes"), "digits": N_("Single digits")}
USUAL = (8, 3, 5)


@st.fragment
def calculate(run: Run) -> None:
    """Show a − b + c, decoded, and the held-out digits whose codes lie nearest to it."""
    of = st.segmented_control(
        _("Codes"),
        list(OF),
        default="means",
        required=True,
        format_func=lambda name: _(OF[name]),
        key="arithmetic-of",
    )
    codes = []
    for name, usual in zip("abc", USUAL, strict=True):  # no columns: they cut digits off on a phone
        index = choose_digit(run, f"arithmetic-{name}", usual, label=name)
        codes.append(_code(run, index, of))
    found = generation.arithmetic(*codes)
    pictures = decode(run, np.stack([*codes, found]))
    if pictures is None:
        return
    labels = ["a", "b", "c", "a − b + c"]
    st.html(figures.gallery(datasets.to_pixels(pictures), labels, labels, large=True))
    show_nearest(run, found)
    st.caption(
        _(
            "What b has and a has not is taken from c, and the other way round. It works as far "
            "as the code has straight directions for such things; often it has not."
        )
    )


def _code(run: Run, index: int, of: str) -> np.ndarray:
    if of == "digits":
        return run_array(run, "latents")[index]
    return _means(run)[datasets.load(run.config.dataset, "test").labels[index]]


@cached(64)
def _means(run: Run) -> np.ndarray:
    labels = datasets.load(run.config.dataset, "test").labels
    return generation.class_means(run_array(run, "latents"), labels)
