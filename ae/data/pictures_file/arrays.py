"""Pictures and labels from the arrays of an `.npz`, each looked at before it is unpacked."""

import math
import zipfile
from typing import BinaryIO

import numpy as np

from ae.data.pictures_file.directory import unreadable
from ae.data.pictures_file.limits import Limits, Pictures, PicturesError, plain
from ae.i18n import N_
from ae.messages import either

IMAGES, LABELS = ("images", "x_train"), ("labels", "y_train")
LONGEST_HEADER = 10_000
GREY = np.array([0.299, 0.587, 0.114], np.float32)
"""Of red, green and blue the part in grey: ITU-R BT.601."""


def read(archive: zipfile.ZipFile, limits: Limits) -> Pictures:
    """Return the pictures of an `.npz`.

    Raises:
        PicturesError: if it holds none, or of another form.
    """
    images = _array(archive, IMAGES, 4 * limits.cells)
    if images is None:
        there = ", ".join(plain(info.filename, "?") for info in archive.infolist()[:5])
        raise PicturesError(
            N_("Expected an array {names}. Received: {there}."),
            names=either(IMAGES),
            there=there,
        )
    pictures = _grey(images)
    labels = _array(archive, LABELS, 64 * limits.pictures)
    if labels is None:
        return Pictures(pictures, np.zeros(len(pictures), np.uint8))
    labels = labels[:, 0] if labels.ndim == 2 and labels.shape[1] == 1 else labels
    if labels.shape != (len(pictures),) or labels.dtype.kind not in "iuUb":
        raise PicturesError(
            N_(
                "Expected a label for each of {count} pictures, whole numbers or "
                "texts. Received: {shape} {dtype}."
            ),
            count=len(pictures),
            shape=labels.shape,
            dtype=labels.dtype,
        )
    names, places = np.unique(labels, return_inverse=True)
    if len(names) > limits.classes:
        raise PicturesError(
            N_("Expected at most {most} classes. Received: {count}."),
            most=limits.classes,
            count=len(names),
        )
    classes = tuple(plain(str(one), f"class {at}") for at, one in enumerate(names))
    return Pictures(pictures, places.astype(np.uint8), classes)


def _array(archive: zipfile.ZipFile, names: tuple[str, ...], most: int) -> np.ndarray | None:
    """Return the first array of these names, or None; `most` is in bytes."""
    known = {info.filename: info for info in archive.infolist()}
    info = next((known[f"{name}.npy"] for name in names if f"{name}.npy" in known), None)
    if info is None:
        return None
    if info.file_size > most + LONGEST_HEADER:
        raise PicturesError(
            N_("Expected at most {most:g} MB in {name}. Received: {size:.0f} MB."),
            most=most / 1e6,
            name=plain(info.filename, "?"),
            size=info.file_size / 1e6,
        )
    try:
        with archive.open(info) as file:
            return _read(file, info.file_size)  # type: ignore[arg-type]
    except PicturesError:
        raise
    except Exception as error:  # bytes of any kind may stand in the file
        raise unreadable() from error


def _read(file: BinaryIO, size: int) -> np.ndarray:
    """Return an array whose header claims what there is; none of objects."""
    version = np.lib.format.read_magic(file)
    reader = {
        (1, 0): np.lib.format.read_array_header_1_0,
        (2, 0): np.lib.format.read_array_header_2_0,
    }[version]
    shape, in_columns, dtype = reader(file, max_header_size=LONGEST_HEADER)
    if dtype.hasobject or dtype.kind not in "iufUb":
        raise PicturesError(N_("Expected an array of numbers. Received: {dtype}."), dtype=dtype)
    if len(shape) > 4 or math.prod(shape) * dtype.itemsize > size:
        raise PicturesError(
            N_("Expected an array that is there. Received: {shape} {dtype}."),
            shape=shape,
            dtype=dtype,
        )
    content = file.read(math.prod(shape) * dtype.itemsize)
    return np.frombuffer(content, dtype).reshape(shape, order="F" if in_columns else "C")


def _grey(images: np.ndarray) -> np.ndarray:
    """Return pictures as bytes, (n, height, width)."""
    if images.ndim == 4 and images.shape[3] == 1:
        images = images[..., 0]
    coloured = images.ndim == 4 and images.shape[3] == 3
    if not coloured and images.ndim != 3:
        raise PicturesError(
            N_(
                "Expected pictures (n, height, width), and one or three channels "
                "behind. Received: {shape}."
            ),
            shape=images.shape,
        )
    if images.dtype.kind not in "iufb" or not images.size:
        raise PicturesError(
            N_("Expected pictures of numbers. Received: {shape} {dtype}."),
            shape=images.shape,
            dtype=images.dtype,
        )
    if images.dtype == np.uint8 and not coloured:
        return np.ascontiguousarray(images)
    low, high = float(images.min()), float(images.max())
    if not (low >= 0.0 and high <= 255.0):  # not a number is neither
        raise PicturesError(
            N_("Expected values from 0 to 1, or to 255. Received: {low:g} to {high:g}."),
            low=low,
            high=high,
        )
    scale = 255.0 if images.dtype.kind in "fb" and high <= 1.0 else 1.0
    # A part at a time: in single precision all would take four times as much.
    parts = np.array_split(images, max(1, len(images) // 500))
    grey = [scale * (part @ GREY if coloured else part.astype(np.float32)) for part in parts]
    return np.concatenate([np.rint(np.clip(part, 0, 255)).astype(np.uint8) for part in grey])
