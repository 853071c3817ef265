"""What is marked on a map of codes: a drawing, a picked point, pinned pictures, a prior."""

import html
from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go

from ae.i18n import _
from ae.web.figures.maps import GREY, ORANGE, latent_scatter
from ae.web.figures.pictures import data_url


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
        numbers: which samples these are, int (n,); they become `customdata`, as in the scatter.
        chosen: the point (1, 2) of the sample that was picked.
    """
    x, y = nearest.T
    name, ring = _("nearest"), _ring(11, GREY, 2)
    # By WebGL as the cloud is: SVG lies below it. The cloud is dimmed to let them stand out.
    figure.update_traces(marker_opacity=0.35)
    figure.add_scattergl(x=x, y=y, customdata=numbers, mode="markers", name=name, marker=ring)
    ring_around(figure, chosen[0])
    star = {"size": 18, "symbol": "star", "color": ORANGE, "line": {"width": 1.5}}
    figure.add_scattergl(x=own[:, 0], y=own[:, 1], mode="markers", name=_("drawing"), marker=star)
    return figure.update_layout(height=460, dragmode="pan", margin_t=90)


def ring_around(figure: go.Figure, point: np.ndarray) -> go.Figure:
    """Mark the picked point, (2,) or (3,), on a latent scatter of as many axes."""
    axes = {axis: [float(value)] for axis, value in zip("xyz", point, strict=False)}
    add = figure.add_scatter3d if len(point) == 3 else figure.add_scattergl
    marker = {"size": 12, "symbol": "circle-open", "color": ORANGE, "line": {"width": 3}}
    if len(point) == 2:
        marker = _ring(20, ORANGE, 3)
    add(**axes, mode="markers", name=_("picked"), hoverinfo="skip", marker=marker)
    return figure


def _ring(size: int, colour: str, width: float) -> dict[str, Any]:
    return {"size": size, "color": "rgba(0,0,0,0)", "line": {"width": width, "color": colour}}


def codes_over_prior(
    codes: np.ndarray,
    labels: np.ndarray,
    classes: Sequence[str],
    prior: np.ndarray,
    axes: tuple[str, str],
) -> go.Figure:
    """Draw codes (n, 2), coloured by class, over draws of the prior (m, 2) in grey."""
    figure = latent_scatter(codes, labels, classes, axes)
    figure.add_scattergl(
        x=prior[:, 0],
        y=prior[:, 1],
        name=_("prior"),
        mode="markers",
        marker={"color": GREY, "size": 5, "opacity": 0.35},
        hoverinfo="skip",
    )
    figure.data = figure.data[-1:] + figure.data[:-1]  # below the codes
    edge = 1.08 * float(np.abs(np.concatenate([codes, prior])).max())
    figure.update_layout(height=420, dragmode="pan")
    figure.update_xaxes(range=[-edge, edge], constrain="domain")
    return figure.update_yaxes(range=[-edge, edge], scaleanchor="x", constrain="domain")


def pin(
    figure: go.Figure, places: np.ndarray, pictures: np.ndarray, names: Sequence[str]
) -> go.Figure:
    """Put pictures on a latent scatter where their codes lie, the later ones over the others.

    Args:
        places: (n, 2).
        pictures: uint8 (n, h, w).
        names: what is shown of each where the pointer rests on it; plain text.
    """
    points = np.concatenate([np.stack([one.x, one.y], axis=1) for one in figure.data if len(one.x)])
    low, high = _span(np.concatenate([points, places]))
    sides = (high - low) * (PINNED if len(places) <= MANY_PINNED else 0.6 * PINNED)
    figure.update_traces(marker_opacity=0.5)
    images = [
        {
            "source": data_url(np.pad(picture, 1, constant_values=EDGE)),
            **{"x": x, "y": y, "sizex": sides[0], "sizey": ASPECT * sides[1]},
            **{"xref": "x", "yref": "y", "xanchor": "center", "yanchor": "middle"},
        }
        for (x, y), picture in zip(places.tolist(), pictures, strict=True)
    ]
    unseen = {"size": 24, "opacity": 0.0}
    texts = [html.escape(name) for name in names]
    x, y = places.astype(np.float32).T
    figure.add_scatter(
        x=x, y=y, text=texts, hoverinfo="text", mode="markers", marker=unseen, showlegend=False
    )
    figure.update_layout(
        dragmode="pan", height=620, images=images
    )  # all at once: one by one is slow
    figure.update_xaxes(range=[low[0], high[0]])
    return figure.update_yaxes(range=[low[1], high[1]])


EDGE = 150
"""Grey level of the line around a pinned picture, so that those that overlap can be told apart."""
PINNED, MANY_PINNED = 0.047, 40
"""Of the map's width, a pinned picture's side; smaller from so many on."""
ASPECT = 2.0
"""How much wider than high the map is about: what is so wide and high looks square."""


def _span(points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the lowest and highest values of each axis, with room for a picture around."""
    low, high = points.min(axis=0), points.max(axis=0)
    edge = np.maximum(0.05 * (high - low), 1e-6)
    return low - edge, high + edge
