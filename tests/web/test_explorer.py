"""The explorer's two ends: what is sent down, and what is believed of what comes up."""

import json
import re
import struct
import zlib
from pathlib import Path

import numpy as np
import pytest

from ae.analysis import latent_grid
from ae.web.components import Field, Points, Samples
from ae.web.components import explorer as face
from ae.web.components.explorer import _explored
from ae.web.components.explorer.words import words

FOLDER = Path(face.__globals__["__file__"]).parent
SCRIPTS = "\n".join(path.read_text() for path in sorted(FOLDER.glob("*.js")))
WHOLE = (-4.0, 4.0, -2.0, 6.0)
RNG = np.random.default_rng(0)


def opened(message):
    """Return a message's header and arrays, read as the browser does."""
    (length,) = struct.unpack("<I", message[:4])
    header = json.loads(message[4 : 4 + length])
    body, arrays = zlib.decompress(message[4 + length :]), {}
    for entry in header["arrays"]:
        at = sum(array.nbytes for array in arrays.values())
        assert at % np.dtype(entry["type"]).itemsize == 0  # JavaScript reads aligned numbers only
        count = int(np.prod(entry["shape"]))
        array = np.frombuffer(body, entry["type"], count, at)
        arrays[entry["name"]] = array.reshape(entry["shape"])
    return header, arrays


def test_a_field_arrives_whole():
    pictures = RNG.integers(0, 256, (3, 5, 28, 28), np.uint8)
    header, arrays = opened(Field(pictures, WHOLE).packed.message("a-plane", "whole"))
    assert (header["name"], header["kind"], header["window"]) == ("a-plane", "whole", list(WHOLE))
    assert header["grid"] == list(pictures.shape)
    back = np.cumsum(np.cumsum(arrays["differences"], 2, np.uint8), 3, np.uint8)
    back = back.transpose(2, 3, 0, 1) * (255 / (header["levels"] - 1))
    assert np.abs(back - pictures).max() < 0.005 * 255


def test_a_smooth_field_takes_half_of_what_its_pictures_take():
    across, up = np.meshgrid(np.linspace(0, 3, 24), np.linspace(0, 3, 24))
    waves = RNG.normal(size=(2, 28, 28))
    smooth = np.sin(across[..., None, None] * waves[0] + up[..., None, None] * waves[1])
    pictures = np.rint(255 * (0.5 + 0.5 * smooth)).astype(np.uint8)
    plain = zlib.compress(pictures.tobytes(), 9)
    assert len(Field(pictures, WHOLE).packed.body) < 0.5 * len(plain)


def test_points_arrive_whole():
    positions, labels = RNG.normal(size=(31, 2)), RNG.integers(0, 10, 31)
    positions[4] = np.nan
    points = Points(positions, labels, np.arange(7) * 3)
    header, arrays = opened(points.packed.message("p", "points"))
    left, right, bottom, top = header["within"]
    back = (left, bottom) + arrays["steps"] * (right - left, top - bottom) / np.float64(
        header["most"]
    )
    whole = latent_grid.window_of(positions)
    inside = (positions > np.array(whole)[::2]).all(1) & (positions < np.array(whole)[1::2]).all(1)
    finest = (whole[1] - whole[0]) / 20_000  # a fifth of a pixel where it is seen 8 times as large
    assert inside.sum() > 20 and np.abs(back - positions)[inside].max() < finest
    assert (arrays["steps"][4] > header["most"]).all()
    np.testing.assert_array_equal(arrays["places"], positions[::3][:7].astype(np.float32))
    np.testing.assert_array_equal(arrays["labels"], labels)
    np.testing.assert_array_equal(arrays["numbers"], np.arange(7) * 3)


def test_samples_arrive_within_a_hundredth_of_their_greys():
    digits = RNG.integers(0, 256, (2, 7, 28, 28), np.uint8)
    header, arrays = opened(Samples(*digits).packed.message("s", "samples"))
    for name, given in zip(("pictures", "reconstructions"), digits, strict=True):
        back = arrays[name] * (255 / (header["levels"] - 1))
        assert np.abs(back - given).max() < 0.01 * 255


def test_equal_parts_have_equal_stamps_and_others_not():
    pictures = RNG.integers(0, 256, (2, 2, 28, 28), np.uint8)
    stamps = [Field(one, WHOLE).packed.header["stamp"] for one in (pictures, pictures + 1)]
    assert stamps[0] == Field(pictures.copy(), WHOLE).packed.header["stamp"] != stamps[1]
    elsewhere = Field(pictures, (0.0, 1.0, 0.0, 1.0)).packed.header["stamp"]
    assert elsewhere != stamps[0]  # of a code of one number, the same pictures up and down


def test_marks_are_read():
    told = {
        "marks": {"name": "p", "pins": [[1, 2], [99, 3]], "path": [[0, 0], [0.5, 1]]},
        "window": {"name": "p", "window": [-1, 1, -9, 3]},
    }
    found = _explored(told, "p", WHOLE)
    assert found.pins.tolist() == [[1, 2], [4, 3]] and found.pins.dtype == np.float32
    assert found.path.tolist() == [[0, 0], [0.5, 1]]
    assert found.window == (-1, 1, -2, 3)


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"marks": None, "window": None},
        {"marks": {"name": "other", "pins": [[1, 2]], "path": []}},
        {"marks": {"name": "p", "pins": [], "path": []}, "window": {"name": "p", "window": None}},
        {"window": {"name": "p", "window": [1, 1, 0, 2]}},
        {"window": {"name": "p", "window": [50, 60, 0, 2]}},
        {"window": {"name": "p", "window": [2, 1, 0, 2]}},
        {"window": {"name": "other", "window": [0, 1, 0, 1]}},
    ],
)
def test_nothing_else_is_believed(told):
    found = _explored(told, "p", WHOLE)
    assert found.pins.shape == (0, 2) and found.path.shape == (0, 2) and found.window is None


def test_a_browser_cannot_send_more_than_a_few_marks():
    told = {"marks": {"name": "p", "pins": [[0, 0]] * 5000, "path": []}}
    assert len(_explored(told, "p", WHOLE).pins) == 64


def test_every_word_the_browser_uses_is_there():
    page = (FOLDER / "explorer.html").read_text()
    used = set(re.findall(r"\bwords\.(\w+)", SCRIPTS)) | set(re.findall(r'data-do="(\w+)"', page))
    assert used == set(words("digit", "digits"))
