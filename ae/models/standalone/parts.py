"""What only a script needs: data from elsewhere, and pictures of what was learnt."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ae.config import DataSpec
from ae.data.datasets.base import Split, SplitName
from ae.models.epochs import Make, loss_of, made_once, measured_on
from ae.models.losses import reconstruction
from ae.models.training import Recipe, fit

if TYPE_CHECKING:
    import keras

PICTURE = "reconstructions.png"


def read_npz(path: str, split: SplitName) -> Split:
    """Read one split of samples from an npz file.

    Args:
        path: of a file with `x_train` and `x_test`, (n, …) each: uint8 pictures, light on black, or
            float32 in the units that the model takes, NaN where unknown. With `y_test`, like
            `x_test`, where something else is to be answered to these.

    Raises:
        FileNotFoundError: if there is no such file.
        KeyError: if it lacks one of the arrays.
    """
    if not Path(path).exists():
        raise FileNotFoundError(f"Expected your samples in {path!r}: set DATA_FILE to their file.")
    with np.load(path, allow_pickle=False) as arrays:
        samples = arrays["x_train" if split == "train" else "x_test"]
        targets = arrays["y_test"] if split != "train" and "y_test" in arrays else None
    return Split(samples, np.zeros(len(samples), np.uint8), targets)


def fetch(files: dict[str, str], address: str, folder: Path, licence: str) -> None:
    """Download files into a folder, where they are not there yet.

    Args:
        files: their names, and the MD5 or SHA-256 that they must have.
        address: the folder that holds them.
        licence: printed before anything is downloaded.
    """
    import keras

    print(f"Downloading {', '.join(files)} from {address}. Licence: {licence}.")
    folder.mkdir(parents=True, exist_ok=True)  # Keras takes another one for what is not there
    for name, digest in files.items():
        keras.utils.get_file(
            name,
            f"{address}/{name}",
            cache_dir=folder.parent,
            cache_subdir=folder.name,
            file_hash=digest,
        )


def fit_and_tell(
    model: "keras.Model", samples: np.ndarray, held_out: Split, make: Make, recipe: Recipe
) -> list[tuple[float, float]]:
    """Train a built model; print, and return, its losses before and after every epoch.

    Args:
        samples: what it learns from, as a split holds them.
        held_out: what judges it.
        make: makes inputs and targets of samples.

    Returns:
        Training and held-out loss, the untrained model's first.
    """
    import keras

    parts = measured_on(make, samples), measured_on(make, held_out.samples, held_out.targets)
    loss = reconstruction(recipe.loss, weighted=len(parts[0]) > 2)
    history: list[tuple[float, float]] = []

    def tell(*_given: Any) -> None:
        train, test = (loss_of(model, loss, *part) for part in parts)
        print(f"epoch {len(history)}: training loss {train:.6f}, held-out loss {test:.6f}")
        history.append((train, test))

    tell()
    fit(model, samples, make, recipe, [keras.callbacks.LambdaCallback(on_epoch_end=tell)])
    return history


def save_picture(
    model: "keras.Model",
    samples: np.ndarray,
    make: Make,
    data: DataSpec,
    draw: Callable[[np.ndarray, DataSpec], np.ndarray],
) -> None:
    """Save what a model is given of some samples, and below it what it makes of that."""
    import tensorflow as tf

    given = made_once(make, samples)[0]
    restored = np.asarray(model(given, training=False))
    rows = [np.hstack(list(draw(part, data))) for part in (given, restored)]  # (h, n·w) each
    tf.io.write_file(PICTURE, tf.io.encode_png(np.vstack(rows)[..., None]))
    print(f"Given, and below it what was made of it: {PICTURE}")
