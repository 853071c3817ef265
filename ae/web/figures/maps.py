"""Plotly maps of codes: a point for each sample, coloured by class or by a number of its own."""

import html
from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go

from ae.web.figures.charts import class_colours
from ae.web.figures.pictures import data_url

GREY, ORANGE = "#8a8f9c", "#ff9a1f"
MANY = 2000
"""From here on points are drawn small."""
COLOURS = "Viridis"
TICKS = 6


def latent_scatter(
    points: np.ndarray,
    labels: np.ndarray,
    classes: Sequence[str],
    axes: Sequence[str],
    values: np.ndarray | None = None,
    meaning: str = "",
    numbers: np.ndarray | None = None,
) -> go.Figure:
    """Draw codes; a click on the legend hides a class, a double click shows it alone.

    Args:
        points: (n, 2), or (n, 3) for a map in space.
        labels: the classes, (n,), all 0 where there are none.
        classes: what each class is called; one name of no letters where there are none.
        axes: the names of the two or three axes.
        values: (n,), what colours the points instead of their classes.
        meaning: what these values are.
        numbers: (n,), which held-out sample each point is; None where they are all, in order.

    Returns:
        A chart whose points' `customdata` is their number.
    """
    figure = go.Figure()
    numbers = np.arange(len(points)) if numbers is None else numbers
    size = 4 if len(points) > MANY else 7
    colours = class_colours(len(classes))
    shades, scale = (None, {}) if values is None else _shades(values, meaning)
    for label, (name, colour) in enumerate(zip(classes, colours, strict=True)):
        rows = np.flatnonzero(labels == label)
        marker = {"color": colour, "size": size, "opacity": 0.75}
        if shades is not None:
            marker |= {"color": shades[rows], "coloraxis": "coloraxis"}
        _add_points(figure, points[rows], numbers[rows], name, marker)
    figure.update_layout(**_LAYOUT, uirevision="-".join(axes), showlegend=len(classes) > 1)
    if scale:
        figure.update_layout(coloraxis=scale)
    return _name_axes(figure, axes)


def _shades(values: np.ndarray, meaning: str) -> tuple[np.ndarray, dict[str, Any]]:
    """Return each value's place on the colour scale, a byte, and the scale with its real numbers.

    From the first percentile to the last: a few outliers would leave one colour for all others.
    """
    low, high = np.percentile(values, [1, 99]).tolist()
    shares = (values.astype(np.float64) - low) / (high - low or 1.0)
    shades = np.rint(255 * np.clip(shares, 0.0, 1.0)).astype(np.uint8)
    ticks = np.linspace(0.0, 1.0, TICKS)
    texts = [f"{low + share * (high - low):.3g}" for share in ticks]
    bar = {"title": meaning, "thickness": 12, "len": 0.7}
    bar |= {"tickvals": (255 * ticks).tolist(), "ticktext": texts}
    return shades, {"colorscale": COLOURS, "colorbar": bar, "cmin": 0, "cmax": 255}


_LAYOUT: dict[str, Any] = {
    "height": 560,
    "margin": {"l": 10, "r": 10, "t": 10, "b": 10},
    "legend": {
        "orientation": "h",
        "y": 1.02,
        "yanchor": "bottom",
        "x": 0,
        "itemsizing": "constant",
    },
    "dragmode": "lasso",
    "modebar": {"orientation": "v"},  # beside the legend, which it would cover on a phone
}


def _add_points(
    figure: go.Figure, points: np.ndarray, rows: np.ndarray, name: str, marker: dict[str, Any]
) -> None:
    """Add one class's points; numbers travel in the fewest bytes that hold them."""
    x, y, *z = points.astype(np.float32).T
    hover = f"{name}, number %{{customdata}}<extra></extra>"
    common = {"name": name, "mode": "markers", "marker": marker, "hovertemplate": hover}
    data = rows.astype(np.uint16 if rows.max(initial=0) < 2**16 else np.uint32)
    if z:
        common["marker"] = marker | {"size": 0.7 * marker["size"]}
        figure.add_scatter3d(x=x, y=y, z=z[0], customdata=data, **common)
    else:
        figure.add_scattergl(x=x, y=y, customdata=data, **common)


def _name_axes(figure: go.Figure, axes: Sequence[str]) -> go.Figure:
    if len(axes) == 3:
        names = zip(("xaxis", "yaxis", "zaxis"), axes, strict=True)
        figure.update_layout(dragmode="orbit")
        return figure.update_scenes({axis: {"title": name} for axis, name in names})
    figure.update_xaxes(title=axes[0])
    return figure.update_yaxes(title=axes[1])


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
    figure.update_layout(**_LAYOUT, sliders=[_epoch_slider(epochs)], updatemenus=[_PLAY])
    figure.update_layout(dragmode="pan")
    figure.update_xaxes(range=[low[0] - margin[0], high[0] + margin[0]])
    figure.update_yaxes(range=[low[1] - margin[1], high[1] + margin[1]])
    return _name_axes(figure, axes)


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
    name, ring = "nearest", _ring(11, GREY, 2)
    # By WebGL as the cloud is: SVG lies below it. The cloud is dimmed to let them stand out.
    figure.update_traces(marker_opacity=0.35)
    figure.add_scattergl(x=x, y=y, customdata=numbers, mode="markers", name=name, marker=ring)
    ring_around(figure, chosen[0])
    star = {"size": 18, "symbol": "star", "color": ORANGE, "line": {"width": 1.5}}
    figure.add_scattergl(x=own[:, 0], y=own[:, 1], mode="markers", name="drawing", marker=star)
    return figure.update_layout(height=460, dragmode="pan", margin_t=90)


def ring_around(figure: go.Figure, point: np.ndarray) -> go.Figure:
    """Mark the picked point, (2,) or (3,), on a latent scatter of as many axes."""
    axes = {axis: [float(value)] for axis, value in zip("xyz", point, strict=False)}
    add = figure.add_scatter3d if len(point) == 3 else figure.add_scattergl
    marker = {"size": 12, "symbol": "circle-open", "color": ORANGE, "line": {"width": 3}}
    if len(point) == 2:
        marker = _ring(20, ORANGE, 3)
    add(**axes, mode="markers", name="picked", hoverinfo="skip", marker=marker)
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
        name="prior",
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
