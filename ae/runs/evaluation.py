"""What a finished training leaves in its run's folder, so that pages draw from arrays.

Everything that judges the model is measured on all held-out samples, of the classes it has learnt.

    config.json, history.json, metrics.json, layers.json
    ended.json           of a training that was ended at its bound: see `ae.models.deadline.Ended`
    model.weights.h5     the weights in half precision, compressed
    arrays.npz           compressed, real numbers in half precision with 8 significant bits, or in
                         single precision where half precision cannot hold the largest:
        film             the epoch snapshots, uint8 (epochs + 1, at most 10, height, width): the
                         same held-out samples, drawn, of the untrained model first
        film_within, film_within_shares   the same inside the first epoch, and after which
                         shares of it, (n,)
        latents          (held-out samples, latent_dim)
        errors           (held-out samples,): squared error of each
        pca_mean, pca_components     PCA of the training samples, latent_dim components; not of
                         ratings, which have holes
        code_mean, code_components   PCA of the held-out codes, at most 3 components
        map_film         epoch snapshots of the map, (epochs kept, at most 500, at most 3): some
                         held-out codes, in that PCA's axes, or in the code's own where it has no
                         more
        map_rows         (at most 500,): which held-out samples these are, drawn at random; earlier
                         runs have none, and kept and watched the first ones
        map_epochs       (epochs kept,): after which epochs, from 0; early ones lie closer
        reconstructions  (at most 10, *shape): the model's own of the samples that are drawn in
                         `film`, undamaged; in steps of 1/1024, and not clipped
        detector_…       (held-out samples,): how odd each is to the simpler detectors, where the
                         run has learnt some classes only: see `ae.models.anomalies.COMPETITORS`
        neighbour_least  (things,), of ratings: see `recommenders.ItemNeighbours`
        …                what the architecture's `examine` adds

The model's weights are rounded to half precision before anything is measured, so that every
figure is one of the model that is kept. A run is a third as large as in single precision.
What `measure_model` finds follows from the kept weights and can be measured anew: `remeasure`.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ae import analysis
from ae.config import RunConfig
from ae.data import datasets, kinds
from ae.i18n import N_
from ae.messages import Message
from ae.models import layers, training
from ae.models import samples as samples_of
from ae.models.architectures import REGISTRY
from ae.models.epochs import map_rows
from ae.models.training import Trained
from ae.runs import comparisons
from ae.runs.precision import alike, compress, halved, shortened, stepped, write_arrays
from ae.runs.store import ARRAYS, CONFIG, WEIGHTS, Run
from ae.runs.store.runs import ENDED, write_manifest

if TYPE_CHECKING:
    import keras

BATCH = 1000
METRICS = "metrics.json"
SNAPSHOTS, MAP_SNAPSHOTS, MAP_ROWS = "film", "map_film", "map_rows"
WITHIN, WITHIN_SHARES = "film_within", "film_within_shares"
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
    """Round a model's weights to half precision, where it can hold them, in place."""
    for weight in model.weights:
        weight.assign(halved(np.asarray(weight)))


def measure(config: RunConfig, trained: Trained) -> tuple[dict[str, float], dict[str, np.ndarray]]:
    """Measure a trained model; return metrics, and arrays with those of its training.

    Raises:
        training.Diverged: if codes or reconstructions are not all numbers.
    """
    metrics, arrays = measure_model(config, trained.model)
    return metrics, arrays | _of_training(trained, arrays)


def measure_model(
    config: RunConfig, model: "keras.Model"
) -> tuple[dict[str, float], dict[str, np.ndarray]]:
    """Measure a model on the held-out samples, beside PCA; return metrics and arrays.

    Where the run has learnt some classes only, metrics are of these; arrays are of all samples.

    Raises:
        training.Diverged: if codes or reconstructions are not all numbers.
    """
    data = config.data
    split = samples_of.held_out(config)
    own = np.isin(split.labels, config.classes) if config.classes else slice(None)
    test = datasets.to_inputs(split.samples)
    wanted = test if split.targets is None else split.targets
    latents, restored = _through(model, test, config)
    examined = REGISTRY[config.architecture.name].examine(
        model, config.architecture, test[own], data
    )
    if kinds.KINDS[data.kind].complete:
        metrics, arrays = comparisons.beside_pca(config, test, restored, own)
    else:
        metrics, arrays = comparisons.beside_recommenders(config, restored)
    metrics |= examined.metrics
    arrays |= _of_codes(latents) | dict(examined.arrays)
    arrays[RECONSTRUCTIONS] = restored[training.snapshot_rows(split.labels)]
    return metrics, arrays | {"errors": kinds.errors(wanted, restored)}


def _through(
    model: "keras.Model", samples: np.ndarray, config: RunConfig
) -> tuple[np.ndarray, np.ndarray]:
    """Return codes and reconstructions of samples, all of them numbers."""
    latents = model.encoder.predict(samples, batch_size=BATCH, verbose=0)
    restored = model.decoder.predict(latents, batch_size=BATCH, verbose=0)
    if not (analysis.finite(latents) and np.isfinite(restored).all()):
        raise training.Diverged(
            Message(
                N_(
                    "expected codes and reconstructions that are numbers, received some that are "
                    "not"
                )
            ),
            config,
        )
    return latents, restored


def _of_codes(latents: np.ndarray) -> dict[str, np.ndarray]:
    codes = analysis.fit_pca(latents, CODE_AXES)
    return {
        "latents": latents,
        "code_mean": codes.mean,
        "code_components": codes.components,
    }


def _of_training(trained: Trained, arrays: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Return the arrays that only a training has: they cannot be made from the weights."""
    codes = analysis.Projection(arrays["code_mean"], arrays["code_components"])
    return {
        SNAPSHOTS: np.stack([epoch.snapshot for epoch in trained.history]),
        **_within(trained),
        MAP_ROWS: map_rows(len(arrays["latents"])).astype(np.int32),
        "map_epochs": map_epochs(len(trained.history)),
        MAP_SNAPSHOTS: _map_snapshots(trained, arrays["latents"], codes),
    }


def _within(trained: Trained) -> dict[str, np.ndarray]:
    """Return the snapshots inside the first epoch, where it had time for some."""
    within = trained.history[1].within if len(trained.history) > 1 else ()
    if not within:
        return {}
    shares, snapshots = zip(*within, strict=True)
    return {WITHIN: np.stack(snapshots), WITHIN_SHARES: np.array(shares, np.float32)}


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


def remeasure(run: Run) -> bool:
    """Measure a finished run anew from its weights, in its folder; tell whether anything changed.

    For runs that were measured before a figure's definition changed. Configuration, key, history
    and weights stay; of the arrays only those are written that differ by more than another
    machine's rounding. Nobody may be reading the run meanwhile.

    Raises:
        training.Diverged: if codes or reconstructions are not all numbers.
    """
    metrics, found = measure_model(run.config, load(run))
    with np.load(run.folder / ARRAYS, allow_pickle=False) as kept:
        arrays = {name: kept[name] for name in kept.files}
    new = _rounded(found)
    changed = {name: new[name] for name in new if not alike(arrays.get(name), new[name])}
    if changed:
        write_arrays(run.folder / ARRAYS, arrays | changed)
    if changed or metrics != run.metrics:
        (run.folder / METRICS).write_text(json.dumps(metrics))
        write_manifest(run.folder)
        return True
    return False


def _rounded(arrays: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Return arrays as they are kept; reconstructions finer, since their errors are shown."""
    return {
        name: stepped(array) if name == RECONSTRUCTIONS else shortened(array)
        for name, array in arrays.items()
    }


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
        METRICS: json.dumps(metrics),
        "layers.json": json.dumps(layers.described(trained.model)),
    }
    if trained.ended is not None:
        texts[ENDED] = json.dumps(asdict(trained.ended))
    for name, text in texts.items():
        (folder / name).write_text(text)
    write_arrays(folder / ARRAYS, _rounded(arrays))
    trained.model.optimizer = None  # its moments would double the file, and nothing resumes
    trained.model.save_weights(folder / WEIGHTS)
    compress(folder / WEIGHTS)
