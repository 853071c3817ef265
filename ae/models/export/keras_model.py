"""Steps as Keras models of Keras' own layers: loaded by any Keras 3, in safe mode."""

import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ae.models.export.steps import Half, Step

if TYPE_CHECKING:
    import keras


def keras_models(parts: Mapping[str, Half]) -> "dict[str, keras.Model]":
    """Return encoder, decoder and the whole, which is both in one model without nesting.

    The weights are those of the steps; the models learn no further than these were told.
    """
    import keras

    found = {}
    chains = {**parts, "autoencoder": Half(parts["encoder"].shape, _all(parts))}
    for name, half in chains.items():
        given = tensor = keras.Input(half.shape)
        for step in half.steps:
            tensor = MAKERS[step.kind](step, tensor)
        found[name] = keras.Model(given, tensor, name=name)
    return found


def _all(parts: Mapping[str, Half]) -> tuple[Step, ...]:
    return (*parts["encoder"].steps, *parts["decoder"].steps)


def keras_bytes(model: "keras.Model") -> bytes:
    """Return a model as the bytes of a .keras file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.keras"
        model.save(path)
        return path.read_bytes()


def _layer(layer: "keras.Layer", given: Any, step: Step) -> Any:
    """Call a layer and give it the step's weights."""
    made = layer(given)
    if step.arrays:
        layer.set_weights([step.arrays["kernel"], step.arrays["bias"]])
    return made


def _one(step: Step, one: str, two: str) -> Any:
    """Return Keras' layer for signals or for pictures, by a step's sides."""
    from keras import layers

    return getattr(layers, one if len(step.shape) == 2 else two)


def _reshape(step: Step, given: Any) -> Any:
    from keras import layers

    return layers.Reshape(step.shape)(given)


def _dense(step: Step, given: Any) -> Any:
    from keras import layers

    return _layer(layers.Dense(step.shape[0], step.settings["activation"]), given, step)


def _convolution(step: Step, given: Any) -> Any:
    kind = _one(step, "Conv1D", "Conv2D")
    sizes = step.arrays["kernel"].shape[:-2]
    return _layer(kind(step.shape[-1], sizes, **_kept(step)), given, step)


def _transposed(step: Step, given: Any) -> Any:
    kind = _one(step, "Conv1DTranspose", "Conv2DTranspose")
    sizes = step.arrays["kernel"].shape[:-2]
    return _layer(kind(step.shape[-1], sizes, **_kept(step)), given, step)


def _kept(step: Step) -> dict[str, Any]:
    strides, activation = step.settings["strides"], step.settings["activation"]
    return {"strides": strides, "padding": "same", "activation": activation}


def _pooling(step: Step, given: Any) -> Any:
    return _one(step, "MaxPooling1D", "MaxPooling2D")(_sides(step, "size"))(given)


def _repeat(step: Step, given: Any) -> Any:
    return _one(step, "UpSampling1D", "UpSampling2D")(_sides(step, "size"))(given)


def _padding(step: Step, given: Any) -> Any:
    return _one(step, "ZeroPadding1D", "ZeroPadding2D")(_sides(step, "by"))(given)


def _cropping(step: Step, given: Any) -> Any:
    return _one(step, "Cropping1D", "Cropping2D")(_sides(step, "by"))(given)


def _sides(step: Step, name: str) -> Any:
    """Return a setting as Keras takes it: of one side without the outer brackets."""
    sides = step.settings[name]
    return sides[0] if len(sides) == 1 else sides


def _likes(step: Step, given: Any) -> Any:
    from keras import ops

    likes = ops.cast(ops.greater_equal(given, step.settings["least"]), "float32")
    length = ops.sqrt(ops.sum(likes, axis=1, keepdims=True))
    return ops.divide(likes, ops.maximum(length, 1.0))


def _rated(step: Step, given: Any) -> Any:
    from keras import layers, ops

    usual = step.arrays["usual"]
    centred = layers.Normalization(mean=usual, variance=np.ones_like(usual))(given)
    rest = ops.nan_to_num(centred, nan=0.0)
    known = ops.subtract(1.0, ops.cast(ops.isnan(given), "float32"))
    count = ops.sum(known, axis=1, keepdims=True)
    shrunk = ops.add(count, step.settings["shrink"] + 1e-6)
    deviation = ops.divide(ops.sum(rest, axis=1, keepdims=True), shrunk)
    scaled = ops.divide(ops.subtract(rest, deviation), ops.sqrt(ops.add(count, 1.0)))
    dense = layers.Dense(step.shape[0] - 1, step.settings["activation"])
    hidden = _layer(dense, ops.multiply(known, scaled), step)
    return layers.Concatenate()([hidden, deviation])


MAKERS: dict[str, Callable[[Step, Any], Any]] = {
    "reshape": _reshape,
    "dense": _dense,
    "convolution": _convolution,
    "transposed": _transposed,
    "pool": _pooling,
    "repeat": _repeat,
    "pad": _padding,
    "crop": _cropping,
    "likes": _likes,
    "rated": _rated,
}
"""Steps as Keras' layers."""
