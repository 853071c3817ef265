"""AutoRec: an autoencoder of rows with holes, that learns and is asked where there is a rating."""

from typing import TYPE_CHECKING, Any, ClassVar, Literal

import numpy as np
from pydantic import Field

from ae.analysis.rating_models import Bias
from ae.config import DataSpec, Options
from ae.i18n import N_
from ae.models.architectures.base import Architecture, Examined, Speed, Words
from ae.models.architectures.parts import adam, autoencoder
from ae.random_source import RandomSource

if TYPE_CHECKING:
    import keras

NEEDS_RATINGS = N_("It is made for ratings, of which most are unknown.")
PEOPLE = "people"
FOLD_IN = 2.0
"""The penalty on the weights of a new person among the columns of a run by things."""


class AutoRecOptions(Options):
    """Options of AutoRec."""

    name: Literal["autorec"] = "autorec"
    based_on: Literal["people", "things"] = Field(
        default="people",
        description=N_(
            "What one sample is: all ratings by a person (U-AutoRec), or all ratings of a thing "
            "(I-AutoRec)."
        ),
    )
    activation: Literal["linear", "tanh", "sigmoid"] = Field(
        default="tanh", description=N_("What the code's units do with their sum of inputs.")
    )
    hidden_share: float = Field(
        default=0.3,
        ge=0.0,
        le=0.95,
        description=N_(
            "Which share of the known ratings is hidden from the input, another one each time."
        ),
    )
    penalty: float = Field(
        default=1.5e-4,
        ge=0.0,
        le=0.01,
        description=N_("How much the squares of the weights count, beside the error per rating."),
    )

    training_defaults: ClassVar = {
        "large": {
            "latent_dim": 151,
            "loss": "mse",
            "epochs": 15,
            "batch_size": 64,
            "learning_rate": 0.004,
        },
        "small": {
            "latent_dim": 9,
            "loss": "mse",
            "epochs": 20,
            "batch_size": 64,
            "learning_rate": 0.01,
        },
    }
    # Things are fewer than people: smaller batches, or there would be few steps to learn in.
    presets: ClassVar = {
        "by-things": {
            "based_on": "things",
            "small": {"latent_dim": 20, "batch_size": 16, "epochs": 100},
        }
    }
    losses: ClassVar = ("mse",)
    latent_dims: ClassVar = (2, 500)
    kinds: ClassVar = ("ratings",)

    def turns(self) -> bool:
        return self.based_on != PEOPLE


def build(options: AutoRecOptions, latent_dim: int, data: DataSpec) -> "keras.Model":
    """Build row with holes → code → whole row, in stars.

    The code's last number is how far a row's ratings lie above those that its columns usually
    have; the others come from what that and the columns' means leave unexplained.
    """
    import keras
    from keras import layers

    centre, whole = parts()
    row = keras.Input(data.shape)
    rest, deviation = centre(name="centre")(row)  # (n, d) → (n, d), (n, 1)
    rest = layers.Dropout(options.hidden_share)(rest)
    penalty = keras.regularizers.L2(options.penalty)
    hidden = layers.Dense(latent_dim - 1, options.activation, kernel_regularizer=penalty)(rest)
    code = layers.Concatenate(name="code")([hidden, deviation])
    encoder = keras.Model(row, code, name="encoder")
    last = whole(data.size, penalty, name="stars")
    decoder = keras.Sequential([keras.Input((latent_dim,)), last], name="decoder")
    return autoencoder(encoder, decoder, "autorec")


def parts() -> "tuple[type[keras.Layer], type[keras.Layer]]":
    """Return the classes of the first and the last layer; a function, to import Keras late."""
    import keras
    from keras import ops

    class Centre(keras.layers.Layer):
        """Ratings, NaN where unknown → what means leave of them, and a row's deviation."""

        def build(self, shape):
            fixed = {"trainable": False, "initializer": "zeros"}
            self.usual = self.add_weight(shape=shape[1:], name="usual", **fixed)
            self.shrink = self.add_weight(shape=(), name="shrink", **fixed)

        def call(self, row):
            known = ops.cast(ops.logical_not(ops.isnan(row)), "float32")
            rest = ops.where(ops.isnan(row), 0.0, row - self.usual)
            count = ops.sum(known, axis=1, keepdims=True)
            deviation = ops.sum(rest, axis=1, keepdims=True) / (count + self.shrink + 1e-6)
            # However many ratings a row has, the code's units get sums of about the same size.
            return known * (rest - deviation) / ops.sqrt(count + 1.0), deviation

        def compute_output_shape(self, shape):
            return shape, (shape[0], 1)

    class Stars(keras.layers.Layer):
        """A code → stars: what is usual, plus the row's deviation, plus a product."""

        def __init__(self, size, penalty, **kwargs):
            super().__init__(**kwargs)
            self.size, self.penalty = size, penalty

        def build(self, shape):
            self.usual = self.add_weight(
                shape=(self.size,), initializer="zeros", trainable=False, name="usual"
            )
            self.kernel = self.add_weight(
                shape=(shape[1] - 1, self.size), regularizer=self.penalty, name="kernel"
            )
            self.bias = self.add_weight(
                shape=(self.size,), initializer="zeros", regularizer=self.penalty, name="bias"
            )

        def call(self, code):
            return self.usual + code[:, -1:] + code[:, :-1] @ self.kernel + self.bias

    return Centre, Stars


def adapt(model: Any, samples: np.ndarray) -> None:
    """Tell the model what is usual in each column of its training samples, shrunk as in `Bias`."""
    fitted = Bias().fit(samples)
    centre, stars = model.encoder.get_layer("centre"), model.decoder.get_layer("stars")
    centre.shrink.assign(fitted.people)
    for layer in (centre, stars):
        layer.usual.assign(fitted.mean + fitted.of_things)


def inputs_and_targets(
    options: AutoRecOptions, samples: Any, rng: RandomSource, data: DataSpec
) -> tuple[Any, Any, Any]:
    """Return rows as inputs and targets, and which numbers are known as weights."""
    unknown = rng.ops.isnan(samples)
    known = 1.0 - rng.ops.where(unknown, 1.0, 0.0)
    return samples, rng.ops.where(unknown, 0.0, samples), known


def examine(model: Any, options: AutoRecOptions, samples: np.ndarray, data: DataSpec) -> Examined:
    """Keep the columns' own codes: of each the weights that its stars are made with.

    `column_codes` (columns, latent_dim): the kernel's, then what is usual of the column. A rating
    is a product of the two codes, plus the row's deviation, plus what is usual.
    """
    stars = model.decoder.get_layer("stars")
    kernel, usual = np.asarray(stars.kernel), np.asarray(stars.usual) + np.asarray(stars.bias)
    codes = np.concatenate([kernel.T, usual[:, None]], axis=1)
    return Examined({"usual_stars": float(usual.mean())}, {"column_codes": codes})


AUTOREC = Architecture(
    options=AutoRecOptions,
    build=build,
    words=Words(
        label=N_("AutoRec"),
        purpose=N_(
            "Takes a row of ratings with holes, squeezes the known ones into a code, and paints "
            "the whole row: the holes come back as predicted stars."
        ),
        formula=N_(
            r"\hat{r} = \mu + b + W f(V r^{\circ}), \quad \min \sum_{(u,i)\ \text{known}} "
            r"(r_{ui} - \hat{r}_{ui})^2 + \lambda\,(\lVert V \rVert^2 + \lVert W \rVert^2)"
        ),
        look_for=N_(
            "Untrained, it predicts what is usual for each thing, moved by how generous a person "
            "is. While it learns, what somebody likes begins to move what is like it."
        ),
        strengths=N_(
            "One pass through a small network gives all predictions, for people whom it has never "
            "seen, too. With a linear code it is a matrix factorisation that needs no fitting anew."
        ),
        weaknesses=N_(
            "It predicts stars, and the things with the most predicted stars are often ones that "
            "few have rated: a list made that way is worse than one of what is popular."
        ),
        not_when=N_("Where the list counts and not the stars: Mult-VAE, or the linear EASE."),
        uses=N_("Predicting ratings; filling in tables with holes."),
        not_for=NEEDS_RATINGS,
        paper=N_(
            "Sedhain, Menon, Sanner & Xie (2015), “AutoRec: autoencoders meet collaborative "
            "filtering”, WWW."
        ),
    ),
    bounded=False,
    inputs_and_targets=inputs_and_targets,
    examine=examine,
    adapt=adapt,
    speed=Speed(jit_compile=False, steps_per_execution=8, threads=None, optimizer=adam),
)
