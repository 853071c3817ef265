"""Pictures from the files of a zip, of which folders are classes; each through one door."""

import zipfile
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import PurePosixPath

import numpy as np
from PIL import Image

from ae.data.drawing import DrawingError, grey_levels
from ae.data.pictures_file.limits import Limits, Pictures, PicturesError, plain
from ae.i18n import N_

ENDINGS = (".png", ".jpg", ".jpeg")
USUAL = (28, 28)
"""Height and width of pictures that were not all of one size."""
ENCRYPTED = 1


def read(archive: zipfile.ZipFile, limits: Limits, progress: Callable[[float], None]) -> Pictures:
    """Return the pictures of a zip; files that cannot be read are left out and counted.

    Where all have one size within the limits it is kept; else each is fitted into `USUAL`.

    Raises:
        PicturesError: if it holds none, or too many.
    """
    listed = _listed(archive, limits)
    found, folders, pixels = [], [], 0
    for number, info in enumerate(listed):
        levels = _levels(archive, info, limits)
        if levels is None:
            continue
        pixels += levels[1]
        if pixels > limits.pixels:
            raise PicturesError(
                N_(
                    "Expected at most {most:g} million pixels in all files. "
                    "Received: more. Scale them down."
                ),
                most=limits.pixels / 1e6,
            )
        found.append(levels[0])
        folders.append(_folder(info.filename))
        if number % 100 == 0:
            progress(number / len(listed))
    if not found:
        raise PicturesError(N_("Expected PNG or JPEG files. Received: none that can be read."))
    labels, classes = _classes(folders)
    return Pictures(_of_one_size(found, limits), labels, classes, len(listed) - len(found))


def _listed(archive: zipfile.ZipFile, limits: Limits) -> list[zipfile.ZipInfo]:
    """Return the pictures' files of a zip, if they are not too many or too large."""
    listed = [info for info in archive.infolist() if _is_picture(info)]
    if len(listed) > limits.pictures:
        raise PicturesError(
            N_("Expected at most {most:,} pictures. Received: {count:,}."),
            most=limits.pictures,
            count=len(listed),
        )
    unpacked = sum(info.file_size for info in listed if info.file_size <= limits.picture_bytes)
    if unpacked > limits.unpacked_bytes:
        raise PicturesError(
            N_(
                "Expected at most {most:g} MB in all files, unpacked. "
                "Received: {size:.0f} MB. Scale them down."
            ),
            most=limits.unpacked_bytes / 1e6,
            size=unpacked / 1e6,
        )
    if not listed:
        raise PicturesError(N_("Expected PNG or JPEG files in the zip. Received: none."))
    return listed


def _is_picture(info: zipfile.ZipInfo) -> bool:
    """Tell whether a member is a picture's file, and none that a system has hidden there."""
    path = PurePosixPath(info.filename)
    hidden = any(part.startswith((".", "__MACOSX")) for part in path.parts)
    return path.suffix.lower() in ENDINGS and not info.is_dir() and not hidden


def _levels(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, limits: Limits
) -> tuple[np.ndarray, int] | None:
    """Return a file's grey levels, and how many pixels it had; None where it cannot be read."""
    if info.file_size > limits.picture_bytes or info.flag_bits & ENCRYPTED:
        return None
    try:
        content = archive.read(info)
    except Exception:  # a damaged member raises anything from BadZipFile to NotImplementedError
        return None
    try:
        return grey_levels(content, limits.most_side, limits.picture_pixels)
    except DrawingError:
        return None


def _folder(name: str) -> str:
    return PurePosixPath(name).parent.name


def _classes(folders: Sequence[str]) -> tuple[np.ndarray, tuple[str, ...]]:
    """Return labels and class names; none where all lie in one folder."""
    names = sorted(set(folders))
    if len(names) == 1:
        return np.zeros(len(folders), np.uint8), ()
    if len(names) > np.iinfo(np.uint8).max:
        raise PicturesError(
            N_("Expected folders that are classes. Received: {count} of them."), count=len(names)
        )
    place = {name: at for at, name in enumerate(names)}
    labels = np.array([place[name] for name in folders], np.uint8)
    return labels, tuple(plain(name, f"class {at}") for at, name in enumerate(names))


def _of_one_size(found: list[np.ndarray], limits: Limits) -> np.ndarray:
    sizes = Counter(one.shape for one in found)
    (shape, _count), sides = sizes.most_common(1)[0], (limits.least_side, limits.most_side)
    if len(sizes) == 1 and all(sides[0] <= side <= sides[1] for side in shape):
        return np.stack(found)
    return np.stack([_fitted(one) for one in found])


def _fitted(levels: np.ndarray) -> np.ndarray:
    """Scale a picture into `USUAL`, its ratio kept, amid the colour of its edges."""
    height, width = levels.shape
    scale = min(USUAL[0] / height, USUAL[1] / width)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    method = Image.Resampling.BOX if scale < 1 else Image.Resampling.BICUBIC
    edges = np.concatenate([levels[0], levels[-1], levels[:, 0], levels[:, -1]])
    whole = Image.new("L", (USUAL[1], USUAL[0]), int(np.median(edges)))
    small = Image.fromarray(levels).resize(size, method)
    whole.paste(small, ((USUAL[1] - size[0]) // 2, (USUAL[0] - size[1]) // 2))
    return np.asarray(whole)
