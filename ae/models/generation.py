"""New codes: drawn from a distribution, on the way between two, or by arithmetic.

Codes are float32 (n, d). What a decoder makes of them is asked elsewhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

import numpy as np

from ae.analysis import covariance_root, nearest_many, require_finite
from ae.config import RunConfig
from ae.models import priors
from ae.models.architectures import REGISTRY
from ae.random_source import NumpyRandom, RandomSource

NEIGHBOURS = 10
"""How many codes lie within the default radius of `support`, at a typical code."""
COMPARED = 2000
"""Of how many codes the neighbours are looked up for that radius."""
PARALLEL = 1e-6
"""Below this sine of the angle between two codes, spherical and straight are one way."""

How = Literal["linear", "spherical"]


class Source(Protocol):
    """A distribution that new codes are drawn from."""

    @property
    def prior(self) -> str | None:
        """The name in `priors.PRIORS`; None for one that was fitted to codes."""

    def draw(self, count: int, rng: RandomSource) -> np.ndarray:
        """Draw codes, (count, d)."""


@dataclass(frozen=True)
class PriorSource:
    """The prior towards which a run was trained.

    Args:
        prior: its name in `priors.PRIORS`.
        dimensions: of a code.
    """

    prior: str
    dimensions: int

    def draw(self, count: int, rng: RandomSource) -> np.ndarray:
        return priors.draw(self.prior, count, self.dimensions, rng)


@dataclass(frozen=True)
class FittedSource:
    """A normal distribution with the mean and covariance of a run's codes.

    Args:
        mean: float64 (d,).
        root: float64 (d, d), the covariance's symmetric root.
    """

    mean: np.ndarray
    root: np.ndarray
    prior: None = None

    def draw(self, count: int, rng: RandomSource) -> np.ndarray:
        return self.mean + rng.normal((count, len(self.mean))) @ self.root


def source_of(config: RunConfig, codes: np.ndarray) -> Source:
    """Return what a run's new codes are drawn from: its prior, or what its codes look like.

    Args:
        config: the run's.
        codes: its held-out codes, (n, d); looked at where its family has no prior.

    Raises:
        ValueError: if codes are needed, and there are fewer than two or one is not finite.
    """
    prior = REGISTRY[config.architecture.name].prior(config.architecture)
    return PriorSource(prior, config.latent_dim) if prior else fit(codes)


def fit(codes: np.ndarray) -> FittedSource:
    """Fit a normal distribution to codes (n, d): mean and full covariance.

    A dimension that never changes stays as it is in every draw.

    Raises:
        ValueError: if there are fewer than two codes, or one is not finite.
    """
    if len(require_finite(codes)) < 2:
        raise ValueError(f"codes: expected 2 or more to fit. Received: {len(codes)}.")
    covariance = np.atleast_2d(np.cov(codes, rowvar=False, dtype=np.float64))
    return FittedSource(codes.mean(axis=0, dtype=np.float64), covariance_root(covariance))


class _TemperedRandom(NumpyRandom):
    """RandomSource whose normal draws are scaled; uniform ones stay."""

    def __init__(self, rng: np.random.Generator, temperature: float):
        super().__init__(rng)
        self._temperature = np.float32(temperature)

    def normal(self, shape: Sequence[Any]) -> np.ndarray:
        return self._temperature * super().normal(shape)


def sample(source: Source, count: int, temperature: float, rng: np.random.Generator) -> np.ndarray:
    """Draw new codes: float32 (count, d).

    The temperature scales the normal noise that the distribution is made of: at 1 it is the
    distribution itself, below 1 it keeps closer to its centre, at 0 there is nothing but that.
    A normal distribution's centre is its mean. The mixture has ten, one in each petal; the
    ring's is the circle, and the Swiss roll's is the spiral: at 0 codes lie exactly there,
    anywhere along it. Dimensions beyond a shape's two shrink to 0.

    Raises:
        ValueError: if the temperature is negative or not finite.
    """
    if not 0 <= temperature < np.inf:
        raise ValueError(f"temperature: expected 0 or more. Received: {temperature}.")
    return source.draw(count, _TemperedRandom(rng, temperature)).astype(np.float32)


def interpolate(first: np.ndarray, last: np.ndarray, steps: int, how: How) -> np.ndarray:
    """Return the way from one code, (d,), to another: float32 (steps, d), both ends exact.

    Args:
        first, last: the ends.
        steps: how many codes, both ends among them; 2 or more.
        how: `linear` is the straight way. `spherical` turns the direction evenly along the
            great circle (Shoemake 1985, "Animating rotation with quaternion curves") while
            the length changes evenly, so that the way does not lead through the centre, where
            few codes of many dimensions lie. Where it is not defined, for an end at 0 or ends
            in one or in opposite directions, it is the straight way; so it always is for
            codes of one number.

    Raises:
        ValueError: for fewer than two steps, ends of different shapes or an unknown way.
    """
    if steps < 2 or first.shape != last.shape or how not in ("linear", "spherical"):
        raise ValueError(
            "Expected two codes of one shape, 2 steps or more, linear or spherical. "
            f"Received: {first.shape} and {last.shape}, {steps} steps, {how}."
        )
    start, end = first.astype(np.float64), last.astype(np.float64)
    share = np.linspace(0.0, 1.0, steps)[:, None]
    straight = (1 - share) * start + share * end
    path = straight if how == "linear" else _on_a_sphere(start, end, share, straight)
    return path.astype(np.float32)


def _on_a_sphere(
    start: np.ndarray, end: np.ndarray, share: np.ndarray, straight: np.ndarray
) -> np.ndarray:
    lengths = np.linalg.norm(start), np.linalg.norm(end)
    if min(lengths) == 0:
        return straight
    unit = start / lengths[0], end / lengths[1]
    angle = np.arccos(np.clip(unit[0] @ unit[1], -1.0, 1.0))
    if np.sin(angle) < PARALLEL:
        return straight
    turned = np.sin((1 - share) * angle) * unit[0] + np.sin(share * angle) * unit[1]
    return ((1 - share) * lengths[0] + share * lengths[1]) * turned / np.sin(angle)


def typical_radius(codes: np.ndarray) -> float:
    """Return the median distance from a code to its tenth nearest other one.

    Args:
        codes: (n, d); of more than 2,000, evenly chosen 2,000 are asked for their neighbours
            among all; of fewer than eleven, the farthest counts.

    Raises:
        ValueError: if a code is not finite.
    """
    asked = require_finite(codes)[:: -(-len(codes) // COMPARED)]
    _, distances = nearest_many(asked, codes, NEIGHBOURS + 1)  # each is its own nearest
    return float(np.median(distances[:, -1]))


def support(path: np.ndarray, codes: np.ndarray, radius: float | None = None) -> np.ndarray:
    """Return how many real codes lie near each step of a path: int (steps,).

    At a typical place there are about ten within the default radius; where there are none,
    the decoder has seen nothing like it.

    Args:
        path: (steps, d).
        codes: of real digits, (n, d).
        radius: how far “near” reaches, that distance included; None for `typical_radius`.

    Raises:
        ValueError: if a code is not finite, or path and codes differ in dimensions.
    """
    if path.shape[1:] != require_finite(codes).shape[1:]:
        raise ValueError(
            "Expected a path and codes of equally many dimensions. "
            f"Received: {path.shape} and {codes.shape}."
        )
    reach = typical_radius(codes) if radius is None else radius
    distances = (np.linalg.norm(codes - step, axis=1) for step in path)
    return np.array([np.count_nonzero(apart <= reach) for apart in distances], dtype=np.int64)


def arithmetic(a: np.ndarray, b: np.ndarray, c: np.ndarray) -> np.ndarray:
    """Return a − b + c: what c becomes by the step from b to a. Codes of one shape, float32."""
    return (a - b + c).astype(np.float32)


def class_means(codes: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Return the mean code of each digit: float32 (10, d).

    Args:
        codes: (n, d).
        labels: 0 to 9, (n,).

    Raises:
        ValueError: if a digit has no code.
    """
    missing = sorted(set(range(10)) - set(labels.tolist()))
    if missing:
        raise ValueError(f"labels: expected every digit. Received: none of {missing}.")
    means = [codes[labels == digit].mean(axis=0, dtype=np.float64) for digit in range(10)]
    return np.array(means, dtype=np.float32)
