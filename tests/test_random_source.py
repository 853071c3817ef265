"""RandomSource in NumPy and in TensorFlow: one interface, the same distributions."""

import numpy as np
import pytest
import tensorflow as tf
from scipy import stats

from ae.random_source import NumpyRandom, TensorRandom

SHAPES = [(5,), (2, 28, 28), (0, 3), (4, 1, 1)]


def numpy_random(seed=0):
    return NumpyRandom(np.random.default_rng(seed))


def tensor_random(seed=0):
    return TensorRandom((seed, 3))


BOTH = pytest.mark.parametrize("source_of", [numpy_random, tensor_random])
BOTH_DRAWS = pytest.mark.parametrize("draw", ["normal", "uniform"])


def numbers(rng, draw, shape):
    """Draw, and return a NumPy array."""
    return np.asarray(getattr(rng, draw)(shape))


@BOTH
@BOTH_DRAWS
@pytest.mark.parametrize("shape", SHAPES)
def test_draws_have_the_shape_asked_for_in_float32(source_of, draw, shape):
    drawn = numbers(source_of(), draw, shape)
    assert drawn.shape == shape
    assert drawn.dtype == np.float32


@BOTH
def test_uniform_is_uniform(source_of):
    drawn = numbers(source_of(), "uniform", (100_000,))
    assert 0 <= drawn.min() < 0.001
    assert 0.999 < drawn.max() < 1
    assert stats.kstest(drawn, "uniform").pvalue > 0.01


@BOTH
def test_normal_is_standard_normal(source_of):
    drawn = numbers(source_of(), "normal", (100_000,))
    assert drawn.mean() == pytest.approx(0, abs=0.02)
    assert drawn.var() == pytest.approx(1, abs=0.03)
    assert stats.kstest(drawn, "norm").pvalue > 0.01


@BOTH
@BOTH_DRAWS
def test_the_seed_decides(source_of, draw):
    first, again, other = (numbers(source_of(seed), draw, (50,)) for seed in (1, 1, 2))
    np.testing.assert_array_equal(first, again)
    assert not np.array_equal(first, other)


@BOTH
@BOTH_DRAWS
def test_successive_draws_have_nothing_to_do_with_each_other(source_of, draw):
    rng = source_of()
    first, second = (numbers(rng, draw, (10_000,)) for _ in range(2))
    assert abs(np.corrcoef(first, second)[0, 1]) < 0.05


@pytest.mark.parametrize("part", [0, 1])
def test_each_half_of_a_tensor_seed_decides(part):
    seed, other = [7, 8], [7, 8]
    other[part] += 1
    first, second = (numbers(TensorRandom(tf.constant(s)), "uniform", (50,)) for s in (seed, other))
    assert not np.array_equal(first, second)


@BOTH
def test_a_formula_is_written_once_for_both(source_of):
    rng = source_of()
    ops = rng.ops
    root = ops.sqrt(rng.uniform((50_000,)))
    both = np.asarray(ops.stack([ops.square(root), ops.zeros_like(root)], axis=1))
    assert both.shape == (50_000, 2)
    assert both.dtype == np.float32
    np.testing.assert_allclose(both.mean(axis=0), [0.5, 0], atol=0.01)


def drawn_twice(seed):
    rng = TensorRandom(seed)
    return rng.normal((5000,)), rng.uniform((5000,))


@pytest.mark.parametrize("xla", [False, True])
def test_a_compiled_function_draws_by_the_seed_it_is_given(xla):
    compiled = tf.function(drawn_twice, jit_compile=xla)
    first, again, other = (
        [part.numpy() for part in compiled(tf.constant(seed))] for seed in ([1, 2], [1, 2], [1, 3])
    )
    np.testing.assert_array_equal(first, again)
    for one, another in zip(first, other, strict=True):
        assert abs(np.corrcoef(one, another)[0, 1]) < 0.06
    assert stats.kstest(first[0], "norm").pvalue > 0.01
    assert stats.kstest(first[1], "uniform").pvalue > 0.01


def test_each_element_of_a_tf_data_pipeline_draws_its_own():
    def passes():
        counted = tf.data.Dataset.range(4)
        return np.array([normal for normal, _ in counted.map(lambda i: drawn_twice([0, i]))])

    first, again = passes(), passes()
    np.testing.assert_array_equal(first, again)
    assert np.abs(np.corrcoef(first) - np.eye(4)).max() < 0.06
