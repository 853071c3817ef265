"""What a run is measured beside: PCA, simple recommenders, simple detectors of odd samples."""

from typing import Any

import numpy as np

from ae import analysis
from ae.analysis import recommenders
from ae.config import RunConfig, data_spec
from ae.data import datasets, kinds
from ae.models import training
from ae.models.anomalies import COMPETITORS, competitors_for
from ae.models.architectures import REGISTRY

NEIGHBOUR_LEAST = "neighbour_least"
"""The name of the array that item-kNN's choice is kept under."""
SIMPLER = "detector_"
"""Begins the names of the simpler detectors' scores."""


def beside_pca(
    config: RunConfig, test: np.ndarray, restored: np.ndarray, own: Any
) -> tuple[dict[str, float], dict[str, np.ndarray]]:
    """Measure reconstructions, and those of PCA with as many components."""
    data, pca = config.data, _pca(config)
    linear = pca.restore(pca.project(test)).reshape(test.shape)
    measured = kinds.measure(test[own], restored[own], data)
    metrics = {f"test_{name}": value for name, value in measured.metrics.items()}
    if "bce" in measured.metrics:
        metrics["test_bce_floor"] = analysis.bce(test[own], test[own])
        metrics["test_outside"] = analysis.outside(restored[own])
        metrics["pca_test_outside"] = analysis.outside(linear[own])
    for name, value in kinds.measure(test[own], linear[own], data).metrics.items():
        metrics[f"pca_test_{name}"] = value
    arrays = {"pca_mean": pca.mean, "pca_components": pca.components} | dict(measured.arrays)
    if config.classes:
        arrays |= _by_simpler_detectors(config, test)
    return metrics, arrays


def beside_recommenders(
    config: RunConfig, restored: np.ndarray
) -> tuple[dict[str, float], dict[str, np.ndarray]]:
    """Measure predictions, and those of the simple recommenders on the same ratings.

    They are measured as people's rows, whichever way the family takes them.
    """
    split, data = datasets.held_out(config.dataset), data_spec(config.dataset)
    wanted = split.samples if split.targets is None else split.targets
    rows = (restored.T if config.architecture.turns() else restored)[: len(split.samples)]
    found = dict(kinds.measure(wanted, rows, data, split.samples).metrics)
    if REGISTRY[config.architecture.name].ranks:
        del found["rmse"]
    metrics = {f"test_{name}": value for name, value in found.items()}
    train = datasets.load(config.dataset, "train").samples[: config.train_size]
    rivals = {name: make().fit(train) for name, make in recommenders.RECOMMENDERS.items()}
    for name, rival in rivals.items():
        beside = recommenders.measured(rival, split.samples, wanted, data.value_range)
        metrics |= {f"{name}_test_{what}": value for what, value in beside.items()}
    return metrics, {NEIGHBOUR_LEAST: rivals["neighbours"].least}


def _by_simpler_detectors(config: RunConfig, samples: np.ndarray) -> dict[str, np.ndarray]:
    """Score samples by what else tells odd ones, where a run has learnt some classes only."""
    normal = datasets.to_inputs(training.training_samples(config))
    return {
        SIMPLER + name: COMPETITORS[name].score(normal, samples, config.latent_dim)
        for name in competitors_for(config)
    }


def _pca(config: RunConfig) -> analysis.Projection:
    samples = training.training_samples(config)
    return analysis.fit_pca(datasets.to_inputs(samples), config.latent_dim)
