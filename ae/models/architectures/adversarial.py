"""The adversarial autoencoder: a second network learns to tell its codes from the prior's."""

from typing import TYPE_CHECKING, Any, ClassVar, Literal

from pydantic import Field

from ae.config import DataSpec, Options
from ae.i18n import N_
from ae.models import priors
from ae.models.architectures.base import Architecture, Speed, Words
from ae.models.architectures.parts import NEEDS_WHOLE, decoder, dense, encoder
from ae.random_source import TensorRandom

if TYPE_CHECKING:
    import keras

GRADIENT_PENALTY = 0.2
"""Weight of the squared slope of the discriminator at draws of the prior. It lets the two
networks settle instead of circling (Mescheder, Geiger & Nowozin 2018, "Which training
methods for GANs do actually converge?", R1)."""
BETA = 0.5
"""Momentum of both optimizers: with Adam's usual 0.9 the two networks overshoot each other."""

PLANE = {"latent_dim": 2, "epochs": 50, "learning_rate": 0.002, "adversarial_weight": 0.3}
"""The settings of the presets with a code of two numbers."""


class AdversarialOptions(Options):
    """Options of the adversarial autoencoder."""

    name: Literal["adversarial"] = "adversarial"
    prior: Literal["normal", "mixture", "ring", "swiss_roll"] = Field(
        default="normal", description=N_("The shape that all codes together should take.")
    )
    adversarial_weight: float = Field(
        default=1.0,
        ge=0.0,
        le=10.0,
        description=N_("How much fooling the discriminator counts beside the reconstruction."),
    )
    discriminator_width: int = Field(
        default=256,
        ge=16,
        le=512,
        description=N_("Units of each of the discriminator's two hidden layers."),
    )
    width: int = Field(
        default=256,
        ge=32,
        le=1024,
        description=N_("Units of the first hidden layer; the second has half as many."),
    )

    training_defaults: ClassVar = {
        "large": {
            "latent_dim": 8,
            "loss": "bce",
            "epochs": 60,
            "batch_size": 250,
            "learning_rate": 0.001,
        },
        "small": {
            "latent_dim": 8,
            "loss": "bce",
            "epochs": 40,
            "batch_size": 32,
            "learning_rate": 0.002,
            "width": 128,
            "discriminator_width": 64,
        },
    }
    presets: ClassVar = {
        "plane-2d": PLANE,
        "ten-petals": {**PLANE, "prior": "mixture"},
        "ring": {**PLANE, "prior": "ring"},
        "swiss-roll": {**PLANE, "prior": "swiss_roll"},
    }


def build(options: AdversarialOptions, latent_dim: int, data: DataSpec) -> "keras.Model":
    """Build encoder, decoder and discriminator, each with two hidden layers."""
    import keras
    from keras import layers

    widths = [options.width, options.width // 2]
    model = adversarial_class()(
        encoder=encoder(dense(widths, "silu"), layers.Dense(latent_dim, name="code"), data),
        decoder=decoder(dense(widths[::-1], "silu"), latent_dim, data),
        discriminator=keras.Sequential(
            [
                keras.Input((latent_dim,)),
                *dense([options.discriminator_width] * 2, "silu"),
                layers.Dense(1, name="from_prior"),  # a logit: above 0 for “from the prior”
            ],
            name="discriminator",
        ),
        options=options,
    )
    model(keras.ops.zeros((1, *data.shape)))
    return model


def adversarial_class() -> "type[keras.Model]":
    """Return the model's class; a function, to import Keras late."""
    import keras
    import tensorflow as tf
    from keras import ops

    class Adversarial(keras.Model):
        def __init__(self, encoder, decoder, discriminator, options):
            super().__init__(name="adversarial")
            self.encoder, self.decoder, self.discriminator = encoder, decoder, discriminator
            self.prior, self.weight = options.prior, options.adversarial_weight
            self.seed_generator = keras.random.SeedGenerator()
            self.cross_entropy = keras.losses.BinaryCrossentropy(from_logits=True)
            names = ("reconstruction", "fooling", "discriminator", "discriminator_accuracy")
            self.means = [keras.metrics.Mean(name) for name in names]

        def compile(self, optimizer, **others):
            super().compile(optimizer=optimizer, **others)
            rate = optimizer.get_config()["learning_rate"]["config"]
            faster = {name: 2 * rate[name] for name in ("initial_learning_rate", "warmup_target")}
            schedule = keras.optimizers.schedules.CosineDecay.from_config(rate | faster)
            self.discriminator_optimizer = keras.optimizers.Adam(schedule, beta_1=BETA)
            self.optimizer.build(self._restoring())
            self.discriminator_optimizer.build(self.discriminator.trainable_variables)

        def call(self, samples, training=False):
            return self.decoder(self.encoder(samples, training=training), training=training)

        def _restoring(self):
            return self.encoder.trainable_variables + self.decoder.trainable_variables

        def train_step(self, data):
            samples, targets = data
            told_apart, accuracy = self._teach_discriminator(self.encoder(samples))
            weights = self._restoring()
            with tf.GradientTape() as tape:
                codes = self.encoder(samples)
                error = self.compute_loss(samples, targets, self.decoder(codes))
                verdict = self.discriminator(codes)
                fooling = self.cross_entropy(ops.ones_like(verdict), verdict)
                loss = error + self.weight * fooling
            self.optimizer.apply(tape.gradient(loss, weights), weights)
            values = (error, fooling, told_apart, accuracy)
            for mean, value in zip(self.means, values, strict=True):
                mean.update_state(value)
            return {mean.name: mean.result() for mean in self.means}

        def _teach_discriminator(self, codes):
            drawn = priors.draw(
                self.prior, codes.shape[0], codes.shape[1], TensorRandom(self.seed_generator.next())
            )
            weights = self.discriminator.trainable_variables
            with tf.GradientTape() as tape:
                with tf.GradientTape() as slope:
                    slope.watch(drawn)
                    real, fake = self.discriminator(drawn), self.discriminator(codes)
                loss = 0.5 * self.cross_entropy(ops.ones_like(real), real)
                loss += 0.5 * self.cross_entropy(ops.zeros_like(fake), fake)
                steepness = ops.sum(ops.square(slope.gradient(real, drawn)), axis=1)
                objective = loss + GRADIENT_PENALTY * ops.mean(steepness)
            self.discriminator_optimizer.apply(tape.gradient(objective, weights), weights)
            return loss, 0.5 * (ops.mean(real > 0) + ops.mean(fake <= 0))

    return Adversarial


def averaged_adam(schedule: Any, options: AdversarialOptions) -> "keras.Optimizer":
    """Return Adam with little momentum, whose weights are averaged over the last steps.

    Two networks that chase each other circle around their goal; the average lies nearer to
    it (Yazıcı et al. 2018, "The unusual effectiveness of averaging in GAN training").
    """
    import keras

    return keras.optimizers.Adam(schedule, beta_1=BETA, use_ema=True, ema_momentum=0.99)


ADVERSARIAL = Architecture(
    options=AdversarialOptions,
    build=build,
    words=Words(
        label=N_("Adversarial"),
        purpose=N_(
            "Sets a second network, the discriminator, to tell codes of {samples} from draws of a "
            "chosen distribution, and the encoder to fool it, until all codes together have that "
            "distribution's shape."
        ),
        formula=r"\min_{e,d} \; \mathbb{E}_x\, \ell\big(x, d(e(x))\big) "
        r"- \lambda\, \mathbb{E}_x \log D(e(x)), \allowbreak \qquad "
        r"\max_D \; \mathbb{E}_{z \sim p} \log D(z) + \mathbb{E}_x \log\big(1 - D(e(x))\big) "
        r"- \tfrac{\gamma}{2}\, \mathbb{E}_{z \sim p} \lVert \nabla_z D(z) \rVert^2",
        look_for=N_(
            "The discriminator's accuracy falls towards one half: it can hardly tell any more. "
            "The map of codes takes the prior's shape, petals or a spiral if you like, and each "
            "class gets its own region."
        ),
        strengths=N_(
            "Any shape that can be drawn from may be asked of the code, without a formula for "
            "it. Where the codes match the prior, its draws decode to something like {samples}. "
            "The code of a {sample} is one point, not a cloud."
        ),
        weaknesses=N_(
            "Two networks must stay in balance: if the discriminator wins, the encoder learns "
            "nothing from it. It bounds no likelihood, and a wide code is hard to match."
        ),
        not_when=N_(
            "Where a likelihood is needed, with few {samples}, or without the time to tune two "
            "networks."
        ),
        uses=N_(
            "Generation, codes with a wanted shape, clustering, learning from few labels, and "
            "separating style from content."
        ),
        not_for=NEEDS_WHOLE,
        paper=N_(
            "Makhzani, Shlens, Jaitly, Goodfellow & Frey (2015), “Adversarial Autoencoders”. "
            "They alternate reconstruction and regularisation; here the encoder learns from both "
            "at once."
        ),
    ),
    prior=lambda options: options.prior if options.adversarial_weight else None,
    speed=Speed(
        jit_compile=True,
        steps_per_execution=24,
        threads=None,
        optimizer=averaged_adam,
        threads_from=64,
    ),
)
