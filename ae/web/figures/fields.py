"""Fields of decoded samples: as one picture, and side by side with the codes over them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go
from plotly.subplots import make_subplots

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


def side_by_side(maps: Sequence[FieldMap], labels: np.ndarray, classes: Sequence[str]) -> go.Figure:
    """Draw planes beside each other, the same samples as points on each.

    Args:
        labels: their classes, (n,).
        classes: what each class is called.
    """
    titles = [one.name for one in maps]
    figure = make_subplots(1, len(maps), subplot_titles=titles, horizontal_spacing=0.06)
    for column, one in enumerate(maps, start=1):
        left, right, bottom, top = one.window
        figure.add_layout_image(
            source=data_url(montage(one.field)),
            x=left,
            y=top,
            sizex=right - left,
            sizey=top - bottom,
            sizing="stretch",
            layer="below",
            opacity=0.8,
            row=1,
            col=column,
            exclude_empty_subplots=False,
        )
        for label, (name, colour) in enumerate(
            zip(classes, class_colours(len(classes)), strict=True)
        ):
            x, y = one.points[labels == label].astype(np.float32).T
            marker = {"color": colour, "size": 5, "line": {"width": 0.5, "color": "#fff"}}
            common = {"name": name, "legendgroup": name, "showlegend": column == 1}
            point = go.Scatter(x=x, y=y, mode="markers", marker=marker, hoverinfo="name", **common)
            figure.add_trace(point, 1, column)
        plain = {"showgrid": False, "zeroline": False, "constrain": "domain", "col": column}
        anchor = "x" if column == 1 else f"x{column}"
        figure.update_xaxes(title=one.axes[0], range=[left, right], **plain)
        figure.update_yaxes(title=one.axes[1], range=[bottom, top], scaleanchor=anchor, **plain)
    figure.update_annotations(font_size=12)  # the titles: a phone is narrow
    figure.update_layout(height=560, margin={"l": 10, "r": 10, "t": 70, "b": 10})
    return figure.update_layout(legend={"orientation": "h", "y": -0.12}, dragmode="pan")


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
