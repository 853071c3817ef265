"""An architecture's own options, and the registry that follows from defining them."""

from collections.abc import Mapping
from typing import Any, ClassVar, get_args

from pydantic import BaseModel, ConfigDict

from ae.config.data_spec import Kind
from ae.config.losses import LOSSES


class Options(BaseModel):
    """One architecture's own options. Subclass it, and set `name` to a one-value Literal.

    `training_defaults` maps a dataset's scale to the values that the shared fields (`latent_dim`,
    `loss`, `epochs`, `batch_size`, `learning_rate`) take where nothing was chosen; own options
    may be among them. `presets` maps a name to what it changes of the defaults. `losses`,
    `latent_dims` (lowest, highest) and `kinds` (of data) narrow what makes sense.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    name: str
    training_defaults: ClassVar[Mapping[str, Mapping[str, Any]]] = {}
    presets: ClassVar[Mapping[str, Mapping[str, Any]]] = {}
    losses: ClassVar[tuple[str, ...]] = tuple(LOSSES)
    latent_dims: ClassVar[tuple[int, int]] = (1, 128)
    kinds: ClassVar[tuple[Kind, ...]] = ("picture", "signal", "table")

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
