"""The distributions that a code may be asked to follow: one definition each.

Every prior gives points float32 (count, dimensions). The shaped ones lie in the first two
dimensions and spread about 1 to 3 from the origin; further dimensions are standard normal.
Makhzani et al. 2015, "Adversarial Autoencoders", section 2.3 and figure 4, use a mixture of
ten 2-D Gaussians and a Swiss roll.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ae.analysis import TwoSample, two_sample_test
from ae.i18n import N_
from ae.random_source import NumpyRandom, RandomSource

if TYPE_CHECKING:
    import keras

COMPARED = 1000
"""How many codes, and how many draws, `compare` takes."""


@dataclass(frozen=True)
class Prior:
    """One entry of the registry: its words, and its formula for the first two dimensions."""

    label: str
    plane: Callable[[int, RandomSource], Any]


def draw(name: str, count: int, dimensions: int, rng: RandomSource) -> Any:
    """Draw `count` points of a prior: float32 (count, dimensions), as `rng` has them.

    Raises:
        KeyError: for an unknown name.
    """
    plane = PRIORS[name].plane(count, rng)
    if dimensions <= 2:
        return plane[:, :dimensions]
    return rng.ops.concatenate([plane, rng.normal((count, dimensions - 2))], axis=1)


def sample(name: str, count: int, dimensions: int, rng: np.random.Generator) -> np.ndarray:
    """Draw `count` points of a prior with NumPy: float32 (count, dimensions)."""
    return draw(name, count, dimensions, NumpyRandom(rng)).astype(np.float32)


def drawn_codes(mean: np.ndarray, log_variance: np.ndarray, seed: int = 0) -> np.ndarray:
    """Draw one code from each posterior, float32 (n, d); the same for a seed.

    These, and not the posteriors' means, are what a variational autoencoder draws towards its
    prior, all together (the aggregated posterior of Makhzani et al. 2015).
    """
    noise = np.random.default_rng([1, seed]).standard_normal(mean.shape, np.float32)
    return mean + np.exp(0.5 * log_variance) * noise


def code_draws(model: "keras.Model", inputs: np.ndarray) -> Callable[[int], np.ndarray]:
    """Return what draws, from a seed, the codes that together should follow a prior.

    Where the encoder gives distributions these are draws of them, one for each sample; else they
    are always the codes themselves.

    Args:
        inputs: float32 (n, *shape).
    """
    posterior = getattr(model, "posterior", None)
    if posterior is None:
        codes = model.encoder.predict(inputs, batch_size=1000, verbose=0)
        return lambda seed: codes
    mean, log_variance = posterior.predict(inputs, batch_size=1000, verbose=0)
    return lambda seed: drawn_codes(mean, log_variance, seed)


def compare(codes: np.ndarray, prior: str, count: int = COMPARED, seed: int = 0) -> TwoSample:
    """Test whether codes (n, d) together have a prior's distribution.

    Args:
        count: how many of the codes, chosen at random, and how many draws are compared.
        seed: of the choice, the draws and the test.
    """
    rng = np.random.default_rng(seed)
    codes = codes[rng.permutation(len(codes))[:count]]
    return two_sample_test(codes, sample(prior, len(codes), codes.shape[1], rng), rng)


def _normal(count: int, rng: RandomSource) -> Any:
    return rng.normal((count, 2))


def _mixture(count: int, rng: RandomSource) -> Any:
    """Ten Gaussians around the origin like petals: long outwards (0.5), narrow across (0.15)."""
    petal = rng.ops.floor(10.0 * rng.uniform((count,)))
    noise = rng.normal((count, 2))
    angle = petal * (2 * math.pi / 10)
    return _turn(2.0 + 0.5 * noise[:, 0], 0.15 * noise[:, 1], angle, rng.ops)


def _ring(count: int, rng: RandomSource) -> Any:
    angle = 2 * math.pi * rng.uniform((count,))
    radius = 2.0 + 0.15 * rng.normal((count,))
    return _turn(radius, rng.ops.zeros_like(radius), angle, rng.ops)


def _swiss_roll(count: int, rng: RandomSource) -> Any:
    """One and a half turns outwards; the square root spreads the points evenly along them."""
    along = rng.ops.sqrt(rng.uniform((count,)))
    noise = rng.normal((count, 2))
    return _turn(3.0 * along, 0.0 * along, 3 * math.pi * along, rng.ops) + 0.08 * noise


def _turn(along: Any, across: Any, angle: Any, ops: Any) -> Any:
    """Turn points (along, across), each (count,), by their angles: (count, 2)."""
    x = along * ops.cos(angle) - across * ops.sin(angle)
    y = along * ops.sin(angle) + across * ops.cos(angle)
    return ops.stack([x, y], axis=1)


PRIORS: dict[str, Prior] = {
    "normal": Prior(N_("Normal"), _normal),
    "mixture": Prior(N_("Mixture of ten Gaussians"), _mixture),
    "ring": Prior(N_("Ring"), _ring),
    "swiss_roll": Prior(N_("Swiss roll"), _swiss_roll),
}
"""The registry, in the order in which controls show it."""
