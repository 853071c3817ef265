"""One drawing through several runs."""

from collections.abc import Sequence

import numpy as np
import streamlit as st

from ae import analysis
from ae.i18n import _, labelled
from ae.runs.store import Run
from ae.web import figures
from ae.web.live import reconstruct_each, when_awake
from ae.web.runs import names_of
from ae.web.samples import drawn


def best_first(runs: Sequence[Run], clean: np.ndarray, given: np.ndarray) -> bool:
    """Show what runs on the same data make of a picture, the smallest squared error first.

    Args:
        clean: what it is compared with, float32 (1, height, width).
        given: what they are given.

    Returns:
        whether they answered; otherwise it was said that they are waking up.
    """
    each = when_awake(lambda: reconstruct_each(runs, given))
    if each is None:
        return False
    found = each[:, 0]
    errors = analysis.squared_error(np.repeat(clean, len(runs), axis=0), found)
    order = np.argsort(errors, kind="stable")
    names = names_of([one.config for one in runs])
    text = _("reconstruction by {name}, squared error {error:.1f}")
    texts = [text.format(name=names[place], error=errors[place]) for place in order]
    captions = [labelled(names[place], f"{errors[place]:.1f}") for place in order]
    pictures = drawn(runs[0], found[order])
    st.html(figures.gallery(pictures, texts, captions, large=True))
    return True
