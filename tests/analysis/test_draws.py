"""Means over draws, their standard errors, and how both are written."""

import numpy as np
import pytest

from ae import analysis


@pytest.mark.parametrize("shape", [(16,), (16, 50)])
def test_the_error_is_how_far_means_of_other_draws_lie_apart(shape):
    """Each sample has a value of its own, which no draw changes and no error counts."""
    rng = np.random.default_rng(0)
    own = 100 * rng.standard_normal(shape[1:])
    found = [analysis.over_draws(own + 3 * rng.standard_normal(shape)) for _ in range(2000)]
    means, errors = np.array(found).T
    assert np.mean(means) == pytest.approx(np.mean(own), abs=0.1)
    assert np.mean(errors) == pytest.approx(np.std(means), rel=0.06)


def test_what_no_draw_changes_has_no_error():
    assert analysis.over_draws(np.tile(np.float32([0.1, 5.0]), (4, 1))) == pytest.approx((2.55, 0))


def test_one_draw_tells_no_error():
    with pytest.raises(ValueError, match="expected 2 draws or more"):
        analysis.over_draws(np.ones((1, 100)))


def test_every_figure_is_averaged_and_has_its_error():
    found = analysis.averaged([{"bce": 1.0, "psnr": 9.0}, {"bce": 3.0, "psnr": 9.0}])
    assert found == {"bce": 2.0, "bce_error": 1.0, "psnr": 9.0, "psnr_error": 0.0}


@pytest.mark.parametrize(
    ("value", "error", "form", "text"),
    [
        (95.897, 0.0131, "{:.2f}", "95.90 ± 0.01"),
        (95.897, 0.0013, "{:.2f}", "95.90 ± 0.001"),
        (0.0929, 0.0000163, "{:.4f}", "0.0929 ± 0.00002"),
        (0.5522, 0.0049, "{:.1%}", "55.2% ± 0.5%"),
        (0.5522, 0.00004, "{:.1%}", "55.2% ± 0.004%"),
        (0.0911, None, "{:.4f}", "0.0911"),
        (0.0911, 0.0, "{:.4f}", "0.0911"),
    ],
)
def test_a_figure_is_written_with_its_error(value, error, form, text):
    assert analysis.with_error(value, error, form) == text


@pytest.mark.parametrize(
    ("p", "text"),
    [(1 / 501, "p < 0.01"), (0.0099, "p < 0.01"), (0.01, "p = 0.01"), (0.162, "p = 0.16")],
)
def test_a_p_value_is_never_written_as_nothing(p, text):
    assert analysis.p_value(p) == text


def test_a_p_value_of_what_is_far_apart_is_the_least_of_its_regroupings():
    rng = np.random.default_rng(0)
    first, second = rng.standard_normal((2, 100, 2))
    found = analysis.two_sample_test(first, second + 5, rng)
    assert found.p == pytest.approx(1 / 501)
    assert analysis.p_value(found.p) == "p < 0.01"
