"""The convolutional autoencoder: small filters that look at every place of the picture."""

import math
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from pydantic import Field

from ae.config import DataSpec, Options
from ae.i18n import N_
from ae.models.architectures.base import Architecture, Speed, Words
from ae.models.architectures.parts import autoencoder, muon, output_activation

if TYPE_CHECKING:
    import keras

HALVED = 4
"""By how much each side shrinks before the code: it is halved twice."""

KERNEL = {1: 9, 2: 3}
"""A filter's side by the number of dimensions: nine weights in a signal as in a picture."""

NEEDS_NEIGHBOURS = N_(
    "Convolutions need neighbours, as pixels and moments are; the columns of a table have none."
)
"""Why no convolution takes a table."""


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
        "large": {
            "latent_dim": 32,
            "loss": "bce",
            "epochs": 10,
            "batch_size": 250,
            "learning_rate": 0.01,
        },
        "small": {
            "latent_dim": 32,
            "loss": "bce",
            "epochs": 30,
            "batch_size": 32,
            "learning_rate": 0.01,
            "filters": 8,
        },
    }
    kinds: ClassVar = ("picture", "signal")
    presets: ClassVar = {"pooling": {"downsampling": "pooling", "filters": 8}}


def build(options: ConvolutionalOptions, latent_dim: int, data: DataSpec) -> "keras.Model":
    """Build 28×28×1 → 14×14×filters → 7×7×2·filters → latent_dim, and the same way back.

    Any height and width will do, and signals of one dimension: see the two halves.
    """
    return autoencoder(
        convolutional_encoder(data, options.filters, latent_dim, options.downsampling),
        convolutional_decoder(data, options.filters, latent_dim, options.downsampling),
        "convolutional",
    )


def convolutional_encoder(
    data: DataSpec, filters: int, latent_dim: int, downsampling: str
) -> "keras.Model":
    """Build two convolutions that halve each side, then the code.

    Sides that cannot be halved twice are padded with zeros at their end.
    """
    import keras
    from keras import layers

    one, side = len(data.shape) == 1, KERNEL[len(data.shape)]
    convolution = layers.Conv1D if one else layers.Conv2D
    pool = layers.MaxPooling1D if one else layers.MaxPooling2D
    missing = [-long % HALVED for long in data.shape]
    padding: list[Any] = []
    if one and any(missing):
        padding = [layers.ZeroPadding1D((0, missing[0]))]
    elif any(missing):
        padding = [layers.ZeroPadding2D([(0, more) for more in missing])]

    def halve(count: int) -> list[Any]:
        if downsampling == "stride":
            return [convolution(count, side, strides=2, padding="same", activation="silu")]
        return [convolution(count, side, padding="same", activation="silu"), pool(2)]

    return keras.Sequential(
        [
            keras.Input(data.shape),
            layers.Reshape((*data.shape, 1)),
            *padding,
            *halve(filters),  # (28, 28, 1) → (14, 14, filters)
            *halve(2 * filters),  # → (7, 7, 2·filters)
            layers.Flatten(),
            layers.Dense(latent_dim, name="code"),
        ],
        name="encoder",
    )


def convolutional_decoder(
    data: DataSpec, filters: int, latent_dim: int, downsampling: str
) -> "keras.Model":
    """Build the way back: from the code to small feature maps, doubled twice, and cropped."""
    import keras
    from keras import layers

    one, side = len(data.shape) == 1, KERNEL[len(data.shape)]
    convolution = layers.Conv1D if one else layers.Conv2D
    transposed = layers.Conv1DTranspose if one else layers.Conv2DTranspose
    repeat = layers.UpSampling1D if one else layers.UpSampling2D
    small = [-(-long // HALVED) for long in data.shape]
    excess = [HALVED * few - long for few, long in zip(small, data.shape, strict=True)]
    cropping: list[Any] = []
    if one and any(excess):
        cropping = [layers.Cropping1D((0, excess[0]))]
    elif any(excess):
        cropping = [layers.Cropping2D([(0, more) for more in excess])]

    def double(count: int, activation: str) -> list[Any]:
        if downsampling == "stride":
            return [transposed(count, side, strides=2, padding="same", activation=activation)]
        return [repeat(2), convolution(count, side, padding="same", activation=activation)]

    return keras.Sequential(
        [
            keras.Input((latent_dim,)),
            layers.Dense(math.prod(small) * 2 * filters, activation="silu"),
            layers.Reshape((*small, 2 * filters)),
            *double(filters, "silu"),  # (7, 7, 2·filters) → (14, 14, filters)
            *double(1, output_activation(data)),  # → (28, 28, 1)
            *cropping,
            layers.Reshape(data.shape),
        ],
        name="decoder",
    )


def operations(model: Any) -> dict[str, Any]:
    """Offer the feature maps: one array (n, height, width, filters) for each convolution.

    Of signals (n, length, filters).
    """
    import keras

    kinds = ("Conv1D", "Conv2D")
    maps = [layer.output for layer in model.encoder.layers if type(layer).__name__ in kinds]
    return {"feature_maps": keras.Model(model.encoder.inputs[0], maps)}


CONVOLUTIONAL = Architecture(
    options=ConvolutionalOptions,
    build=build,
    words=Words(
        label=N_("Convolutional"),
        purpose=N_(
            "Looks at the picture through small filters that are the same at every place, so "
            "that they learn a stroke once for all places; two dense layers turn what the "
            "filters answer into the code and back."
        ),
        formula=r"h^k = f\big(x * W^k + b^k\big), \quad z = W_z\,\mathrm{halve}(h) + b_z, \quad "
        r"\min \; \mathbb{E}_x\, \ell(x, \hat{x})",
        look_for=N_(
            "The first filters answer to edges of one direction, the second to combinations of "
            "them. Strokes stay thin and clean where one dense layer leaves speckles."
        ),
        strengths=N_(
            "Knows that pictures have neighbourhoods: a filter is a few weights, used at every "
            "place. The natural choice for large pictures."
        ),
        weaknesses=N_(
            "More arithmetic for each weight, so slower on a CPU. Most of the weights lie in "
            "the two dense layers, and these are tied to places: a shifted {sample} is rebuilt "
            "worse. Pooling forgets where exactly something was; transposed convolutions can "
            "leave a checkerboard."
        ),
        not_when=N_("Where neighbours mean nothing, as the columns of a table."),
        uses=N_(
            "Compression, features and anomaly maps of photographs, medical and product images."
        ),
        not_for=NEEDS_NEIGHBOURS,
        paper=N_(
            "Masci, Meier, Cireşan & Schmidhuber (2011), “Stacked convolutional auto-encoders "
            "for hierarchical feature extraction”, ICANN."
        ),
    ),
    operations=operations,
    speed=Speed(jit_compile=False, steps_per_execution=8, threads=None, optimizer=muon),
)
