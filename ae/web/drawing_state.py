"""The one drawing that a session keeps: its strokes and the picture under them.

It outlives a change of page; `version` tells the browser that Python has put another drawing
in its place.
"""

from dataclasses import dataclass, replace

import numpy as np
import streamlit as st

from ae.data import datasets, drawing
from ae.data.drawing import Stroke


@dataclass(frozen=True)
class Drawing:
    """What lies on the canvas.

    Args:
        strokes: over the ground.
        ground: a picture, uint8 (280, 280), or nothing.
        sample: the held-out picture, uint8, that was enlarged to be the ground, if one was.
        version: another number for every drawing that Python has put there.
    """

    strokes: tuple[Stroke, ...] = ()
    ground: np.ndarray | None = None
    sample: np.ndarray | None = None
    version: int = 0

    def ink(self) -> np.ndarray:
        """Return what the pen has drawn over the ground, uint8 (280, 280)."""
        return drawing.paint(self.strokes, "pen", self.ground)

    def seen(self, raw: bool, dataset: str) -> drawing.Seen:
        """Return what a network that learnt from `dataset` sees of it."""
        erased = drawing.paint(self.strokes, "eraser")
        found = datasets.DATASETS[dataset]
        shape = (found.spec.shape[0], found.spec.shape[1])
        untouched = all(stroke.tool == "eraser" for stroke in self.strokes)
        if self.sample is not None and self.sample.shape == shape and untouched:
            # It is framed already; enlarging and framing it anew would only blur it.
            return drawing.Seen(self.sample, drawing.scaled_down(erased, shape) >= drawing.COVERED)
        if raw or found.centre is None:
            return drawing.see_raw(self.ink(), erased, shape)
        return drawing.see(self.ink(), erased, found.centre)


def current() -> Drawing:
    """Return this session's drawing; at first an example, so that nothing is empty."""
    return st.session_state.setdefault("drawing", Drawing(tuple(drawing.EXAMPLE)))


def put(changed: Drawing) -> None:
    """Put another drawing in place of this session's."""
    st.session_state["drawing"] = replace(changed, version=current().version + 1)


def as_input(image: np.ndarray) -> np.ndarray:
    """Return a picture, uint8 (height, width), as a model's input, float32 (1, height, width)."""
    return datasets.to_inputs(image[None])
