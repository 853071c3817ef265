"""The convolutional autoencoder: small filters that look at every place of the picture."""

from typing import TYPE_CHECKING, Any, ClassVar, Literal

from pydantic import Field

from ae.config import Options
from ae.i18n import N_
from ae.models.architectures.base import Architecture, Speed, Words
from ae.models.architectures.parts import join, muon

if TYPE_CHECKING:
    import keras

SIDE = 7
"""Side of the feature maps before the code: 28 halved twice."""


class ConvolutionalOptions(Options):
    """Options of the convolutional autoencoder."""

    name: Literal["convolutional"] = "convolutional"
    filters: int = Field(
        default=16,
        ge=4,
        le=64,
        description=N_("Filters of the first convolution; the second has twice as many."),
    )
    downsampling: Literal["stride", "pooling"] = Field(
        default="stride",
        description=N_(
            "How pictures are halved. stride: filters move two pixels at a time. pooling: the "
            "largest of each 2×2 answers is kept, and the way back repeats pixels."
        ),
    )

    training_defaults: ClassVar = {
        "mnist": {
            "latent_dim": 32,
            "loss": "bce",
            "epochs": 10,
            "batch_size": 250,
            "learning_rate": 0.01,
        },
        "digits": {
            "latent_dim": 32,
            "loss": "bce",
            "epochs": 30,
            "batch_size": 32,
            "learning_rate": 0.01,
            "filters": 8,
        },
    }
    presets: ClassVar = {"pooling": {"downsampling": "pooling", "filters": 8}}


def build(options: ConvolutionalOptions, latent_dim: int) -> "keras.Model":
    """Build 28×28×1 → 14×14×filters → 7×7×2·filters → latent_dim, and the same way back."""
    return join(
        convolutional_encoder(options.filters, latent_dim, options.downsampling),
        convolutional_decoder(options.filters, latent_dim, options.downsampling),
        "convolutional",
    )


def convolutional_encoder(filters: int, latent_dim: int, downsampling: str) -> "keras.Model":
    """Build two convolutions that halve the picture, then the code."""
    import keras
    from keras import layers

    def halve(count: int) -> list[Any]:
        if downsampling == "stride":
            return [layers.Conv2D(count, 3, strides=2, padding="same", activation="silu")]
        return [
            layers.Conv2D(count, 3, padding="same", activation="silu"),
            layers.MaxPooling2D(2),
        ]

    return keras.Sequential(
        [
            keras.Input((28, 28)),
            layers.Reshape((28, 28, 1)),
            *halve(filters),  # → (14, 14, filters)
            *halve(2 * filters),  # → (7, 7, 2·filters)
            layers.Flatten(),
            layers.Dense(latent_dim, name="code"),
        ],
        name="encoder",
    )


def convolutional_decoder(filters: int, latent_dim: int, downsampling: str) -> "keras.Model":
    """Build the way back: from the code to small feature maps, doubled twice."""
    import keras
    from keras import layers

    def double(count: int, activation: str) -> list[Any]:
        if downsampling == "stride":
            return [
                layers.Conv2DTranspose(count, 3, strides=2, padding="same", activation=activation)
            ]
        return [
            layers.UpSampling2D(2),
            layers.Conv2D(count, 3, padding="same", activation=activation),
        ]

    return keras.Sequential(
        [
            keras.Input((latent_dim,)),
            layers.Dense(SIDE * SIDE * 2 * filters, activation="silu"),
            layers.Reshape((SIDE, SIDE, 2 * filters)),
            *double(filters, "silu"),  # → (14, 14, filters)
            *double(1, "sigmoid"),  # → (28, 28, 1)
            layers.Reshape((28, 28)),
        ],
        name="decoder",
    )


def operations(model: Any) -> dict[str, Any]:
    """Offer the feature maps: one array (n, height, width, filters) for each convolution."""
    import keras

    maps = [layer.output for layer in model.encoder.layers if type(layer).__name__ == "Conv2D"]
    return {"feature_maps": keras.Model(model.encoder.inputs[0], maps)}


CONVOLUTIONAL = Architecture(
    options=ConvolutionalOptions,
    build=build,
    words=Words(
        label=N_("Convolutional"),
        purpose=N_(
            "Looks at the picture through small filters that are the same at every place, so that "
            "what is learnt of a stroke in one corner holds in every other."
        ),
        formula=r"h^k = f\big(x * W^k + b^k\big), \quad z = W_z\,\mathrm{pool}(h) + b_z, \quad "
        r"\min \; \mathbb{E}_x\, \ell(x, \hat{x})",
        look_for=N_(
            "The first filters answer to edges of one direction, the second to combinations of "
            "them. Strokes stay thin and clean where dense layers leave speckles."
        ),
        strengths=N_(
            "Few weights for what it does; knows that pictures have neighbourhoods; the natural "
            "choice for anything larger than a digit."
        ),
        weaknesses=N_(
            "More arithmetic for each weight, so slower on a CPU. Pooling forgets where exactly "
            "something was; transposed convolutions can leave a checkerboard."
        ),
        uses=N_(
            "Compression, features and anomaly maps of photographs, medical and product images."
        ),
        paper="Masci, Meier, Cireşan & Schmidhuber (2011), “Stacked convolutional auto-encoders "
        "for hierarchical feature extraction”, ICANN.",
    ),
    operations=operations,
    also_shown=(convolutional_encoder, convolutional_decoder, join),
    speed=Speed(jit_compile=False, steps_per_execution=8, threads=None, optimizer=muon),
)
