"""What jobs do, and the keys that follow from it."""

import hashlib
from dataclasses import dataclass
from typing import Literal

from ae.config import RunConfig, checked_key


@dataclass(frozen=True)
class Spec:
    """What a job does: `train` a configuration, `download` a dataset, `embed` a run's codes."""

    kind: Literal["train", "download", "embed"]
    subject: str

    @property
    def key(self) -> str:
        """The job's key: for a training, the run's."""
        if self.kind == "train":
            return self.config.key()
        return hashlib.sha256(f"{self.kind}:{self.subject}".encode()).hexdigest()[:16]

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
