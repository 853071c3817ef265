"""Choices of the view in an address: which there are, how they are written and read."""

from collections.abc import Callable, Mapping
from typing import Any

from ae.config import Problem

Options = Callable[[], Mapping[str, str]]
LEVEL = "level"
_OPTIONS: dict[str, Options] = {
    name: lambda: {"true": "true", "false": "false"} for name in ("pca", "film", "about")
}


def declare(name: str, options: Options) -> None:
    """Let an address carry a choice.

    Args:
        name: the parameter, and the choice's name in `view_choices`.
        options: what it may be: names, and their English words, which earlier versions wrote
            and which are still read.
    """
    _OPTIONS[name] = options


def known(name: str) -> bool:
    """Tell whether an address may carry a choice of the view by this name."""
    return name in _OPTIONS or name == LEVEL


def names() -> list[str]:
    """Return the names of all choices of the view."""
    return [*_OPTIONS, LEVEL]


def written(values: Mapping[str, Any]) -> dict[str, str]:
    """Return choices as an address carries them."""
    return {
        name: str(value).lower() if isinstance(value, bool) else str(value)
        for name, value in values.items()
    }


def read(asked: Mapping[str, str]) -> tuple[dict[str, Any], list[Problem]]:
    """Return the choices of the view that an address carries, and those that cannot be had."""
    values: dict[str, Any] = {}
    problems = []
    for name, text in asked.items():
        if not known(name):
            continue
        value = _level(text) if name == LEVEL else _option(name, text)
        if value is None:
            problems.append(Problem(name, _expected(name), text))
        else:
            values[name] = value
    return values, problems


def _option(name: str, text: str) -> str | bool | None:
    options = _OPTIONS[name]()
    found = next((one for one, words in options.items() if text in (one, words)), None)
    return {"true": True, "false": False}.get(found, found) if found is not None else None


def _expected(name: str) -> str:
    if name == LEVEL:
        return "a number from 0 to 1"
    return f"one of {', '.join(_OPTIONS[name]().values())}"


def _level(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if 0.0 <= value <= 1.0 else None
