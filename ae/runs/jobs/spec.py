"""What jobs do, and the keys that follow from it."""

import hashlib
from dataclasses import dataclass
from typing import Literal

from ae.config import RunConfig, checked_key
from ae.runs.store import views

_VIEWS = {"embed": views.TSNE, "mix": views.MIXTURE}


@dataclass(frozen=True)
class Spec:
    """What a job does: `train` a configuration, `download` a dataset, `embed` a run's codes, or
    fit a mixture (`mix`) to them.
    """

    kind: Literal["train", "download", "embed", "mix"]
    subject: str

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


def training(config: RunConfig) -> Spec:
    """Return the job that trains `config`."""
    return Spec("train", config.canonical_json())


def download(dataset: str) -> Spec:
    """Return the job that downloads `dataset`."""
    return Spec("download", dataset)


def embedding(key: str) -> Spec:
    """Return the job that computes the t-SNE of the run of this key: see `ae.analysis.tsne`."""
    return Spec("embed", checked_key(key))


def mixture(key: str) -> Spec:
    """Return the job that fits a mixture to the run of this key: see `ae.analysis.code_mixture`."""
    return Spec("mix", checked_key(key))
