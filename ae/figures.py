"""Finished arrays → pictures: rows of digits, training curves, latent scatters.

Computes nothing. Digits are HTML of our own making, so that a page reflows from a projector
to a phone; no text in it comes from a user. Charts are Plotly figures.
"""

import base64
import html
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go
from PIL import Image

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
BAND = 5
"""Digits that stay side by side on the narrowest screen."""


@dataclass(frozen=True)
class Row:
    """One row of digits: its name, its kind (a CSS class), pictures and words for each.

    Args:
        images: uint8 (n, 28, 28), or (n, 28, 28, 3) in colour.
        texts: for each picture, what it shows, for a screen reader.
        captions: for each picture, a short text below it, or none.
    """

    label: str
    kind: str
    images: np.ndarray
    texts: Sequence[str]
    captions: Sequence[str] = ()


def png(image: np.ndarray) -> bytes:
    """Return one picture, uint8 (h, w) or (h, w, 3), as PNG."""
    buffer = io.BytesIO()
    Image.fromarray(image).save(buffer, "PNG", compress_level=1)
    return buffer.getvalue()


def digit_rows(rows: Sequence[Row]) -> str:
    """Return rows of digits as HTML: two bands of five side by side, or stacked on a phone."""
    count = len(rows[0].images)
    bands = [_band(rows, range(start, min(start + BAND, count))) for start in range(0, count, BAND)]
    return f"<div class='ae-digits'>{_STYLE}{''.join(bands)}</div>"


def _band(rows: Sequence[Row], columns: range) -> str:
    cells = []
    for row in rows:
        cells.append(f"<div class='ae-label'>{html.escape(row.label)}</div>")
        cells += [_cell(row, column) for column in columns]
        cells += ["<div></div>"] * (BAND - len(columns))
    return f"<div class='ae-band'>{''.join(cells)}</div>"


def _cell(row: Row, column: int) -> str:
    data = base64.b64encode(png(row.images[column])).decode()
    text = html.escape(row.texts[column], quote=True)
    caption = f"<small>{html.escape(row.captions[column])}</small>" if row.captions else ""
    return (
        f'<div><img class="ae-{row.kind}" alt="{text}" title="{text}" '
        f'src="data:image/png;base64,{data}">{caption}</div>'
    )


_STYLE = """<style>
.ae-digits { container-type: inline-size; display: flex; flex-wrap: wrap; gap: 0.75rem 0.6rem; }
.ae-band { display: grid; grid-template-columns: 6.2rem repeat(5, minmax(0, 1fr));
  gap: 0.3rem; flex: 1 1 22rem; align-items: center; }
.ae-label { font-size: 0.8rem; line-height: 1.15; opacity: 0.8; }
.ae-digits img { width: 100%; aspect-ratio: 1; image-rendering: pixelated; display: block;
  border-radius: 4px; background: #000; }
.ae-digits small { display: block; text-align: center; font-size: 0.72rem; opacity: 0.8;
  font-variant-numeric: tabular-nums; }
@container (min-width: 46rem) {
  .ae-band { flex: 0 0 calc(50% + 2.95rem); } /* the label's column more than the next */
  .ae-band:nth-of-type(even) { flex-basis: calc(50% - 3.55rem);
    grid-template-columns: repeat(5, minmax(0, 1fr)); }
  .ae-band:nth-of-type(even) .ae-label { display: none; }
}
@container (max-width: 30rem) {
  .ae-band { grid-template-columns: repeat(5, minmax(0, 1fr)); }
  .ae-label { grid-column: 1 / -1; margin-top: 0.2rem; }
}
</style>"""


def shape_text(shape: Sequence[int]) -> str:
    """Return an output shape as people write it: 28 × 28."""
    return " × ".join(map(str, shape))


def layer_diagram(layers: Sequence[dict[str, Any]]) -> str:
    """Draw a model's layers, from `evaluation.layers`, as bars as tall as they are wide."""
    bars = []
    for layer in layers:
        units = int(np.prod(layer["shape"]))
        height = 1.0 + 9.0 * np.log1p(units) / np.log1p(4096)
        text = f"{layer['kind']} {layer['activation']}, {shape_text(layer['shape'])}"
        bars.append(
            f'<div class="ae-layer" title="{html.escape(text, quote=True)}">'
            f'<div class="ae-bar ae-{layer["part"]}" style="height:{height:.2f}rem"></div>'
            f"<b>{shape_text(layer['shape'])}</b><span>{html.escape(layer['kind'])}</span>"
            f"<span>{html.escape(layer['activation'])}&nbsp;</span></div>"
        )
    return f"<div class='ae-layers'>{_LAYER_STYLE}{''.join(bars)}</div>"


_LAYER_STYLE = """<style>
.ae-layers { display: flex; align-items: center; gap: 0.4rem; max-width: 46rem; }
.ae-layer { flex: 1 1 0; min-width: 0; text-align: center; font-size: 0.74rem; line-height: 1.3; }
.ae-layer b, .ae-layer span { display: block; overflow: hidden; text-overflow: ellipsis; }
.ae-layer span { opacity: 0.75; }
.ae-bar { width: min(2.6rem, 80%); margin: 0 auto 0.35rem; border-radius: 6px; }
.ae-encoder { background: #3f62e0; }
.ae-decoder { background: #17939b; }
</style>"""


def error_map(images: np.ndarray, reconstructions: np.ndarray) -> np.ndarray:
    """Colour the differences of two sets of float pictures (n, 28, 28) in [0, 1].

    Returns:
        uint8 (n, 28, 28, 3): orange where the reconstruction is too bright, blue where it
        is too dark, black where both agree.
    """
    difference = (reconstructions - images)[..., None]
    orange, blue = np.array([255, 150, 30]), np.array([70, 150, 255])
    return np.rint(np.where(difference > 0, difference * orange, -difference * blue)).astype(
        np.uint8
    )


def training_curves(history: Sequence[dict[str, Any]], epochs: int, loss: str) -> go.Figure:
    """Draw training and held-out loss over the epochs so far, the untrained model at 0."""
    done = [record["epoch"] for record in history]
    figure = go.Figure()
    for name, field, colour in (
        ("training digits", "train_loss", TRAIN_COLOUR),
        ("held-out digits", "test_loss", TEST_COLOUR),
    ):
        figure.add_scatter(
            x=done,
            y=[record[field] for record in history],
            name=name,
            mode="lines+markers",
            line={"color": colour, "width": 2},
            marker={"size": 5},
            hovertemplate="epoch %{x}: %{y:.4f}<extra>" + name + "</extra>",
        )
    figure.update_layout(
        height=260,
        margin={"l": 10, "r": 10, "t": 10, "b": 10},
        legend={"orientation": "h", "y": 1.12, "x": 0},
        hovermode="x unified",
        uirevision="training",
    )
    figure.update_xaxes(title="epoch", range=[-0.02 * epochs, epochs * 1.02], dtick=_tick(epochs))
    losses = [record[field] for record in history for field in ("train_loss", "test_loss")]
    figure.update_yaxes(
        title=f"{loss.upper()} per pixel",
        type="log",
        range=[np.log10(min(*losses, 0.5 * losses[0]) * 0.85), np.log10(max(losses) * 1.2)],
        tickvals=[digit * 10.0**power for power in range(-5, 2) for digit in (1, 2, 5)],
    )
    return figure


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
