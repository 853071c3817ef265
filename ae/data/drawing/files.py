"""A picture file → grey levels, upright and small. Nothing is decoded that could be too much."""

import io
from dataclasses import dataclass

import numpy as np
from PIL import Image

from ae.data.drawing.canvas import SIDE
from ae.data.drawing.errors import DrawingError
from ae.data.drawing.paper import ink_of
from ae.data.drawing.parts import has_more_than
from ae.i18n import N_
from ae.messages import Message, either, joined

MOST_BYTES = 10_000_000
MOST_PIXELS = 64_000_000
MOST_MEMORY = 45_000_000
"""Bytes that decoding a picture may take at its height."""
MARKS = {b"\xff\xd8": [b"\xff\xda"], b"\x89P": [b"zTXt", b"iTXt"]}
"""How a file begins → what it may not hold many of: scans of a progressive JPEG, of which
thousands take minutes, and a PNG's packed texts, each of which may take 1 MB in memory."""
MOST_MARKS = 32
MOST_PARTS = 5_000
"""So many chunks of a PNG, or segments of a JPEG, may be looked into: twice 10 MB in 4 kB each."""
MOST_PROGRESSIVE_BYTES = 4_000_000
"""A progressive JPEG is decoded scan by scan, each over all of the picture."""
ENDS = {b"\xff\xd8": b"\xff\xd9", b"\x89P": b"IEND"}
"""How a file begins → what it ends with, so that half a large file is not decoded in vain."""
FORMATS = ("PNG", "JPEG", "WebP", "GIF", "BMP")
HEIC = (b"heic", b"heix", b"heim", b"hevc", b"mif1", b"msf1")
"""How HEIC, in which iPhones keep photos, names itself after its first eight bytes."""
HEIC_ADVICE = N_(
    "A photo in HEIC cannot be read. An iPhone takes JPEGs once Settings › Camera › Formats is "
    "“Most Compatible”; of a photo it has, a screenshot is enough."
)
LARGE = 2 * SIDE
"""The longer side of a picture when it is looked at."""
ORIENTATION = 0x0112
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""What makes a picture upright, by the orientation that a camera notes in EXIF."""


@dataclass(frozen=True)
class _Wanted:
    """How large a picture is wanted: its longer side, and whether a smaller one is enlarged."""

    longest: int
    most_pixels: int
    enlarged: bool = True


def photo(content: bytes) -> np.ndarray:
    """Turn a picture file into ink: light or dark paper is made black, what is on it white.

    Args:
        content: a PNG, JPEG, WebP, GIF or BMP, of an animation the first picture; at most 10 MB.

    Returns:
        uint8 (SIDE, SIDE), light on black; all black where nothing stands out from the paper.

    Raises:
        DrawingError: if it is no such file, damaged, or too large.
    """
    return ink_of(_grey_levels(content))


def whole_picture(content: bytes) -> np.ndarray:
    """Turn a picture file into a whole picture on the canvas, light on black, its ratio kept.

    A picture with light edges, as on white paper, is inverted.

    Args, Raises: see `photo`.

    Returns:
        uint8 (SIDE, SIDE).
    """
    levels = _grey_levels(content)
    edges = np.concatenate([levels[0], levels[-1], levels[:, 0], levels[:, -1]])
    if np.median(edges) > 127:
        levels = 255 - levels
    height, width = levels.shape
    size = [max(1, round(SIDE * side / max(levels.shape))) for side in (width, height)]
    small = Image.fromarray(levels).resize((size[0], size[1]), Image.Resampling.BOX)
    whole = Image.new("L", (SIDE, SIDE))
    whole.paste(small.convert("L"), ((SIDE - size[0]) // 2, (SIDE - size[1]) // 2))
    return np.asarray(whole)


def grey_levels(content: bytes, longest: int, most_pixels: int) -> tuple[np.ndarray, int]:
    """Turn a picture file into grey levels, upright, reduced where it is larger than wanted.

    Args:
        content: see `photo`.
        longest: the longer side at most.
        most_pixels: how many pixels the file may have.

    Returns:
        uint8 (h, w), and how many pixels the file has.

    Raises:
        DrawingError: see `photo`.
    """
    levels, pixels = _decoded(content, _Wanted(longest, most_pixels, enlarged=False))
    return np.rint(np.clip(levels, 0, 255)).astype(np.uint8), pixels


def _grey_levels(content: bytes) -> np.ndarray:
    """Return a picture file's grey levels, float32 (h, w) in [0, 255], if it is not too large."""
    return _decoded(content, _Wanted(LARGE, MOST_PIXELS))[0]


def _decoded(content: bytes, wanted: _Wanted) -> tuple[np.ndarray, int]:
    """Return grey levels, float32 (h, w) in [0, 255], and how many pixels the file has."""
    _check_length(content, MOST_BYTES)
    if content[4:8] == b"ftyp" and content[8:12] in HEIC:
        raise DrawingError(HEIC_ADVICE)
    marks = MARKS.get(content[:2], [])
    if has_more_than(content, MOST_PARTS) or any(
        content.count(mark) > MOST_MARKS for mark in marks
    ):
        raise DrawingError(
            N_(
                "The file holds much more than one picture. Take a screenshot of it and choose "
                "that."
            )
        )
    if ENDS.get(content[:2], b"") not in content:
        raise _unreadable()
    return _read(content, wanted)


def _read(content: bytes, wanted: _Wanted) -> tuple[np.ndarray, int]:
    """Return a picture's grey levels; what it took to decode is given back when this returns."""
    try:
        with Image.open(io.BytesIO(content), formats=[name.upper() for name in FORMATS]) as picture:
            if picture.info.get("progressive"):
                _check_length(content, MOST_PROGRESSIVE_BYTES)
            width, height = picture.size
            _check(picture, wanted)
            return _grey(picture, wanted), width * height
    except DrawingError:
        raise
    except Image.DecompressionBombError:
        raise _larger(Message(N_("The picture has far too many pixels."))) from None
    except Exception as error:  # a damaged file raises anything from OSError to SyntaxError
        raise _unreadable() from error


def _check(picture: Image.Image, wanted: _Wanted) -> None:
    """Refuse what would take too much memory or time; has a JPEG decode itself small."""
    width, height = picture.size
    memory = 0.0
    if picture.format in ("JPEG", "MPO"):
        if picture.info.get("progressive"):
            memory = _coefficients(picture)
        picture.draft("L", (wanted.longest, wanted.longest))
    memory += picture.size[0] * picture.size[1] * _bytes_a_pixel(picture)
    if width * height > wanted.most_pixels or memory > MOST_MEMORY:
        most = min(wanted.most_pixels, width * height * MOST_MEMORY / memory)
        expected = N_(
            "The picture has too many pixels: expected at most {most:.0f} million in a file of "
            "this kind. Received: {w:,} × {h:,}."
        )
        raise _larger(Message(expected, {"most": most / 1e6, "w": width, "h": height}))


def _coefficients(picture: Image.Image) -> float:
    """Return the bytes that a progressive JPEG holds until its last scan."""
    samples = [(layer[1], layer[2]) for layer in picture.layer]  # type: ignore[attr-defined]
    finest = max(h for h, v in samples) * max(v for h, v in samples)
    share = sum(h * v for h, v in samples) / finest
    return 2 * share * picture.size[0] * picture.size[1]


def _bytes_a_pixel(picture: Image.Image) -> int:
    """Return what decoding and turning grey takes for a pixel, at its height."""
    if picture.format == "WEBP":
        return 17  # libwebp holds the picture twice, Pillow twice again
    # As decoded, then one channel of it; CMYK becomes RGB in between.
    decoded = {"1": 2, "L": 2, "P": 2, "I;16": 3, "CMYK": 9}
    return decoded.get(picture.mode, 5) + (5 if _has_key(picture) else 0)


def _has_key(picture: Image.Image) -> bool:
    """Tell whether one colour, or some of a palette, stand for what is transparent."""
    return "transparency" in picture.info and picture.mode in ("L", "P", "RGB")


def _check_length(content: bytes, most: int) -> None:
    if len(content) > most:
        expected = N_("The picture has {n:.1f} MB: expected at most {most:.0f} MB in such a file.")
        raise _larger(Message(expected, {"n": len(content) / 1e6, "most": most / 1e6}))


def _unreadable() -> DrawingError:
    return DrawingError(
        N_("The picture cannot be read: expected a whole {formats} file. Choose another."),
        formats=either(FORMATS),
    )


def _larger(told: Message) -> DrawingError:
    return DrawingError(joined(told, Message(N_("Scale it down or choose another."))))


def _grey(picture: Image.Image, wanted: _Wanted) -> np.ndarray:
    """Return grey levels, float32 (h, w) in [0, 255], upright, as large as wanted."""
    turn = TURNS.get(picture.getexif().get(ORIENTATION, 1))
    if _has_key(picture):
        picture = picture.convert("RGBA")
    if picture.mode.startswith("I"):  # 16 bits; what is there may use few of them
        levels = _scaled(picture, wanted)
        levels = (levels - levels.min()) * 255 / max(float(np.ptp(levels)), 1.0)
    else:
        levels = _scaled(picture.convert("L"), wanted)
    if picture.mode in ("LA", "RGBA"):
        levels = _on_paper(levels, _scaled(picture.getchannel("A"), wanted) / 255)
    return levels if turn is None else np.asarray(Image.fromarray(levels).transpose(turn))


def _scaled(picture: Image.Image, wanted: _Wanted) -> np.ndarray:
    scale = wanted.longest / max(picture.size)
    if scale >= 1 and not wanted.enlarged:
        return np.asarray(picture, np.float32)
    method = Image.Resampling.BICUBIC if scale > 1 else Image.Resampling.BOX
    size = [max(1, round(side * scale)) for side in picture.size]
    return np.asarray(picture.resize((size[0], size[1]), method), np.float32)


def _on_paper(levels: np.ndarray, alpha: np.ndarray) -> np.ndarray:
    """Lay a partly transparent picture on paper.

    Where little of it shows, that is the ink, and the paper is its contrary; where most
    shows, the paper is in the picture.
    """
    shown = levels[alpha > 0.5]
    if not shown.size:
        return np.full_like(levels, 255.0)
    typical = float(np.median(shown))
    contrary = 0.0 if typical > 127 else 255.0
    paper = typical if shown.size > levels.size / 2 else contrary
    return alpha * levels + (1 - alpha) * paper
