"""Mult-VAE: a variational autoencoder of what somebody likes, as draws from one long list."""

from typing import TYPE_CHECKING, Any, ClassVar, Literal

import numpy as np
from pydantic import Field

from ae.analysis.ranking import LIKED
from ae.config import DataSpec, Options
from ae.i18n import N_
from ae.models.architectures.autorec import NEEDS_RATINGS
from ae.models.architectures.base import Architecture, Examined, Speed, Words
from ae.models.architectures.parts import adam, decoder, dense
from ae.models.architectures.variational import variational_class
from ae.random_source import RandomSource

if TYPE_CHECKING:
    import keras


class MultVaeOptions(Options):
    """Options of Mult-VAE."""

    name: Literal["mult_vae"] = "mult_vae"
    beta: float = Field(
        default=0.2,
        ge=0.0,
        le=20.0,
        description=N_("How much the KL term counts; 1 is the evidence lower bound."),
    )
    kl_warm_up: float = Field(
        default=0.5,
        ge=0.0,
        le=1.0,
        description=N_("Over which share of the training β rises from 0; 0 for none."),
    )
    width: int = Field(
        default=0,
        ge=0,
        le=600,
        description=N_("Units of the hidden layers, one on each side; 0 for no such layers."),
    )
    hidden_share: float = Field(
        default=0.5,
        ge=0.0,
        le=0.95,
        description=N_(
            "Which share of what is liked is hidden from the input, another one each time."
        ),
    )

    training_defaults: ClassVar = {
        "large": {
            "latent_dim": 80,
            "loss": "multinomial",
            "epochs": 16,
            "batch_size": 32,
            "learning_rate": 0.008,
        },
        "small": {
            "latent_dim": 8,
            "loss": "multinomial",
            "epochs": 20,
            "batch_size": 64,
            "learning_rate": 0.01,
        },
    }
    losses: ClassVar = ("multinomial",)
    latent_dims: ClassVar = (1, 200)
    kinds: ClassVar = ("ratings",)

    def unused(self) -> tuple[str, ...]:
        return () if self.beta else ("kl_warm_up",)


def build(options: MultVaeOptions, latent_dim: int, data: DataSpec) -> "keras.Model":
    """Build liked or not → width → (mean, log variance) of the code → width → a score of each.

    Without hidden layers only the noise of the code, and what is hidden, tell it from a linear
    autoencoder: on few people that makes the better lists.
    """
    import keras
    from keras import layers

    row = keras.Input(data.shape)
    likes = likes_layer()(name="likes")(row)  # (n, d), of length 1
    hidden = layers.Dropout(options.hidden_share)(likes)
    widths = [options.width] if options.width else []
    for layer in dense(widths, "tanh"):
        hidden = layer(hidden)
    mean = layers.Dense(latent_dim, name="code")(hidden)
    log_variance = layers.Dense(latent_dim, name="log_variance")(hidden)
    model = variational_class()(
        posterior=keras.Model(row, [mean, log_variance], name="posterior"),
        encoder=keras.Model(row, mean, name="encoder"),
        decoder=decoder(dense(widths, "tanh"), latent_dim, data, "linear"),
        options=options,
        size=1,  # the loss is a sum over the things, not a mean
    )
    model(keras.ops.zeros((1, *data.shape)))
    return model


def likes_layer() -> "type[keras.Layer]":
    """Return the class of the first layer; a function, to import Keras late."""
    import keras
    from keras import ops

    class Likes(keras.layers.Layer):
        """Ratings, NaN where unknown → 1 for what is liked, else 0; then to length 1."""

        def call(self, row):
            likes = ops.cast(row >= LIKED, "float32")
            length = ops.sqrt(ops.sum(likes, axis=1, keepdims=True))
            return likes / ops.maximum(length, 1.0)

    return Likes


def inputs_and_targets(
    options: MultVaeOptions, samples: Any, rng: RandomSource, data: DataSpec
) -> tuple[Any, Any]:
    """Return rows as inputs, and 1 for what is liked, else 0, as targets."""
    return samples, rng.ops.where(samples >= LIKED, 1.0, 0.0)


def examine(model: Any, options: MultVaeOptions, samples: np.ndarray, data: DataSpec) -> Examined:
    """Keep the columns' own codes, (columns, k): what the last layer weighs each with."""
    kernel = np.asarray(model.decoder.get_layer("pixels").kernel)
    return Examined(arrays={"column_codes": kernel.T})


MULT_VAE = Architecture(
    options=MultVaeOptions,
    build=build,
    words=Words(
        label=N_("Mult-VAE"),
        purpose=N_(
            "Sees only what somebody likes, encodes that as a cloud of tastes, and shares one "
            "chance out among all things: those that get the most are recommended."
        ),
        formula=r"\mathcal{L}_\beta = \mathbb{E}_{q(z|x)}\Big[\sum_i x_i \log "
        r"\mathrm{softmax}_i\, f(z)\Big] - \beta\, \mathrm{KL}\big(q(z|x) \,\Vert\, "
        r"\mathcal{N}(0, I)\big)",
        look_for=N_(
            "Things compete: the more one gets, the less is left for the others, which is what a "
            "list needs. What everybody likes comes first for who has rated nothing."
        ),
        strengths=N_("Its lists are among the best of neural models, and quickly made."),
        weaknesses=N_(
            "It does not tell two stars from no rating, and predicts no stars. On small data a "
            "linear model with no hidden layer (EASE) makes better lists."
        ),
        not_when=N_("Where a rating is to be predicted, or where there are few people."),
        uses=N_("Lists of recommendations from clicks, purchases and likes."),
        not_for=NEEDS_RATINGS,
        paper=N_(
            "Liang, Krishnan, Hoffman & Jebara (2018), “Variational autoencoders for "
            "collaborative filtering”, WWW."
        ),
    ),
    bounded=False,
    inputs_and_targets=inputs_and_targets,
    examine=examine,
    prior=lambda options: "normal" if options.beta else None,
    operations=lambda model: {"posterior": model.posterior},
    ranks=True,
    stochastic=True,
    speed=Speed(jit_compile=False, steps_per_execution=8, threads=None, optimizer=adam),
)
