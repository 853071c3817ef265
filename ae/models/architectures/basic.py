"""The basic autoencoder: one dense layer in, one dense layer out."""

from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from ae.config import Options
from ae.i18n import N_
from ae.models.architectures.base import Architecture, Speed, Words
from ae.models.architectures.parts import decoder, encoder, join, muon

if TYPE_CHECKING:
    import keras


class BasicOptions(Options):
    """Options of the basic autoencoder."""

    name: Literal["basic"] = "basic"
    activation: Literal["relu", "linear", "tanh"] = Field(
        default="relu", description=N_("What the code's units do with their sum of inputs.")
    )

    training_defaults: ClassVar = {
        "mnist": {
            "latent_dim": 32,
            "loss": "bce",
            "epochs": 6,
            "batch_size": 250,
            "learning_rate": 0.03,
        },
        "digits": {
            "latent_dim": 32,
            "loss": "bce",
            "epochs": 30,
            "batch_size": 32,
            "learning_rate": 0.01,
        },
    }


def build(options: BasicOptions, latent_dim: int) -> "keras.Model":
    """Build 784 → latent_dim → 784."""
    from keras import layers

    code = layers.Dense(latent_dim, activation=options.activation, name="code")
    return join(encoder([], code), decoder([], latent_dim), "basic")


BASIC = Architecture(
    options=BasicOptions,
    build=build,
    words=Words(
        label=N_("Basic"),
        purpose=N_(
            "Squeezes a digit's 784 pixels through one narrow layer, the code, and learns to "
            "paint the digit again from the code alone."
        ),
        formula=r"z = f(W_e x + b_e), \quad \hat{x} = \sigma(W_d z + b_d), \quad "
        r"\min \; \mathbb{E}_x\, \ell(x, \hat{x})",
        look_for=N_(
            "Untrained, every reconstruction is the same grey noise. After the first epoch blurred "
            "digits appear; strokes sharpen as training goes on. Fewer code units blur more."
        ),
        strengths=N_("Small, quick to train, and easy to understand: two matrices and two biases."),
        weaknesses=N_(
            "One layer each way can only bend the code, not curve it far: its error stays near "
            "that of PCA with as many components. The code has gaps where decoding gives no digit. "
            "A ReLU unit can die and answer 0 to every digit; where the code has only a few, all "
            "reconstructions may turn out the same: choose linear or tanh, or another seed."
        ),
        uses=N_("Compression to a short code, a first look at new data, a baseline for the rest."),
        paper="Rumelhart, Hinton & Williams (1986), “Learning internal representations by error "
        "propagation”; Bourlard & Kamp (1988), “Auto-association by multilayer perceptrons and "
        "singular value decomposition”.",
    ),
    also_shown=(encoder, decoder, join),
    speed=Speed(jit_compile=True, steps_per_execution=48, threads=1, optimizer=muon),
)
