"""An architecture's own options, and the registry that follows from defining them."""

from collections.abc import Mapping
from typing import Any, ClassVar, get_args

from pydantic import BaseModel, ConfigDict, Field

from ae.config.data_spec import Kind
from ae.config.losses import LOSSES

_LATER = "added_later"


def added_later(default: Any, **more: Any) -> Any:
    """Declare a field that came after runs were kept: it stays out of keys while at its default.

    So the runs of earlier versions keep their keys, and this version opens them.

    Args:
        more: what pydantic's `Field` takes.
    """
    return Field(default=default, json_schema_extra={_LATER: True}, **more)


def canonical(model: BaseModel) -> dict[str, Any]:
    """Return a model's fields as JSON takes them, as far as they belong in a key."""
    values = model.model_dump(mode="json")
    for name, field in type(model).model_fields.items():
        extra = field.json_schema_extra
        if isinstance(extra, dict) and _LATER in extra and getattr(model, name) == field.default:
            del values[name]
        elif isinstance(values[name], float):
            values[name] += 0.0  # -0.0 becomes 0.0
    return values


class Options(BaseModel):
    """One architecture's own options. Subclass it, and set `name` to a one-value Literal.

    `training_defaults` maps a dataset's scale to the values that the shared fields (`latent_dim`,
    `loss`, `epochs`, `batch_size`, `learning_rate`) take where nothing was chosen; own options
    may be among them. `presets` maps a name to what it changes of the defaults; under the
    name of a scale stands what it changes on datasets of that scale only. `losses`,
    `latent_dims` (lowest, highest) and `kinds` (of data) narrow what makes sense; so does
    `of_kind`, which names for some options and kinds of data the values that they may take.
    `kind_defaults` maps a kind of data to what differs there from the scale's defaults.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    name: str
    training_defaults: ClassVar[Mapping[str, Mapping[str, Any]]] = {}
    presets: ClassVar[Mapping[str, Mapping[str, Any]]] = {}
    losses: ClassVar[tuple[str, ...]] = tuple(LOSSES)
    latent_dims: ClassVar[tuple[int, int]] = (1, 128)
    kinds: ClassVar[tuple[Kind, ...]] = ("picture", "signal", "table")
    of_kind: ClassVar[Mapping[str, Mapping[Kind, tuple[str, ...]]]] = {}
    kind_defaults: ClassVar[Mapping[Kind, Mapping[str, Any]]] = {}

    def suits(self, kind: Kind) -> bool:
        """Tell whether data of a kind can be learnt from with these options."""
        narrowed = {name: by_kind[kind] for name, by_kind in self.of_kind.items()}
        return kind in self.kinds and all(getattr(self, n) in may for n, may in narrowed.items())

    def unused(self) -> tuple[str, ...]:
        """Name the options that make no difference to the result, as the others are chosen."""
        return ()

    def turns(self) -> bool:
        """Whether a sample is a column of the data, not a row: of ratings a thing, not a person."""
        return False

    def canonical(self) -> dict[str, Any]:
        """Return the options as JSON takes them, the unused ones at their defaults."""
        fields = type(self).model_fields
        defaults = {name: fields[name].default for name in self.unused()}
        return canonical(self.model_copy(update=defaults))

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        super().__pydantic_init_subclass__(**kwargs)
        _REGISTERED[get_args(cls.model_fields["name"].annotation)[0]] = cls


_REGISTERED: dict[str, type[Options]] = {}


def options_class(name: Any) -> type[Options]:
    """Return the class of an architecture's options.

    Raises:
        ValueError: for an unknown name.
    """
    if not isinstance(name, str) or name not in _REGISTERED:
        raise ValueError(f"no such architecture: {name!r}")
    return _REGISTERED[name]


def known_architectures() -> tuple[str, ...]:
    """Return the names of all architectures, in the order in which controls show them."""
    return tuple(_REGISTERED)
