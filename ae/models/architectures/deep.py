"""The deep (stacked) autoencoder: several dense layers each way, halving down to the code."""

from typing import TYPE_CHECKING, Any, ClassVar, Literal

from pydantic import Field

from ae.config import DataSpec, Options
from ae.i18n import N_
from ae.models.architectures.base import Architecture, Speed, Words
from ae.models.architectures.parts import (
    NEEDS_WHOLE,
    autoencoder,
    decoder,
    dense,
    encoder,
)

if TYPE_CHECKING:
    import keras


class DeepOptions(Options):
    """Options of the deep autoencoder."""

    name: Literal["deep"] = "deep"
    depth: int = Field(
        default=2, ge=1, le=4, description=N_("How many hidden layers before the code.")
    )
    width: int = Field(
        default=256,
        ge=32,
        le=1024,
        description=N_("Units of the first hidden layer; each further one has half as many."),
    )
    activation: Literal["silu", "relu", "tanh"] = Field(
        default="silu", description=N_("What the hidden units do with their sum of inputs.")
    )
    weight_decay: float = Field(
        default=0.0,
        ge=0.0,
        le=1.0,
        description=N_(
            "How fast weights shrink while they learn, against learning the training {samples} by "
            "heart; worth some 0.2 for a wide network."
        ),
    )

    training_defaults: ClassVar = {
        "large": {
            "latent_dim": 32,
            "loss": "bce",
            "epochs": 10,
            "batch_size": 500,
            "learning_rate": 0.03,
        },
        "small": {
            "latent_dim": 32,
            "loss": "bce",
            "epochs": 30,
            "batch_size": 32,
            "learning_rate": 0.01,
            "width": 128,
        },
    }
    presets: ClassVar = {
        "science-2006": {
            "depth": 3,
            "width": 1000,
            "weight_decay": 0.2,
            "latent_dim": 30,
            "epochs": 14,
            "batch_size": 1000,
            "learning_rate": 0.03,
        },
        # For a run that learns one class only, some thousand samples, to tell others by their
        # error: a code that is too short for them.
        "one-class": {
            "width": 128,
            "latent_dim": 8,
            "large": {"batch_size": 200, "epochs": 10, "learning_rate": 0.03},
            "small": {"batch_size": 16, "epochs": 40, "learning_rate": 0.005},
        },
    }


def build(options: DeepOptions, latent_dim: int, data: DataSpec) -> "keras.Model":
    """Build sample → width → width / 2 → … → latent_dim, and the same way back."""
    from keras import layers

    widths = [options.width // 2**level for level in range(options.depth)]
    code = layers.Dense(latent_dim, name="code")
    return autoencoder(
        encoder(dense(widths, options.activation), code, data),
        decoder(dense(widths[::-1], options.activation), latent_dim, data),
        "deep",
    )


def light_muon(schedule: Any, options: DeepOptions) -> "keras.Optimizer":
    """Return Muon with three Newton–Schulz steps instead of five, and the chosen weight decay.

    In wide layers these steps take longer than the gradient; three are no worse here.
    """
    import keras

    return keras.optimizers.Muon(schedule, ns_steps=3, weight_decay=options.weight_decay)


DEEP = Architecture(
    options=DeepOptions,
    build=build,
    words=Words(
        label=N_("Deep"),
        purpose=N_(
            "Puts several non-linear layers between the {sample} and its code, so that the code "
            "can follow the curved surface on which {samples} lie."
        ),
        formula=r"z = f_L(\cdots f_1(x)), \quad \hat{x} = \sigma(g_1(\cdots g_L(z))), \quad "
        r"\min \; \mathbb{E}_x\, \ell(x, \hat{x})",
        look_for=N_(
            "With many {samples} to learn from, strokes are crisper than one layer's at the "
            "same latent size. Two numbers already sort the {samples} into recognisable groups."
        ),
        strengths=N_(
            "It learns curved structure: with many {samples} to learn from, a smaller error at "
            "the same size of code than one layer or PCA."
        ),
        weaknesses=N_(
            "Slower to train, more weights to overfit with, and more to choose. Its code still "
            "has gaps: nothing asks it to fill a known shape."
        ),
        not_when=N_(
            "With few {samples}, where one layer does as well; for drawing new {samples}, since "
            "its code fills no known shape."
        ),
        uses=N_("Dimension reduction, features for other tasks, semantic hashing for search."),
        not_for=NEEDS_WHOLE,
        paper=N_(
            "Hinton & Salakhutdinov (2006), “Reducing the dimensionality of data with neural "
            "networks”, Science 313. They trained the layers one by one, as restricted Boltzmann "
            "machines, and then all together; here all are trained together from the start."
        ),
    ),
    speed=Speed(
        jit_compile=True,
        steps_per_execution=24,
        threads=None,
        optimizer=light_muon,
        threads_from=64,
    ),
)
