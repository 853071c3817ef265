"""A model's layers as a diagram."""

import html
from collections.abc import Sequence
from typing import Any

import numpy as np


def shape_text(shape: Sequence[int]) -> str:
    """Return an output shape as people write it: 14 × 14 × 16."""
    return " × ".join(map(str, shape))


def layer_diagram(layers: Sequence[dict[str, Any]]) -> str:
    """Draw a model's layers, from `ae.models.layers`, as bars as tall as they are wide."""
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
.ae-layers { display: flex; flex-wrap: wrap; align-items: center; gap: 0.6rem 0.4rem; }
.ae-layer { flex: 0 1 4.4rem; text-align: center; font-size: 0.74rem; line-height: 1.3; }
.ae-layer b, .ae-layer span { display: block; overflow: hidden; text-overflow: ellipsis; }
.ae-layer span { opacity: 0.75; }
.ae-bar { width: min(2.6rem, 80%); margin: 0 auto 0.35rem; border-radius: 6px; }
.ae-encoder { background: #3f62e0; }
.ae-decoder { background: #17939b; }
@media (forced-colors: active) {
  .ae-bar { forced-color-adjust: none; border: 1px solid CanvasText; }
  .ae-encoder { background: CanvasText; }
  .ae-decoder { background: repeating-linear-gradient(45deg, CanvasText 0 2px, Canvas 2px 6px); }
}
</style>"""
