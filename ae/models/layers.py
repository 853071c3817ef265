"""The layers of a model as a table."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import keras


def described(model: "keras.Model") -> list[dict[str, Any]]:
    """Describe the layers of encoder and decoder, in order, as a table's rows."""
    encoder = getattr(model, "posterior", model.encoder)  # with its second head, where it has one
    return [
        {
            "part": part,
            "layer": layer.name,
            "kind": type(layer).__name__,
            "activation": getattr(getattr(layer, "activation", None), "__name__", ""),
            "shape": [int(side) for side in _first(layer.output).shape[1:]],
            "parameters": int(layer.count_params()),
        }
        for part, half in (("encoder", encoder), ("decoder", model.decoder))
        for layer in half.layers
        if type(layer).__name__ != "InputLayer"
    ]


def _first(outputs: Any) -> Any:
    """Return a layer's output, the first where it has several."""
    return outputs[0] if isinstance(outputs, list | tuple) else outputs
