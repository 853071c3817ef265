"""The ways to damage a picture: one definition each, for training and for display.

Every kind takes float pictures in [0, 1], any shape, a level in [0, 1] and a generator,
and returns float32 pictures of the same shape in [0, 1]. Level 0 changes nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ae.words import N_


@dataclass(frozen=True)
class Corruption:
    """One entry of the registry: its words and its formula."""

    label: str
    level_means: str
    apply: Callable[[np.ndarray, float, np.random.Generator], np.ndarray]


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
    return CORRUPTIONS[kind].apply(images, level, rng).astype(np.float32)


def _gaussian(images: np.ndarray, level: float, rng: np.random.Generator) -> np.ndarray:
    return np.clip(images + level * rng.standard_normal(images.shape, np.float32), 0.0, 1.0)


def _salt_and_pepper(images: np.ndarray, level: float, rng: np.random.Generator) -> np.ndarray:
    draw = rng.random(images.shape, np.float32)
    salted = np.where(draw < level / 2, np.float32(1.0), images)
    return np.where(draw > 1.0 - level / 2, np.float32(0.0), salted)


def _masking(images: np.ndarray, level: float, rng: np.random.Generator) -> np.ndarray:
    return np.where(rng.random(images.shape, np.float32) < level, np.float32(0.0), images)


CORRUPTIONS: dict[str, Corruption] = {
    "gaussian": Corruption(
        N_("Gaussian"), N_("standard deviation of the noise added to each pixel"), _gaussian
    ),
    "salt_and_pepper": Corruption(
        N_("Salt and pepper"), N_("share of pixels set to white or black"), _salt_and_pepper
    ),
    "masking": Corruption(N_("Masking"), N_("share of pixels set to black"), _masking),
}
"""The registry, in the order in which controls show it."""
