"""The ways to damage a sample: one definition each, for training and for display.

Every kind takes float samples (n, …), a level in [0, 1], a random source and the range of their
values, and returns float32 samples of the same shape and range. Level 0 changes nothing.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from ae.config import Kind
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
        kinds: of the data that can be damaged so.
    """

    label: str
    level_means: str
    apply: Callable[[Any, float, RandomSource, Range], Any]
    kinds: tuple[Kind, ...] = ("picture", "signal", "table")


def offered(kind: Kind) -> tuple[str, ...]:
    """Return the names of what can damage data of a kind, in the order of the registry."""
    return tuple(name for name, one in CORRUPTIONS.items() if kind in one.kinds)


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


def _added(noise: Callable[[Any, RandomSource], Any]) -> Callable[..., Any]:
    """Turn a noise, `(shape, rng) -> (n, …, length)`, into a damage: `level` is its RMS."""

    def damage(samples: Any, level: float, rng: RandomSource, value_range: Range) -> Any:
        noisy = samples + level * _scaled(noise(rng.ops.shape(samples), rng), rng.ops)
        return noisy if value_range is None else rng.ops.clip(noisy, *value_range)

    return damage


def _scaled(noise: Any, ops: Any) -> Any:
    """Scale each row to a root mean square of 1."""
    return noise / ops.sqrt(ops.mean(ops.square(noise), axis=-1, keepdims=True) + 1e-12)


def _white(shape: Any, rng: RandomSource) -> Any:
    return rng.normal(shape)


def _sine(shape: Any, rng: RandomSource, low: float, high: float) -> Any:
    """Return sines of `low` to `high` periods a window, each with a phase of its own."""
    *rows, length = shape
    periods = low + (high - low) * rng.uniform([*rows, 1])
    places = rng.ops.arange(length, dtype="float32") / length
    return rng.ops.sin(2 * math.pi * (periods * places + rng.uniform([*rows, 1])))


def _wander(shape: Any, rng: RandomSource) -> Any:
    """Breath and moving skin: less than one period in the 0.7 s of a beat."""
    return _sine(shape, rng, 0.1, 1.0)


def _hum(shape: Any, rng: RandomSource) -> Any:
    """Mains of 50 to 60 Hz: 35 to 43 periods in the 0.7 s of a beat."""
    return _sine(shape, rng, 35.0, 43.0)


def _muscle(shape: Any, rng: RandomSource) -> Any:
    """One burst of noise whose neighbours oppose each other, as muscles nearby make it."""
    ops, (*rows, length) = rng.ops, shape
    white = rng.normal([*rows, length + 1])
    centre, width = rng.uniform([*rows, 1]), 0.05 + 0.1 * rng.uniform([*rows, 1])
    places = ops.arange(length, dtype="float32") / length
    burst = ops.exp(-0.5 * ops.square((places - centre) / width))
    return (white[..., 1:] - white[..., :-1]) * burst


def _mixed(shape: Any, rng: RandomSource) -> Any:
    """All four, in shares drawn anew for each sample."""
    parts = [_scaled(noise(shape, rng), rng.ops) for noise in (_white, _wander, _hum, _muscle)]
    return sum(rng.uniform([*shape[:-1], 1]) * part for part in parts)


_RMS = N_("root mean square of the noise, in standard deviations of the data")

CORRUPTIONS: dict[str, Corruption] = {
    "gaussian": Corruption(
        N_("Gaussian"), N_("standard deviation of the noise added to each {value}"), _gaussian
    ),
    "salt_and_pepper": Corruption(
        N_("Salt and pepper"),
        N_("share of {value}s set to the highest or lowest"),
        _salt_and_pepper,
    ),
    "masking": Corruption(N_("Masking"), N_("share of {value}s set to 0"), _masking),
    "block": Corruption(
        N_("Block"), N_("side of the block that is set to 0, as a share of the whole"), _block
    ),
    "wander": Corruption(N_("Baseline wander"), _RMS, _added(_wander), ("signal",)),
    "hum": Corruption(N_("Mains hum"), _RMS, _added(_hum), ("signal",)),
    "muscle": Corruption(N_("Muscle burst"), _RMS, _added(_muscle), ("signal",)),
    "mixed": Corruption(N_("All mixed"), _RMS, _added(_mixed), ("signal",)),
}
"""The registry, in the order in which controls show it."""
