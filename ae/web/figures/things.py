"""The map of what is rated: a point for each thing, with its name."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from ae.web.figures.maps import GREY, ORANGE

NAMED = 80
"""Up to so many things have their names beside them; of more, one has to point at them."""
OWN, NEXT = "#3452c7", ORANGE

Marked = tuple[Sequence[int], Sequence[str], str]
"""Some things: which, what is said of each, and what they have in common."""


def thing_map(
    points: np.ndarray,
    rows: np.ndarray,
    names: Sequence[str],
    own: Marked,
    recommended: Marked,
    axes: Sequence[str],
) -> go.Figure:
    """Draw things as points, some of them marked.

    Args:
        points: (things, 2).
        rows: which of them are drawn, int (n,), with their names (n,).
    """
    figure = go.Figure([_every(points[rows], names)])
    figure.add_trace(_marked(points, own, OWN, "circle"))
    figure.add_trace(_marked(points, recommended, NEXT, "diamond"))
    figure.update_layout(
        height=560,
        margin={"l": 10, "r": 10, "t": 10, "b": 10},
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0},
        dragmode="pan",
        uirevision="things",
    )
    figure.update_xaxes(title=axes[0])
    return figure.update_yaxes(title=axes[1])


def _every(points: np.ndarray, names: Sequence[str]) -> go.Scatter:
    """Return all things, (n, 2), as grey points with their names (n,)."""
    x, y = points.astype(np.float32).T
    few = len(points) <= NAMED
    return go.Scatter(
        x=x,
        y=y,
        text=[_plain(name) for name in names],
        mode="markers+text" if few else "markers",
        textposition="top center",
        textfont={"size": 10, "color": GREY},
        marker={"size": 6 if few else 4, "color": GREY, "opacity": 0.7},
        hovertemplate="%{text}<extra></extra>",
        showlegend=False,
    )


def _marked(points: np.ndarray, marked: Marked, colour: str, symbol: str) -> go.Scatter:
    things, said, label = marked
    x, y = points[list(things)].astype(np.float32).T if len(things) else ([], [])
    return go.Scatter(
        x=x,
        y=y,
        text=[_plain(text) for text in said],
        name=label,
        mode="markers",
        marker={"size": 12, "color": colour, "symbol": symbol, "line": {"width": 1}},
        hovertemplate="%{text}<extra></extra>",
    )


def star(figure: go.Figure, point: np.ndarray, name: str) -> go.Figure:
    """Mark one's own place, (2,), with a star."""
    look = {"size": 20, "symbol": "star", "color": ORANGE, "line": {"width": 1.5}}
    figure.add_scatter(x=point[:1], y=point[1:2], mode="markers", name=name, marker=look)
    return figure


def _plain(text: str) -> str:
    """Return a text so that Plotly, which reads some HTML, shows it as it is."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
