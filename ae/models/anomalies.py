"""How odd samples are to a trained model: the scores by name, and what they are computed from.

Their formulas stand in `ae.analysis.anomaly_scores`. A score is larger for what is odder.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from ae import analysis
from ae.config import Kind, RunConfig
from ae.i18n import N_
from ae.models import losses
from ae.models.architectures import REGISTRY
from ae.random_source import NumpyRandom

DRAWS = 4
"""How many codes are drawn of each sample's posterior for its −ELBO."""
Ask = Callable[[str, np.ndarray], Any]
"""`(operation, array) -> answer`: a live model, by the operations of the inference process."""


@dataclass(frozen=True)
class Rebuilt:
    """Samples and what a model makes of them.

    Args:
        samples, restored: float32 (n, *shape).
        bound: −ELBO of each sample in nats, float32 (n,), where the family has one.
    """

    samples: np.ndarray
    restored: np.ndarray
    bound: np.ndarray | None = None


@dataclass(frozen=True)
class Score:
    """One entry of the registry.

    Args:
        label, formula, means: its words, marked with `N_`, and its formula in LaTeX.
        of: gives the score of each sample, float (n,).
        fits: whether it makes sense of a run's data and family.
    """

    label: str
    formula: str
    means: str
    of: Callable[[Rebuilt], np.ndarray]
    fits: Callable[[RunConfig], bool]


def scores_for(config: RunConfig) -> tuple[str, ...]:
    """Return which scores there are for a run, the usual one first."""
    return tuple(name for name, score in SCORES.items() if score.fits(config))


def rebuild(config: RunConfig, samples: np.ndarray, ask: Ask) -> Rebuilt:
    """Ask a model for all that the scores of samples, float32 (n, *shape), are computed from."""
    restored = ask("reconstruct", samples)
    if not REGISTRY[config.architecture.name].stochastic:
        return Rebuilt(samples, restored)
    return Rebuilt(samples, restored, _bound(config, samples, ask))


def _bound(config: RunConfig, samples: np.ndarray, ask: Ask) -> np.ndarray:
    """Return −ELBO of each sample: its error, mean over draws of the code, and the exact KL.

    An & Cho 2015, "Variational autoencoder based anomaly detection using reconstruction
    probability", use the first part alone. −log p is that of `variational.examine`: Bernoulli of
    values from 0 to 1, else normal of variance ½, here without its constant.
    """
    mean, log_variance = (np.asarray(part) for part in ask("posterior", samples))
    rng, errors = NumpyRandom(np.random.default_rng(0)), []
    measure = analysis.cross_entropy if _probabilities(config) else analysis.squared_error
    for _draw in range(DRAWS):
        codes = mean + np.exp(0.5 * log_variance) * rng.normal(mean.shape)
        errors.append(measure(samples, ask("decode", codes)))
    return np.mean(errors, axis=0) + losses.kl_to_normal(mean, log_variance).sum(axis=1)


def _probabilities(config: RunConfig) -> bool:
    return "bce" in config.data.losses


def _bound_of(rebuilt: Rebuilt) -> np.ndarray:
    assert rebuilt.bound is not None, "only families that have one are asked: see `Score.fits`"
    return rebuilt.bound


SCORES: dict[str, Score] = {
    "excess_per_ink": Score(
        N_("Excess cross-entropy ÷ ink"),
        r"\frac{H(x, \hat{x}) - H(x)}{\sum_i x_i}",
        N_(
            "How many nats the reconstruction costs beyond the picture's own entropy, for each "
            "unit of ink: a bright pixel where none was expected, or a missing one, costs most."
        ),
        lambda rebuilt: analysis.excess_per_ink(rebuilt.samples, rebuilt.restored),
        lambda config: config.data.kind == "picture" and _probabilities(config),
    ),
    "error_per_ink": Score(
        N_("Squared error ÷ ink"),
        r"\frac{\lVert x - \hat{x} \rVert^2}{\sum_i x_i}",
        N_("The squared error for each unit of ink: a bold {sample} may have a larger one."),
        lambda rebuilt: analysis.error_per_ink(rebuilt.samples, rebuilt.restored),
        lambda config: config.data.kind == "picture" and config.data.value_range == (0.0, 1.0),
    ),
    "squared_error": Score(
        N_("Squared error"),
        r"\lVert x - \hat{x} \rVert^2",
        N_(
            "The plain error: easy to read, and blind to what is easily rebuilt, as a blank "
            "{sample} often is."
        ),
        lambda rebuilt: analysis.squared_error(rebuilt.samples, rebuilt.restored),
        lambda config: True,
    ),
    "error_per_energy": Score(
        N_("Squared error ÷ energy"),
        r"\frac{\lVert x - \hat{x} \rVert^2}{\lVert x \rVert^2}",
        N_("Which share of the {sample}'s own strength the error is."),
        lambda rebuilt: analysis.error_per_energy(rebuilt.samples, rebuilt.restored),
        lambda config: config.data.kind in ("signal", "table"),
    ),
    "negative_elbo": Score(
        N_("−ELBO"),
        r"\mathbb{E}_{q(z|x)}[-\log p(x|z)] + \mathrm{KL}\big(q(z|x) \,\Vert\, p(z)\big)",
        N_(
            "A bound of −log p of the {sample}: it counts how unusual its code is, too. It grows "
            "with the ink, as the plain error does."
        ),
        _bound_of,
        lambda config: REGISTRY[config.architecture.name].stochastic,
    ),
}
"""The registry; of those that fit, the first is the usual one."""


@dataclass(frozen=True)
class Competitor:
    """A simpler detector that stands beside a run, fitted on what the run has learnt from.

    Args:
        label: its name, marked with `N_`; `{n}` is how many components it has.
        score: `(normal, samples, components) -> scores`. For workers: it may import scikit-learn.
        kinds: of data that it is shown for.
    """

    label: str
    score: Callable[[np.ndarray, np.ndarray, int], np.ndarray]
    kinds: tuple[Kind, ...] = ("picture", "signal", "table")


KNOWN = 6000
"""Among how many normal samples the nearest are looked for, at most, drawn at random."""


def _knn(normal: np.ndarray, samples: np.ndarray, components: int) -> np.ndarray:
    return analysis.neighbour_distance(normal[analysis.sampled(len(normal), KNOWN)], samples)


COMPETITORS: dict[str, Competitor] = {
    "pca": Competitor(
        N_("PCA error, {n} components"),
        lambda normal, samples, n: analysis.pca_error(analysis.fit_pca(normal, n), samples),
    ),
    "knn": Competitor(
        N_("Distance to the 5 nearest"),
        _knn,
    ),
    "isolation_forest": Competitor(
        N_("Isolation forest"),
        lambda normal, samples, n: analysis.isolation_forest(normal, samples),
        ("signal", "table"),
    ),
    "local_outlier_factor": Competitor(
        N_("Local outlier factor"),
        lambda normal, samples, n: analysis.local_outlier_factor(normal, samples),
        ("signal", "table"),
    ),
}
"""The registry, in the order in which tables show it."""


def competitors_for(config: RunConfig) -> tuple[str, ...]:
    """Return which simpler detectors stand beside a run."""
    kind = config.data.kind
    return tuple(name for name, one in COMPETITORS.items() if kind in one.kinds)
