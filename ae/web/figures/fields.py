"""Fields of decoded samples: as one picture, and side by side with the codes over them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go

from ae.web.figures.charts import class_colours
from ae.web.figures.pictures import data_url, tiled


@dataclass(frozen=True)
class FieldMap:
    """A plane of one run: what its decoder makes of every place, and where held-out codes lie.

    Args:
        name: of the run.
        field: decoded pictures, uint8 (rows, columns, height, width), from the bottom left on.
        window: left, right, bottom, top.
        points: float32 (n, 2).
        axes: the names of the two axes.
    """

    name: str
    field: np.ndarray
    window: tuple[float, float, float, float]
    points: np.ndarray
    axes: tuple[str, ...]


def field_map(one: FieldMap, labels: np.ndarray, classes: Sequence[str]) -> go.Figure:
    """Draw a decoded plane with samples as points on it.

    Args:
        labels: their classes, (n,).
        classes: what each class is called.
    """
    left, right, bottom, top = one.window
    figure = go.Figure()
    figure.add_layout_image(
        source=data_url(montage(one.field)),
        x=left,
        y=top,
        sizex=right - left,
        sizey=top - bottom,
        sizing="stretch",
        layer="below",
        opacity=0.8,
        xref="x",
        yref="y",
    )
    for label, (name, colour) in enumerate(zip(classes, class_colours(len(classes)), strict=True)):
        x, y = one.points[labels == label].astype(np.float32).T
        marker = {"color": colour, "size": 5, "line": {"width": 0.5, "color": "#fff"}}
        figure.add_scatter(x=x, y=y, mode="markers", marker=marker, hoverinfo="name", name=name)
    plain = {"showgrid": False, "zeroline": False, "constrain": "domain"}
    figure.update_xaxes(title=one.axes[0], range=[left, right], **plain)
    figure.update_yaxes(title=one.axes[1], range=[bottom, top], scaleanchor="x", **plain)
    figure.update_layout(title={"text": one.name, "font_size": 15}, dragmode="pan", height=520)
    figure.update_layout(margin={"l": 10, "r": 10, "t": 50, "b": 10})
    return figure.update_layout(legend={"orientation": "h", "y": -0.12})


def montage(field: np.ndarray, shrink: int = 2) -> np.ndarray:
    """Return a field's pictures as one, smaller, the first at the bottom left.

    Args:
        field: uint8 (rows, columns, height, width).
        shrink: how many pixels of a side become one; what is over at the edges is left out.

    Returns:
        uint8 (rows × height / shrink, columns × width / shrink).
    """
    rows, columns, *sides = field.shape
    height, width = (side // shrink for side in sides)
    whole = field[:, :, : height * shrink, : width * shrink]
    small = whole.reshape(rows, columns, height, shrink, width, shrink).mean(axis=(3, 5))
    upright = np.rint(small[::-1]).astype(np.uint8)
    return tiled(upright.reshape(-1, height, width), columns)
