"""How a map of codes forms while a network learns: frames that the browser plays."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go

from ae.web.figures.charts import class_colours
from ae.web.figures.maps import LAYOUT, name_axes


def forming(
    frames: np.ndarray,
    epochs: Sequence[int],
    labels: np.ndarray,
    classes: Sequence[str],
    axes: tuple[str, str],
) -> go.Figure:
    """Draw how a map forms: a slider over epochs and a button that plays it, in the browser.

    Args:
        frames: (epochs kept, n, 2).
        epochs: after which epoch each is, 0 for the untrained model.
        labels, classes: as in `latent_scatter`.
    """
    groups = [labels == label for label in range(len(classes))]
    styles = list(zip(classes, class_colours(len(classes)), strict=True))
    figure = go.Figure(
        [
            _svg_points(frames[0][group], name, colour)
            for group, (name, colour) in zip(groups, styles, strict=True)
        ]
    )
    figure.frames = [
        go.Frame(data=[_moved(frame[group]) for group in groups], name=str(epoch))
        for frame, epoch in zip(frames, epochs, strict=True)
    ]
    low, high = frames.min(axis=(0, 1)), frames.max(axis=(0, 1))
    margin = np.maximum(0.04 * (high - low), 1e-6)
    figure.update_layout(**LAYOUT, sliders=[_epoch_slider(epochs)], updatemenus=[_PLAY])
    figure.update_layout(dragmode="pan")
    figure.update_xaxes(range=[low[0] - margin[0], high[0] + margin[0]])
    figure.update_yaxes(range=[low[1] - margin[1], high[1] + margin[1]])
    return name_axes(figure, axes)


def _svg_points(points: np.ndarray, name: str, colour: str) -> go.Scatter:
    """Return one class's points as SVG, since WebGL cannot animate."""
    x, y = points.astype(np.float32).round(3).T
    marker = {"color": colour, "size": 7, "opacity": 0.8}
    return go.Scatter(x=x, y=y, name=name, mode="markers", marker=marker, hoverinfo="name")


def _moved(points: np.ndarray) -> go.Scatter:
    """Return of one class's points in a later frame only what moves."""
    x, y = points.astype(np.float32).round(3).T
    return go.Scatter(x=x, y=y)


def _move(milliseconds: int) -> dict[str, Any]:
    frame = {"duration": milliseconds, "redraw": False}
    transition = {"duration": milliseconds, "easing": "cubic-in-out"}
    return {"mode": "immediate", "frame": frame, "transition": transition, "fromcurrent": True}


_PLAY = {
    "type": "buttons",
    "direction": "left",
    "showactive": False,
    "x": 0,
    "y": -0.14,
    "xanchor": "left",
    "yanchor": "top",
    "buttons": [
        {"label": "▶", "method": "animate", "args": [None, _move(500)]},
        {"label": "❚❚", "method": "animate", "args": [[None], _move(0)]},
    ],
}


def _epoch_slider(epochs: Sequence[int]) -> dict[str, Any]:
    steps = [
        {"label": str(epoch), "method": "animate", "args": [[str(epoch)], _move(250)]}
        for epoch in epochs
    ]
    return {
        "currentvalue": {"prefix": "epoch "},
        "steps": steps,
        "x": 0.14,
        "len": 0.86,
        "y": -0.08,
    }
