"""Imputation: what the eraser touched is unknown, and the network fills it in, step by step."""

import numpy as np
import streamlit as st

from ae import datasets, figures, imputation
from ae.drawing import Seen
from ae.store import Run
from ae.ui.draw.source import as_input
from ae.ui.services import reconstruct, when_awake
from ae.words import _

STEPS = 8


def fill(run: Run, seen: Seen, given: np.ndarray) -> None:
    """Show every step of the filling in."""
    if not seen.erased.any():
        st.info(_("Choose “Erase a part” under the canvas and wipe over a piece of the digit."))
        return

    def rebuild(pictures: np.ndarray) -> np.ndarray:
        return reconstruct(run.key, pictures.astype(np.float32).tobytes())

    image = as_input(seen.image)[0]
    steps = when_awake(lambda: imputation.impute(image, seen.erased, rebuild, STEPS))
    if steps is None:
        return
    pictures = datasets.to_pixels(np.concatenate([steps, image[None]]))
    labels = [_("erased"), *(str(n) for n in range(1, STEPS + 1)), _("drawn")]
    st.html(figures.gallery(pictures, labels, labels))
    st.caption(
        _(
            "What you left stays as it is; the erased part starts black and takes, step by step, "
            "what the network rebuilds there. Denoising and variational networks do this best."
        )
    )
