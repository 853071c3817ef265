"""What a finished training leaves in its run's folder, so that pages draw from arrays.

Everything that judges the model is measured on the whole held-out test set.

    config.json, history.json, metrics.json, layers.json, model.weights.h5
    film.npy             uint8 (epochs + 1, 10, 28, 28): the watched digits, untrained first
    latents.npy          float32 (test images, latent_dim)
    errors.npy           float32 (test images,): squared error of each
    pca_mean.npy, pca_components.npy     PCA of the training pictures, latent_dim components
    code_mean.npy, code_components.npy   PCA of the held-out codes, at most 3 components
"""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ae import analysis, datasets
from ae.config import RunConfig
from ae.store import CONFIG, WEIGHTS
from ae.training import Trained

if TYPE_CHECKING:
    import keras

BATCH = 1000


def save(config: RunConfig, trained: Trained, folder: Path) -> dict[str, float]:
    """Evaluate a finished training, write everything into `folder`, return the metrics."""
    test = datasets.to_inputs(datasets.load(config.dataset, "test").images)
    latents = trained.model.encoder.predict(test, batch_size=BATCH, verbose=0)
    restored = trained.model.decoder.predict(latents, batch_size=BATCH, verbose=0)
    pca = _pca(config)
    linear = pca.restore(pca.project(test)).reshape(test.shape)
    metrics = {f"test_{name}": value for name, value in analysis.metrics(test, restored).items()}
    metrics["test_bce_floor"] = analysis.bce(test, test)
    for name, value in analysis.metrics(test, linear).items():
        metrics[f"pca_test_{name}"] = value
    codes = analysis.fit_pca(latents, 3)
    arrays = {
        "film": np.stack([epoch.frame for epoch in trained.history]),
        "latents": latents,
        "errors": analysis.squared_error(test, restored),
        "pca_mean": pca.mean,
        "pca_components": pca.components,
        "code_mean": codes.mean,
        "code_components": codes.components,
    }
    _write(config, trained, folder, metrics, arrays)
    return metrics


def layers(model: "keras.Model") -> list[dict[str, Any]]:
    """Describe the layers of encoder and decoder, in order, as a table's rows."""
    return [
        {
            "part": part.name,
            "layer": layer.name,
            "kind": type(layer).__name__,
            "activation": getattr(getattr(layer, "activation", None), "__name__", ""),
            "shape": [int(side) for side in layer.output.shape[1:]],
            "parameters": int(layer.count_params()),
        }
        for part in (model.encoder, model.decoder)
        for layer in part.layers
    ]


def _pca(config: RunConfig) -> analysis.Projection:
    images = datasets.load(config.dataset, "train").images[: config.train_size]
    return analysis.fit_pca(datasets.to_inputs(images), config.latent_dim)


def _write(
    config: RunConfig,
    trained: Trained,
    folder: Path,
    metrics: dict[str, float],
    arrays: dict[str, np.ndarray],
) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    texts = {
        CONFIG: config.canonical_json(),
        "history.json": json.dumps([epoch.numbers() for epoch in trained.history]),
        "metrics.json": json.dumps(metrics),
        "layers.json": json.dumps(layers(trained.model)),
    }
    for name, text in texts.items():
        (folder / name).write_text(text)
    for name, array in arrays.items():
        np.save(folder / f"{name}.npy", array, allow_pickle=False)
    trained.model.optimizer = None  # its moments would double the file, and nothing resumes
    trained.model.save_weights(folder / WEIGHTS)
