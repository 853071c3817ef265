"""A run as a page of its own: it computes what Keras computes, and frames as the app frames."""

import base64
import json
import re
import shutil
import subprocess

import numpy as np
import pytest

from ae import config
from ae.data import datasets, drawing
from ae.data.datasets import DATASETS
from ae.models import export, samples
from ae.runs.store import Store
from ae.web.components.lone_page import escaped, lone_page
from ae.web.take_home import page as pages
from tests.conftest import START_SECONDS, tiny_config
from tests.data import pen_digits
from tests.models.test_export import ODD, model_of
from tests.stand_ins import registered
from tests.web.browser import ROOT

ANSWERS = ROOT / "tests" / "web" / "scripts" / "lone_page.mjs"
FAMILIES = ("basic", "deep", "sparse", "variational", "adversarial", "linear", "convolutional")
CASES = {family: {"architecture": family} for family in FAMILIES} | {
    "denoising": {"architecture": "denoising"},
    "pooling": {"architecture": "convolutional", "downsampling": "pooling"},
}
"""Each family of pictures, and pooling; beside them pictures of other sides."""
FRAMED = {"digits": 40, "mnist": 40}
"""Datasets that drawings are framed for, each way once, and how many drawings are tried."""


def answered(asked):
    """Return what the page's scripts answer."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("NOT RUN: node, which comes with npm, is not on this machine")
    done = subprocess.run(
        [node, ANSWERS],
        cwd=ROOT,
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        timeout=START_SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout)


def asked_of(model, given):
    form, weights = export.packed(export.halves(model))
    text = base64.b64encode(weights).decode()
    return {"form": form, "weights": text, "samples": given.reshape(len(given), -1).tolist()}


@pytest.fixture(scope="module")
def computed():
    """What page and Keras make of the same samples, by case: both (n, pixels)."""
    asked, expected = {}, {}

    def add(name, chosen):
        model = model_of(chosen)
        given = datasets.to_inputs(samples.held_out(chosen).samples[:20])
        asked[name] = asked_of(model, given)
        restored = model.decoder(model.encoder(given, training=False), training=False)
        expected[name] = np.asarray(restored).reshape(len(given), -1)

    for name, flat in CASES.items():
        add(name, tiny_config(**flat))
    with registered(ODD):
        add("odd", config.from_flat({"dataset": ODD.name, "architecture": "convolutional"}))
    found = answered({"networks": asked})["networks"]
    return {name: (np.array(found[name]["restored"]), expected[name]) for name in asked}


@pytest.mark.slow
@pytest.mark.parametrize("case", [*CASES, "odd"])
def test_a_page_computes_what_keras_computes(computed, case):
    found, expected = computed[case]
    assert np.abs(found - expected).max() < 2e-3


def framing_of(dataset):
    framing = DATASETS[dataset].framing
    run = Store.default().require(config.from_flat({"dataset": dataset}).key())
    return framing, pages.told_framing(run, framing, pages.FRAMINGS[type(framing)])


@pytest.fixture(scope="module")
def framed():
    """What page and app see of the same drawings and of the same ink, by dataset."""
    drawings, _labels = pen_digits.varied(np.random.default_rng(4), max(FRAMED.values()))
    asked, expected = {"drawings": [], "inks": []}, {}
    for dataset, count in FRAMED.items():
        framing, told = framing_of(dataset)
        inks = [drawing.paint(one, "pen") for one in drawings[:count]]
        expected[dataset] = (
            [drawing.see(one, framing).image for one in drawings[:count]],
            [picture_of(framing, ink) for ink in inks],
        )
        for one, ink in zip(drawings[:count], inks, strict=True):
            strokes = [pages.told_stroke(stroke) for stroke in one]
            asked["drawings"].append({"strokes": strokes, "framing": told})
            levels = {"width": 280, "height": 280, "levels": ink.ravel().tolist()}
            asked["inks"].append(levels | {"framing": told})
    found = answered(asked)
    shaped = {name: np.array(some).reshape(-1, 28, 28) for name, some in found.items() if some}
    first, parted = 0, {}
    for dataset, count in FRAMED.items():
        part = slice(first, first + count)
        parted[dataset] = shaped["drawings"][part], shaped["inks"][part], *expected[dataset]
        first += count
    return parted


def picture_of(framing, ink):
    from PIL import Image

    grey = Image.fromarray(ink)
    return framing.picture(grey, framing.placement(grey))


@pytest.mark.parametrize("dataset", FRAMED)
def test_the_same_ink_is_framed_to_the_same_pixels(framed, dataset):
    _drawn, found, _seen, expected = framed[dataset]
    np.testing.assert_array_equal(found, expected)


@pytest.mark.parametrize("dataset", FRAMED)
def test_a_drawing_is_seen_as_the_app_sees_it(framed, dataset):
    """But for the edges of strokes, which another painter sets a little otherwise.

    Where that moves the edge of the box around the ink, the whole digit lies a pixel aside.
    """
    found, _inks, expected, _framed = framed[dataset]
    apart = np.abs(found.astype(float) - np.array(expected)).mean(axis=(1, 2)) / 255
    assert np.median(apart) < 0.002 and np.quantile(apart, 0.9) < 0.02 and np.max(apart) < 0.1


def test_where_drawings_are_not_framed_the_whole_canvas_is_seen_smaller():
    """As pictures of any size; the edges of strokes are another painter's."""
    drawings, _labels = pen_digits.varied(np.random.default_rng(5), 10)
    told = {"kind": "", "shape": ODD.shape}
    strokes = [[pages.told_stroke(stroke) for stroke in one] for one in drawings]
    found = answered({"drawings": [{"strokes": one, "framing": told} for one in strokes]})
    found = np.array(found["drawings"], float).reshape(-1, *ODD.shape)
    expected = [drawing.see_raw(one, ODD.shape).image for one in drawings]
    assert np.abs(found - np.array(expected)).max() < 0.1 * 255


def test_every_byte_of_the_weights_stands_in_a_page_as_itself_or_as_two():
    data = bytes(range(256)) * 2 + b"</script><!--\r\n"
    written = escaped(data)
    assert not set(b"\0\r<") & set(written)
    found, bytes_left = bytearray(), iter(written)
    for byte in bytes_left:
        found.append(next(bytes_left) - 64 if byte == ord("=") else byte)
    assert bytes(found) == data


def test_what_stands_in_a_page_is_text_and_nothing_else():
    """Whatever a dataset is called, and whatever its classes."""
    nasty = '</script><script>alert("1")</script>&"'
    names = re.findall(r"\$(\w+)", (ROOT / "ae/web/components/lone_page/page.html").read_text())
    own = {"style", "script", "run"}
    words = {name: nasty for name in names if name not in own}
    text = lone_page(words, {"words": {"here": nasty}}, b"weights").decode("ascii")
    assert text.count("<script") == text.count("</script>") == 3
    assert "alert(" in text and "<script>alert" not in text
