"""What the table of results compares: its runs, and what was published or reproduced of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ae import analysis, config
from ae.config import RunConfig
from ae.data import datasets

DATASET = "mnist"
_PUBLISHED = (98.0, 99.7, 91.7, 91.9, 94.9, 88.5, 98.3, 94.6, 93.9, 96.5)
DEEP_SVDD = {str(digit): area for digit, area in enumerate(_PUBLISHED)}
"""Digit → area under the ROC curve in percent, where a network has learnt that digit alone and all
other test digits are odd: Ruff et al. 2018, "Deep one-class classification"."""


def _flat(architecture: str, preset: str = "", **changed: Any) -> RunConfig:
    named = config.preset(DATASET, architecture, preset) if preset else {}
    flat = {"architecture": architecture, **named, **changed}
    return datasets.identified(config.from_flat(flat, DATASET))


def wanted() -> dict[str, RunConfig]:
    """Return the runs that the table needs, by a name of their own."""
    return {
        "basic": _flat("basic"),
        "deep": _flat("deep"),
        "science-2006": _flat("deep", "science-2006"),
        "convolutional": _flat("convolutional"),
        "pooling": _flat("convolutional", "pooling"),
        "denoising": _flat("denoising"),
        "sparse": _flat("sparse"),
        "variational": _flat("variational"),
        "variational-2d": _flat("variational", "plane-2d"),
        "variational-8d": _flat("variational", latent_dim=8),
        "binarised": _flat("variational", "binarised"),
        "adversarial": _flat("adversarial"),
        "adversarial-2d": _flat("adversarial", "plane-2d"),
        "linear": _flat("linear"),
        "linear-2d": _flat("linear", latent_dim=2),
        "linear-128d": _flat("linear", latent_dim=128),
        **{f"one-class-{one}": _flat("deep", "one-class", classes=one) for one in DEEP_SVDD},
    }


@dataclass(frozen=True)
class Line:
    """One line of the table; `published` and `reproduced` are texts with their source."""

    model: str
    measure: str
    published: str
    reproduced: str
    ours: str
    seconds: float | None = None

    def cells(self) -> list[str]:
        time = "" if self.seconds is None else f"{self.seconds:.0f} s"
        return [self.model, self.measure, self.published, self.reproduced, self.ours, time]


HEADS = ["model", "measure", "published", "its recipe, reproduced", "ours", "trained in"]


@dataclass(frozen=True)
class Fact:
    """A line whose figure is one of a run's own metrics, with its standard error if it has one."""

    run: str
    model: str
    measure: str
    metric: str
    form: str
    published: str = "–"
    reproduced: str = "–"

    def figure(self, metrics: Mapping[str, float]) -> str:
        error = metrics.get(f"{self.metric}_error")
        return analysis.with_error(metrics[self.metric], error, self.form)


FACTS = (
    Fact(
        "basic",
        "784-32-784",
        "BCE",
        "test_bce",
        "{:.4f}",
        published="about 0.09 (Chollet)",
        reproduced="0.0917–0.0928, 50 epochs",
    ),
    Fact(
        "deep",
        "deep, 32-d code",
        "BCE",
        "test_bce",
        "{:.4f}",
        published="about 0.08 (Chollet)",
        reproduced="0.0820, 100 epochs",
    ),
    Fact(
        "science-2006",
        "784-1000-500-250-30",
        "squared error",
        "test_squared_error",
        "{:.2f}",
        published="3.00; PCA 13.87 (Hinton & Salakhutdinov 2006)",
        reproduced="2.95, 40 epochs of Adam",
    ),
    Fact(
        "convolutional",
        "convolutional, strides, 32-d code",
        "BCE",
        "test_bce",
        "{:.4f}",
        published="0.094, 128-d code (Chollet)",
        reproduced="0.0895, 50 epochs",
    ),
    Fact("pooling", "convolutional, pooling, 32-d code", "BCE", "test_bce", "{:.4f}"),
    Fact(
        "denoising",
        "denoising, Gaussian σ = 0.5",
        "BCE of the restored",
        "test_denoised_bce",
        "{:.4f}",
        reproduced="0.1008 after 5 of the 100 epochs (Chollet)",
    ),
    Fact(
        "variational-2d",
        "variational, 2-d",
        "−ELBO, nats",
        "test_negative_elbo",
        "{:.2f}",
        published="146.95 on all 70,000, which it learns from (keras.io)",
    ),
    Fact("variational", "variational, 32-d", "−ELBO, nats", "test_negative_elbo", "{:.2f}"),
    Fact(
        "binarised",
        "variational, 32-d, binarised digits",
        "−ELBO, nats",
        "test_negative_elbo",
        "{:.2f}",
    ),
    Fact("sparse", "sparse, 96 units", "BCE", "test_bce", "{:.4f}"),
    Fact(
        "sparse",
        "sparse, 96 units",
        "units above one half, of all, for a digit",
        "test_active_share",
        "{:.1%}",
    ),
)
