"""The linear autoencoder: nothing non-linear in it, so that it can only find what PCA finds."""

from typing import TYPE_CHECKING, ClassVar, Literal

from ae.config import DataSpec, Options
from ae.i18n import N_
from ae.models.architectures.base import Architecture, Speed, Words
from ae.models.architectures.parts import NEEDS_WHOLE, autoencoder, decoder, encoder, muon

if TYPE_CHECKING:
    import keras


class LinearOptions(Options):
    """The linear autoencoder has no options of its own; its loss is the squared error."""

    name: Literal["linear"] = "linear"

    losses: ClassVar = ("mse",)
    training_defaults: ClassVar = {
        "large": {
            "latent_dim": 32,
            "loss": "mse",
            "epochs": 6,
            "batch_size": 250,
            "learning_rate": 0.02,
        },
        "small": {
            "latent_dim": 32,
            "loss": "mse",
            "epochs": 60,
            "batch_size": 48,
            "learning_rate": 0.02,
        },
    }


def build(options: LinearOptions, latent_dim: int, data: DataSpec) -> "keras.Model":
    """Build sample → latent_dim → sample without any non-linearity."""
    from keras import layers

    code = layers.Dense(latent_dim, name="code")
    return autoencoder(
        encoder([], code, data), decoder([], latent_dim, data, activation="linear"), "linear"
    )


LINEAR = Architecture(
    options=LinearOptions,
    build=build,
    words=Words(
        label=N_("Linear"),
        purpose=N_(
            "Leaves out every non-linear function, to show what an autoencoder can do without: "
            "find the same plane as PCA, by gradient descent."
        ),
        formula=N_(
            r"z = W_e x + b_e, \quad \hat{x} = W_d z + b_d, \quad "
            r"\min \; \mathbb{E}_x\, \lVert x - \hat{x} \rVert^2 \;\; \text{at} \;\; "
            r"\mathrm{span}(W_d) = \mathrm{span}(\text{first principal components})"
        ),
        look_for=N_(
            "Its squared error comes close to PCA's and never below it on the training "
            "{samples}. Its own directions look like a mixture; the plane they span is "
            "PCA's."
        ),
        strengths=N_(
            "Everything about it is known: every minimum is a global one, and it is PCA's plane."
        ),
        weaknesses=N_(
            "No better than PCA, which is computed exactly and at once. Its axes are neither "
            "orthogonal nor sorted, and reconstructions can leave the range of the data."
        ),
        not_when=N_("Use PCA itself, unless to teach."),
        uses=N_("Understanding the others; PCA on data that comes in a stream."),
        not_for=NEEDS_WHOLE,
        paper=N_(
            "Baldi & Hornik (1989), “Neural networks and principal component analysis: learning "
            "from examples without local minima”, Neural Networks 2."
        ),
    ),
    bounded=False,
    speed=Speed(jit_compile=False, steps_per_execution=48, threads=1, optimizer=muon),
)
