"""t-SNE of a run's held-out codes: a picture of neighbourhoods, for looking at only.

New points have no place on it, and distances between its clusters mean little.
"""

import contextlib
from collections.abc import Callable

import numpy as np

from ae.analysis.listener import Listener
from ae.analysis.selection import sampled
from ae.i18n import N_
from ae.messages import WordedError

POINTS = 3000
"""How many held-out codes are placed, at most."""
SEED = 0
PERPLEXITY = 30.0
ITERATIONS = 1000
_START = 1e-4
"""The spread of the first places, as Kobak & Berens (2019) advise and scikit-learn has it."""


class EmbeddingError(WordedError, RuntimeError):
    """These codes cannot be placed; the message says why and what to do."""


def rows(count: int) -> np.ndarray:
    """Return which of `count` codes are placed: all, or `POINTS` of them drawn at random."""
    return sampled(count, POINTS, SEED)


def tsne(codes: np.ndarray, seed: int, report: Callable[[float], None]) -> np.ndarray:
    """Place codes in the plane so that neighbours stay neighbours. For workers.

    Barnes-Hut t-SNE (van der Maaten 2014), started from the codes' first two principal
    components. Equal codes share one place, and the order of codes makes no difference. Codes
    are shifted and scaled first, which changes no neighbourhood.

    It uses one thread: two gain nothing beside other work, and their sums, in whatever order
    they end, would make two results of one seed.

    Args:
        codes: real (n, d), any n from 0 and any d from 1.
        seed: breaks ties where the codes have no second principal component.
        report: told the share of the work done, rising, from 0 to 1.

    Returns:
        float32 (n, 2), centred.

    Raises:
        EmbeddingError: if a code holds a number that is not finite.
    """
    finite = np.isfinite(codes).all(axis=1)
    if not finite.all():
        raise EmbeddingError(
            N_(
                "codes: expected finite numbers. Received: {count} of {codes} codes that "
                "are not. The network's weights have grown out of bounds; train it "
                "again with a lower learning rate."
            ),
            count=(~finite).sum(),
            codes=len(codes),
        )
    report(0.0)
    distinct, place = np.unique(codes.astype(np.float64), axis=0, return_inverse=True)
    points = _placed(distinct, seed, report)[place.reshape(-1)]
    report(1.0)
    return points - points.mean(axis=0) if len(points) else points


def _placed(distinct: np.ndarray, seed: int, report: Callable[[float], None]) -> np.ndarray:
    """Return places of codes that all differ, float32 (n, 2)."""
    from sklearn.manifold import TSNE
    from threadpoolctl import threadpool_limits

    count = len(distinct)
    if count < 3:  # nothing to arrange
        return np.stack([np.arange(count), np.zeros(count)], axis=1).astype(np.float32)
    centred = distinct - distinct.mean(axis=0)
    scaled = (centred / np.abs(centred).max()).astype(np.float32)
    listener = Listener(
        r"\[t-SNE\] Iteration (\d+):", lambda done: report(min(done / ITERATIONS, 1.0))
    )
    with threadpool_limits(1), contextlib.redirect_stdout(listener):
        method = TSNE(
            perplexity=min(PERPLEXITY, max((count - 1) / 3, 1.0)),
            init=_first_places(scaled, seed),
            random_state=seed,
            max_iter=ITERATIONS,
            verbose=2,
            n_jobs=1,
        )
        return method.fit_transform(scaled).astype(np.float32)


def _first_places(points: np.ndarray, seed: int) -> np.ndarray:
    """Return the first two principal components, very small; a missing one is left to chance.

    Started on a line, points would never leave it.
    """
    from ae.analysis.projection import fit_pca

    axes = fit_pca(points, 2).project(points)
    spread = axes.std(axis=0)
    varied = np.flatnonzero(spread > 1e-6 * spread[0])
    places = np.random.default_rng(seed).standard_normal((len(points), 2)).astype(np.float32)
    places[:, varied] = axes[:, varied] / spread[0]
    return places * _START
