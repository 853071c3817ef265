"""What a set of pictures may have, and what is raised where it has not."""

import re
from dataclasses import dataclass

import numpy as np

from ae.i18n import N_
from ae.messages import WordedError

LONGEST_NAME = 40
"""Characters of a class's name."""


class PicturesError(WordedError, ValueError):
    """A set of pictures cannot be read; the message says what was expected, and received."""


@dataclass(frozen=True)
class Limits:
    """The most that a set of pictures may have, and the least that can be learnt from.

    Args:
        bytes: of the file.
        least_pictures: a configuration learns from a hundred at least, and some are held out.
        cells: pixels of all pictures together, as they are learnt from.
        least_side, most_side: of one picture; larger ones are reduced.
        picture_bytes, picture_pixels: of one file in a zip; others are left out.
        unpacked_bytes, pixels: of all files in a zip together, unpacked and decoded.
    """

    bytes: int = 50_000_000
    pictures: int = 20_000
    least_pictures: int = 120
    cells: int = 50_000_000
    least_side: int = 8
    most_side: int = 64
    classes: int = 50
    picture_bytes: int = 2_000_000
    unpacked_bytes: int = 200_000_000
    picture_pixels: int = 4_000_000
    pixels: int = 400_000_000


LIMITS = Limits()


@dataclass(frozen=True, eq=False)
class Pictures:
    """A set of pictures.

    Args:
        images: uint8 (n, height, width).
        labels: the place of each in `classes`, uint8 (n,); all 0 where there are none.
        classes: letters, digits and spaces only.
        left_out: how many files of a zip could not be read.
    """

    images: np.ndarray
    labels: np.ndarray
    classes: tuple[str, ...] = ()
    left_out: int = 0


def plain(name: str, usual: str) -> str:
    """Return a name from outside as letters, digits, spaces and hyphens, or `usual` if empty.

    So it can stand in any sentence, chart or table without being taken for anything else.
    """
    words = re.sub(r"[^\w-]|_", " ", name[: 4 * LONGEST_NAME])
    return " ".join(words.split()).strip("- ")[:LONGEST_NAME].strip("- ") or usual


def checked(found: Pictures, limits: Limits) -> Pictures:
    """Return a set of pictures that can be learnt from.

    Raises:
        PicturesError: if it has too few or too many pictures or classes, or of another size.
    """
    _check_sizes(found.images, limits)
    if len(found.classes) > limits.classes:
        raise PicturesError(
            N_(
                "Expected at most {most} classes. Received: {count}. Bring them "
                "without labels, or merge some."
            ),
            most=limits.classes,
            count=len(found.classes),
        )
    if (found.images == found.images[:1]).all():
        raise PicturesError(
            N_("Expected pictures that differ. Received: the same one over and over.")
        )
    return found


def _check_sizes(images: np.ndarray, limits: Limits) -> None:
    """Refuse too few or too many pictures, or too small or too large ones."""
    count, height, width = images.shape
    if not limits.least_pictures <= count <= limits.pictures:
        raise PicturesError(
            N_("Expected {least} to {most:,} pictures. Received: {count:,}."),
            least=limits.least_pictures,
            most=limits.pictures,
            count=count,
        )
    if not all(limits.least_side <= side <= limits.most_side for side in (height, width)):
        raise PicturesError(
            N_(
                "Expected pictures of {least} to {most} pixels a side. "
                "Received: {height}×{width}. Scale them."
            ),
            least=limits.least_side,
            most=limits.most_side,
            height=height,
            width=width,
        )
    if images.size > limits.cells:
        raise PicturesError(
            N_(
                "Expected at most {most:g} million pixels in all pictures together. "
                "Received: {size:.0f} million. Bring fewer or smaller ones."
            ),
            most=limits.cells / 1e6,
            size=images.size / 1e6,
        )
