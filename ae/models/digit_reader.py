"""What a picture of a digit reads as, and how sure that is: the digit classifier without Keras.

Its weights ship with the app: `python -m ae.models.digit_reader` trains and writes them anew.
"""

from pathlib import Path
from typing import Any

import numpy as np

from ae.caching import cached
from ae.data import datasets

FOLDER = Path(__file__).resolve().parent.parent.parent / "assets" / "digit_readers"


def can_read(dataset: str) -> bool:
    """Tell whether there is a reader of a dataset's digits."""
    return _path(dataset).exists()


def read(dataset: str, image: np.ndarray) -> np.ndarray:
    """Return how probable each class is, float (classes,), for one picture, uint8 (h, w).

    Raises:
        FileNotFoundError: where `can_read` says no.
    """
    weights = _weights(dataset)
    layer = datasets.to_inputs(image[None])[0][..., None]
    for number in (0, 1):
        layer = _pooled(_convolved(layer, weights[f"kernel{number}"], weights[f"bias{number}"]))
    features = np.maximum(layer.ravel() @ weights["kernel2"] + weights["bias2"], 0.0)
    logits = features @ weights["kernel3"] + weights["bias3"]
    odds = np.exp(logits - logits.max())
    return odds / odds.sum()


def _convolved(layer: np.ndarray, kernel: np.ndarray, bias: np.ndarray) -> np.ndarray:
    """Return a layer, (h, w, channels), after a convolution by 3×3 and ReLU, of the same size."""
    padded = np.pad(layer, ((1, 1), (1, 1), (0, 0)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, (3, 3), axis=(0, 1))
    return np.maximum(np.einsum("hwcij,ijcf->hwf", windows, kernel, optimize=True) + bias, 0.0)


def _pooled(layer: np.ndarray) -> np.ndarray:
    """Return the largest of every 2×2 values, (h // 2, w // 2, channels)."""
    height, width, channels = layer.shape
    parts = layer[: height // 2 * 2, : width // 2 * 2]
    return parts.reshape(height // 2, 2, width // 2, 2, channels).max(axis=(1, 3))


def _path(dataset: str) -> Path:
    return FOLDER / f"{dataset}.npz"


@cached(4)
def _weights(dataset: str) -> dict[str, np.ndarray]:
    with np.load(_path(dataset), allow_pickle=False) as kept:
        return {name: kept[name].astype(np.float32) for name in kept.files}


def write(dataset: str) -> float:
    """Train the digit classifier of a dataset and write its weights; return its test accuracy."""
    from ae.models import digit_classifier

    classifier = digit_classifier.train(dataset)
    arrays: dict[str, np.ndarray] = {}
    for number, (kernel, bias) in enumerate(classifier.weights()):
        arrays |= {f"kernel{number}": kernel, f"bias{number}": bias}
    FOLDER.mkdir(exist_ok=True)
    halved: dict[str, Any] = {name: one.astype(np.float16) for name, one in arrays.items()}
    np.savez_compressed(_path(dataset), **halved)
    return classifier.accuracy


if __name__ == "__main__":
    for name in ("digits", "mnist"):
        print(f"{name}: {write(name):.4f} of the held-out digits are read right")
