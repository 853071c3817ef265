"""What a run's decoder makes of a grid of places on a plane, decoded once for everyone."""

import numpy as np

from ae.analysis import latent_grid
from ae.analysis.latent_grid import Window
from ae.caching import cached
from ae.runs.store import Run
from ae.web.controls.plane_picker import View
from ae.web.server import workers
from ae.workers import inference

SIDE = 20
"""Rows and columns of the grid that two runs are compared by."""


def decoded(run: Run, view: View, window: Window, side: int) -> np.ndarray:
    """Return a grid of decoded samples, drawn: uint8 (side, side, h, w), from the bottom left on.

    Raises:
        WorkersNotReady: while the inference process starts.
    """
    assert view.plane is not None, "a grid needs a plane on which each place has a code"
    codes = latent_grid.to_code(latent_grid.grid(window, side, side), view.plane)
    if run.config.latent_dim == 1:  # going up changes nothing: decode one row
        row = _decoded(run, codes[:side].tobytes())
        return np.broadcast_to(row, (side, *row.shape))
    pictures = _decoded(run, codes.tobytes())
    return pictures.reshape(side, side, *pictures.shape[1:])


@cached(24)
def _decoded(run: Run, codes: bytes) -> np.ndarray:
    given = np.frombuffer(codes, np.float32).reshape(-1, run.config.latent_dim)
    return inference.draw(workers(), run.identity, given)
