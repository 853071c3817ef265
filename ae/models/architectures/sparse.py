"""The sparse autoencoder: many units, of which few may answer to one sample."""

from typing import TYPE_CHECKING, Any, ClassVar, Literal

import numpy as np
from pydantic import Field

from ae.config import DataSpec, Options
from ae.i18n import N_
from ae.models import losses
from ae.models.architectures.base import Architecture, Examined, Speed, Words
from ae.models.architectures.parts import NEEDS_WHOLE, autoencoder, decoder, encoder, muon

if TYPE_CHECKING:
    import keras


class SparseOptions(Options):
    """Options of the sparse autoencoder."""

    name: Literal["sparse"] = "sparse"
    penalty: Literal["l1", "kl"] = Field(
        default="kl",
        description=N_(
            "What keeps units quiet. l1: the sum of activities costs, units are ReLU. kl: each "
            "unit's mean activity is drawn to a target, units are sigmoid."
        ),
    )
    penalty_weight: float = Field(
        default=3.0,
        ge=0.0,
        le=10.0,
        description=N_("How much the penalty, per {sample}, counts beside the reconstruction."),
    )
    target: float = Field(
        default=0.05,
        ge=0.01,
        le=0.5,
        description=N_("The mean activity that the kl penalty asks of each unit; l1 has none."),
    )

    latent_dims: ClassVar = (1, 1024)
    training_defaults: ClassVar = {
        "large": {
            "latent_dim": 96,
            "loss": "bce",
            "epochs": 8,
            "batch_size": 250,
            "learning_rate": 0.02,
        },
        "small": {
            "latent_dim": 64,
            "loss": "bce",
            "epochs": 30,
            "batch_size": 32,
            "learning_rate": 0.01,
        },
    }

    presets: ClassVar = {"l1": {"penalty": "l1", "penalty_weight": 0.5}}

    def unused(self) -> tuple[str, ...]:
        return ("target",) if self.penalty == "l1" or not self.penalty_weight else ()

    def active_above(self) -> float:
        """Return the activity above which a unit counts as active."""
        return 0.0 if self.penalty == "l1" else 0.5


def build(options: SparseOptions, latent_dim: int, data: DataSpec) -> "keras.Model":
    """Build sample → latent_dim → sample with a penalty on the code's activity."""
    from keras import layers, ops

    def penalty(codes: Any) -> Any:
        if options.penalty == "l1":
            quiet = losses.l1(codes, ops)
        else:
            quiet = losses.kl_sparsity(codes, options.target, ops)
        # Keras divides what this returns by the batch's size.
        size = ops.cast(ops.shape(codes)[0], codes.dtype)
        return options.penalty_weight / data.size * quiet * size

    code = layers.Dense(
        latent_dim,
        activation="relu" if options.penalty == "l1" else "sigmoid",
        activity_regularizer=penalty,
        name="code",
    )
    return autoencoder(encoder([], code, data), decoder([], latent_dim, data), "sparse")


def examine(model: Any, options: SparseOptions, samples: np.ndarray, data: DataSpec) -> Examined:
    """Measure which share of the units a sample activates."""
    codes = model.encoder.predict(samples, batch_size=1000, verbose=0)
    active = codes > options.active_above()
    silent = float(np.mean(~active.any(axis=0)))
    return Examined({"test_active_share": float(active.mean()), "test_silent_units": silent})


SPARSE = Architecture(
    options=SparseOptions,
    build=build,
    words=Words(
        label=N_("Sparse"),
        purpose=N_(
            "Gives the code many units, but lets only a few of them answer strongly to any one "
            "{sample}, so that each comes to stand for a part."
        ),
        formula=N_(
            r"\min \; \mathbb{E}_x\, \ell(x, \hat{x}) + \frac{\lambda}{n}\,\Omega, \quad "
            r"\Omega_{L1} = \mathbb{E}_x \lVert z \rVert_1 \;\; \text{or} \;\; \Omega_{KL} = "
            r"\sum_j \mathrm{KL}(\rho \,\Vert\, \hat\rho_j)"
        ),
        look_for=N_(
            "Each {sample} lights up a small share of the units, and a unit's own picture is a "
            "stroke or a part of one. With no penalty most units are busy all the time."
        ),
        strengths=N_("Features that can be looked at one by one, and no need for a narrow code."),
        weaknesses=N_(
            "The penalty's weight must be chosen: too little, and nothing is sparse; too much, "
            "and units fall silent for good. L1 also shrinks the activities it keeps; with KL "
            "the many faint units carry a good part of the {sample}."
        ),
        not_when=N_("Where a short code is the aim."),
        uses=N_(
            "Features for classifiers, dictionaries of strokes or edges, and today the search "
            "for readable features inside large language models."
        ),
        not_for=NEEDS_WHOLE,
        paper=N_(
            "Ng (2011), “Sparse autoencoder”, CS294A lecture notes. The idea is that of sparse "
            "coding, which has no encoder: Olshausen & Field (1996), “Emergence of simple-cell "
            "receptive field properties by learning a sparse code for natural images”, Nature 381."
        ),
    ),
    examine=examine,
    speed=Speed(jit_compile=False, steps_per_execution=48, threads=1, optimizer=muon),
)
