"""Plotly charts: training curves, bars, lines and scatters of codes, in one palette."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go

DIGIT_COLOURS = (
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
"""The colour of each digit, everywhere. Found by a search for ten colours that stay at least
0.11 apart in OKLab as seen with full, protan, deutan and tritan vision, and are neither lost on
white nor on black (a test measures both)."""
TRAIN_COLOUR, TEST_COLOUR = "#8a8f9c", "#3452c7"
MEASURE_COLOURS = ("#3452c7", "#c2571a", "#17939b", "#a13d9e", "#8a8f9c")


def training_curves(history: Sequence[dict[str, Any]], epochs: int, loss: str) -> go.Figure:
    """Draw training and held-out loss over the epochs so far, the untrained model at 0."""
    lines = {
        "training digits": ("train_loss", TRAIN_COLOUR),
        "held-out digits": ("test_loss", TEST_COLOUR),
    }
    figure = _over_epochs(epochs)
    for name, (field, colour) in lines.items():
        values = [(record["epoch"], record[field]) for record in history]
        figure.add_scatter(**_line(name, values, colour))
    losses = [record[field] for record in history for field in ("train_loss", "test_loss")]
    figure.update_yaxes(
        title=f"{loss.upper()} per pixel",
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
    figure.update_xaxes(title="epoch", range=[-0.02 * epochs, epochs * 1.02], dtick=_tick(epochs))
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


def latent_scatter(points: np.ndarray, labels: np.ndarray, axes: tuple[str, str]) -> go.Figure:
    """Draw codes (n, 2) coloured by digit; `customdata` holds each point's index."""
    figure = go.Figure()
    points = points.astype(np.float32)
    for digit, colour in enumerate(DIGIT_COLOURS):
        rows = np.flatnonzero(labels == digit)
        figure.add_scattergl(
            x=points[rows, 0],
            y=points[rows, 1],
            customdata=rows,
            name=str(digit),
            mode="markers",
            marker={"color": colour, "size": 4 if len(points) > 2000 else 7, "opacity": 0.75},
            hovertemplate=f"digit {digit}, number %{{customdata}}<extra></extra>",
        )
    figure.update_layout(
        height=520,
        margin={"l": 10, "r": 10, "t": 10, "b": 10},
        legend={"orientation": "h", "y": 1.08, "x": 0, "itemsizing": "constant"},
        dragmode="lasso",
        uirevision="-".join(axes),
    )
    figure.update_xaxes(title=axes[0])
    figure.update_yaxes(title=axes[1])
    return figure


def bars(series: dict[str, np.ndarray], across: str, up: str) -> go.Figure:
    """Draw named series of numbers, (n,) each, as bars side by side."""
    figure = go.Figure()
    for (name, values), colour in zip(series.items(), MEASURE_COLOURS, strict=False):
        figure.add_bar(x=np.arange(len(values)), y=values, name=name, marker_color=colour)
    figure.update_layout(**_SMALL, bargap=0.15, showlegend=len(series) > 1)
    figure.update_xaxes(title=across, dtick=max(1, len(next(iter(series.values()))) // 16))
    return figure.update_yaxes(title=up)


def lines(xs: np.ndarray, series: dict[str, np.ndarray], across: str, up: str) -> go.Figure:
    """Draw named series of numbers over common positions (n,)."""
    figure = go.Figure()
    for (name, values), colour in zip(series.items(), MEASURE_COLOURS, strict=False):
        figure.add_scatter(**_line(name, list(zip(xs, values, strict=True)), colour))
    figure.update_layout(**_SMALL, hovermode="x unified")
    figure.update_xaxes(title=across)
    return figure.update_yaxes(title=up)


def mark(
    figure: go.Figure,
    own: np.ndarray,
    nearest: np.ndarray,
    numbers: np.ndarray,
    chosen: np.ndarray,
) -> go.Figure:
    """Mark points on a latent scatter.

    Args:
        own: a drawing's point (1, 2).
        nearest: its neighbours' (n, 2).
        numbers: which digits these are, int (n,); they become `customdata`, as in the scatter.
        chosen: the point (1, 2) of the digit that was picked.
    """
    ring = {"size": 11, "color": "rgba(0,0,0,0)", "line": {"width": 2, "color": "#8a8f9c"}}
    figure.add_scatter(
        x=nearest[:, 0],
        y=nearest[:, 1],
        customdata=numbers,
        mode="markers",
        name="nearest",
        marker=ring,
    )
    figure.add_scatter(
        x=chosen[:, 0],
        y=chosen[:, 1],
        mode="markers",
        name="picked",
        hoverinfo="skip",
        marker=ring | {"size": 20, "line": {"width": 3, "color": "#ff9a1f"}},
    )
    star = {"size": 18, "symbol": "star", "color": "#ff9a1f", "line": {"width": 1.5}}
    figure.add_scatter(x=own[:, 0], y=own[:, 1], mode="markers", name="drawing", marker=star)
    figure.update_layout(height=460, dragmode="pan", margin_t=90)
    return figure.update_layout(legend={"y": 1.02, "yanchor": "bottom"})


def codes_over_prior(
    codes: np.ndarray, labels: np.ndarray, prior: np.ndarray, axes: tuple[str, str]
) -> go.Figure:
    """Draw codes (n, 2), coloured by digit, over draws of the prior (m, 2) in grey."""
    figure = latent_scatter(codes, labels, axes)
    figure.add_scattergl(
        x=prior[:, 0],
        y=prior[:, 1],
        name="prior",
        mode="markers",
        marker={"color": "#8a8f9c", "size": 5, "opacity": 0.35},
        hoverinfo="skip",
    )
    figure.data = figure.data[-1:] + figure.data[:-1]  # below the codes
    edge = 1.08 * float(np.abs(np.concatenate([codes, prior])).max())
    figure.update_layout(height=420, dragmode="pan")
    figure.update_xaxes(range=[-edge, edge], constrain="domain")
    return figure.update_yaxes(range=[-edge, edge], scaleanchor="x", constrain="domain")
