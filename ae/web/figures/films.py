"""Moving pictures as HTML: still, until they are asked for, where motion is not wanted."""

import base64
import html

import numpy as np

from ae.web.figures.pictures import data_url


def film(moving: bytes, still: np.ndarray, text: str, play: str, width: int) -> str:
    """Return a GIF that plays at once, or after a tick in a box for who asked for less motion.

    Args:
        moving: the GIF.
        still: what stands in its place until it is asked for, uint8 (h, w).
        text: what it shows, for a screen reader.
        play: the words beside the box.
        width: of the picture, in pixels.
    """
    alt = html.escape(text, quote=True)
    source = "data:image/gif;base64," + base64.b64encode(moving).decode()
    return (
        f"<div class='ae-film' style='width: {width}px'>{_STYLE}"
        f'<img class="ae-moving" alt="{alt}" src="{source}">'
        f'<img class="ae-still" alt="{alt}" src="{data_url(still)}">'
        f"<label><input type='checkbox'> {html.escape(play)}</label></div>"
    )


_STYLE = """<style>
.ae-film img { width: 100%; display: block; image-rendering: pixelated; border-radius: 4px; }
.ae-film label, .ae-film .ae-still { display: none; }
@media (prefers-reduced-motion: reduce) {
  .ae-film label { display: flex; gap: 0.4rem; align-items: center; min-height: 2rem; }
  .ae-film:not(:has(:checked)) .ae-moving { display: none; }
  .ae-film:not(:has(:checked)) .ae-still { display: block; }
}
</style>"""
