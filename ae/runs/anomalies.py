"""How well a run tells odd samples from normal ones, by every score and simpler detector."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ae import analysis
from ae.config import RunConfig
from ae.data import datasets, oddities
from ae.models import training
from ae.models.anomalies import (
    COMPETITORS,
    SCORES,
    Ask,
    competitors_for,
    rebuild,
    scores_for,
)

AT_ONCE = 1000
"""How many samples the model is asked about at a time."""
EVERY = 1_000_000
"""More samples than any dataset has."""


@dataclass(frozen=True)
class Areas:
    """The areas under the ROC curve, by what is odd, and of how many samples.

    Args:
        normal: how many held-out normal samples.
        odd: what is odd → how many of these.
        scores, competitors: what is odd → score or detector → area.
    """

    normal: int
    odd: Mapping[str, int]
    scores: Mapping[str, Mapping[str, float]]
    competitors: Mapping[str, Mapping[str, float]]


def areas(config: RunConfig, ask: Ask, kinds: tuple[str, ...] = (), beside: bool = True) -> Areas:
    """Measure a run on all held-out samples of what is normal, and of each kind of odd ones.

    Args:
        ask: the run's model.
        kinds: of `oddities.ODDITIES`, those wanted; all that fit where none is named.
        beside: whether simpler detectors are fitted and measured, too.
    """
    kinds = kinds or oddities.offered(config)
    normal = _normal(config)
    odd = {kind: oddities.odd(kind, config, EVERY).samples for kind in kinds}
    usual = scores_of(config, normal, ask)
    scores = {kind: _areas(usual, scores_of(config, odd[kind], ask)) for kind in kinds}
    competitors = {}
    if beside:
        fitted = _simpler(config, {"": normal, **odd})
        competitors = {kind: _areas(fitted[""], fitted[kind]) for kind in kinds}
    return Areas(len(normal), {kind: len(odd[kind]) for kind in kinds}, scores, competitors)


def scores_of(config: RunConfig, samples: np.ndarray, ask: Ask) -> dict[str, np.ndarray]:
    """Return every score of samples, float32 (n, *shape), that fits a run: float (n,) each."""
    found: dict[str, list[np.ndarray]] = {name: [] for name in scores_for(config)}
    for start in range(0, len(samples), AT_ONCE):
        rebuilt = rebuild(config, samples[start : start + AT_ONCE], ask)
        for name, parts in found.items():
            parts.append(SCORES[name].of(rebuilt))
    return {name: np.concatenate(parts) for name, parts in found.items()}


def _normal(config: RunConfig) -> np.ndarray:
    rows = oddities.normal_rows(config, EVERY)
    return datasets.to_inputs(datasets.held_out(config.dataset).samples[rows])


def _simpler(
    config: RunConfig, samples: Mapping[str, np.ndarray]
) -> dict[str, dict[str, np.ndarray]]:
    """Score samples by simpler detectors, which are fitted once for all of them."""
    learnt = datasets.to_inputs(training.training_samples(config))
    ends = np.cumsum([len(part) for part in samples.values()])[:-1]
    whole = np.concatenate(list(samples.values()))
    found: dict[str, dict[str, np.ndarray]] = {name: {} for name in samples}
    for detector in competitors_for(config):
        scores = COMPETITORS[detector].score(learnt, whole, config.latent_dim)
        for name, part in zip(samples, np.split(scores, ends), strict=True):
            found[name][detector] = part
    return found


def _areas(normal: Mapping[str, np.ndarray], odd: Mapping[str, np.ndarray]) -> dict[str, float]:
    return {name: analysis.auc(normal[name], odd[name]) for name in normal}
