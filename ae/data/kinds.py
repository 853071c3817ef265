"""The kinds of data: what of a reconstruction is measured, and how samples are drawn.

What differs between pictures, signals, tables and ratings stands here, so that nothing else asks
which of them it has before it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np

from ae import analysis
from ae.analysis import ranking, recommenders
from ae.config import DataSpec, Kind

TILE = 64
"""Height and width, in pixels, of a drawn signal or row of a table."""
SHOWN_RANGE = (-3.0, 3.0)
"""What a drawing of values without bounds reaches: three standard deviations, where they are
standardised."""


@dataclass(frozen=True)
class Measured:
    """What a reconstruction was measured to be: numbers, and arrays to keep."""

    metrics: Mapping[str, float]
    arrays: Mapping[str, np.ndarray] = field(default_factory=dict)


@dataclass(frozen=True)
class KindOfData:
    """One kind.

    Args:
        measure: `(wanted, reconstructions, data, given) -> Measured`, all float32 (n, *data.shape).
        draw: `(samples, data) -> pictures`, uint8 (n, height, width), light on black.
        complete: whether all numbers of a sample are known, as PCA needs them.
    """

    measure: Callable[[np.ndarray, np.ndarray, DataSpec, np.ndarray], Measured]
    draw: Callable[[np.ndarray, DataSpec], np.ndarray]
    complete: bool = True


def measure(
    wanted: np.ndarray,
    reconstructions: np.ndarray,
    data: DataSpec,
    given: np.ndarray | None = None,
) -> Measured:
    """Measure reconstructions by what their kind of data calls for.

    Args:
        wanted, reconstructions: float32 (n, *data.shape). Of ratings, unknown ones are NaN.
        given: what was rebuilt, where that is not what is wanted.
    """
    return KINDS[data.kind].measure(
        wanted, reconstructions, data, wanted if given is None else given
    )


def errors(wanted: np.ndarray, reconstructions: np.ndarray) -> np.ndarray:
    """Return the squared error of each sample, summed over its known numbers: float32 (n,)."""
    return analysis.squared_error(
        np.nan_to_num(wanted), np.where(np.isfinite(wanted), reconstructions, 0)
    )


def draw(samples: np.ndarray, data: DataSpec) -> np.ndarray:
    """Draw samples as pictures, uint8 (n, height, width); bytes are pictures already.

    Args:
        samples: float (n, *data.shape) in a model's units, or uint8 pictures, returned as they are.
    """
    return samples if samples.dtype == np.uint8 else KINDS[data.kind].draw(samples, data)


def _measure_pictures(
    samples: np.ndarray, restored: np.ndarray, data: DataSpec, given: np.ndarray
) -> Measured:
    return Measured(analysis.metrics(samples, restored))


def _measure_signals(
    samples: np.ndarray, restored: np.ndarray, data: DataSpec, given: np.ndarray
) -> Measured:
    metrics = _errors(samples, restored, data) | {"snr": analysis.snr(samples, restored)}
    return Measured(metrics, {"feature_errors": analysis.feature_errors(samples, restored)})


def _measure_rows(
    samples: np.ndarray, restored: np.ndarray, data: DataSpec, given: np.ndarray
) -> Measured:
    metrics = _errors(samples, restored, data)
    return Measured(metrics, {"feature_errors": analysis.feature_errors(samples, restored)})


def _measure_ratings(
    wanted: np.ndarray, restored: np.ndarray, data: DataSpec, given: np.ndarray
) -> Measured:
    """Measure predicted stars, and the lists that they make of what was not given."""
    found = {"known_share": float(np.isfinite(wanted).mean())}
    found["rmse"] = recommenders.stars_rmse(wanted, restored, data.value_range)
    if given is not wanted:
        found |= ranking.ranking(restored, given, wanted)
    return Measured(found)


def _errors(samples: np.ndarray, restored: np.ndarray, data: DataSpec) -> dict[str, float]:
    error = float(analysis.squared_error(samples, restored).mean())
    found = {"mse": error / data.size, "squared_error": error}
    return found | ({"bce": analysis.bce(samples, restored)} if "bce" in data.losses else {})


def _draw_pictures(samples: np.ndarray, data: DataSpec) -> np.ndarray:
    low, high = data.value_range or (0.0, 1.0)
    return np.rint(np.clip((samples - low) / (high - low), 0.0, 1.0) * 255.0).astype(np.uint8)


def _draw_lines(samples: np.ndarray, data: DataSpec) -> np.ndarray:
    """Draw each signal as a line, TILE pixels wide."""
    places = np.linspace(0, samples.shape[1] - 1, TILE)
    first = np.minimum(places.astype(int), max(samples.shape[1] - 2, 0))
    after = np.minimum(first + 1, samples.shape[1] - 1)
    share = (places - first).astype(np.float32)
    rows = _rows((1 - share) * samples[:, first] + share * samples[:, after], data.value_range)
    before = np.concatenate([rows[:, :1], rows[:, :-1]], axis=1)
    top, bottom = np.minimum(rows, before), np.maximum(rows, before)
    height = np.arange(TILE, dtype=np.float32)[:, None]
    away = np.maximum(top[:, None] - height, height - bottom[:, None])  # (n, height, width)
    return np.rint(np.clip(1.5 - away, 0.0, 1.0) * 255).astype(np.uint8)


def _draw_bars(samples: np.ndarray, data: DataSpec) -> np.ndarray:
    """Draw each row of a table as bars, one a column, from 0, or from the lowest value, on."""
    return draw_bars(np.nan_to_num(samples), data.value_range)


def draw_bars(values: np.ndarray, value_range: tuple[float, float] | None = None) -> np.ndarray:
    """Draw numbers as bars from 0 on, uint8 (n, TILE, TILE).

    Args:
        values: float (n, d).
        value_range: what the bottom and the top of a tile stand for; three up and down for None.
    """
    column = np.minimum(np.arange(TILE) * values.shape[1] // TILE, values.shape[1] - 1)
    ends = _rows(values[:, column], value_range)
    start = _rows(np.zeros((1, 1), np.float32), value_range)
    top, bottom = np.minimum(ends, start), np.maximum(ends, start)
    height = np.arange(TILE, dtype=np.float32)[:, None]
    inside = (height >= np.floor(top[:, None])) & (height <= np.ceil(bottom[:, None]))
    return np.where(inside, 255, 0).astype(np.uint8)


def _rows(values: np.ndarray, value_range: tuple[float, float] | None) -> np.ndarray:
    """Return at which height of a tile, from its top, values lie."""
    low, high = value_range or SHOWN_RANGE
    return np.clip((high - values) / (high - low), 0.0, 1.0) * (TILE - 1)


KINDS: dict[Kind, KindOfData] = {
    "picture": KindOfData(_measure_pictures, _draw_pictures),
    "signal": KindOfData(_measure_signals, _draw_lines),
    "table": KindOfData(_measure_rows, _draw_bars),
    "ratings": KindOfData(_measure_ratings, _draw_bars, complete=False),
}
"""The registry."""
