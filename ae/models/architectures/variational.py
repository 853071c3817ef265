"""The variational autoencoder: a code that is a distribution, drawn to the normal one."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, ClassVar, Literal

import numpy as np
from pydantic import Field

from ae import analysis
from ae.config import DataSpec, Options
from ae.i18n import N_
from ae.models import losses
from ae.models.architectures.base import Architecture, Examined, Speed, Words
from ae.models.architectures.parts import NEEDS_WHOLE, adam, decoder, dense
from ae.random_source import NumpyRandom, RandomSource

if TYPE_CHECKING:
    import keras

BATCH = 1000


class VariationalOptions(Options):
    """Options of the variational autoencoder."""

    name: Literal["variational"] = "variational"
    beta: float = Field(
        default=1.0,
        ge=0.0,
        le=20.0,
        description=N_("How much the KL term counts; 1 is the evidence lower bound."),
    )
    kl_warm_up: float = Field(
        default=0.0,
        ge=0.0,
        le=1.0,
        description=N_("Over which share of the training β rises from 0; 0 for none."),
    )
    width: int = Field(
        default=512,
        ge=32,
        le=1024,
        description=N_("Units of the first hidden layer; the second has half as many."),
    )
    activation: Literal["silu", "relu", "tanh"] = Field(
        default="silu", description=N_("What the hidden units do with their sum of inputs.")
    )
    binarise: bool = Field(
        default=False,
        description=N_(
            "Learn from black-and-white {samples}, drawn anew with each grey as a chance."
        ),
    )

    training_defaults: ClassVar = {
        "large": {
            "latent_dim": 32,
            "loss": "bce",
            "epochs": 30,
            "batch_size": 250,
            "learning_rate": 0.003,
        },
        "small": {
            "latent_dim": 32,
            "loss": "bce",
            "epochs": 40,
            "batch_size": 32,
            "learning_rate": 0.003,
            "width": 128,
        },
    }
    presets: ClassVar = {
        "plane-2d": {"latent_dim": 2},
        "binarised": {"binarise": True, "epochs": 40},
    }

    def unused(self) -> tuple[str, ...]:
        return () if self.beta else ("kl_warm_up",)


def build(options: VariationalOptions, latent_dim: int, data: DataSpec) -> "keras.Model":
    """Build sample → width → width / 2 → (mean, log variance) of the code, and the way back."""
    import keras
    from keras import layers

    widths = [options.width, options.width // 2]
    samples = keras.Input(data.shape)
    hidden = layers.Flatten()(samples)  # (28, 28) → 784, for pictures of that size
    for layer in dense(widths, options.activation):
        hidden = layer(hidden)
    mean = layers.Dense(latent_dim, name="code")(hidden)
    log_variance = layers.Dense(latent_dim, name="log_variance")(hidden)
    model = variational_class()(
        posterior=keras.Model(samples, [mean, log_variance], name="posterior"),
        encoder=keras.Model(samples, mean, name="encoder"),
        decoder=decoder(dense(widths[::-1], options.activation), latent_dim, data),
        options=options,
        size=data.size,
    )
    model(keras.ops.zeros((1, *data.shape)))
    return model


def variational_class() -> "type[keras.Model]":
    """Return the model's class; a function, to import Keras late."""
    import keras
    from keras import ops

    class Variational(keras.Model):
        def __init__(self, posterior, encoder, decoder, options, size):
            super().__init__(name="variational")
            self.posterior, self.encoder, self.decoder = posterior, encoder, decoder
            self.beta, self.warm_up, self.size = options.beta, options.kl_warm_up, size
            self.seed_generator = keras.random.SeedGenerator()
            self.training_progress = keras.Variable(0.0, trainable=False, name="progress")
            self.kl = keras.metrics.Mean("kl")

        def call(self, samples, training=False):
            mean, log_variance = self.posterior(samples)
            if not training:
                return self.decoder(mean)
            kl = losses.kl_to_normal(mean, log_variance, ops)
            kl = ops.mean(ops.sum(kl, axis=-1))  # (n, latent_dim) → a scalar, nats per sample
            beta = self.beta
            if self.warm_up:
                beta *= ops.minimum(1.0, self.training_progress / self.warm_up)
            self.add_loss(beta * kl / self.size)
            self.kl.update_state(kl)
            epsilon = keras.random.normal(ops.shape(mean), seed=self.seed_generator)
            return self.decoder(mean + ops.exp(0.5 * log_variance) * epsilon)

    return Variational


def inputs_and_targets(
    options: VariationalOptions, samples: Any, rng: RandomSource, data: DataSpec
) -> tuple[Any, Any]:
    """Return samples as inputs and targets, made black and white where that was chosen."""
    if options.binarise and data.value_range == (0.0, 1.0):
        ops = rng.ops
        white = rng.uniform(ops.shape(samples)) < samples
        samples = ops.where(white, ops.ones_like(samples), ops.zeros_like(samples))
    return samples, samples


def examine(
    model: Any, options: VariationalOptions, samples: np.ndarray, data: DataSpec
) -> Examined:
    """Measure −ELBO in nats per sample, mean over several draws of each sample's code.

    Values from 0 to 1 are read as probabilities (Bernoulli, so BCE summed over a sample), others
    as means of normal distributions of variance ½, whose −log p is the squared error plus a
    constant: as the losses are. The KL is exact. `…_error` is the standard error that the draws
    leave (of the code, and of black and white where the run learnt from that): see
    `analysis.over_draws`. With β other than 1 this is still the bound, not what was trained.
    """
    drawn = list(_draws(model, options, samples, data))
    errors, divergences, kl, spread = (np.stack(part) for part in zip(*drawn, strict=True))
    kl, spread = (part.mean(axis=0, dtype=np.float64) for part in (kl, spread))
    normal = "" if "bce" in data.losses else "normal_"
    metrics = _named("test_kl", divergences)
    metrics |= _named(f"test_{normal}negative_elbo", errors + divergences)
    metrics["test_active_dimensions"] = int(np.sum(kl > analysis.ACTIVE_NATS))
    arrays = {"kl": kl.astype(np.float32), "posterior_spread": spread.astype(np.float32)}
    return Examined(metrics, arrays)


def _draws(
    model: Any, options: VariationalOptions, samples: np.ndarray, data: DataSpec
) -> Iterator[tuple[np.ndarray, ...]]:
    """Yield, for each draw, −log p(x | z) and KL of each sample, KL and spread of each number."""
    rng, seen = NumpyRandom(np.random.default_rng(0)), None
    for _draw in range(analysis.DRAWS):
        inputs = inputs_and_targets(options, samples, rng, data)[0]
        if inputs is not seen:  # else the posterior is that of the draw before
            seen, (mean, log_variance) = inputs, _posterior(model, inputs)
            kl, deviation = losses.kl_to_normal(mean, log_variance), np.exp(0.5 * log_variance)
        codes = mean + deviation * rng.normal(mean.shape)
        restored = model.decoder.predict(codes, batch_size=BATCH, verbose=0)
        error = _unlikelihood(inputs, restored, data)
        yield error, kl.sum(axis=1), kl.mean(axis=0), deviation.mean(axis=0)


def _named(name: str, values: np.ndarray) -> dict[str, float]:
    mean, error = analysis.over_draws(values)
    return {name: mean, f"{name}_error": error}


def _posterior(model: Any, samples: np.ndarray) -> list[np.ndarray]:
    """Return mean and log variance of the codes, each float32 (n, latent_dim)."""
    return model.posterior.predict(samples, batch_size=BATCH, verbose=0)


def _unlikelihood(samples: np.ndarray, restored: np.ndarray, data: DataSpec) -> np.ndarray:
    """Return −log p(x | z) of each sample, in nats: float32 (n,)."""
    if "bce" in data.losses:
        return analysis.cross_entropy(samples, restored)
    return analysis.squared_error(samples, restored) + np.float32(data.size / 2 * np.log(np.pi))


VARIATIONAL = Architecture(
    options=VariationalOptions,
    build=build,
    words=Words(
        label=N_("Variational"),
        purpose=N_(
            "Encodes a {sample} not as a point but as a small cloud of codes, and draws all clouds "
            "towards one normal distribution, so that codes drawn from it decode to {samples}."
        ),
        formula=r"\mathcal{L}_\beta = \mathbb{E}_{q(z|x)}[-\log p(x|z)] + \beta\, "
        r"\mathrm{KL}\big(q(z|x) \,\Vert\, \mathcal{N}(0, I)\big), \quad "
        r"z = \mu(x) + \sigma(x)\,\varepsilon, \quad \mathcal{L}_1 = -\mathrm{ELBO}",
        look_for=N_(
            "Codes fill a round cloud without large gaps. With many dimensions some stay unused: "
            "their KL is 0. A larger β empties more of them and blurs the {samples}."
        ),
        strengths=N_(
            "Generates: many draws of the normal distribution decode to something like a "
            "{sample}. It bounds the likelihood, and its code is smooth."
        ),
        weaknesses=N_(
            "Blurred pictures: noise in the code costs sharpness, and at the same size of code "
            "the error is larger than the deep autoencoder's. Dimensions may collapse."
        ),
        not_when=N_("Where sharpness counts, or the smallest error at a given size of code."),
        uses=N_(
            "Generation and interpolation, compression, anomaly scores, filling in what is "
            "missing, and the codes that latent diffusion models work on."
        ),
        not_for=NEEDS_WHOLE,
        paper=N_(
            "Kingma & Welling (2013), “Auto-Encoding Variational Bayes”; Rezende, Mohamed & "
            "Wierstra (2014), “Stochastic backpropagation and approximate inference in deep "
            "generative models”; β: Higgins et al. (2017), “β-VAE”."
        ),
    ),
    inputs_and_targets=inputs_and_targets,
    prior=lambda options: "normal" if options.beta else None,
    examine=examine,
    operations=lambda model: {"posterior": model.posterior},
    stochastic=True,
    speed=Speed(
        jit_compile=True,
        steps_per_execution=24,
        threads=None,
        optimizer=adam,
        threads_from=64,
    ),
)
