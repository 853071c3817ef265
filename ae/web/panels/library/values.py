"""What a sweep varies: which choices of a run, and in which values."""

from collections.abc import Mapping, Sequence
from typing import Any

from ae import config as configs
from ae.config import RunConfig

MOST = 8
"""How many values a sweep has at most."""
USUAL = 6
"""How many it opens with."""
WIDE = 16.0
"""From this ratio of the ends on, values are spaced by factors."""
SIZES = (1, 2, 4, 8, 16, 32, 64, 128)


def sweepable(flat: Mapping[str, Any]) -> list[str]:
    """Return the choices of a configuration that are numbers, the code's size first."""
    shared = ["latent_dim", "epochs", "train_size", "learning_rate", "batch_size", "seed"]
    options = list(configs.option_fields(flat["architecture"]))
    numbers = [name for name in [*shared, *options] if _is_number(flat.get(name))]
    return [name for name in numbers if len(suggested(flat, name)) > 1]


def suggested(flat: Mapping[str, Any], name: str) -> list[Any]:
    """Return values worth trying, in order: the one that is chosen is among them."""
    low, high = configs.bounds(name, flat["dataset"], flat["architecture"])
    whole = isinstance(flat[name], int)
    if name == "latent_dim":
        values: Sequence[float] = SIZES
    elif name == "seed":
        values = range(8)
    elif low > 0 and high / low >= WIDE:
        values = [step * 10.0**power for power in range(-6, 7) for step in (1, 2, 5)]
    else:
        values = [low + (high - low) * share / 10 for share in range(11)]
    kept = {float(f"{value:.3g}") for value in values if low <= value <= high} | {flat[name]}
    return sorted({int(value) if whole else float(value) for value in kept})


def usual(flat: Mapping[str, Any], name: str) -> list[Any]:
    """Return the values that a sweep opens with: some around the one that is chosen."""
    values = suggested(flat, name)
    at = values.index(flat[name])
    start = max(0, min(at - USUAL // 2, len(values) - USUAL))
    return values[start : start + USUAL]


def read(text: str, flat: Mapping[str, Any]) -> tuple[str, list[Any]] | None:
    """Return what an address asks for: a choice and its values; None where it cannot be had."""
    name, _colon, numbers = text.partition(":")
    if name not in sweepable(flat):
        return None
    values = [one for part in numbers.split(",") if (one := number(part, flat, name)) is not None]
    return name, sorted(set(values))[:MOST]


def number(text: str, flat: Mapping[str, Any], name: str) -> Any | None:
    """Return a value that a person has typed, or None where the choice takes none such."""
    try:
        value = int(text) if isinstance(flat[name], int) else float(text)
    except ValueError:
        return None
    return value if varied(flat, name, value) is not None else None


def varied(flat: Mapping[str, Any], name: str, value: Any) -> RunConfig | None:
    """Return a configuration with another value of one choice, or None where it takes none."""
    config, problems = configs.from_flat_leniently({**flat, name: value})
    return None if problems else config


def is_spread(values: Sequence[float]) -> bool:
    """Tell whether values are best shown on a logarithmic axis."""
    return len(values) > 1 and min(values) > 0 and max(values) / min(values) >= WIDE


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)
