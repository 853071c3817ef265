"""Letters on pictures: fonts that are sure to be here, and of Han what the system has."""

import functools
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import streamlit
from PIL import ImageDraw, ImageFont

from ae import i18n, system_fonts

SHIPPED = "static/static/media/SourceSansVF-Upright*.woff2"
"""Streamlit's own font in its folder: Latin, Greek and Cyrillic."""
REGULAR = 400
"""The usual weight of letters."""
NO_SIGN = "\U0010fffe"
"""No font has a sign for it: what is drawn instead is what stands for one that is missing."""

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont


def length(text: str, size: int) -> float:
    """Return how wide a text is, in pixels; signs that no font has take no room."""
    return float(sum(font.getlength(part) for font, part in _parts(text, size)))


def write(
    draw: ImageDraw.ImageDraw, place: tuple[float, float], text: str, colour: str, size: int
) -> None:
    """Write a text on one line to the right of a place on its base line."""
    x, y = place
    for font, part in _parts(text, size):
        draw.text((x, y), part, colour, font, anchor="ls")
        x += font.getlength(part)


def ascent(size: int) -> int:
    """Return how far letters reach above their base line, in pixels."""
    font = _fonts(size)[0]
    return font.getmetrics()[0] if isinstance(font, ImageFont.FreeTypeFont) else size


def missing(text: str) -> str:
    """Return the signs of a text that no font here has, each once."""
    return "".join(dict.fromkeys(sign for sign in text if _font_of(sign, 16) is None))


def language() -> str:
    """Return the person's language where its letters can be drawn here, else English."""
    wanted = i18n.language()
    return i18n.SOURCE if missing(i18n.NAMES[wanted]) else wanted


def _parts(text: str, size: int) -> Iterator[tuple[Font, str]]:
    """Yield what of a text is drawn with which font."""
    for place, signs in groupby(text, lambda sign: _font_of(sign, size)):
        if place is not None:
            yield _fonts(size)[place], "".join(signs)


@functools.lru_cache(maxsize=4096)
def _font_of(sign: str, size: int) -> int | None:
    """Return the first of the fonts that has a sign, or None."""
    if sign.isspace():
        return 0
    return next((at for at, font in enumerate(_fonts(size)) if _has(font, sign)), None)


def _has(font: Font, sign: str) -> bool:
    own, other = font.getmask(sign), font.getmask(NO_SIGN)
    return own.size != other.size or bytes(own) != bytes(other)


@functools.lru_cache(maxsize=32)
def _fonts(size: int) -> list[Font]:
    found: list[Font] = [_font(path, size) for path in _files()]
    return found or [ImageFont.load_default(size)]


def _font(path: Path, size: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(str(path), size)
    if path.match(SHIPPED.rpartition("/")[2]):
        font.set_variation_by_axes([REGULAR])  # else it is as light as it can be
    return font


@functools.lru_cache(maxsize=1)
def _files() -> list[Path]:
    """Return the files of the fonts that can be read here: the shipped one, then others."""
    folder = Path(streamlit.__file__).parent
    found = [path for path in sorted(folder.glob(SHIPPED)) if _readable(path)]
    for pattern in (*system_fonts.HAN, *system_fonts.OTHERS):
        found += [path for path in system_fonts.matching(pattern) if _readable(path)][:1]
    return found


def _readable(path: Path) -> bool:
    try:
        ImageFont.truetype(str(path), 16)
    except OSError:
        return False
    return True
