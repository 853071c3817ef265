"""The threshold's data: what is sent down, and what it says."""

import re
from pathlib import Path

import numpy as np

from ae.web.components import Scored
from ae.web.components import threshold as face
from ae.web.components.threshold.words import words
from tests.web.test_explorer import opened

FOLDER = Path(face.__globals__["__file__"]).parent
SCRIPTS = "\n".join(path.read_text() for path in sorted(FOLDER.glob("*.js")))
RNG = np.random.default_rng(0)


def test_samples_arrive_whole():
    pictures = RNG.integers(0, 256, (4, 7, 9), np.uint8)
    differences = RNG.uniform(-1.2, 1.2, (4, 7, 9))
    scores, pictured = RNG.random(31), np.array([0, 3, 8, 30])
    given = Scored(scores, pictured, pictures, differences, ["a", "b", "", "7"])
    header, arrays = opened(given.packed.message("run/odd", "odd"))
    assert (header["name"], header["kind"], header["texts"]) == ("run/odd", "odd", given.texts)
    np.testing.assert_array_equal(arrays["scores"], scores.astype(np.float32))
    np.testing.assert_array_equal(arrays["pictured"], pictured)
    np.testing.assert_array_equal(arrays["pictures"], pictures)
    back = (arrays["differences"].astype(float) - 128) / 127
    np.testing.assert_allclose(back, np.clip(differences, -1, 1), atol=0.5 / 127 + 1e-9)


def test_equal_arrays_with_other_texts_are_sent_again():
    parts = [np.zeros(2), np.arange(2), np.zeros((2, 3, 3), np.uint8), np.zeros((2, 3, 3))]
    stamps = [Scored(*parts, texts).packed.header["stamp"] for texts in (["a", "b"], ["a", "c"])]
    assert stamps[0] != stamps[1]


def test_every_word_the_browser_uses_is_there():
    used = set(re.findall(r"words\.(\w+)", SCRIPTS)) - {"hasOwnProperty"}
    used |= {"odd", "normal", "caught", "missed", "falseAlarms", "passed", "precision", "recall"}
    assert used == set(words())
