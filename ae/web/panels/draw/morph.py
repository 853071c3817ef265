"""The path from a drawing's code to a held-out digit's."""

import numpy as np
import streamlit as st

from ae.data import datasets
from ae.data.drawing import Seen
from ae.i18n import _
from ae.runs.store import Run
from ae.web import figures
from ae.web.controls.digit_picker import choose_digit
from ae.web.live import decode, encode
from ae.web.runs import run_array

STEPS = 10


def morph(run: Run, seen: Seen, given: np.ndarray) -> None:
    """Show the way from the drawing to a held-out digit, along the code."""
    index = choose_digit(run, "morph-digit")
    code = encode(run, given)
    if code is None:
        return
    goal = run_array(run, "latents")[index]
    ways = np.linspace(0.0, 1.0, STEPS, dtype=np.float32)[:, None]
    pictures = decode(run, (1 - ways) * code + ways * goal)
    if pictures is None:
        return
    ends = [
        datasets.to_pixels(given),
        datasets.load(run.config.dataset, "test").images[index : index + 1],
    ]
    shown = np.concatenate([ends[0], datasets.to_pixels(pictures), ends[1]])
    labels = [_("drawn"), *(f"{way:.0%}" for way in ways[:, 0]), _("digit")]
    st.html(figures.gallery(shown, labels, labels))
    st.caption(_("The code goes straight from the drawing's to the digit's; each step is decoded."))
