"""Imputation: what is known stays, and a good network brings what is not nearer to the truth."""

import numpy as np
import pytest

from ae.models.imputation import impute


@pytest.fixture(scope="module")
def truth():
    return np.random.default_rng(0).random((28, 28), np.float32)


@pytest.fixture(scope="module")
def erased():
    mask = np.zeros((28, 28), bool)
    mask[8:18, 10:24] = True
    return mask


def onto_a_plane_through(picture, dimensions=40):
    """Return the projection on a random plane that holds a picture, as a linear network's."""
    rng = np.random.default_rng(1)
    points = np.vstack([picture.ravel(), rng.standard_normal((dimensions - 1, 784))])
    basis = np.linalg.qr(points.T)[0]
    return lambda pictures: (pictures.reshape(-1, 784) @ basis @ basis.T).reshape(-1, 28, 28)


def test_the_form_of_the_answer(truth, erased):
    steps = impute(truth, erased, lambda pictures: pictures, 5)
    assert steps.shape == (6, 28, 28)
    assert steps.dtype == np.float32
    assert impute(truth, erased, lambda pictures: pictures, 0).shape == (1, 28, 28)


def test_it_starts_from_black_and_the_identity_stays_there(truth, erased):
    steps = impute(truth, erased, lambda pictures: pictures, 4)
    assert steps[:, erased].max() == 0
    assert np.all(steps[:, ~erased] == truth[~erased])


def test_what_is_known_stays_whatever_the_network_says(truth, erased):
    steps = impute(truth, erased, lambda pictures: np.full_like(pictures, 0.5), 3)
    assert np.all(steps[:, ~erased] == truth[~erased])
    assert np.all(steps[1:, erased] == 0.5)


def test_what_lies_under_the_mask_makes_no_difference(truth, erased):
    project = onto_a_plane_through(truth)
    other = np.where(erased, 0.9, truth)
    np.testing.assert_array_equal(
        impute(truth, erased, project, 3), impute(other, erased, project, 3)
    )


def test_on_a_plane_that_holds_the_truth_every_step_comes_nearer(truth, erased):
    """Von Neumann's alternating projections: onto the plane, and onto what is known."""
    steps = impute(truth, erased, onto_a_plane_through(truth), 30)
    errors = np.square(steps - truth)[:, erased].sum(axis=1)
    assert np.all(np.diff(errors) <= 0)
    assert errors[-1] < 1e-3 * errors[0]


def test_the_truth_where_nothing_is_erased(truth):
    steps = impute(truth, np.zeros((28, 28), bool), lambda pictures: pictures * 0, 3)
    assert np.all(steps == truth)


def test_where_all_is_erased_the_network_alone_decides(truth):
    steps = impute(truth, np.ones((28, 28), bool), lambda pictures: pictures / 2 + 0.25, 40)
    np.testing.assert_allclose(steps[-1], 0.5, atol=1e-6)


def test_the_picture_is_left_as_it_was(truth, erased):
    before = truth.copy()
    impute(truth, erased, lambda pictures: pictures * 0, 2)
    np.testing.assert_array_equal(truth, before)


def test_a_network_of_double_precision_is_asked_and_answers_in_single(truth, erased):
    asked = []

    def halve(pictures):
        asked.append(pictures.dtype)
        return pictures.astype(np.float64) / 2

    assert impute(truth.astype(np.float64), erased, halve, 2).dtype == np.float32
    assert asked == [np.float32] * 2


REFUSAL = r"^Expected a picture and a mask of one shape. Received: \(28, 28\) and \(14, 14\)"


def test_shapes_that_differ_are_refused(truth):
    with pytest.raises(ValueError, match=REFUSAL):
        impute(truth, np.zeros((14, 14), bool), lambda pictures: pictures, 1)
