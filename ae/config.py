"""What a person chose: the frozen, validated configuration of one training run.

A `RunConfig` holds everything that changes the result, the seed included. Equal
configurations have equal keys, and the key names the run on disk. Ranges are declared
once, here and in each architecture's `Options`; widgets, URL, command line and tests read them.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Literal, get_args

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    SerializeAsAny,
    ValidationError,
    ValidationInfo,
    field_validator,
)
from pydantic.fields import FieldInfo

# Part of every key: raise it when the same configuration would train to another result.
FORMAT_VERSION = 2

Dataset = Literal["digits", "mnist"]
Loss = Literal["bce", "mse"]

TRAIN_IMAGES: dict[str, int] = {"digits": 1440, "mnist": 60000}
"""Number of training images in each dataset; `datasets` holds the rest of the facts."""

_KEY = re.compile(r"[0-9a-f]{16,64}")
_OPTIONS: dict[str, type["Options"]] = {}


class Options(BaseModel):
    """One architecture's own options. Subclass it, and set `name` to a one-value Literal.

    `training_defaults` maps a dataset to the values that the shared fields (`latent_dim`,
    `loss`, `epochs`, `batch_size`, `learning_rate`) take where nothing was chosen; own options
    may be among them. `presets` maps a name to what it changes of the defaults. `losses` and
    `latent_dims` (lowest, highest) narrow the shared fields to what makes sense.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    name: str
    training_defaults: ClassVar[Mapping[str, Mapping[str, Any]]] = {}
    presets: ClassVar[Mapping[str, Mapping[str, Any]]] = {}
    losses: ClassVar[tuple[str, ...]] = get_args(Loss)
    latent_dims: ClassVar[tuple[int, int]] = (1, 128)

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        super().__pydantic_init_subclass__(**kwargs)
        _OPTIONS[get_args(cls.model_fields["name"].annotation)[0]] = cls


class RunConfig(BaseModel):
    """Everything that decides the result of one training.

    `train_size` counts training images taken from the front of the training set;
    `learning_rate` is the peak of the schedule that `training` describes.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    dataset: Dataset
    architecture: SerializeAsAny[Options]
    latent_dim: int = Field(ge=1, le=1024)
    loss: Loss
    train_size: int = Field(ge=100, le=max(TRAIN_IMAGES.values()))
    epochs: int = Field(ge=1, le=200)
    batch_size: int = Field(ge=16, le=1024)
    learning_rate: float = Field(ge=1e-5, le=0.1)
    seed: int = Field(ge=0, le=999_999)

    @field_validator("architecture", mode="before")
    @classmethod
    def _choose_options(cls, value: Any) -> Any:
        if isinstance(value, Mapping):
            return _options_class(value.get("name")).model_validate(value)
        return value

    @field_validator("latent_dim", "loss")
    @classmethod
    def _suits_architecture(cls, value: Any, info: ValidationInfo) -> Any:
        options = info.data.get("architecture")
        if options is None:  # refused already
            return value
        low, high = options.latent_dims
        fits = value in options.losses if info.field_name == "loss" else low <= value <= high
        if not fits:
            raise ValueError("not for this architecture")
        return value

    @field_validator("train_size")
    @classmethod
    def _within_dataset(cls, value: int, info: ValidationInfo) -> int:
        if value > TRAIN_IMAGES.get(info.data.get("dataset", ""), value):
            raise ValueError("more images than the dataset has")
        return value

    def canonical_json(self) -> str:
        """Return the one JSON text of this configuration: sorted names, no spaces."""
        return json.dumps(self.model_dump(mode="json"), sort_keys=True, separators=(",", ":"))

    def key(self) -> str:
        """Return the run's key: 16 hexadecimal digits, the same on every machine."""
        text = f"{FORMAT_VERSION}:{self.canonical_json()}"
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    def flat(self) -> dict[str, Any]:
        """Return one level of names and values: the form of URL, command line and files."""
        values = self.model_dump(mode="json")
        options = values.pop("architecture")
        return values | {"architecture": options.pop("name")} | options


@dataclass(frozen=True)
class Problem:
    """One value that cannot be used: which field, what it may be, what was received."""

    field: str
    expected: str
    received: Any

    def __str__(self) -> str:
        return f"{self.field}: expected {self.expected}. Received: {str(self.received)[:80]!r}."


class ConfigError(ValueError):
    """A configuration was refused; `problems` names every field that was wrong."""

    def __init__(self, problems: list[Problem]):
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


def _options_class(name: Any) -> type[Options]:
    if not isinstance(name, str) or name not in _OPTIONS:
        raise ValueError(f"no such architecture: {name!r}")
    return _OPTIONS[name]


def option_fields(architecture: str) -> dict[str, FieldInfo]:
    """Return the fields of one architecture's own options, by name."""
    fields = _options_class(architecture).model_fields
    return {name: field for name, field in fields.items() if name != "name"}


def bounds(name: str, dataset: str = "mnist", architecture: str = "basic") -> tuple[Any, Any]:
    """Return the lowest and highest value that the number field `name` may take."""
    fields = RunConfig.model_fields | option_fields(architecture)
    low = next(m.ge for m in fields[name].metadata if hasattr(m, "ge"))
    high = next(m.le for m in fields[name].metadata if hasattr(m, "le"))
    if name == "latent_dim":
        return _options_class(architecture).latent_dims
    return low, TRAIN_IMAGES[dataset] if name == "train_size" else high


def choices(name: str, architecture: str = "basic") -> tuple[str, ...]:
    """Return the values that the choice field `name` may take."""
    if name == "architecture":
        return tuple(_OPTIONS)
    if name == "loss":
        return _options_class(architecture).losses
    fields = RunConfig.model_fields | option_fields(architecture)
    return get_args(fields[name].annotation)


def expected(name: str, dataset: str = "mnist", architecture: str = "basic") -> str:
    """Say in words what the field `name` may be."""
    fields = RunConfig.model_fields | option_fields(architecture)
    if name not in fields:
        return f"one of the fields {', '.join(sorted(fields))}"
    if name == "architecture" or get_args(fields[name].annotation):
        return f"one of {', '.join(choices(name, architecture))}"
    if fields[name].annotation is bool:
        return "true or false"
    low, high = bounds(name, dataset, architecture)
    kind = "a whole number" if fields[name].annotation is int else "a number"
    return f"{kind} from {low} to {high}"


def defaults(dataset: str, architecture: str) -> dict[str, Any]:
    """Return the flat configuration that results where only these two were chosen."""
    options = _options_class(architecture)
    own = {name: field.default for name, field in option_fields(architecture).items()}
    shared = {"train_size": TRAIN_IMAGES[dataset], "seed": 0}
    tuned = options.training_defaults[dataset]
    return {"dataset": dataset, "architecture": architecture, **shared, **own, **tuned}


def presets(architecture: str) -> tuple[str, ...]:
    """Return the names of an architecture's presets."""
    return tuple(_options_class(architecture).presets)


def preset(dataset: str, architecture: str, name: str) -> dict[str, Any]:
    """Return the flat configuration of a named preset: the defaults with its changes.

    Raises:
        ConfigError: if the architecture has no preset of that name.
    """
    if name not in presets(architecture):
        wanted = ", ".join(presets(architecture)) or f"none: {architecture} has no presets"
        raise ConfigError([Problem("preset", f"one of {wanted}", name)])
    return defaults(dataset, architecture) | dict(_options_class(architecture).presets[name])


def from_flat(values: Mapping[str, Any], dataset: str = "digits") -> RunConfig:
    """Build a configuration from flat names and values; absent ones take their defaults.

    Args:
        values: field name → value; numbers may be given as text.
        dataset: the dataset where `values` names none.

    Raises:
        ConfigError: naming every field that is unknown or out of range.
    """
    config, problems = from_flat_leniently(values, dataset)
    if problems:
        raise ConfigError(problems)
    return config


def from_flat_leniently(
    values: Mapping[str, Any], dataset: str = "digits"
) -> tuple[RunConfig, list[Problem]]:
    """Like `from_flat`, but each wrong field falls back to its default and is reported."""
    problems = []
    chosen = {"dataset": dataset, "architecture": "basic"}
    for name in chosen:
        if name in values and values[name] in choices(name):
            chosen[name] = values[name]
        elif name in values:
            problems.append(Problem(name, expected(name), values[name]))
    flat = defaults(**chosen)
    for name, value in values.items():
        if name in chosen:
            continue
        if name not in flat:
            problems.append(Problem(name, expected(name, **chosen), value))
        elif _accepts(flat | {name: value}):
            flat[name] = value
        else:
            problems.append(Problem(name, expected(name, **chosen), value))
    return _nest(flat), problems


def _nest(flat: Mapping[str, Any]) -> RunConfig:
    shared = {name: flat[name] for name in RunConfig.model_fields if name != "architecture"}
    own = {name: flat[name] for name in option_fields(flat["architecture"])}
    nested = {**shared, "architecture": {"name": flat["architecture"], **own}}
    return RunConfig.model_validate(nested)


def _accepts(flat: Mapping[str, Any]) -> bool:
    try:
        _nest(flat)
    except ValidationError:
        return False
    return True


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
