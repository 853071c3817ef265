"""What a run, and the simple recommenders beside it, say to rows of ratings."""

import numpy as np

from ae.analysis import recommenders
from ae.analysis.rating_models import Bias, solve_ridge
from ae.analysis.recommenders import Recommender
from ae.caching import cached
from ae.data import datasets
from ae.models.architectures import REGISTRY
from ae.models.architectures.autorec import FOLD_IN
from ae.runs.comparisons import NEIGHBOUR_LEAST
from ae.runs.store import Run
from ae.web.live import reconstruct
from ae.web.runs import run_array
from ae.web.server import workers
from ae.workers import inference

BESIDE = ("popularity", "neighbours", "ease")
"""The recommenders whose lists stand beside a run's."""


def scores(run: Run, rows: np.ndarray) -> np.ndarray:
    """Return a run's scores of all things for people with these ratings: float32 (n, things).

    Raises:
        WorkersNotReady: while the inference process starts.
    """
    if not run.config.architecture.turns():
        return reconstruct(run, rows)
    codes = run_array(run, "latents")
    rest, known, usual = _rest(run, rows)
    return usual + folded_in(run, rest, known) @ codes[:, :-1].T


def place(run: Run, rows: np.ndarray) -> np.ndarray:
    """Return the codes of people with these ratings, float32 (n, k); raises as `scores` does."""
    if not run.config.architecture.turns():
        return inference.encode(workers(), run.identity, rows)
    rest, known, usual = _rest(run, rows)
    own = folded_in(run, rest, known)
    deviation = (usual - run_array(run, "latents")[:, -1]).mean(axis=1, keepdims=True)
    return np.concatenate([own, deviation], axis=1)


def folded_in(run: Run, rest: np.ndarray, known: np.ndarray) -> np.ndarray:
    """Return the weights that a new person would have among the columns of a run: (n, k − 1).

    A run by things knows its people only as weights; those of a new one are what ridge regression
    on the things' codes finds.
    """
    return solve_ridge(run_array(run, "latents")[:, :-1], rest, known, FOLD_IN)


def _rest(run: Run, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return what is left of ratings beside what is usual, which are known, and what is usual."""
    deviation = run_array(run, "latents")[:, -1]
    known = np.isfinite(rows)
    mean, shrink = run.metrics["usual_stars"], Bias().people
    rest = np.where(known, np.nan_to_num(rows) - mean - deviation, 0)
    own = rest.sum(axis=1, keepdims=True) / (known.sum(axis=1, keepdims=True) + shrink)
    usual = mean + deviation + own
    return np.where(known, rest - own, 0).astype(np.float32), known, usual.astype(np.float32)


def beside(run: Run, name: str, rows: np.ndarray) -> np.ndarray:
    """Return the scores of one of `BESIDE` for people with these ratings: float (n, things)."""
    config, least = run.config, b""
    if name == "neighbours":  # which takes seconds to find out among thousands of things
        least = run_array(run, NEIGHBOUR_LEAST).tobytes()
    return _fitted(name, config.dataset, config.content, config.train_size, least).scores(rows)


@cached(6)
def _fitted(name: str, dataset: str, content: str, size: int, least: bytes) -> Recommender:
    """Fit one on the ratings that runs of this size learn from."""
    own = {"least": np.frombuffer(least, np.float32)} if least else {}
    train = datasets.load(dataset, "train").samples[:size]
    return recommenders.RECOMMENDERS[name](**own).fit(train)


def shown(run: Run, values: np.ndarray) -> np.ndarray:
    """Return scores as a page shows them: stars within their range, or shares of 100."""
    if not REGISTRY[run.config.architecture.name].ranks:
        low, high = run.config.data.value_range or (-np.inf, np.inf)
        return np.clip(values, low, high)
    weights = np.exp(values - values.max(axis=-1, keepdims=True))
    return 100 * weights / weights.sum(axis=-1, keepdims=True)
