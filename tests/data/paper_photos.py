"""Made photographs of a digit on paper: plain, ruled, squared, with margin, with holes; several
pens, lights and tilts."""

import io
import itertools

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from tests.data import pen_digits

SIZE = (900, 1200)
"""Width and height of the photograph."""
PITCH = 42
"""Pixels between two lines."""
BLUE, RED, GREY = (150, 175, 215), (225, 120, 120), (190, 190, 190)
PAPERS = ("plain", "ruled", "squared", "ruled with margin", "squared with margin", "with holes")
PENS = {
    "ballpoint": ((35, 45, 120), 7),
    "pencil": ((95, 95, 98), 8),
    "felt pen": ((25, 25, 30), 16),
    "red pen": ((190, 30, 45), 9),
}
LIGHTS = ("even", "from one side", "with a shadow")
TILTS = (0.0, 4.0, -7.0)


def sheet(paper):
    """Return an empty sheet, larger than the photograph, so that it fills it when tilted."""
    side = int(1.5 * max(SIZE))
    picture = Image.new("RGB", (side, side), (246, 244, 238))
    draw = ImageDraw.Draw(picture)
    colour = GREY if paper == "ruled" else BLUE
    step = PITCH if "squared" in paper else 2 * PITCH
    if paper != "plain":
        for at in range(0, side, step):
            draw.line((0, at, side, at), colour, 2)
            if "squared" in paper:
                draw.line((at, 0, at, side), colour, 2)
    left, top = ((side - length) // 2 for length in SIZE)
    if "margin" in paper:
        draw.line((left + 150, 0, left + 150, side), RED, 4)
    if "holes" in paper:
        for at in (0.2, 0.8):
            x, y = left + 60, top + at * SIZE[1]
            draw.ellipse((x - 22, y - 22, x + 22, y + 22), (45, 40, 38))
    return picture


def photo(paper, pen, light, tilt, digit, form=0, height=420):
    """Return a photograph, RGB, and the same digit's strokes alone, white on black."""
    colour, size = PENS[pen]
    picture = sheet(paper)
    side = picture.width
    ink = Image.new("L", picture.size)
    unit = height / 160
    strokes = pen_digits.strokes(digit, form, size=size / unit)
    own = ImageDraw.Draw(ink)
    for stroke in strokes:
        points = [
            (side / 2 + (x - 120) * unit, side / 2 + (y - 140) * unit) for x, y in stroke.points
        ]
        own.line([way for point in points for way in point], 255, size, "curve")
    ink = ink.filter(ImageFilter.GaussianBlur(1))
    picture.paste(Image.new("RGB", picture.size, colour), mask=ink)
    picture, ink = (one.rotate(tilt, Image.Resampling.BICUBIC) for one in (picture, ink))
    left, top = ((side - length) // 2 for length in SIZE)
    box = (left, top, left + SIZE[0], top + SIZE[1])
    return lit(picture.crop(box), light), np.asarray(ink.crop(box))


def lit(picture, light):
    """Return a picture in a light, with a camera's noise."""
    levels = np.asarray(picture, np.float32)
    y, x = np.linspace(0, 1, SIZE[1])[:, None], np.linspace(0, 1, SIZE[0])[None]
    shade = {
        "even": 0.92 + 0 * x * y,
        "from one side": 0.95 - 0.45 * x * (0.5 + 0.5 * y),
        "with a shadow": 0.95 - 0.35 / (1 + np.exp(-12 * (x + 0.6 * y - 1.1))),
    }[light]
    noise = np.random.default_rng(0).normal(0, 3, levels.shape)
    return Image.fromarray(np.clip(levels * shade[..., None] + noise, 0, 255).astype(np.uint8))


def seen_aslant(picture, lean):
    """Return a photograph as if taken from below: its far edge is shorter by this share."""
    width, height = picture.size
    side = lean * width / 2
    # Of each place of the new picture, where it lies in the old one: a quadrilateral's corners.
    corners = (-side, 0, side, height, width - side, height, width + side, 0)
    return picture.transform(
        picture.size, Image.Transform.QUAD, corners, Image.Resampling.BICUBIC, fillcolor=(246,) * 3
    )


def encoded(picture):
    """Return a picture as the file that a phone would send."""
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=85)
    return file.getvalue()


def every():
    """Yield name, file and the digit alone, of every paper with every pen, twice."""
    for number, (paper, pen) in enumerate(itertools.product(PAPERS, PENS)):
        for turn in range(2):
            light = LIGHTS[(number + turn) % 3]
            tilt = TILTS[(number // 3 + turn) % 3]
            digit = (3 * number + 5 * turn) % 10
            picture, ink = photo(paper, pen, light, tilt, digit, turn)
            name = f"{digit} on {paper}, {pen}, light {light}, tilted by {tilt}"
            yield name, encoded(picture), ink
