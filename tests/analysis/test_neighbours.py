"""Neighbours are those of scikit-learn."""

import numpy as np

from ae import analysis


def test_nearest_are_those_of_scikit_learn():
    from sklearn.neighbors import NearestNeighbors

    rng = np.random.default_rng(0)
    codes, code = rng.standard_normal((500, 32)), rng.standard_normal(32)
    expected = NearestNeighbors(n_neighbors=7).fit(codes).kneighbors(code[None])[1][0]
    np.testing.assert_array_equal(analysis.nearest(code, codes, 7), expected)


def test_nearest_to_a_code_is_that_code_and_there_are_no_more_than_there_are():
    codes = np.eye(4, dtype=np.float32)
    assert analysis.nearest(codes[2], codes, 1).tolist() == [2]
    assert analysis.nearest(codes[2], codes, 9).tolist() == [2, 0, 1, 3]
