"""Pictures as PNG and HTML.

HTML is of our own making, so that a page reflows from a projector to a phone; no text in it
comes from a user.
"""

import base64
import html
import io
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image

from ae.caching import cached

SMALL = 3 * 64 * 64
"""A picture of at most so many bytes is encoded once; larger ones are seldom shown again."""
BAND = 5
"""Pictures that stay side by side on the narrowest screen."""


@dataclass(frozen=True)
class Row:
    """One row of pictures: its name, its kind (a CSS class), pictures and words for each.

    Args:
        images: uint8 (n, height, width), or (n, height, width, 3) in colour.
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


def data_url(image: np.ndarray) -> str:
    """Return one picture, uint8 (h, w) or (h, w, 3), as the address of an image in HTML."""
    return _data_url(image.shape, image.tobytes()) if image.size <= SMALL else _encoded(image)


@cached(4096)
def _data_url(shape: tuple[int, ...], pixels: bytes) -> str:
    """Return the same; once for all who see the same picture, and in every run of a page."""
    return _encoded(np.frombuffer(pixels, np.uint8).reshape(shape))


def _encoded(image: np.ndarray) -> str:
    return "data:image/png;base64," + base64.b64encode(png(image)).decode()


def tiled(pictures: np.ndarray, columns: int) -> np.ndarray:
    """Lay pictures, uint8 (n, h, w), out as one, row by row; missing ones are black."""
    count, height, width = pictures.shape
    rows = -(-count // columns)
    cells = np.zeros((rows * columns, height, width), np.uint8)
    cells[:count] = pictures
    table = cells.reshape(rows, columns, height, width).swapaxes(1, 2)
    return table.reshape(rows * height, columns * width)


def sample_rows(rows: Sequence[Row]) -> str:
    """Return rows of pictures as HTML: two bands of five side by side, or stacked on a phone."""
    count = len(rows[0].images)
    bands = [_band(rows, range(start, min(start + BAND, count))) for start in range(0, count, BAND)]
    return f"<div class='ae-samples'>{_STYLE}{''.join(bands)}</div>"


def _band(rows: Sequence[Row], columns: range) -> str:
    cells = []
    for row in rows:
        cells.append(f"<div class='ae-label'>{html.escape(row.label)}</div>")
        cells += [_cell(row, column) for column in columns]
        cells += ["<div></div>"] * (BAND - len(columns))
    return f"<div class='ae-band'>{''.join(cells)}</div>"


def _cell(row: Row, column: int) -> str:
    text = html.escape(row.texts[column], quote=True)
    caption = f"<small>{html.escape(row.captions[column])}</small>" if row.captions else ""
    return (
        f'<div><img class="ae-{row.kind}" alt="{text}" title="{text}" '
        f'src="{data_url(row.images[column])}">{caption}</div>'
    )


_STYLE = """<style>
.ae-samples { container-type: inline-size; display: flex; flex-wrap: wrap; gap: 0.75rem 0.6rem; }
.ae-band { display: grid; grid-template-columns: 6.2rem repeat(5, minmax(0, 1fr));
  gap: 0.3rem; flex: 1 1 22rem; align-items: center; }
.ae-label { font-size: 0.8rem; line-height: 1.15; opacity: 0.8; }
.ae-samples img { width: 100%; aspect-ratio: 1; image-rendering: pixelated; display: block;
  border-radius: 4px; background: #000; }
.ae-samples img.ae-code { aspect-ratio: 3; border-radius: 2px; }
.ae-samples small { display: block; text-align: center; font-size: 0.72rem; opacity: 0.8;
  font-variant-numeric: tabular-nums; }
.ae-gallery { display: grid; grid-template-columns: repeat(auto-fill, minmax(3.4rem, 1fr));
  gap: 0.35rem; }
.ae-large { grid-template-columns: repeat(auto-fill, minmax(6.4rem, 1fr)); max-width: 62rem; }
.ae-trio { display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); max-width: 44rem; }
.ae-strips { flex: 1 1 100%; display: grid; gap: 0.2rem; align-items: center;
  grid-template-columns: var(--label) repeat(var(--columns), minmax(0, 4rem)); }
@container (min-width: 46rem) {
  .ae-band { flex: 0 0 calc(50% + 2.95rem); } /* the label's column more than the next */
  .ae-band:nth-of-type(even) { flex-basis: calc(50% - 3.55rem);
    grid-template-columns: repeat(5, minmax(0, 1fr)); }
  .ae-band:nth-of-type(even) .ae-label { display: none; }
}
@container (max-width: 30rem) {
  .ae-band { grid-template-columns: repeat(5, minmax(0, 1fr)); }
  .ae-strips { grid-template-columns: repeat(5, minmax(0, 1fr)); }
  .ae-label { grid-column: 1 / -1; margin-top: 0.2rem; }
}
</style>"""


def gallery(
    images: np.ndarray, texts: Sequence[str], captions: Sequence[str] = (), large: bool = False
) -> str:
    """Return pictures as an HTML grid that fills the width it has.

    Args:
        images: uint8 (n, h, w) or (n, h, w, 3).
        texts: for each picture, what it shows, for a screen reader.
        captions: for each picture, a short text below it, or none.
        large: whether each picture should be seen well rather than many at once.
    """
    row = Row("", "tile", images, texts, captions)
    cells = "".join(_cell(row, column) for column in range(len(images)))
    kind = "ae-gallery ae-large" if large else "ae-gallery"
    return f"<div class='ae-samples {kind}'>{_STYLE}{cells}</div>"


def strip(image: np.ndarray, text: str) -> str:
    """Return one wide picture, uint8 (h, w), as HTML: as wide as it may, and not too high.

    Args:
        text: what it shows, for a screen reader.
    """
    return (
        f'<img alt="{html.escape(text, quote=True)}" src="{data_url(image)}" style="width: 100%; '
        'max-width: 40rem; image-rendering: pixelated; border-radius: 4px; display: block">'
    )


def trio(images: np.ndarray, labels: Sequence[str], texts: Sequence[str]) -> str:
    """Return three large pictures side by side, each with its label: uint8 (3, h, w, 3).

    Args:
        texts: what each shows, for a screen reader.
    """
    row = Row("", "trio", images, texts, labels)
    cells = "".join(_cell(row, column) for column in range(len(images)))
    return f"<div class='ae-samples ae-trio'>{_STYLE}{cells}</div>"


def strips(
    images: np.ndarray, labels: Sequence[str], texts: Sequence[str], wide: bool = False
) -> str:
    """Return rows of pictures, each under or beside its label, as many to a row as given.

    Args:
        images: uint8 (rows, n, height, width).
        labels: one for each row.
        texts: what each row shows, for a screen reader.
        wide: whether labels are words rather than a letter and a number.
    """
    count = images.shape[1]
    cells = []
    for label, text, pictures in zip(labels, texts, images, strict=True):
        row = Row(label, "strip", pictures, [text] * count)
        cells.append(f"<div class='ae-label'>{html.escape(label)}</div>")
        cells += [_cell(row, column) for column in range(count)]
    style = f"--columns: {count}; --label: {'6.2rem' if wide else '2.4rem'}"
    rows = f"<div class='ae-strips' style='{style}'>{''.join(cells)}</div>"
    return f"<div class='ae-samples'>{_STYLE}{rows}</div>"  # a container cannot style itself
