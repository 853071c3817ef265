"""What lessons and the theory tell: figures of runs on held-out samples, read or measured."""

from collections.abc import Callable

import numpy as np

from ae import analysis
from ae.caching import cached
from ae.data import datasets, oddities
from ae.data.corruption import corrupt
from ae.models import generation
from ae.runs.anomalies import scores_of
from ae.runs.store import Run
from ae.web.live import reconstruct
from ae.web.runs import pca_of, run_array
from ae.web.samples import as_stored, in_parts, nearest_training
from ae.web.server import workers
from ae.workers import inference

SOME = 200
"""How many held-out samples are rebuilt where a lesson damages or moves them first."""
PER_CELL = 10
"""A map is looked at in cells of which each would hold so many codes, were these spread evenly."""
OUTER = 1.0
"""Percent of the codes on each side of a map that do not count for its size."""
CORNER = 4
"""How many pixels a digit is moved up and left: MNIST's frame leaves four around it."""


def error(run: Run) -> float:
    """Return the mean squared error of a held-out sample, summed over its values."""
    return float(run.metrics["test_squared_error"])


def pca_error(run: Run) -> float:
    """Return that of PCA with as many components as the code has numbers."""
    return float(run.metrics["pca_test_squared_error"])


@cached(64)
def variance_kept(run: Run) -> float:
    """Return which share of how held-out samples differ from the mean of the training samples
    their reconstructions keep, 0 to 1."""
    mean = run_array(run, "pca_mean").reshape(1, *run.config.data.shape)
    samples = datasets.held_out(run.config.dataset).samples
    apart = in_parts(samples, lambda part: analysis.squared_error(part, mean))
    return 1.0 - error(run) / float(apart.mean())


@cached(64)
def errors_by_class(run: Run) -> tuple[float, ...]:
    """Return the mean squared error of each class's held-out samples."""
    labels = datasets.held_out(run.config.dataset).labels
    errors = run_array(run, "errors")
    return tuple(float(errors[labels == one].mean()) for one in range(len(run.config.data.classes)))


def half_way(run: Run) -> float:
    """Return after which share of its epochs a run's held-out loss had made half of its way."""
    losses = [epoch["test_loss"] for epoch in run.history]
    half = (losses[0] + min(losses)) / 2
    return next(n for n, loss in enumerate(losses) if loss <= half) / (len(losses) - 1)


@cached(64)
def empty_share(run: Run) -> float:
    """Return which share of the plane of a code's first two numbers holds no held-out code.

    The plane is cut into cells, see `PER_CELL`, between the outer `OUTER` percent on each side.
    """
    codes = run_array(run, "latents")[:, :2]
    cells = int(np.sqrt(len(codes) / PER_CELL))
    low, high = np.percentile(codes, [OUTER, 100 - OUTER], axis=0)
    counts, _x, _y = np.histogram2d(
        codes[:, 0], codes[:, 1], bins=cells, range=np.stack([low, high], axis=1)
    )
    return float(np.mean(counts == 0))


@cached(64)
def spread(run: Run) -> float:
    """Return the standard deviation of held-out codes, the mean over their numbers."""
    return float(run_array(run, "latents").std(axis=0).mean())


def with_noise(run: Run, kind: str, level: float) -> tuple[float, float]:
    """Return the mean squared error against the clean samples, of damaged ones and of what a run
    makes of these.

    Raises:
        WorkersNotReady: while the inference process starts.
    """
    within = run.config.data.value_range
    return _changed(
        run, lambda clean: corrupt(clean, kind, level, np.random.default_rng(0), within)
    )


def in_the_corner(run: Run) -> tuple[float, float]:
    """Return the mean squared error of samples where they are, and of the same ones moved.

    Raises:
        WorkersNotReady: while the inference process starts.
    """
    clean = _clean(run)
    moved = np.roll(clean, (-CORNER, -CORNER), axis=(1, 2))
    return _error(run, clean, clean), _error(run, moved, moved)


def active_share(run: Run) -> float:
    """Return which share of a code's numbers is not 0, the mean over held-out samples."""
    return float(np.mean(run_array(run, "latents") != 0))


@cached(32)
def distance_of_samples(run: Run) -> float:
    """Return how far samples drawn as a run's distribution of codes says lie from the training
    sample nearest to each, on average: see `nearest_training`.

    Raises:
        WorkersNotReady: while the inference process starts.
    """
    prior, rng = generation.prior_of(run.config), np.random.default_rng(0)
    if prior is None:
        fitted = generation.fit_normal(run_array(run, "latents"))
        codes = generation.draw_normal(fitted, SOME, 1.0, rng)
    else:
        codes = generation.draw_prior(prior, SOME, run.config.latent_dim, 1.0, rng)
    new = inference.decode(workers(), run.identity, np.asarray(codes, np.float32))
    return _distance(run, as_stored(run, new))


@cached(32)
def distance_of_held_out(run: Run) -> float:
    """Return the same of held-out samples."""
    samples = datasets.held_out(run.config.dataset).samples
    return _distance(run, samples[analysis.sampled(len(samples), SOME)])


def _distance(run: Run, samples: np.ndarray) -> float:
    return float(nearest_training(run.config.dataset, run.config.content, samples)[1].mean())


def _changed(run: Run, change: Callable[[np.ndarray], np.ndarray]) -> tuple[float, float]:
    clean = _clean(run)
    given = change(clean)
    return float(analysis.squared_error(clean, given).mean()), _error(run, given, clean)


def _clean(run: Run) -> np.ndarray:
    samples = datasets.held_out(run.config.dataset).samples
    return datasets.to_inputs(samples[analysis.sampled(len(samples), SOME)])


def _error(run: Run, given: np.ndarray, clean: np.ndarray) -> float:
    return float(analysis.squared_error(clean, reconstruct(run, given)).mean())


@cached(32)
def area(run: Run, what: str, score: str) -> float:
    """Return how well a score tells odd samples from normal ones: the area under the ROC curve.

    Raises:
        WorkersNotReady: while the inference process starts.
    """
    normal, odd = _scores(run, "", score), _scores(run, what, score)
    return float(analysis.auc(normal, odd))


def typical_score(run: Run, what: str, score: str) -> float:
    """Return the median score of normal samples, or of odd ones of a kind.

    Raises:
        WorkersNotReady: while the inference process starts.
    """
    return float(np.median(_scores(run, what, score)))


@cached(32)
def _scores(run: Run, what: str, score: str) -> np.ndarray:
    if what:
        samples = oddities.odd(what, run.config, SOME).samples
    else:
        rows = oddities.normal_rows(run.config, SOME)
        samples = datasets.to_inputs(datasets.held_out(run.config.dataset).samples[rows])
    found = scores_of(
        run.config, samples, lambda name, array: workers().ask(name, run.identity, array)
    )
    return found[score]


@cached(64)
def accuracies(run: Run) -> dict[str, tuple[float, float]]:
    """Return how well held-out digits are told apart, by the code and by PCA of its size.

    Fitted on one half of the held-out digits and asked about the other: no encoder has learnt
    from either.

    Returns:
        For `knn` and `ridge`, the shares (code, PCA).
    """
    split = datasets.held_out(run.config.dataset)
    linear = pca_of(run)
    codes = run_array(run, "latents")
    spaces = codes, in_parts(split.samples, linear.project).astype(np.float32)
    known, asked = analysis.split(len(codes))
    labels = split.labels
    measured = {"knn": analysis.knn_accuracy, "ridge": analysis.ridge_probe}
    return {
        name: tuple(  # type: ignore[misc]
            measure(space[known], labels[known], space[asked], labels[asked]) for space in spaces
        )
        for name, measure in measured.items()
    }
