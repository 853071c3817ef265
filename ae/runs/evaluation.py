"""What a finished training leaves in its run's folder, so that pages draw from arrays.

Everything that judges the model is measured on all held-out samples, of the classes it has learnt.

    config.json, history.json, metrics.json, layers.json
    model.weights.h5     the weights in half precision, compressed
    arrays.npz           compressed, real numbers in half precision with 8 significant bits:
        film             the epoch snapshots, uint8 (epochs + 1, at most 10, height, width): the
                         same held-out samples, drawn, of the untrained model first
        latents          (held-out samples, latent_dim)
        errors           (held-out samples,): squared error of each
        pca_mean, pca_components     PCA of the training samples, latent_dim components
        code_mean, code_components   PCA of the held-out codes, at most 3 components
        map_film         epoch snapshots of the map, (epochs kept, at most 500, at most 3): some
                         held-out codes, in that PCA's axes, or in the code's own where it has no
                         more
        map_rows         (at most 500,): which held-out samples these are, drawn at random; earlier
                         runs have none, and kept and watched the first ones
        map_epochs       (epochs kept,): after which epochs, from 0; early ones lie closer
        reconstructions  (at most 10, *shape): the model's own of the samples that are drawn in
                         `film`, undamaged; in half precision with all its bits, and not clipped
        …                what the architecture's `examine` adds

The model's weights are rounded to half precision before anything is measured, so that every
figure is one of the model that is kept. A run is a third as large as in single precision.
"""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ae import analysis
from ae.config import RunConfig
from ae.data import datasets, kinds
from ae.models import training
from ae.models.architectures import REGISTRY
from ae.models.epochs import map_rows
from ae.models.training import Trained
from ae.runs.store import ARRAYS, CONFIG, WEIGHTS, Run

if TYPE_CHECKING:
    import keras

BATCH = 1000
SNAPSHOTS, MAP_SNAPSHOTS, MAP_ROWS = "film", "map_film", "map_rows"
RECONSTRUCTIONS = "reconstructions"
"""The arrays' names since the first runs that people may have kept."""
CODE_AXES = 3
"""How many principal components of the held-out codes are kept."""
MAP_FRAMES = 16
"""After how many epochs, at most, the map of codes is kept."""


def save(config: RunConfig, trained: Trained, folder: Path) -> dict[str, float]:
    """Evaluate a finished training, write everything into `folder`, return the metrics.

    The model's weights are rounded to what is kept of them first.

    Raises:
        training.Diverged: if codes or reconstructions are not all numbers.
    """
    round_weights(trained.model)
    metrics, arrays = measure(config, trained)
    write(config, trained, folder, metrics, arrays)
    return metrics


def round_weights(model: "keras.Model") -> None:
    """Round a model's weights to half precision, in place."""
    for weight in model.weights:
        weight.assign(np.asarray(weight).astype(np.float16))


def measure(config: RunConfig, trained: Trained) -> tuple[dict[str, float], dict[str, np.ndarray]]:
    """Measure a trained model on the held-out samples, beside PCA; return metrics and arrays.

    Where the run has learnt some classes only, metrics are of these; arrays are of all samples.

    Raises:
        training.Diverged: if codes or reconstructions are not all numbers.
    """
    model, data = trained.model, config.data
    split = datasets.held_out(config.dataset)
    own = np.isin(split.labels, config.classes) if config.classes else slice(None)
    test = datasets.to_inputs(split.samples)
    latents, restored = _through(model, test, config)
    pca = _pca(config)
    linear = pca.restore(pca.project(test)).reshape(test.shape)
    measured = kinds.measure(test[own], restored[own], data)
    examined = REGISTRY[config.architecture.name].examine(
        model, config.architecture, test[own], data
    )
    metrics = {f"test_{name}": value for name, value in measured.metrics.items()}
    if "bce" in measured.metrics:
        metrics["test_bce_floor"] = analysis.bce(test[own], test[own])
    for name, value in kinds.measure(test[own], linear[own], data).metrics.items():
        metrics[f"pca_test_{name}"] = value
    metrics |= examined.metrics
    arrays = _arrays(trained, latents, pca) | dict(measured.arrays) | dict(examined.arrays)
    arrays[RECONSTRUCTIONS] = restored[training.snapshot_rows(split.labels)]
    return metrics, arrays | {"errors": analysis.squared_error(test, restored)}


def _through(
    model: "keras.Model", samples: np.ndarray, config: RunConfig
) -> tuple[np.ndarray, np.ndarray]:
    """Return codes and reconstructions of samples, all of them numbers."""
    latents = model.encoder.predict(samples, batch_size=BATCH, verbose=0)
    restored = model.decoder.predict(latents, batch_size=BATCH, verbose=0)
    if not (analysis.finite(latents) and np.isfinite(restored).all()):
        raise training.Diverged(
            "expected codes and reconstructions that are numbers, received some that are not.",
            config,
        )
    return latents, restored


def _arrays(
    trained: Trained, latents: np.ndarray, pca: analysis.Projection
) -> dict[str, np.ndarray]:
    codes = analysis.fit_pca(latents, CODE_AXES)
    return {
        SNAPSHOTS: np.stack([epoch.snapshot for epoch in trained.history]),
        "latents": latents,
        "pca_mean": pca.mean,
        "pca_components": pca.components,
        "code_mean": codes.mean,
        "code_components": codes.components,
        MAP_ROWS: map_rows(len(latents)).astype(np.int32),
        "map_epochs": map_epochs(len(trained.history)),
        MAP_SNAPSHOTS: _map_snapshots(trained, latents, codes),
    }


def map_epochs(count: int) -> np.ndarray:
    """Choose which of `count` epochs' maps are kept: the first, the last, most of the early."""
    if count <= MAP_FRAMES:
        return np.arange(count, dtype=np.int32)
    steps = np.geomspace(1, count, MAP_FRAMES) - 1
    return np.unique(np.rint(steps).astype(np.int32))


def _map_snapshots(trained: Trained, latents: np.ndarray, plane: analysis.Projection) -> np.ndarray:
    epochs = map_epochs(len(trained.history))
    maps = [trained.history[epoch].codes for epoch in epochs]
    maps[-1] = latents[map_rows(len(latents))]  # of the model that is kept
    if latents.shape[1] <= CODE_AXES:
        return np.stack(maps)
    return np.stack([plane.project(codes) for codes in maps])


def load(run: Run) -> "keras.Model":
    """Build a finished run's model and give it its weights."""
    model = training.build(run.config)
    model.load_weights(run.weights)
    return model


def layers(model: "keras.Model") -> list[dict[str, Any]]:
    """Describe the layers of encoder and decoder, in order, as a table's rows."""
    encoder = getattr(model, "posterior", model.encoder)  # with its second head, where it has one
    return [
        {
            "part": part,
            "layer": layer.name,
            "kind": type(layer).__name__,
            "activation": getattr(getattr(layer, "activation", None), "__name__", ""),
            "shape": [int(side) for side in layer.output.shape[1:]],
            "parameters": int(layer.count_params()),
        }
        for part, half in (("encoder", encoder), ("decoder", model.decoder))
        for layer in half.layers
        if type(layer).__name__ != "InputLayer"
    ]


def _pca(config: RunConfig) -> analysis.Projection:
    samples = training.training_samples(config)
    return analysis.fit_pca(datasets.to_inputs(samples), config.latent_dim)


def write(
    config: RunConfig,
    trained: Trained,
    folder: Path,
    metrics: dict[str, float],
    arrays: dict[str, np.ndarray],
) -> None:
    """Write a measured training's files into `folder`; the model has no optimizer afterwards."""
    folder.mkdir(parents=True, exist_ok=True)
    texts = {
        CONFIG: config.canonical_json(),
        "history.json": json.dumps([epoch.numbers() for epoch in trained.history]),
        "metrics.json": json.dumps(metrics),
        "layers.json": json.dumps(layers(trained.model)),
    }
    for name, text in texts.items():
        (folder / name).write_text(text)
    shortened: dict[str, Any] = {name: _shortened(array) for name, array in arrays.items()}
    shortened[RECONSTRUCTIONS] = _halved(arrays[RECONSTRUCTIONS])  # their errors are shown
    np.savez_compressed(folder / ARRAYS, **shortened)
    trained.model.optimizer = None  # its moments would double the file, and nothing resumes
    trained.model.save_weights(folder / WEIGHTS)
    _compress(folder / WEIGHTS)


def _halved(array: np.ndarray) -> np.ndarray:
    return array.astype(np.float16) if array.dtype.kind == "f" else array


def _shortened(array: np.ndarray) -> np.ndarray:
    """Return real numbers in half precision, rounded to 8 significant bits (within 0.5 %).

    Half precision has 11; the last ones are noise to whoever looks, and do not compress.
    """
    halves = _halved(array)
    if halves.dtype != np.float16:
        return halves
    return ((halves.view(np.uint16) + 4) & 0xFFF8).view(np.float16)


def _compress(path: Path) -> None:
    """Rewrite Keras' weights file: real numbers in half precision, everything compressed."""
    import h5py

    whole = path.with_suffix(".whole")
    path.rename(whole)
    with h5py.File(whole) as source, h5py.File(path, "w") as target:

        def copy(name: str, item: Any) -> None:
            if isinstance(item, h5py.Group):
                made = target.require_group(name)
            else:
                data = _halved(item[()])
                options = {"compression": "gzip", "shuffle": True} if data.ndim else {}
                made = target.create_dataset(name, data=data, **options)
            made.attrs.update(item.attrs)

        target.attrs.update(source.attrs)
        source.visititems(copy)
    whole.unlink()
