"""The reconstruction losses: one definition each, with reduction and sign stated.

Both are means over pixels and over the batch, in the form Keras takes: (y_true, y_pred),
float32 (n, 28, 28) in [0, 1], to be made small. BCE is in nats.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import keras


def reconstruction(name: str) -> "keras.losses.Loss":
    """Return the Keras loss of that name in `config.Loss`.

    Raises:
        KeyError: for an unknown name.
    """
    import keras

    return {
        "bce": keras.losses.BinaryCrossentropy,
        "mse": keras.losses.MeanSquaredError,
    }[name](name=name)
