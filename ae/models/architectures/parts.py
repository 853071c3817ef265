"""What the families share: encoder, decoder, the whole, and the optimizers."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ae.config import DataSpec
from ae.i18n import N_

if TYPE_CHECKING:
    import keras

    from ae.config import Options

NEEDS_WHOLE = N_("It takes samples whose numbers are all known.")


def dense(widths: Sequence[int], activation: str) -> "list[keras.Layer]":
    """Return one fully connected layer for each width."""
    from keras import layers

    return [layers.Dense(width, activation=activation) for width in widths]


def output_activation(data: DataSpec) -> str:
    """Return what keeps outputs in the range of the data: a sigmoid for 0 to 1, else nothing."""
    return "sigmoid" if data.value_range == (0.0, 1.0) else "linear"


def decoder(
    hidden: Sequence[Any], latent_dim: int, data: DataSpec, activation: str | None = None
) -> "keras.Model":
    """Build a decoder of dense layers: a code (latent_dim,) → hidden → a sample (*data.shape).

    Args:
        activation: of the outputs; `output_activation` where none is given.
    """
    import keras
    from keras import layers

    activation = activation or output_activation(data)
    return keras.Sequential(
        [
            keras.Input((latent_dim,)),
            *hidden,
            layers.Dense(data.size, activation, name="pixels"),
            layers.Reshape(data.shape),  # 784 → (28, 28), for pictures of that size
        ],
        name="decoder",
    )


def encoder(hidden: Sequence[Any], code: Any, data: DataSpec) -> "keras.Model":
    """Build an encoder of dense layers: a sample (*data.shape) → hidden → the layer `code`."""
    import keras
    from keras import layers

    # (28, 28) → 784 → … → code, for pictures of that size
    return keras.Sequential(
        [keras.Input(data.shape), layers.Flatten(), *hidden, code], name="encoder"
    )


def autoencoder(encoder: "keras.Model", decoder: "keras.Model", name: str) -> "keras.Model":
    """Chain encoder and decoder into the model that is trained."""
    import keras

    model = keras.Sequential([keras.Input(encoder.input_shape[1:]), encoder, decoder], name=name)
    model.encoder, model.decoder = encoder, decoder
    return model


def muon(schedule: Any, options: "Options") -> "keras.Optimizer":
    """Return Muon (Jordan et al. 2024), which takes a third of the epochs that Adam does here."""
    import keras

    return keras.optimizers.Muon(schedule, ns_steps=5)


def adam(schedule: Any, options: "Options") -> "keras.Optimizer":
    """Return Adam (Kingma & Ba 2014)."""
    import keras

    return keras.optimizers.Adam(schedule)
