"""The basic autoencoder: one dense layer in, one dense layer out."""

from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from ae.config import DataSpec, Options
from ae.i18n import N_
from ae.models.architectures.base import Architecture, Speed, Words
from ae.models.architectures.parts import NEEDS_WHOLE, autoencoder, decoder, encoder, muon

if TYPE_CHECKING:
    import keras


class BasicOptions(Options):
    """Options of the basic autoencoder."""

    name: Literal["basic"] = "basic"
    activation: Literal["relu", "linear", "tanh"] = Field(
        default="relu", description=N_("What the code's units do with their sum of inputs.")
    )

    training_defaults: ClassVar = {
        "large": {
            "latent_dim": 32,
            "loss": "bce",
            "epochs": 6,
            "batch_size": 250,
            "learning_rate": 0.03,
        },
        "small": {
            "latent_dim": 32,
            "loss": "bce",
            "epochs": 30,
            "batch_size": 32,
            "learning_rate": 0.01,
        },
    }


def build(options: BasicOptions, latent_dim: int, data: DataSpec) -> "keras.Model":
    """Build sample → latent_dim → sample: for MNIST 784 → 32 → 784 by default."""
    from keras import layers

    code = layers.Dense(latent_dim, activation=options.activation, name="code")
    return autoencoder(encoder([], code, data), decoder([], latent_dim, data), "basic")


BASIC = Architecture(
    options=BasicOptions,
    build=build,
    words=Words(
        label=N_("Basic"),
        purpose=N_(
            "Squeezes a {sample}'s numbers through one narrow layer, the code, and learns to "
            "paint the {sample} again from the code alone."
        ),
        formula=r"z = f(W_e x + b_e), \quad \hat{x} = \sigma(W_d z + b_d), \quad "
        r"\min \; \mathbb{E}_x\, \ell(x, \hat{x})",
        look_for=N_(
            "Untrained, every reconstruction is the same grey noise. After the first epoch blurred "
            "{samples} appear; strokes sharpen as training goes on. Fewer code units blur more."
        ),
        strengths=N_("Small, quick to train, and easy to understand: two matrices and two biases."),
        weaknesses=N_(
            "All its decoder can do is add up one pattern for each unit of the code. More "
            "layers reach a smaller error where there are enough {samples} to learn from. The "
            "code has gaps where decoding gives no {sample}. A ReLU unit can die and answer 0 "
            "to every {sample}; where the code has only a few, all reconstructions may turn out "
            "the same: choose linear or tanh, or another seed."
        ),
        not_when=N_(
            "Where the error must be small, or where what lies between two codes must mean "
            "something."
        ),
        uses=N_("Compression to a short code, a first look at new data, a baseline for the rest."),
        not_for=NEEDS_WHOLE,
        paper=N_(
            "Rumelhart, Hinton & Williams (1986), “Learning internal representations by error "
            "propagation”; Bourlard & Kamp (1988), “Auto-association by multilayer perceptrons and "
            "singular value decomposition”."
        ),
    ),
    speed=Speed(jit_compile=True, steps_per_execution=48, threads=1, optimizer=muon),
)
