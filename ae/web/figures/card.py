"""A card to take home and share: a title over pictures with their labels, as one PNG."""

import io
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw

from ae.i18n import _
from ae.web.figures import fonts

BACKGROUND, EDGE = "#12151d", "#2c3444"
BRIGHT, SOFT = "#f2f4fa", "#a9b2c6"
ENCODER, DECODER = "#5f7dff", "#2fb5bd"
MOST_COLUMNS = 5
LARGEST = 341
"""Widest tile, so that few pictures do not become huge; all lengths are for a width of 1200."""
MOST_LINES = 2
LEADING = 1.22


def card(
    title: str, pictures: Sequence[tuple[str, np.ndarray]], width: int = 1200, address: str = ""
) -> bytes:
    """Return a card with a title, labelled pictures in rows of at most five, and the app's name.

    Args:
        title: a few words; what does not fit on two lines is cut short.
        pictures: label and picture, uint8 (h, w) or (h, w, 3); pixels stay visible.
        width: of the card, in pixels; its height follows from the pictures.
        address: where others find what the card shows, if anywhere.

    Returns:
        a PNG.

    Raises:
        ValueError: without pictures.
    """
    if not pictures:
        raise ValueError("pictures: expected one or more. Received: none.")
    unit = width / 1200
    margin, gap, under = round(64 * unit), round(24 * unit), round(76 * unit)
    rows = -(-len(pictures) // MOST_COLUMNS)
    columns = -(-len(pictures) // rows)
    side = min(round(LARGEST * unit), (width - 2 * margin - (columns - 1) * gap) // columns)
    heading = _set(title, width - 2 * margin, 60 * unit)
    top = margin + heading.height + round(36 * unit)
    bottom = top + rows * (side + under)
    sheet = Image.new("RGB", (width, bottom + round(86 * unit)), BACKGROUND)
    draw = ImageDraw.Draw(sheet)
    heading.write(draw, margin, margin, BRIGHT)
    for number, one in enumerate(pictures):
        row, column = divmod(number, columns)
        place = (margin + column * (side + gap), top + row * (side + under))
        _tile(sheet, one, place, side, unit)
    _signature(draw, (margin, bottom + round(22 * unit)), width - margin, unit, address)
    buffer = io.BytesIO()
    sheet.save(buffer, "PNG")
    return buffer.getvalue()


def _tile(
    sheet: Image.Image, one: tuple[str, np.ndarray], place: tuple[int, int], side: int, unit: float
) -> None:
    (text, pixels), (left, top) = one, place
    draw = ImageDraw.Draw(sheet)
    box = (left, top, left + side - 1, top + side - 1)
    draw.rounded_rectangle(box, round(16 * unit), "#000000", EDGE, max(1, round(2 * unit)))
    picture = _enlarged(Image.fromarray(pixels).convert("RGB"), side - 2 * round(9 * unit))
    away = [(side - length) // 2 for length in picture.size]
    sheet.paste(picture, (left + away[0], top + away[1]))
    label = _set(text, side, 25 * unit)
    label.write(draw, left + side // 2, top + side + round(12 * unit), SOFT, centred=True)


def _enlarged(picture: Image.Image, side: int) -> Image.Image:
    """Fit a picture into a square: enlarged by whole pixels, or scaled down."""
    longest = max(picture.size)
    if longest > side:
        sides = [max(1, length * side // longest) for length in picture.size]
        return picture.resize((sides[0], sides[1]), Image.Resampling.LANCZOS)
    times = side // longest
    size = (picture.width * times, picture.height * times)
    return picture.resize(size, Image.Resampling.NEAREST)


def _signature(
    draw: ImageDraw.ImageDraw, place: tuple[int, int], right: int, unit: float, address: str
) -> None:
    """Draw an hourglass, as wide as an autoencoder's layers; beside it the app's name, address."""
    (left, top), tall, wide = place, 30 * unit, 22 * unit
    draw.line((left, top - 14 * unit, right, top - 14 * unit), EDGE, max(1, round(2 * unit)))
    narrow, middle = (0.32 * tall, 0.68 * tall), left + wide
    waist = [(middle, top + narrow[0]), (middle, top + narrow[1])]
    draw.polygon([(left, top), *waist, (left, top + tall)], ENCODER)
    beyond = middle + 3 * unit
    waist = [(beyond, top + narrow[0]), (beyond, top + narrow[1])]
    draw.polygon([(beyond + wide, top), *waist, (beyond + wide, top + tall)], DECODER)
    size = max(round(25 * unit), 6)
    name = (beyond + wide + 14 * unit, top + tall / 2 + 0.35 * size)
    words = _("Autoencoder Lab") if not address else f"{_('Autoencoder Lab')} · {address}"
    fonts.write(draw, name, _cut(words, round(right - name[0]), size), SOFT, size)


@dataclass(frozen=True)
class Text:
    """A text broken into lines that fit, and its type."""

    lines: list[str]
    size: int

    @property
    def height(self) -> int:
        """How far it reaches down, in pixels."""
        return round(LEADING * self.size) * len(self.lines)

    def write(
        self, draw: ImageDraw.ImageDraw, x: int, y: int, colour: str, centred: bool = False
    ) -> None:
        """Write it downwards from a point, to the right of it or with its middle there."""
        for number, line in enumerate(self.lines):
            down = y + number * round(LEADING * self.size) + fonts.ascent(self.size)
            left = x - fonts.length(line, self.size) / 2 if centred else x
            fonts.write(draw, (left, down), line, colour, self.size)


def _set(text: str, room: int, size: float) -> Text:
    """Set a text on one line in its full size if it fits, else smaller, on two at most."""
    words = " ".join("".join(c if c.isprintable() else " " for c in text[:300]).split())
    full, smaller = max(round(size), 6), max(round(0.78 * size), 6)
    if fonts.length(words, full) <= room:
        return Text([words] if words else [], full)
    lines = [""]
    for word in words.split():
        longer = f"{lines[-1]} {word}".strip()
        if fonts.length(longer, smaller) <= room or len(lines) == MOST_LINES or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    return Text([_cut(line, room, smaller) for line in lines], smaller)


def _cut(text: str, room: int, size: int) -> str:
    if fonts.length(text, size) <= room:
        return text
    while text and fonts.length(text + "…", size) > room:
        text = text[:-1]
    return text.rstrip() + "…"
