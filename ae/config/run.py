"""What a person chose: the frozen, validated configuration of one training run, and its key."""

import hashlib
import json
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    SerializeAsAny,
    ValidationInfo,
    field_validator,
)

from ae.config.data_spec import DataSpec, data_spec, is_known
from ae.config.options import Options, added_later, canonical, options_class

# Part of every key: raise it when the same configuration would train to another result.
FORMAT_VERSION = 2

_KEY = re.compile(r"[0-9a-f]{16,64}")


class RunConfig(BaseModel):
    """Everything that decides the result of one training.

    `train_size` counts training samples taken from the front of the training set; of these only
    those of `classes` are learnt from, where any are named. `learning_rate` is the peak of the
    schedule that `training` describes. `content` is the digest of the dataset's samples and labels
    where they are not those that the dataset is known for: see `ae.data.datasets.content`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    dataset: str
    architecture: SerializeAsAny[Options]
    latent_dim: int = Field(ge=1, le=1024)
    loss: str
    train_size: int = Field(ge=100)
    epochs: int = Field(ge=1, le=200)
    batch_size: int = Field(ge=16, le=1024)
    learning_rate: float = Field(ge=1e-5, le=0.1)
    seed: int = Field(ge=0, le=999_999)
    classes: tuple[int, ...] = added_later(())
    content: str = added_later("", pattern="[0-9a-f]{16}|")

    @field_validator("dataset")
    @classmethod
    def _is_known(cls, value: str) -> str:
        if not is_known(value):
            raise ValueError("no such dataset")
        return value

    @field_validator("architecture", mode="before")
    @classmethod
    def _choose_options(cls, value: Any) -> Any:
        if isinstance(value, Mapping):
            return options_class(value.get("name")).model_validate(value)
        return value

    @field_validator("architecture")
    @classmethod
    def _takes_the_data(cls, value: Options, info: ValidationInfo) -> Options:
        if "dataset" in info.data and not value.suits(data_spec(info.data["dataset"]).kind):
            raise ValueError("not for this dataset")
        return value

    @field_validator("latent_dim", "loss")
    @classmethod
    def _suits_architecture_and_data(cls, value: Any, info: ValidationInfo) -> Any:
        options, dataset = info.data.get("architecture"), info.data.get("dataset")
        if options is None or dataset is None:  # refused already
            return value
        low, high = options.latent_dims
        losses = allowed_losses(type(options), data_spec(dataset))
        fits = value in losses if info.field_name == "loss" else low <= value <= high
        if not fits:
            raise ValueError("not for this architecture and dataset")
        return value

    @field_validator("train_size")
    @classmethod
    def _within_dataset(cls, value: int, info: ValidationInfo) -> int:
        if "dataset" in info.data and value > data_spec(info.data["dataset"]).train_size:
            raise ValueError("more samples than the dataset has")
        return value

    @field_validator("classes", mode="before")
    @classmethod
    def _split(cls, value: Any) -> Any:
        return [part for part in value.split(",") if part] if isinstance(value, str) else value

    @field_validator("classes")
    @classmethod
    def _are_classes(cls, value: tuple[int, ...], info: ValidationInfo) -> tuple[int, ...]:
        count = len(data_spec(info.data["dataset"]).classes) if "dataset" in info.data else 0
        if value and (min(value) < 0 or max(value) >= count):
            raise ValueError("not classes of this dataset")
        named = tuple(sorted(set(value)))
        return () if len(named) == count else named

    @property
    def data(self) -> DataSpec:
        """The form of the dataset, as the architecture takes it."""
        spec = data_spec(self.dataset)
        return spec.turned() if self.architecture.turns() else spec

    def canonical_json(self) -> str:
        """Return the one JSON text of this configuration: sorted names, no spaces.

        What makes no difference to the result makes none here: options that do not apply stand
        at their defaults, and fields that came after the first release are named only where they
        are not at theirs.
        """
        values = canonical(self) | {"architecture": self.architecture.canonical()}
        return json.dumps(values, sort_keys=True, separators=(",", ":"))

    def key(self) -> str:
        """Return the run's key: 16 hexadecimal digits, the same on every machine."""
        return _key(self)

    def flat(self) -> dict[str, Any]:
        """Return one level of names and values: the form of URL, command line and files."""
        values = self.model_dump(mode="json")
        options, classes = values.pop("architecture"), values.pop("classes")
        del values["content"]  # nobody chooses it: it follows from the files of this machine
        named = {"classes": ",".join(map(str, classes))} if classes else {}
        return values | {"architecture": options.pop("name")} | options | named


@lru_cache(4096)  # a page asks every run that it names for its key, over and over
def _key(config: RunConfig) -> str:
    text = f"{FORMAT_VERSION}:{config.canonical_json()}"
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def allowed_losses(options: type[Options], data: DataSpec) -> tuple[str, ...]:
    """Return the losses that make sense for an architecture on a dataset."""
    return tuple(loss for loss in options.losses if loss in data.losses)


def from_json(text: str) -> RunConfig:
    """Read a configuration that `canonical_json` wrote.

    Raises:
        pydantic.ValidationError: if the text is no configuration of this version.
    """
    return RunConfig.model_validate_json(text)


def is_key(text: str) -> bool:
    """Tell whether `text` has the form of a run key, and so may be used in a path."""
    return _KEY.fullmatch(text) is not None


def checked_key(key: str) -> str:
    """Return `key` unchanged if it has the form of a run key; call it before building a path.

    Raises:
        ValueError: if it has not.
    """
    if not is_key(key):
        raise ValueError(f"key: expected 16 to 64 hexadecimal digits. Received: {key[:80]!r}.")
    return key
