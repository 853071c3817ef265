"""What a person takes home, as bytes: a grid of pictures, a moving picture, tables of codes."""

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from math import ceil, sqrt
from typing import Any

import numpy as np
from PIL import Image

from ae.config import RunConfig
from ae.i18n import N_, _
from ae.web.figures import png, tiled

LARGEST = 8192
"""Longest side of a grid in pixels: the Embedding Projector refuses larger sprites."""
SHORTEST = 20
"""Milliseconds a frame lasts at least: browsers slow a faster GIF down to ten frames a second."""

FORMULA = tuple("=+-@\t\r")

LOADING = N_(
    "To see the codes with their pictures, unpack this archive, run “tensorboard --logdir .” in "
    "its folder and open the tab Projector.\n"
    "Without TensorBoard, open https://projector.tensorflow.org, choose Load, and give it "
    "vectors.tsv and metadata.tsv; it then shows labels instead of pictures."
)

_CONFIG = """embeddings {
  tensor_name: "codes"
  tensor_path: "vectors.tsv"
  metadata_path: "metadata.tsv"
  sprite {
    image_path: "sprite.png"
    single_image_dim: %d
    single_image_dim: %d
  }
}
"""
"""What TensorBoard reads first; paths are relative to its folder, sizes are width and height."""


def grid_png(pictures: np.ndarray, columns: int, scale: int = 1) -> bytes:
    """Return pictures side by side, row by row, as one PNG in grey; missing ones are black.

    Args:
        pictures: uint8 (n, h, w), one or more.
        columns: how many to a row.
        scale: how many pixels wide and high one of theirs becomes.

    Raises:
        ValueError: for other pictures, fewer than one column or pixel, or a grid that would be
            more than 8,192 pixels wide or high.
    """
    _check_pictures(pictures)
    _check_least("columns", columns, 1)
    _check_least("scale", scale, 1)
    count, height, width = pictures.shape
    sides = -(-count // columns) * height * scale, columns * width * scale
    if max(sides) > LARGEST:
        raise ValueError(
            f"Expected a grid of at most {LARGEST}×{LARGEST} pixels. Received: {count} pictures "
            f"that make {sides[1]}×{sides[0]}. Choose fewer pictures or a smaller scale."
        )
    return png(_enlarged(tiled(pictures, columns), scale))


def gif(pictures: np.ndarray, milliseconds: int = 80, scale: int = 1) -> bytes:
    """Return pictures as a GIF that plays there and back, again and again.

    Args:
        pictures: uint8 (n, h, w), one or more.
        milliseconds: how long each is seen, 20 or more; a GIF keeps whole hundredths of a second.
        scale: how many pixels wide and high one of theirs becomes.

    Raises:
        ValueError: for other pictures, too short a time or fewer than one pixel.
    """
    _check_pictures(pictures)
    _check_least("milliseconds", milliseconds, SHORTEST)
    _check_least("scale", scale, 1)
    there_and_back = [*pictures, *pictures[-2:0:-1]]
    frames = [Image.fromarray(_enlarged(picture, scale)) for picture in there_and_back]
    buffer = io.BytesIO()
    frames[0].save(
        buffer, "GIF", save_all=True, append_images=frames[1:], duration=milliseconds, loop=0
    )
    return buffer.getvalue()


def table_csv(rows: Iterable[list[str]]) -> bytes:
    """Return rows as a CSV table; texts that a spreadsheet would run as a formula get a quote."""
    buffer = io.StringIO()
    safe = ([f"'{cell}" if cell[:1] in FORMULA else cell for cell in row] for row in rows)
    csv.writer(buffer, lineterminator="\n").writerows(safe)
    return buffer.getvalue().encode()


def codes_csv(codes: np.ndarray, labels: np.ndarray | None = None) -> bytes:
    """Return codes as a table: a line z1,…,zd,label, then one line for each code.

    Args:
        codes: float32 (n, d); written with as few digits as give the same float32 back.
        labels: integers (n,); None for codes that have none: then there is no such column.

    Raises:
        ValueError: if there is not one label for each code.
    """
    _check_codes(codes, labels)
    rows = [[f"z{number}" for number in range(1, codes.shape[1] + 1)], *_texts(codes)]
    if labels is not None:
        rows = [[*row, text] for row, text in zip(rows, ["label", *map(str, labels)], strict=True)]
    return _lines(rows, ",")


def scores_csv(scores: Mapping[str, Mapping[str, np.ndarray]]) -> bytes:
    """Return scores as a table: a line for each sample, what it is, then each of its scores.

    Args:
        scores: what some samples are → score → float (n,); all have the same scores.
    """
    names = list(next(iter(scores.values())))
    rows = [["sample", *names]]
    for what, columns in scores.items():
        texts = _texts(np.stack([columns[name] for name in names], axis=1))
        rows += [[what, *row] for row in texts]
    return _lines(rows, ",")


def columns_csv(columns: Mapping[str, np.ndarray]) -> bytes:
    """Return named columns of numbers, float (n,) each, as a table with a header."""
    values = _texts(np.stack(list(columns.values()), axis=1))
    return _lines([list(columns), *values], ",")


def history_csv(history: Sequence[Mapping[str, Any]]) -> bytes:
    """Return what was told after every epoch of a training as a table.

    Args:
        history: of a run: see `Run`. What a family measures has a column of its own, empty for the
            untrained model, of which nothing is measured.
    """
    names = [name for name in history[0] if name != "measures"]
    measures = list(dict.fromkeys(name for one in history for name in one["measures"]))
    rows = [[*names, *measures]]
    for one in history:
        measured = [one["measures"].get(name, "") for name in measures]
        rows.append([str(value) for value in [*(one[name] for name in names), *measured]])
    return table_csv(rows)


def configuration_json(config: RunConfig) -> bytes:
    """Return a configuration as one line of JSON, as `python -m ae prepare` takes it."""
    return f"{json.dumps(config.flat())}\n".encode()


def projector_zip(codes: np.ndarray, labels: np.ndarray, pictures: np.ndarray) -> bytes:
    """Return an archive that the TensorFlow Embedding Projector opens: see `projector_files`."""
    return archive(projector_files(codes, labels, pictures) | projector_readme())


def projector_files(
    codes: np.ndarray, labels: np.ndarray, pictures: np.ndarray
) -> dict[str, bytes]:
    """Return, by name, the files that the TensorFlow Embedding Projector opens.

    They are `vectors.tsv` (no header), `metadata.tsv` (a table of one column has no header
    there), `sprite.png` (the pictures in a square grid, row by row) and
    `projector_config.pbtxt`. The projector refuses codes of one number: they get a second one, 0.

    Args:
        codes: float32 (n, d).
        labels: integers (n,).
        pictures: uint8 (n, h, w), for MNIST's size at most 85,264.

    Raises:
        ValueError: if there is not one label and one picture for each code, or the sprite
            would be too large.
    """
    _check_codes(codes, labels)
    _check_pictures(pictures)
    if len(pictures) != len(codes):
        raise ValueError(
            f"pictures: expected one for each of {len(codes)} codes. Received: {len(pictures)}."
        )
    if codes.shape[1] == 1:
        codes = np.pad(codes, ((0, 0), (0, 1)))
    height, width = pictures.shape[1:]
    return {
        "vectors.tsv": _lines(_texts(codes), "\t"),
        "metadata.tsv": _lines([[str(label)] for label in labels], "\t"),
        "sprite.png": _sprite(pictures),
        "projector_config.pbtxt": (_CONFIG % (width, height)).encode(),
    }


def projector_readme() -> dict[str, bytes]:
    """Return what says how the Projector opens these files, by its name."""
    return {"README.txt": f"{_(LOADING)}\n".encode()}


def archive(files: Mapping[str, bytes]) -> bytes:
    """Return files, by name, as a zip; equal files are an equal zip."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in files.items():
            packed.writestr(_dateless(name), data)
    return buffer.getvalue()


def _sprite(pictures: np.ndarray) -> bytes:
    side = ceil(sqrt(len(pictures)))
    missing = side * side - len(pictures)
    return grid_png(np.pad(pictures, ((0, missing), (0, 0), (0, 0))), side)


def _dateless(name: str) -> zipfile.ZipInfo:
    """Name a file in an archive without the time, so that equal content is equal bytes."""
    entry = zipfile.ZipInfo(name)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16  # readable by everyone where it is unpacked
    return entry


def _texts(codes: np.ndarray) -> list[list[str]]:
    """Return each number's shortest text; those of a stored run have few different ones."""
    values, places = np.unique(codes.astype(np.float32), return_inverse=True)
    texts = np.array([str(value) for value in values], dtype=object)
    return texts[places.reshape(codes.shape)].tolist()


def _lines(rows: Iterable[list[str]], separator: str) -> bytes:
    return "".join(f"{separator.join(row)}\n" for row in rows).encode()


def _enlarged(picture: np.ndarray, scale: int) -> np.ndarray:
    return picture.repeat(scale, axis=0).repeat(scale, axis=1)


def _check_least(name: str, value: int, least: int) -> None:
    if value < least:
        raise ValueError(f"{name}: expected {least} or more. Received: {value}.")


def _check_pictures(pictures: np.ndarray) -> None:
    if pictures.ndim != 3 or pictures.dtype != np.uint8 or not pictures.size:
        raise ValueError(
            "pictures: expected uint8 (n, height, width), one or more. "
            f"Received: {pictures.dtype} {pictures.shape}."
        )


def _check_codes(codes: np.ndarray, labels: np.ndarray | None) -> None:
    shape = codes.shape[:1] if labels is None else labels.shape
    if codes.ndim != 2 or not codes.size or shape != codes.shape[:1]:
        raise ValueError(
            "Expected codes (n, d), one or more, and labels (n,). "
            f"Received: {codes.shape} and {shape}."
        )
