"""New codes: drawn from a distribution, on the path between two, or by arithmetic.

Codes are float32 (n, d). What a decoder makes of them is asked elsewhere.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from ae.analysis import covariance_root, nearest_many, require_finite
from ae.analysis.code_mixture import Mixture
from ae.config import RunConfig
from ae.models import priors
from ae.models.architectures import REGISTRY
from ae.random_source import NumpyRandom

NEIGHBOURS = 10
"""How many codes lie within the default radius of `support`, at a typical code."""
COMPARED = 2000
"""Of how many codes the neighbours are looked up for that radius."""
PARALLEL = 1e-6
"""Below this sine of the angle between two codes, spherical and straight are one path."""

How = Literal["linear", "spherical"]


@dataclass(frozen=True)
class Normal:
    """A normal distribution, for instance one with the mean and covariance of a run's codes.

    Args:
        mean: float64 (d,).
        root: float64 (d, d), the covariance's symmetric root.
    """

    mean: np.ndarray
    root: np.ndarray


def prior_of(config: RunConfig) -> str | None:
    """Return towards which of `priors.PRIORS` a run's codes were trained; None if towards none."""
    return REGISTRY[config.architecture.name].prior(config.architecture)


def fit_normal(codes: np.ndarray) -> Normal:
    """Fit a normal distribution to codes (n, d): mean and full covariance.

    A dimension that never changes stays as it is in every draw.

    Raises:
        ValueError: if there are fewer than two codes, or one is not finite.
    """
    if len(require_finite(codes)) < 2:
        raise ValueError(f"codes: expected 2 or more to fit. Received: {len(codes)}.")
    covariance = np.atleast_2d(np.cov(codes, rowvar=False, dtype=np.float64))
    return Normal(codes.mean(axis=0, dtype=np.float64), covariance_root(covariance))


def draw_prior(
    prior: str, count: int, dimensions: int, temperature: float, rng: np.random.Generator
) -> np.ndarray:
    """Draw new codes from a prior: float32 (count, dimensions).

    The temperature scales the normal noise that the distribution is made of: at 1 it is the
    distribution itself, below 1 it keeps closer to its centre, at 0 there is nothing but that.
    The mixture has ten centres, one in each petal; the ring's is the circle, and the Swiss roll's
    is the spiral: at 0 codes lie exactly there, anywhere along it. Dimensions beyond a shape's two
    shrink to 0.

    Raises:
        KeyError: for an unknown prior.
        ValueError: if the temperature is negative or not finite.
    """
    noise = NumpyRandom(rng, _checked(temperature))
    return priors.draw(prior, count, dimensions, noise).astype(np.float32)


def draw_normal(
    fitted: Normal, count: int, temperature: float, rng: np.random.Generator
) -> np.ndarray:
    """Draw new codes from a normal distribution: float32 (count, d).

    Args:
        temperature: scales how far from the mean they lie; 1 is the distribution itself.

    Raises:
        ValueError: if the temperature is negative or not finite.
    """
    noise = NumpyRandom(rng, _checked(temperature)).normal((count, len(fitted.mean)))
    return (fitted.mean + noise @ fitted.root).astype(np.float32)


def draw_mixture(
    fitted: Mixture, count: int, temperature: float, rng: np.random.Generator
) -> np.ndarray:
    """Draw new codes from a mixture: float32 (count, d).

    Args:
        temperature: scales how far from their component's mean they lie; 1 is the mixture itself.

    Raises:
        ValueError: if the temperature is negative or not finite.
    """
    return fitted.draw(count, NumpyRandom(rng, _checked(temperature)))


def _checked(temperature: float) -> float:
    if not 0 <= temperature < np.inf:
        raise ValueError(f"temperature: expected 0 or more. Received: {temperature}.")
    return temperature


def interpolate(first: np.ndarray, last: np.ndarray, steps: int, how: How) -> np.ndarray:
    """Return the path from one code, (d,), to another: float32 (steps, d), both ends exact.

    Args:
        first, last: the ends.
        steps: how many codes, both ends among them; 2 or more.
        how: `linear` is the straight path. `spherical` turns the direction evenly along the
            great circle (Shoemake 1985, "Animating rotation with quaternion curves") while
            the length changes evenly, so that the path does not lead through the centre, where
            few codes of many dimensions lie. Where it is not defined, for an end at 0 or ends
            in one or in opposite directions, it is the straight path; so it always is for
            codes of one number.

    Raises:
        ValueError: for fewer than two steps, ends of different shapes or an unknown `how`.
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
        codes: of real samples, (n, d).
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


def class_means(codes: np.ndarray, labels: np.ndarray, classes: int) -> np.ndarray:
    """Return the mean code of each class: float32 (classes, d).

    Args:
        codes: (n, d).
        labels: 0 to classes − 1, (n,).
        classes: how many there are.

    Raises:
        ValueError: if a class has no code.
    """
    missing = sorted(set(range(classes)) - set(labels.tolist()))
    if missing:
        raise ValueError(f"labels: expected every class. Received: none of {missing}.")
    means = [codes[labels == label].mean(axis=0, dtype=np.float64) for label in range(classes)]
    return np.array(means, dtype=np.float32)
