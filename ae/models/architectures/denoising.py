"""The denoising autoencoder: it sees a damaged sample and must paint the clean one."""

from typing import TYPE_CHECKING, Any, ClassVar, Literal

import numpy as np
from pydantic import Field

from ae import analysis
from ae.config import DataSpec, Options
from ae.data import kinds
from ae.data.corruption import CORRUPTIONS, offered
from ae.i18n import N_
from ae.models.architectures.base import Architecture, Examined, Speed, Words
from ae.models.architectures.convolutional import (
    NEEDS_NEIGHBOURS,
    convolutional_decoder,
    convolutional_encoder,
)
from ae.models.architectures.parts import autoencoder, muon
from ae.random_source import NumpyRandom, RandomSource

if TYPE_CHECKING:
    import keras


class DenoisingOptions(Options):
    """Options of the denoising autoencoder."""

    name: Literal["denoising"] = "denoising"
    training_noise: Literal[
        "gaussian", "salt_and_pepper", "masking", "block", "wander", "hum", "muscle", "mixed"
    ] = Field(
        default="gaussian",
        description=N_("How {samples} are damaged before the network sees them."),
    )
    training_noise_level: float = Field(
        default=0.5,
        ge=0.0,
        le=1.0,
        description=N_("How strongly, while training; the level shown is chosen apart from it."),
    )
    filters: int = Field(
        default=16,
        ge=4,
        le=64,
        description=N_("Filters of the first convolution; the second has twice as many."),
    )

    kinds: ClassVar = ("picture", "signal")
    of_kind: ClassVar = {"training_noise": {kind: offered(kind) for kind in kinds}}
    kind_defaults: ClassVar = {
        "signal": {
            "training_noise": "mixed",
            "training_noise_level": 0.55,
            "filters": 8,
            "epochs": 30,
            "batch_size": 16,
        }
    }
    training_defaults: ClassVar = {
        "large": {
            "latent_dim": 64,
            "loss": "bce",
            "epochs": 12,
            "batch_size": 250,
            "learning_rate": 0.02,
        },
        "small": {
            "latent_dim": 32,
            "loss": "bce",
            "epochs": 60,
            "batch_size": 32,
            "learning_rate": 0.01,
            "filters": 8,
        },
    }

    def unused(self) -> tuple[str, ...]:
        return () if self.training_noise_level else ("training_noise",)


def build(options: DenoisingOptions, latent_dim: int, data: DataSpec) -> "keras.Model":
    """Build the strided convolutional autoencoder; what makes it denoise is
    `inputs_and_targets`."""
    return autoencoder(
        convolutional_encoder(data, options.filters, latent_dim, "stride"),
        convolutional_decoder(data, options.filters, latent_dim, "stride"),
        "denoising",
    )


def inputs_and_targets(
    options: DenoisingOptions, samples: Any, rng: RandomSource, data: DataSpec
) -> tuple[Any, Any]:
    """Return damaged samples as inputs and the clean ones as targets."""
    damage = CORRUPTIONS[options.training_noise].apply
    return damage(samples, options.training_noise_level, rng, data.value_range), samples


def examine(model: Any, options: DenoisingOptions, samples: np.ndarray, data: DataSpec) -> Examined:
    """Measure the restoration of samples damaged as in training, with several draws of noise.

    Each figure is the mean over draws; `…_error` is its standard error: see `analysis.over_draws`.
    """
    rng = NumpyRandom(np.random.default_rng(0))
    draws = []
    for _draw in range(analysis.DRAWS):
        noisy, _clean = inputs_and_targets(options, samples, rng, data)
        restored = model.predict(noisy, batch_size=1000, verbose=0)
        draws.append(kinds.measure(samples, restored, data).metrics)
    found = analysis.averaged(draws)
    return Examined({f"test_denoised_{name}": value for name, value in found.items()})


DENOISING = Architecture(
    options=DenoisingOptions,
    build=build,
    words=Words(
        label=N_("Denoising"),
        purpose=N_(
            "Sees each {sample} damaged, a new way every time, and is asked for the clean one: it "
            "cannot copy, and so must learn what {samples} look like."
        ),
        formula=r"\min \; \mathbb{E}_x\, \mathbb{E}_{\tilde{x} \sim C(\tilde{x}|x)}\, "
        r"\ell\big(x,\, d(e(\tilde{x}))\big)",
        look_for=N_(
            "On the page Reconstruct, set the noise level to that of the training: the "
            "{samples} come out clean. Beyond it they turn into other {samples}, well painted "
            "and wrong."
        ),
        strengths=N_(
            "Restores what is damaged, also by some kinds of noise that it was not trained on. "
            "It cannot cheat by copying, even with a wide code."
        ),
        weaknesses=N_(
            "It does best with the damage it was trained on, and other kinds it may make worse; "
            "clean {samples} come out worse than from the same network trained without noise. "
            "Where too little is left it invents."
        ),
        not_when=N_("Where a made-up detail does harm, as in medicine or as evidence."),
        uses=N_(
            "Restoring pictures, sound and sensor data, filling gaps, pre-training; diffusion "
            "models are denoisers for every level of noise."
        ),
        not_for=NEEDS_NEIGHBOURS,
        paper=N_(
            "Vincent, Larochelle, Bengio & Manzagol (2008), “Extracting and composing robust "
            "features with denoising autoencoders”, ICML."
        ),
    ),
    inputs_and_targets=inputs_and_targets,
    examine=examine,
    speed=Speed(jit_compile=False, steps_per_execution=8, threads=None, optimizer=muon),
)
