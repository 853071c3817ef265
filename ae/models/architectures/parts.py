"""What the families share: the two halves, the whole, and the optimizers."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import keras

    from ae.config import Options


def dense(widths: Sequence[int], activation: str) -> "list[keras.Layer]":
    """Return one fully connected layer for each width."""
    from keras import layers

    return [layers.Dense(width, activation=activation) for width in widths]


def decoder(hidden: Sequence[Any], latent_dim: int, activation: str = "sigmoid") -> "keras.Model":
    """Build a decoder of dense layers: a code (latent_dim,) → hidden → pixels (28, 28)."""
    import keras
    from keras import layers

    return keras.Sequential(
        [
            keras.Input((latent_dim,)),
            *hidden,
            layers.Dense(784, activation=activation, name="pixels"),
            layers.Reshape((28, 28)),  # 784 → (28, 28)
        ],
        name="decoder",
    )


def encoder(hidden: Sequence[Any], code: Any) -> "keras.Model":
    """Build an encoder of dense layers: pixels (28, 28) → hidden → the layer `code`."""
    import keras
    from keras import layers

    # (28, 28) → 784 → … → code
    return keras.Sequential(
        [keras.Input((28, 28)), layers.Flatten(), *hidden, code], name="encoder"
    )


def join(encoder: "keras.Model", decoder: "keras.Model", name: str) -> "keras.Model":
    """Chain encoder and decoder into the model that is trained."""
    import keras

    model = keras.Sequential([keras.Input((28, 28)), encoder, decoder], name=name)
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
