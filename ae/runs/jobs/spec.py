"""What jobs do, and the keys that follow from it."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from ae.config import RunConfig, checked_key
from ae.runs.store import views

_VIEWS = {"embed": views.TSNE, "mix": views.MIXTURE}


@dataclass(frozen=True)
class Spec:
    """What a job does: `train` a configuration, `download` a dataset, `embed` a run's codes, or
    fit a mixture (`mix`) to them.

    Args:
        again: of a training: whether it is done though its run is there, which it then replaces.
    """

    kind: Literal["train", "download", "embed", "mix"]
    subject: str
    again: bool = False

    @classmethod
    def of(cls, status: Mapping[str, Any]) -> "Spec":
        """Return what the job of a status file does."""
        return cls(status["kind"], status["subject"], status["again"])

    @property
    def key(self) -> str:
        """The job's key: for a training, the run's."""
        if self.kind == "train":
            return self.config.key()
        return hashlib.sha256(f"{self.kind}:{self.subject}".encode()).hexdigest()[:16]

    @property
    def view(self) -> str | None:
        """The view that it makes of the run whose key is its subject; None where it makes none."""
        return _VIEWS.get(self.kind)

    @property
    def config(self) -> RunConfig:
        """The configuration of a training."""
        return RunConfig.model_validate_json(self.subject)


def training(config: RunConfig, again: bool = False) -> Spec:
    """Return the job that trains `config`; if `again`, from the same start though it is done."""
    return Spec("train", config.canonical_json(), again)


def download(dataset: str) -> Spec:
    """Return the job that downloads `dataset`."""
    return Spec("download", dataset)


def embedding(key: str) -> Spec:
    """Return the job that computes the t-SNE of the run of this key: see `ae.analysis.tsne`."""
    return Spec("embed", checked_key(key))


def mixture(key: str) -> Spec:
    """Return the job that fits a mixture to the run of this key: see `ae.analysis.code_mixture`."""
    return Spec("mix", checked_key(key))
