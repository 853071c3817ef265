"""What this visitor has rated of each dataset, and which things are laid before them."""

import numpy as np
import streamlit as st

from ae.analysis.selection import spread
from ae.caching import cached
from ae.data import datasets
from ae.runs.store import Run
from ae.web.panels.recommend.codes import thing_codes

SHOWN = 10
KNOWN = 40
"""Of how many of the most rated things those are chosen that are laid before a visitor."""
MOST = 30
"""How many things one visitor may rate."""
EXAMPLE = (5.0, 1.5, 4.5)
"""The stars that a visitor begins with."""


def ratings(run: Run) -> dict[int, float]:
    """Return this visitor's stars by the columns of the dataset, at first an example."""
    kept = st.session_state.setdefault("rated", {})
    if run.config.dataset not in kept:
        kept[run.config.dataset] = dict(zip(first_things(run), EXAMPLE, strict=False))
    return kept[run.config.dataset]


def rate(run: Run, thing: int, stars: float) -> None:
    """Take a rating in, or back where there are no stars."""
    mine = ratings(run)
    if stars:
        mine[thing] = stars
    else:
        mine.pop(thing, None)


def replace(run: Run, stars: dict[int, float]) -> None:
    """Take other ratings instead of all."""
    mine = ratings(run)
    mine.clear()
    mine.update(stars)
    _laid(run)[:] = [*stars, *(one for one in first_things(run) if one not in stars)]


def lay(run: Run, thing: int) -> None:
    """Lay one more thing before the visitor, to be rated."""
    shown = _laid(run)
    if thing not in shown and len(shown) < MOST:
        shown.insert(0, thing)


def laid(run: Run) -> list[int]:
    """Return the columns of the things that lie before this visitor."""
    shown, mine = _laid(run), ratings(run)
    return [*(one for one in mine if one not in shown), *shown]


def _laid(run: Run) -> list[int]:
    kept = st.session_state.setdefault("laid", {})
    return kept.setdefault(run.config.dataset, first_things(run))


def row(run: Run, mine: dict[int, float]) -> np.ndarray:
    """Return ratings as a row of the dataset, float32 (things,), NaN where there is none."""
    whole = np.full(datasets.DATASETS[run.config.dataset].spec.size, np.nan, np.float32)
    for thing, stars in mine.items():
        whole[thing] = stars
    return whole


def known_by(dataset: str) -> np.ndarray:
    """Return how many people have rated each thing, of the ratings that are learnt from."""
    return _known_by(dataset, datasets.content(dataset))


@cached(16)
def _known_by(dataset: str, content: str) -> np.ndarray:
    counts = np.isfinite(datasets.load(dataset, "train").samples).sum(axis=0)
    counts.flags.writeable = False
    return counts


def first_things(run: Run) -> list[int]:
    """Return the things that are laid before a visitor at first: well known, and unlike."""
    return list(_first_things(run))


@cached(32)
def _first_things(run: Run) -> tuple[int, ...]:
    best_known = np.argsort(-known_by(run.config.dataset), kind="stable")[:KNOWN]
    chosen = spread(thing_codes(run)[best_known], SHOWN)
    return tuple(int(one) for one in best_known[chosen])
