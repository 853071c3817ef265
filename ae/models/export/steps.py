"""What an encoder and a decoder do, as plain steps: what each form of an export is made of."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from ae.analysis.ranking import LIKED
from ae.i18n import N_
from ae.messages import WordedError

if TYPE_CHECKING:
    import keras


class CannotExport(WordedError, RuntimeError):
    """A model has a layer that no export knows; the message says which."""


@dataclass(frozen=True)
class Step:
    """One step of a forward pass.

    Args:
        kind: what is done; the functions below that read layers say with which arrays and settings.
        shape: of one sample after it; of pictures and signals (…, channels).
        arrays: its weights, float32.
        settings: what else it needs.
    """

    kind: str
    shape: tuple[int, ...]
    arrays: Mapping[str, np.ndarray] = field(default_factory=dict)
    settings: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Half:
    """An encoder or a decoder.

    Args:
        shape: of one sample, or code, that it takes.
        steps: in their order.
    """

    shape: tuple[int, ...]
    steps: tuple[Step, ...]


def halves(model: "keras.Model") -> dict[str, Half]:
    """Return what a family's model does: its `encoder` and its `decoder`.

    Of an encoder that gives distributions the mean is taken.

    Raises:
        CannotExport: if it has a layer that is not known here.
    """
    return {"encoder": _half(model.encoder), "decoder": _half(model.decoder)}


def _half(part: "keras.Model") -> Half:
    layers = {type(layer).__name__: layer for layer in part.layers}
    shape = tuple(int(side) for side in part.input_shape[1:])
    if "Centre" in layers:
        return Half(shape, (_rated(part, layers["Centre"], layers["Dense"]),))
    found = [step for layer in part.layers if (step := _step(layer)) is not None]
    return Half(shape, tuple(found))


def _step(layer: "keras.Layer") -> Step | None:
    name = type(layer).__name__
    if name in DOING_NOTHING:
        return None
    if name not in READERS:
        raise CannotExport(
            N_(
                "{name}: expected a layer that an export knows, one of {known}. "
                "Received: {kind}. Write it in ae/models/export."
            ),
            name=layer.name,
            known=", ".join(READERS),
            kind=name,
        )
    return READERS[name](layer)


def _shape(layer: "keras.Layer") -> tuple[int, ...]:
    return tuple(int(side) for side in layer.output.shape[1:])


def _activation(layer: "keras.Layer") -> str:
    name = str(layer.activation.__name__)
    if name not in ACTIVATIONS:
        raise CannotExport(
            N_(
                "{name}: expected an activation that every export knows, one of "
                "{known}. Received: {kind}. Write it in ae/models/export."
            ),
            name=layer.name,
            known=", ".join(ACTIVATIONS),
            kind=name,
        )
    return name


def _weights(layer: "keras.Layer") -> dict[str, np.ndarray]:
    return {"kernel": np.asarray(layer.kernel), "bias": np.asarray(layer.bias)}


def _reshape(layer: "keras.Layer") -> Step:
    return Step("reshape", _shape(layer))


def _dense(layer: "keras.Layer") -> Step:
    return Step("dense", _shape(layer), _weights(layer), {"activation": _activation(layer)})


def _convolution(layer: "keras.Layer") -> Step:
    """Kernel (*sides, channels in, channels out), zeros around as `same` puts them."""
    sizes, strides = tuple(layer.kernel_size), tuple(layer.strides)
    given = tuple(int(side) for side in layer.input.shape[1:-1])
    ends = [
        max((-(-side // stride) - 1) * stride + size - side, 0)
        for side, size, stride in zip(given, sizes, strides, strict=True)
    ]
    settings = {"strides": strides, "pads": _shared(ends), "activation": _activation(layer)}
    return Step("convolution", _shape(layer), _weights(layer), settings)


def _transposed(layer: "keras.Layer") -> Step:
    """Kernel (*sides, channels out, channels in); of what it makes `pads` are cut off."""
    sizes, strides = tuple(layer.kernel_size), tuple(layer.strides)
    ends = [max(size - stride, 0) for size, stride in zip(sizes, strides, strict=True)]
    settings = {"strides": strides, "pads": _shared(ends), "activation": _activation(layer)}
    return Step("transposed", _shape(layer), _weights(layer), settings)


def _shared(ends: list[int]) -> tuple[tuple[int, int], ...]:
    """Share what is added to each side between its beginning and its end, as TensorFlow does."""
    return tuple((all // 2, all - all // 2) for all in ends)


def _pooling(layer: "keras.Layer") -> Step:
    return Step("pool", _shape(layer), {}, {"size": tuple(layer.pool_size)})


def _repeat(layer: "keras.Layer") -> Step:
    size = layer.size if isinstance(layer.size, tuple) else (int(layer.size),)
    return Step("repeat", _shape(layer), {}, {"size": tuple(size)})


def _padding(layer: "keras.Layer") -> Step:
    return Step("pad", _shape(layer), {}, {"by": _pairs(layer.padding)})


def _cropping(layer: "keras.Layer") -> Step:
    return Step("crop", _shape(layer), {}, {"by": _pairs(layer.cropping)})


def _pairs(given: Any) -> tuple[tuple[int, int], ...]:
    """Return beginning and end for each side; Keras leaves the outer brackets off for one side."""
    sides = given if isinstance(given[0], tuple | list) else (given,)
    return tuple((int(first), int(last)) for first, last in sides)


def _likes(layer: "keras.Layer") -> Step:
    """1 for what is at least `least`, else 0, divided by the length where that is above 1."""
    return Step("likes", _shape(layer), {}, {"least": float(LIKED)})


def _rated(part: "keras.Model", centre: Any, dense: "keras.Layer") -> Step:
    """AutoRec's encoder: see `ae.models.architectures.autorec`; unknown ratings are NaN.

    Of each row what is `usual` is taken, then the mean of the rest, `shrink` counted as so many
    ratings of 0: its deviation, the code's last number.
    """
    arrays = _weights(dense) | {"usual": np.asarray(centre.usual)}
    settings = {"activation": _activation(dense), "shrink": float(np.asarray(centre.shrink))}
    return Step("rated", tuple(part.output_shape[1:]), arrays, settings)


def _stars(layer: Any) -> Step:
    """AutoRec's last layer as a dense one: the deviation counts for every column."""
    kernel = np.concatenate([np.asarray(layer.kernel), np.ones((1, layer.size), np.float32)])
    arrays = {"kernel": kernel, "bias": np.asarray(layer.usual) + np.asarray(layer.bias)}
    return Step("dense", (layer.size,), arrays, {"activation": "linear"})


ACTIVATIONS = ("linear", "relu", "sigmoid", "silu", "tanh")
DOING_NOTHING = ("InputLayer", "Dropout")
"""Layers that do nothing once a model is trained."""
READERS: dict[str, Callable[[Any], Step]] = {
    "Flatten": _reshape,
    "Reshape": _reshape,
    "Dense": _dense,
    "Conv1D": _convolution,
    "Conv2D": _convolution,
    "Conv1DTranspose": _transposed,
    "Conv2DTranspose": _transposed,
    "MaxPooling1D": _pooling,
    "MaxPooling2D": _pooling,
    "UpSampling1D": _repeat,
    "UpSampling2D": _repeat,
    "ZeroPadding1D": _padding,
    "ZeroPadding2D": _padding,
    "Cropping1D": _cropping,
    "Cropping2D": _cropping,
    "Likes": _likes,
    "Stars": _stars,
}
"""Keras' layers, and ours, as steps."""
