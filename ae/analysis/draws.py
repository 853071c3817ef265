"""Figures that rest on random draws: their mean over several, its standard error, their words."""

import re
from collections.abc import Mapping, Sequence

import numpy as np

DRAWS = 16
"""How many draws a figure that rests on them is averaged over."""


def over_draws(values: np.ndarray) -> tuple[float, float]:
    """Return the mean of a figure and the standard error that its draws leave.

    Another set of as many draws for the same samples would give a mean that differs by about so
    much. That other samples would give another mean is not counted.

    Args:
        values: (draws, n) of n samples, drawn for each anew, or (draws,) of all samples together.

    Raises:
        ValueError: for fewer than two draws.
    """
    if len(values) < 2:
        raise ValueError(f"values: expected 2 draws or more. Received: {len(values)}.")
    values = np.asarray(values, np.float64).reshape(len(values), -1)
    error = np.sqrt(values.var(axis=0, ddof=1).sum() / len(values)) / values.shape[1]
    return float(values.mean()), float(error)


def averaged(draws: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Return each figure's mean over draws and, as `<name>_error`, its standard error.

    Raises:
        ValueError: for fewer than two draws.
    """
    found = {}
    for name in draws[0]:
        found[name], found[f"{name}_error"] = over_draws(np.array([one[name] for one in draws]))
    return found


def with_error(value: float, error: float | None, form: str) -> str:
    """Write a figure with its standard error: `95.90 ± 0.01`.

    An error that would round to nothing is written with one digit of its own.

    Args:
        error: None, or 0, where nothing was drawn; then the figure stands alone.
        form: of the figure, such as `{:.2f}` or `{:.1%}`.
    """
    if not error:
        return form.format(value)
    written = form.format(error)
    if not re.search("[1-9]", written):
        percent = written.endswith("%")
        digits = np.format_float_positional(
            error * (100 if percent else 1), precision=1, fractional=False, trim="-"
        )
        written = digits + "%" * percent
    return f"{form.format(value)} ± {written}"
