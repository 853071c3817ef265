"""The kinds of data: what is measured of each, and how its samples are drawn."""

import numpy as np
import pytest

from ae import analysis
from ae.config import DataSpec, Kind
from ae.data import kinds
from tests.stand_ins import SPECS, samples

RNG = np.random.default_rng(0)
FORMS = pytest.mark.parametrize("form", SPECS, ids=lambda form: form.name)
RATINGS = DataSpec("ratings", "ratings", (6,), 100, "small", (0.0, 5.0))


def test_every_kind_that_a_dataset_can_have_is_there():
    assert set(kinds.KINDS) == set(Kind.__args__)


@FORMS
def test_samples_are_drawn_as_pictures_that_differ(form):
    drawn = kinds.draw(samples(form, 12, 3)[0], form)
    assert drawn.dtype == np.uint8 and drawn.ndim == 3 and len(drawn) == 12
    assert len(np.unique(drawn.reshape(12, -1), axis=0)) == 12


def test_bytes_are_pictures_already():
    form = SPECS[1]
    pictures = samples(form, 3, 0)[0]
    assert kinds.draw(pictures, form) is pictures
    floats = pictures.astype(np.float32) / 255
    np.testing.assert_array_equal(kinds.draw(floats, form), pictures)
    np.testing.assert_array_equal(kinds.draw(floats + 7, form), np.full_like(pictures, 255))


def test_a_signal_is_drawn_where_its_values_lie():
    form = DataSpec("s", "signal", (140,), 100, "small", (0.0, 1.0))
    rising = np.linspace(0, 1, 140, dtype=np.float32)[None]
    drawn = kinds.draw(rising, form)[0]
    heights = (drawn * np.arange(kinds.TILE)[:, None]).sum(axis=0) / drawn.sum(axis=0)
    np.testing.assert_allclose(heights, np.linspace(kinds.TILE - 1, 0, kinds.TILE), atol=1)
    assert drawn.max() == 255


def test_bars_go_up_from_the_middle_for_more_and_down_for_less():
    form = DataSpec("t", "table", (2,), 100, "small", None)
    drawn = kinds.draw(np.array([[3.0, -3.0]], np.float32), form)[0]
    half = kinds.TILE // 2
    assert drawn[: half - 1, :half].all() and not drawn[half + 1 :, :half].any()
    assert drawn[half + 1 :, half:].all() and not drawn[: half - 1, half:].any()


def test_a_picture_is_measured_as_pictures_are():
    form = SPECS[1]
    ours, theirs = RNG.random((2, 4, *form.shape), np.float32)
    assert kinds.measure(ours, theirs, form).metrics == analysis.metrics(ours, theirs)


def test_a_signal_is_measured_by_its_ratio_to_the_noise_and_where_it_errs():
    form = SPECS[2]
    ours = RNG.standard_normal((5, *form.shape)).astype(np.float32)
    theirs = ours.copy()
    theirs[:, 7] += 1.0
    found = kinds.measure(ours, theirs, form)
    assert found.metrics["squared_error"] == pytest.approx(1.0, rel=1e-5)
    expected = np.mean(10 * np.log10(np.square(ours).sum(axis=1)))
    assert found.metrics["snr"] == pytest.approx(expected, rel=1e-4)
    assert "bce" not in found.metrics
    assert np.argmax(found.arrays["feature_errors"]) == 7
    assert found.arrays["feature_errors"].sum() == pytest.approx(1.0, rel=1e-4)


def test_ratings_are_measured_where_they_are_known():
    truth = np.array([[5, np.nan, 3, np.nan, np.nan, 1], [np.nan] * 5 + [2]], np.float32)
    guess = np.array([[4, 9, 3, 9, 9, 3], [9, 9, 9, 9, 9, 2]], np.float32)
    found = kinds.measure(truth, guess, RATINGS).metrics
    assert found["rmse"] == pytest.approx(np.sqrt((1 + 0 + 4 + 0) / 4))
    assert found["known_share"] == pytest.approx(4 / 12)
    with pytest.raises(ValueError, match="expected one known value"):
        kinds.measure(np.full((2, 6), np.nan, np.float32), np.zeros((2, 6)), RATINGS)
