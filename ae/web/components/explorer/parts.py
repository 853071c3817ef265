"""What an explorer is fed: a field, the points on its plane, and pictures of some of them."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from ae.analysis import latent_grid
from ae.analysis.latent_grid import Window
from ae.web.components.feed import Packed, Part, pack

FIELD_LEVELS, SAMPLE_LEVELS = 128, 64
"""Greys of a field's pictures, and of samples', which stand small beside the map. All 256 would
take a quarter more, and half as much again, for what nobody sees: one grey of 255, or two."""
STEPS = 2**16 - 2
"""So finely are points placed; one more means nowhere."""


@dataclass(frozen=True, eq=False)
class Field(Part):
    """Decoded pictures on a grid of a window, laid out as `ae.analysis.latent_grid.grid` does.

    Keep it where a run is kept, so that it is packed once.

    Args:
        pictures: uint8 (rows, columns, height, width), two rows and columns or more.
        window: left, right, bottom and top of the outermost pictures.
    """

    pictures: np.ndarray
    window: Window

    def _packed(self) -> Packed:
        """Return the field: pixel by pixel, each as its difference to what its neighbours foretell.

        On the plane a pixel changes smoothly: to its left and below it lie numbers from which it
        goes on as a plane does. So it takes half of what whole pictures take.
        """
        values = _coarse(self.pictures, FIELD_LEVELS)
        values = np.moveaxis(values, (2, 3), (0, 1))  # (height, width, rows, columns)
        for axis in (2, 3):
            values = np.diff(values, axis=axis, prepend=np.uint8(0))  # wraps around, and back
        sizes = {"grid": list(self.pictures.shape), "levels": FIELD_LEVELS}
        header: dict[str, Any] = {"window": list(self.window), **sizes}
        return pack(header, {"differences": values})


@dataclass(frozen=True, eq=False)
class Points(Part):
    """Held-out codes on the plane.

    Args:
        positions: float32 (n, 2), n up to some 10,000.
        labels: uint8 (n,), their classes, 0 where there are none.
        numbers: int32 (m,), which of the points have pictures, m up to some 1,000: the nearest
            held-out sample is looked for among these.
    """

    positions: np.ndarray
    labels: np.ndarray
    numbers: np.ndarray

    def _packed(self) -> Packed:
        """Return the points, within twice their window; those farther out at its edge.

        Those with pictures are exact, as distances to them are told.
        """
        positions = np.asarray(self.positions, np.float32)
        left, right, bottom, top = latent_grid.window_of(positions, margin=0.6)
        shares = (positions - (left, bottom)) / (right - left, top - bottom)
        steps = np.rint(np.clip(shares, 0.0, 1.0) * STEPS)
        arrays: dict[str, np.ndarray] = {
            "places": positions[self.numbers],
            "numbers": np.asarray(self.numbers, np.int32),
            "steps": np.where(np.isfinite(shares), steps, STEPS + 1).astype(np.uint16),
            "labels": np.asarray(self.labels, np.uint8),
        }
        return pack({"within": [left, right, bottom, top], "most": STEPS}, arrays)


@dataclass(frozen=True, eq=False)
class Samples(Part):
    """The pictures of held-out samples, in the order of `Points.numbers`.

    Args:
        pictures: uint8 (m, height, width), those samples.
        reconstructions: uint8 (m, height, width), what the run makes of them.
    """

    pictures: np.ndarray
    reconstructions: np.ndarray

    def _packed(self) -> Packed:
        arrays = {"pictures": self.pictures, "reconstructions": self.reconstructions}
        coarse = {name: _coarse(one, SAMPLE_LEVELS) for name, one in arrays.items()}
        return pack({"levels": SAMPLE_LEVELS}, coarse)


def _coarse(pictures: np.ndarray, levels: int) -> np.ndarray:
    return np.rint(pictures.astype(np.float32) * ((levels - 1) / 255)).astype(np.uint8)
