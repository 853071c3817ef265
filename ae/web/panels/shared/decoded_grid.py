"""Fields: what a run's decoder makes of every place of a plane, decoded once for everyone."""

import numpy as np

from ae.analysis import latent_grid
from ae.analysis.latent_grid import Window
from ae.caching import cached
from ae.data import datasets
from ae.runs.store import Run
from ae.web.controls.plane_picker import View
from ae.web.server import workers
from ae.workers import inference

SIDE = 20
"""Rows and columns of the field that two runs are compared by."""


def decoded(run: Run, view: View, window: Window, side: int) -> np.ndarray:
    """Return a field: uint8 (side, side, 28, 28), from the bottom left on.

    Raises:
        WorkersNotReady: while the inference process starts.
    """
    assert view.plane is not None, "a field needs a plane on which each place has a code"
    codes = latent_grid.to_code(latent_grid.grid(window, side, side), view.plane)
    if run.config.latent_dim == 1:  # going up changes nothing: decode one row
        row = _decoded(run.key, codes[:side].tobytes(), 1)
        return np.broadcast_to(row, (side, *row.shape))
    return _decoded(run.key, codes.tobytes(), codes.shape[1]).reshape(side, side, *datasets.SHAPE)


@cached(24)
def _decoded(key: str, codes: bytes, size: int) -> np.ndarray:
    given = np.frombuffer(codes, np.float32).reshape(-1, size)
    return datasets.to_pixels(inference.decode(workers(), key, given))
