"""The ways to damage a sample: one definition each, for training and for display.

Every kind takes float samples (n, …), a level in [0, 1], a random source and the range of their
values, and returns float32 samples of the same shape and range. Level 0 changes nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from ae.i18n import N_
from ae.random_source import NumpyRandom, RandomSource

Range = tuple[float, float] | None
"""Lowest and highest value of a sample; None where it has no bounds."""
EXTREMES = (-3.0, 3.0)
"""What counts as lowest and highest where there are no bounds: three standard deviations of
standardised values."""


@dataclass(frozen=True)
class Corruption:
    """One entry of the registry: its words and its formula.

    Args:
        apply: `(samples, level, rng, value_range)`: NumPy arrays or tensors, as `rng` has them.
    """

    label: str
    level_means: str
    apply: Callable[[Any, float, RandomSource, Range], Any]


def corrupt(
    samples: np.ndarray,
    kind: str,
    level: float,
    rng: np.random.Generator,
    value_range: Range = (0.0, 1.0),
) -> np.ndarray:
    """Return a damaged copy of `samples`, float32.

    Args:
        samples: float (n, …), their values within `value_range`.
        kind: a name in `CORRUPTIONS`.
        level: 0 (no damage) to 1.
        rng: the source of the randomness.
        value_range: lowest and highest value; None where there are no bounds.

    Raises:
        KeyError: for an unknown kind.
        ValueError: for a level outside 0 to 1.
    """
    if not 0.0 <= level <= 1.0:
        raise ValueError(f"level: expected a number from 0 to 1. Received: {level!r}.")
    damage = CORRUPTIONS[kind].apply
    return damage(samples, level, NumpyRandom(rng), value_range).astype(np.float32)


def _gaussian(samples: Any, level: float, rng: RandomSource, value_range: Range) -> Any:
    noisy = samples + level * rng.normal(rng.ops.shape(samples))
    return noisy if value_range is None else rng.ops.clip(noisy, *value_range)


def _salt_and_pepper(samples: Any, level: float, rng: RandomSource, value_range: Range) -> Any:
    ops, (low, high) = rng.ops, value_range or EXTREMES
    draw = rng.uniform(ops.shape(samples))
    salted = ops.where(draw < level / 2, high, samples)
    return ops.where(draw > 1.0 - level / 2, low, salted)


def _masking(samples: Any, level: float, rng: RandomSource, value_range: Range) -> Any:
    return rng.ops.where(rng.uniform(rng.ops.shape(samples)) < level, 0.0, samples)


def _block(samples: Any, level: float, rng: RandomSource, value_range: Range) -> Any:
    """Blank out one block: in a picture a rectangle, in a signal a stretch."""
    ops = rng.ops
    count, *sides = ops.shape(samples)
    inside: Any = True
    for axis, side in enumerate(sides, start=1):
        length = round(level * side)
        one_each = [count] + [1] * len(sides)
        start = ops.floor(rng.uniform(one_each) * (side - length + 1))
        along = [1] * (len(sides) + 1)
        along[axis] = side
        places = ops.reshape(ops.arange(side, dtype="float32"), along)
        inside = inside & (places >= start) & (places < start + length)
    return ops.where(inside, 0.0, samples)


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
