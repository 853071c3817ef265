"""Convolutional: what every filter answers to one digit."""

import numpy as np
import streamlit as st

from ae.caching import cached
from ae.i18n import _
from ae.runs.store import Run
from ae.web import figures
from ae.web.controls.sample_picker import choose_sample
from ae.web.live import when_awake
from ae.web.samples import drawn, held_out_input
from ae.web.server import workers
from ae.web.wording import named
from ae.workers import inference


@cached(64)
def _maps(run: Run, index: int) -> list[np.ndarray]:
    answer = inference.examine(workers(), run.identity, "feature_maps", held_out_input(run, index))
    return [maps[0].transpose(2, 0, 1) for maps in answer]  # (1, h, w, filters) → (filters, h, w)


@st.fragment
def convolutional(run: Run) -> None:
    """Show the feature maps of a chosen digit, layer by layer."""
    st.header(_("What the filters see"), anchor=False)
    index = choose_sample(run, "maps-digit")
    found = when_awake(lambda: _maps(run, index))
    if found is None:
        return
    st.html(
        figures.gallery(
            drawn(run, held_out_input(run, index)),
            [named(_("{sample}"), run)],
        )
    )
    for number, maps in enumerate(found, start=1):
        side = figures.shape_text(maps.shape[1:])
        text = _("**Convolution {number}**: {n} filters, maps of {side}.")
        st.markdown(text.format(number=number, n=len(maps), side=side))
        texts = [
            _("answer of filter {n} of convolution {number}").format(n=n + 1, number=number)
            for n in range(len(maps))
        ]
        st.html(figures.gallery(figures.stretched(maps), texts))
    st.caption(
        named(
            _(
                "Light: the filter answers strongly there. All maps of one convolution share one "
                "scale, so a grey map is a filter that hardly reacts to this {sample}."
            ),
            run,
        )
    )
