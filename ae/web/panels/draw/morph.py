"""The path from a drawing's code to a held-out digit's."""

import numpy as np
import streamlit as st

from ae.data.drawing import Seen
from ae.i18n import _
from ae.runs.store import Run
from ae.web import figures
from ae.web.controls.sample_picker import choose_sample
from ae.web.live import decode, encode
from ae.web.runs import run_array
from ae.web.samples import drawn, held_out_input
from ae.web.wording import named

STEPS = 10


def morph(run: Run, seen: Seen, given: np.ndarray) -> None:
    """Show the path from the drawing to a held-out sample, along the code."""
    index = choose_sample(run, "morph-digit")
    code = encode(run, given)
    if code is None:
        return
    goal = run_array(run, "latents")[index]
    shares = np.linspace(0.0, 1.0, STEPS, dtype=np.float32)[:, None]
    pictures = decode(run, (1 - shares) * code + shares * goal)
    if pictures is None:
        return
    goal_picture = held_out_input(run, index)
    shown = drawn(run, np.concatenate([given, pictures, goal_picture]))
    labels = [_("drawn"), *(f"{share:.0%}" for share in shares[:, 0]), named(_("{sample}"), run)]
    st.html(figures.gallery(shown, labels, labels))
    st.caption(
        named(
            _("The code goes straight from the drawing's to the {sample}'s; each step is decoded."),
            run,
        )
    )
