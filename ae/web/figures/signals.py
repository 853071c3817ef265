"""Charts of signals: several over a common time, and below them what differs."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from ae.config import DataSpec
from ae.i18n import _

COLOURS = {
    "original": "#3452c7",
    "corrupted": "#8a8f9c",
    "reconstruction": "#c2571a",
    "wavelet": "#17939b",
    "polynomial": "#a13d9e",
}
"""By what a trace is; `original` and `reconstruction` are drawn thick, what stands beside thin."""
THICK = ("original", "reconstruction")


@dataclass(frozen=True)
class Trace:
    """One signal of a chart.

    Args:
        name: in the legend.
        kind: a name in `COLOURS`.
        values: float (length,).
        hidden: whether it is shown only when its name in the legend is chosen.
    """

    name: str
    kind: str
    values: np.ndarray
    hidden: bool = False


def over_time(traces: Sequence[Trace], clean: np.ndarray, data: DataSpec) -> go.Figure:
    """Draw signals above their errors against the clean one, over the seconds of a window.

    Args:
        clean: float (length,); a trace of it has no error line.
    """
    figure = make_subplots(
        rows=2, shared_xaxes=True, row_heights=[0.68, 0.32], vertical_spacing=0.06
    )
    times = np.arange(data.size) / (data.rate or 1.0)
    for trace in traces:
        style = {
            "line": {"color": COLOURS[trace.kind], "width": 2.5 if trace.kind in THICK else 1.2},
            "visible": "legendonly" if trace.hidden else True,
            "legendgroup": trace.kind,
        }
        figure.add_scatter(x=times, y=trace.values, name=trace.name, row=1, col=1, **style)
        if trace.kind not in ("original", "corrupted"):
            error = np.square(trace.values - clean)
            label = _("error of {name}").format(name=trace.name)
            figure.add_scatter(
                x=times, y=error, name=label, row=2, col=1, showlegend=False, **style
            )
    figure.update_layout(
        height=430,
        margin={"l": 10, "r": 10, "t": 10, "b": 10},
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0},
        hovermode="x",
    )
    figure.update_yaxes(title=_("voltage, SD"), row=1, col=1)
    figure.update_yaxes(title=_("squared error"), rangemode="tozero", row=2, col=1)
    figure.update_xaxes(title=_("seconds") if data.rate else _("number of the value"), row=2, col=1)
    return figure
