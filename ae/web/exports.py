"""What a person takes home, as bytes: a grid of pictures, a moving picture, tables of codes."""

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from PIL import Image

from ae.config import RunConfig
from ae.web.figures import png, tiled

LARGEST = 8192
"""Longest side of a grid in pixels: the Embedding Projector refuses larger sprites."""
SHORTEST = 20
"""Milliseconds a frame lasts at least: browsers slow a faster GIF down to ten frames a second."""
QUICK = 1
"""How hard a zip tries: weights hardly pack, and the usual 6 takes ten times as long for 5 %."""

FORMULA = tuple("=+-@\t\r")


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
    check_pictures(pictures)
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
    check_pictures(pictures)
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
    check_codes(codes, labels)
    rows = [[f"z{number}" for number in range(1, codes.shape[1] + 1)], *number_texts(codes)]
    if labels is not None:
        rows = [[*row, text] for row, text in zip(rows, ["label", *map(str, labels)], strict=True)]
    return joined_lines(rows, ",")


def scores_csv(scores: Mapping[str, Mapping[str, np.ndarray]]) -> bytes:
    """Return scores as a table: a line for each sample, what it is, then each of its scores.

    Args:
        scores: what some samples are → score → float (n,); all have the same scores.
    """
    names = list(next(iter(scores.values())))
    rows = [["sample", *names]]
    for what, columns in scores.items():
        texts = number_texts(np.stack([columns[name] for name in names], axis=1))
        rows += [[what, *row] for row in texts]
    return joined_lines(rows, ",")


def columns_csv(columns: Mapping[str, np.ndarray]) -> bytes:
    """Return named columns of numbers, float (n,) each, as a table with a header."""
    values = number_texts(np.stack(list(columns.values()), axis=1))
    return joined_lines([list(columns), *values], ",")


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


def archive(files: Mapping[str, bytes]) -> bytes:
    """Return files, by name, as a zip; equal files are an equal zip."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in files.items():
            packed.writestr(_dateless(name), data, compresslevel=QUICK)
    return buffer.getvalue()


def _dateless(name: str) -> zipfile.ZipInfo:
    """Name a file in an archive without the time, so that equal content is equal bytes."""
    entry = zipfile.ZipInfo(name)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16  # readable by everyone where it is unpacked
    return entry


def number_texts(codes: np.ndarray) -> list[list[str]]:
    """Return each number's shortest text; those of a stored run have few different ones."""
    values, places = np.unique(codes.astype(np.float32), return_inverse=True)
    texts = np.array([str(value) for value in values], dtype=object)
    return texts[places.reshape(codes.shape)].tolist()


def joined_lines(rows: Iterable[list[str]], separator: str) -> bytes:
    return "".join(f"{separator.join(row)}\n" for row in rows).encode()


def _enlarged(picture: np.ndarray, scale: int) -> np.ndarray:
    return picture.repeat(scale, axis=0).repeat(scale, axis=1)


def _check_least(name: str, value: int, least: int) -> None:
    if value < least:
        raise ValueError(f"{name}: expected {least} or more. Received: {value}.")


def check_pictures(pictures: np.ndarray) -> None:
    if pictures.ndim != 3 or pictures.dtype != np.uint8 or not pictures.size:
        raise ValueError(
            "pictures: expected uint8 (n, height, width), one or more. "
            f"Received: {pictures.dtype} {pictures.shape}."
        )


def check_codes(codes: np.ndarray, labels: np.ndarray | None) -> None:
    shape = codes.shape[:1] if labels is None else labels.shape
    if codes.ndim != 2 or not codes.size or shape != codes.shape[:1]:
        raise ValueError(
            "Expected codes (n, d), one or more, and labels (n,). "
            f"Received: {codes.shape} and {shape}."
        )
