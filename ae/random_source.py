"""One interface for random numbers in NumPy and in TensorFlow, so that a formula is written once.

A formula takes a `RandomSource`, draws from it, and calculates with `rng.ops`: `numpy` for
display and measurement, `keras.ops` inside a training. Draws are float32.
"""

from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np


class RandomSource(Protocol):
    """A source of random numbers, with the functions that calculate with them."""

    ops: Any

    def normal(self, shape: Sequence[Any]) -> Any:
        """Draw from the standard normal distribution: float32 of this shape."""

    def uniform(self, shape: Sequence[Any]) -> Any:
        """Draw from [0, 1): float32 of this shape."""


class NumpyRandom:
    """Random numbers in NumPy, drawn from a generator.

    Args:
        rng: the generator.
        normal_scale: what normal draws are multiplied by, so that a formula's noise can be damped.
    """

    ops: Any = np

    def __init__(self, rng: np.random.Generator, normal_scale: float = 1.0):
        self._rng, self._normal_scale = rng, np.float32(normal_scale)

    def normal(self, shape: Sequence[Any]) -> np.ndarray:
        return self._normal_scale * self._rng.standard_normal(shape, np.float32)

    def uniform(self, shape: Sequence[Any]) -> np.ndarray:
        return self._rng.random(shape, np.float32)


class TensorRandom:
    """Random numbers in TensorFlow: the same seed gives the same draws, in the same order.

    Code that XLA compiles draws other numbers than the rest, and those again and again.

    Args:
        seed: an integer tensor (2,), for instance a run's seed and a step's number.
    """

    def __init__(self, seed: Any):
        import keras

        self.ops = keras.ops
        self._seed, self._draws = seed, 0

    def normal(self, shape: Sequence[Any]) -> Any:
        import tensorflow as tf

        return tf.random.stateless_normal(shape, self._next())

    def uniform(self, shape: Sequence[Any]) -> Any:
        import tensorflow as tf

        return tf.random.stateless_uniform(shape, self._next())

    def _next(self) -> Any:
        import tensorflow as tf

        self._draws += 1
        return tf.random.experimental.stateless_fold_in(self._seed, self._draws)
