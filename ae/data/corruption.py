"""The ways to damage a picture: one definition each, for training and for display.

Every kind takes float pictures in [0, 1], any shape, a level in [0, 1] and a generator,
and returns float32 pictures of the same shape in [0, 1]. Level 0 changes nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from ae.i18n import N_
from ae.random_source import NumpyRandom, RandomSource


@dataclass(frozen=True)
class Corruption:
    """One entry of the registry: its words and its formula.

    Args:
        apply: `(images, level, rng)`: NumPy arrays or tensors, as `rng` has them.
    """

    label: str
    level_means: str
    apply: Callable[[Any, float, RandomSource], Any]


def corrupt(images: np.ndarray, kind: str, level: float, rng: np.random.Generator) -> np.ndarray:
    """Return a damaged copy of `images`.

    Args:
        images: float pictures in [0, 1].
        kind: a name in `CORRUPTIONS`.
        level: 0 (no damage) to 1.
        rng: the source of the randomness.

    Raises:
        KeyError: for an unknown kind.
        ValueError: for a level outside 0 to 1.
    """
    if not 0.0 <= level <= 1.0:
        raise ValueError(f"level: expected a number from 0 to 1. Received: {level!r}.")
    return CORRUPTIONS[kind].apply(images, level, NumpyRandom(rng)).astype(np.float32)


def _gaussian(images: Any, level: float, rng: RandomSource) -> Any:
    ops = rng.ops
    return ops.clip(images + level * rng.normal(ops.shape(images)), 0.0, 1.0)


def _salt_and_pepper(images: Any, level: float, rng: RandomSource) -> Any:
    ops = rng.ops
    draw = rng.uniform(ops.shape(images))
    salted = ops.where(draw < level / 2, 1.0, images)
    return ops.where(draw > 1.0 - level / 2, 0.0, salted)


def _masking(images: Any, level: float, rng: RandomSource) -> Any:
    ops = rng.ops
    return ops.where(rng.uniform(ops.shape(images)) < level, 0.0, images)


def _block(images: Any, level: float, rng: RandomSource) -> Any:
    ops = rng.ops
    *batch, height, width = ops.shape(images)
    tall, wide = round(level * height), round(level * width)
    top = ops.floor(rng.uniform((*batch, 1, 1)) * (height - tall + 1))
    left = ops.floor(rng.uniform((*batch, 1, 1)) * (width - wide + 1))
    rows = ops.arange(height, dtype="float32")[:, None]
    columns = ops.arange(width, dtype="float32")
    inside_rows = (rows >= top) & (rows < top + tall)
    inside_columns = (columns >= left) & (columns < left + wide)
    return ops.where(inside_rows & inside_columns, 0.0, images)


CORRUPTIONS: dict[str, Corruption] = {
    "gaussian": Corruption(
        N_("Gaussian"), N_("standard deviation of the noise added to each pixel"), _gaussian
    ),
    "salt_and_pepper": Corruption(
        N_("Salt and pepper"), N_("share of pixels set to white or black"), _salt_and_pepper
    ),
    "masking": Corruption(N_("Masking"), N_("share of pixels set to black"), _masking),
    "block": Corruption(
        N_("Block"), N_("side of a black square, as a share of the picture's side"), _block
    ),
}
"""The registry, in the order in which controls show it."""
