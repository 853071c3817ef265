"""What must be known of a dataset to choose, build and measure a model, without reading it.

The datasets themselves, `ae.data.datasets`, register these; ranges and defaults follow from them.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from ae.config.losses import LOSSES

Kind = Literal["picture", "signal", "table", "ratings"]
Scale = Literal["small", "large"]


@dataclass(frozen=True)
class DataSpec:
    """The form of a dataset.

    Args:
        name: its name in a configuration.
        kind: what one sample is, and so what a page may do with it.
        shape: of one sample as a model takes it: (height, width), (length,) or (columns,).
        train_size: how many samples there are to learn from.
        scale: whose tuned defaults serve: those found on some thousand samples, or on many.
        value_range: lowest and highest value of a model's input; None where it has no bounds, as
            standardised measurements have none.
        classes: the names of the classes that labels 0, 1, … stand for, marked with `N_`; none
            where samples have no labels.
        rate: samples a second of a signal; None where it has no such, or none that is known.
    """

    name: str
    kind: Kind
    shape: tuple[int, ...]
    train_size: int
    scale: Scale
    value_range: tuple[float, float] | None = (0.0, 1.0)
    classes: tuple[str, ...] = ()
    rate: float | None = None

    @property
    def size(self) -> int:
        """How many numbers one sample has."""
        return math.prod(self.shape)

    @property
    def losses(self) -> tuple[str, ...]:
        """The names of the reconstruction losses that make sense of these values."""
        probabilities, choices = self.value_range == (0.0, 1.0), self.kind == "ratings"
        return tuple(
            name
            for name, loss in LOSSES.items()
            if (probabilities or not loss.of_probabilities) and (choices or not loss.of_choices)
        )

    def turned(self) -> "DataSpec":
        """Return the form of the same numbers where each column is a sample, and a row a number."""
        return replace(self, shape=(self.train_size,), train_size=self.size)


REGISTERED: dict[str, DataSpec] = {}
"""The registry, in the order in which controls show it."""


FINDERS: list[Callable[[str], DataSpec | None]] = []
"""Ask these for datasets that are not in the registry: those that people bring."""


def register(spec: DataSpec) -> None:
    """Make a dataset known to configurations by its name."""
    REGISTERED[spec.name] = spec


def data_spec(name: str) -> DataSpec:
    """Return the form of a registered dataset.

    Raises:
        KeyError: for an unknown name.
    """
    if name in REGISTERED:
        return REGISTERED[name]
    for find in FINDERS:
        if found := find(name):
            return found
    raise KeyError(name)


def is_known(name: str) -> bool:
    """Tell whether there is a dataset of this name, in the registry or brought by somebody."""
    return name in REGISTERED or any(find(name) for find in FINDERS)


def known_data() -> tuple[str, ...]:
    """Return the names of all datasets, in the order in which controls show them."""
    return tuple(REGISTERED)
