"""Plotly maps of codes: a point for each sample, coloured by class or by a number of its own."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go

from ae.i18n import _
from ae.web.figures.charts import class_colours

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
    figure.update_layout(**LAYOUT, uirevision="-".join(axes), showlegend=len(classes) > 1)
    if scale:
        figure.update_layout(coloraxis=scale)
    return name_axes(figure, axes)


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


LAYOUT: dict[str, Any] = {
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
    hover = _("{name}, number {n}").format(name=name, n="%{customdata}") + "<extra></extra>"
    common = {"name": name, "mode": "markers", "marker": marker, "hovertemplate": hover}
    data = rows.astype(np.uint16 if rows.max(initial=0) < 2**16 else np.uint32)
    if z:
        common["marker"] = marker | {"size": 0.7 * marker["size"]}
        figure.add_scatter3d(x=x, y=y, z=z[0], customdata=data, **common)
    else:
        figure.add_scattergl(x=x, y=y, customdata=data, **common)


def name_axes(figure: go.Figure, axes: Sequence[str]) -> go.Figure:
    """Name a map's two or three axes."""
    if len(axes) == 3:
        names = zip(("xaxis", "yaxis", "zaxis"), axes, strict=True)
        figure.update_layout(dragmode="orbit")
        return figure.update_scenes({axis: {"title": name} for axis, name in names})
    figure.update_xaxes(title=axes[0])
    return figure.update_yaxes(title=axes[1])
