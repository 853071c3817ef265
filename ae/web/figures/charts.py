"""Plotly charts: training curves, bars, lines and scatters of codes, in one palette."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go

from ae.i18n import _

CLASS_COLOURS = (
    "#4a72b7",
    "#d00981",
    "#22f889",
    "#8d00ff",
    "#978f08",
    "#6fbafd",
    "#d88592",
    "#925a0e",
    "#8485fe",
    "#a3bd14",
)
"""The first ten classes' colours, everywhere. Found by a search for ten colours that stay at least
0.11 apart in OKLab as seen with full, protan, deutan and tritan vision, and are neither lost on
white nor on black (a test measures both)."""
LIGHTER, DARKER = 0.5, 0.45
"""How far the colours of classes beyond ten, and beyond twenty, go towards white and black."""
TRAIN_COLOUR, TEST_COLOUR = "#8a8f9c", "#3452c7"
MEASURE_COLOURS = ("#3452c7", "#c2571a", "#17939b", "#a13d9e", "#8a8f9c")


def class_colours(count: int) -> list[str]:
    """Return a colour for each of `count` classes; the first ten are always the same.

    Further ones are lighter, then darker shades of these; beyond thirty they repeat.
    """
    shades = [lambda c: c, lambda c: c + LIGHTER * (255 - c), lambda c: (1 - DARKER) * c]
    colours = []
    for number in range(count):
        shade = shades[number // len(CLASS_COLOURS) % len(shades)]
        channels = bytes.fromhex(CLASS_COLOURS[number % len(CLASS_COLOURS)][1:])
        colours.append("#" + bytes(round(shade(channel)) for channel in channels).hex())
    return colours


def training_curves(
    history: Sequence[dict[str, Any]], epochs: int, up: str, names: tuple[str, str]
) -> go.Figure:
    """Draw training and held-out loss over the epochs so far, the untrained model at 0.

    Args:
        up: what the loss is.
        names: what the two curves are measured on.
    """
    lines = {names[0]: ("train_loss", TRAIN_COLOUR), names[1]: ("test_loss", TEST_COLOUR)}
    figure = _over_epochs(epochs)
    for name, (field, colour) in lines.items():
        values = [(record["epoch"], record[field]) for record in history]
        figure.add_scatter(**_line(name, values, colour))
    losses = [record[field] for record in history for field in ("train_loss", "test_loss")]
    figure.update_yaxes(
        title=up,
        type="log",
        range=[np.log10(min(*losses, 0.5 * losses[0]) * 0.85), np.log10(max(losses) * 1.2)],
        tickvals=[digit * 10.0**power for power in range(-5, 2) for digit in (1, 2, 5)],
    )
    return figure


def measure_curves(
    history: Sequence[dict[str, Any]], epochs: int, names: dict[str, str]
) -> go.Figure:
    """Draw what a family measured while it trained; `names` maps each measure to its label."""
    figure = _over_epochs(epochs)
    for (measure, name), colour in zip(names.items(), MEASURE_COLOURS, strict=False):
        values = [(r["epoch"], r["measures"][measure]) for r in history if r["measures"]]
        figure.add_scatter(**_line(name, values, colour))
    return figure.update_yaxes(rangemode="tozero")


_SMALL = {
    "height": 260,
    "margin": {"l": 10, "r": 10, "t": 10, "b": 10},
    "legend": {"orientation": "h", "y": 1.12, "x": 0},
}


def _over_epochs(epochs: int) -> go.Figure:
    figure = go.Figure()
    figure.update_layout(**_SMALL, hovermode="x unified", uirevision="training")
    figure.update_xaxes(
        title=_("epoch"), range=[-0.02 * epochs, epochs * 1.02], dtick=_tick(epochs)
    )
    return figure


def _line(name: str, values: Sequence[tuple[float, float]], colour: str) -> dict[str, Any]:
    return {
        "x": [x for x, _y in values],
        "y": [y for _x, y in values],
        "name": name,
        "mode": "lines+markers",
        "line": {"color": colour, "width": 2},
        "marker": {"size": 5},
        "hovertemplate": "%{x}: %{y:.4f}<extra>" + name + "</extra>",
    }


def _tick(epochs: int) -> int:
    return next(step for step in (1, 2, 5, 10, 20, 50) if epochs / step <= 10 or step == 50)


def bars(
    series: dict[str, np.ndarray], across: str, up: str, names: Sequence[str] = ()
) -> go.Figure:
    """Draw named series of numbers, (n,) each, as bars side by side.

    Args:
        names: what the places of a series are called; numbers from 0 where none are given.
    """
    figure = go.Figure()
    for (name, values), colour in zip(series.items(), MEASURE_COLOURS, strict=False):
        figure.add_bar(x=np.arange(len(values)), y=values, name=name, marker_color=colour)
    figure.update_layout(**_SMALL, bargap=0.15, showlegend=len(series) > 1)
    figure.update_xaxes(title=across, dtick=max(1, len(next(iter(series.values()))) // 16))
    if names:
        figure.update_xaxes(tickvals=list(range(len(names))), ticktext=list(names))
    return figure.update_yaxes(title=up)


def compared_curves(
    curves: Sequence[tuple[str, Sequence[float], Sequence[float]]], up: str
) -> go.Figure:
    """Draw the losses of several trainings over their epochs, on one logarithmic scale.

    Args:
        curves: of each its name, epochs and losses.
        up: what the losses are.
    """
    figure = _over_epochs(int(max(epochs[-1] for _name, epochs, _losses in curves)))
    for (name, epochs, losses), colour in zip(curves, MEASURE_COLOURS, strict=False):
        figure.add_scatter(**_line(name, list(zip(epochs, losses, strict=True)), colour))
    lowest = min(min(losses) for _name, _epochs, losses in curves)
    highest = max(max(losses) for _name, _epochs, losses in curves)
    return figure.update_yaxes(
        title=up, type="log", range=[np.log10(lowest * 0.9), np.log10(highest * 1.1)]
    )


def swept(
    series: Mapping[str, Sequence[tuple[float, float]]], across: str, up: str, spread: bool
) -> go.Figure:
    """Draw named series of points, each a value of what was varied and what came of it.

    Args:
        spread: whether the values span orders of magnitude.
    """
    figure = go.Figure()
    for (name, points), colour in zip(series.items(), (TEST_COLOUR, "#c2571a"), strict=False):
        figure.add_scatter(**_line(name, sorted(points), colour))
    values = sorted({x for points in series.values() for x, _y in points})
    figure.update_layout(**_SMALL, hovermode="x unified")
    figure.update_layout(height=320, showlegend=True)
    figure.update_xaxes(
        title=across,
        type="log" if spread else "linear",
        tickvals=values,
        ticktext=[f"{value:g}" for value in values],
    )
    return figure.update_yaxes(title=up, rangemode="tozero")


def ranked(names: Sequence[str], values: np.ndarray, up: str) -> go.Figure:
    """Draw one bar for each name, in the order given; values (n,) are shares of 1."""
    figure = go.Figure(go.Bar(x=list(names), y=values, marker_color=TEST_COLOUR))
    figure.update_layout(**_SMALL, bargap=0.2, showlegend=False)
    figure.update_xaxes(type="category")
    return figure.update_yaxes(title=up, tickformat=".0%")


def ranked_values(names: Sequence[str], values: np.ndarray, up: str) -> go.Figure:
    """Draw one bar from 0 to 1 for each name, in the order given, with its value (n,) on it."""
    texts = [f"{value:.2f}" for value in values]
    figure = go.Figure(go.Bar(x=list(names), y=values, text=texts, marker_color=TEST_COLOUR))
    figure.update_layout(**_SMALL, bargap=0.4, showlegend=False)
    figure.update_xaxes(type="category")
    return figure.update_yaxes(title=up, range=[0, 1])


def lines(xs: np.ndarray, series: dict[str, np.ndarray], across: str, up: str) -> go.Figure:
    """Draw named series of numbers over common positions (n,)."""
    figure = go.Figure()
    for (name, values), colour in zip(series.items(), MEASURE_COLOURS, strict=False):
        figure.add_scatter(**_line(name, list(zip(xs, values, strict=True)), colour))
    figure.update_layout(**_SMALL, hovermode="x unified")
    figure.update_xaxes(title=across)
    return figure.update_yaxes(title=up)
