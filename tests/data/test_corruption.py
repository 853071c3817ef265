"""The kinds of noise: one contract for every entry of the registry, in arrays and in tensors."""

import dataclasses

import numpy as np
import pytest

from ae.data import datasets
from ae.data.corruption import CORRUPTIONS, corrupt, offered
from ae.random_source import NumpyRandom, TensorRandom

LEVELS = (0.1, 0.3, 0.5, 0.7, 1.0)
EVERY_KIND = pytest.mark.parametrize("kind", CORRUPTIONS)
GREY = np.full((100, 28, 28), 0.5, np.float32)


@pytest.fixture(scope="module")
def images():
    return datasets.to_inputs(datasets.load("digits", "test").samples[:100])


def damaged(images, kind, level, seed=0):
    return corrupt(images, kind, level, np.random.default_rng(seed))


def damaged_tensors(images, kind, level, seed=0):
    import tensorflow as tf

    apply = CORRUPTIONS[kind].apply
    return apply(
        tf.constant(images), level, TensorRandom(tf.constant([seed, 0])), (0.0, 1.0)
    ).numpy()


EVERY_WAY = pytest.mark.parametrize("damaged", [damaged, damaged_tensors])


@EVERY_WAY
@EVERY_KIND
def test_level_zero_changes_nothing(images, damaged, kind):
    np.testing.assert_array_equal(damaged(images, kind, 0.0), images)


class LowestDraws(NumpyRandom):
    """Random numbers whose uniform draws are all the lowest there is."""

    def uniform(self, shape):
        return np.zeros(shape, np.float32)


@EVERY_KIND
def test_level_zero_changes_nothing_whatever_is_drawn(images, kind):
    drawn = LowestDraws(np.random.default_rng(0))
    np.testing.assert_array_equal(CORRUPTIONS[kind].apply(images, 0.0, drawn, (0.0, 1.0)), images)


@EVERY_WAY
@EVERY_KIND
@pytest.mark.parametrize("level", LEVELS)
def test_pictures_stay_pictures(images, damaged, kind, level):
    noisy = damaged(images, kind, level)
    assert noisy.shape == images.shape
    assert noisy.dtype == np.float32
    assert noisy.min() >= 0.0
    assert noisy.max() <= 1.0


@EVERY_KIND
@pytest.mark.parametrize("shape", [(28, 28), (3, 28, 28), (2, 784), (0, 28, 28)])
def test_any_shape_of_any_float_type(kind, shape):
    noisy = damaged(np.full(shape, 0.5, np.float64), kind, 0.5)
    assert noisy.shape == shape
    assert noisy.dtype == np.float32


@EVERY_KIND
def test_the_original_stays_as_it_is(images, kind):
    before = images.copy()
    damaged(images, kind, 1.0)
    np.testing.assert_array_equal(images, before)


@EVERY_WAY
@EVERY_KIND
def test_the_seed_decides(images, damaged, kind):
    first, again, other = (damaged(images, kind, 0.5, seed) for seed in (1, 1, 2))
    np.testing.assert_array_equal(first, again)
    assert not np.array_equal(first, other)


@EVERY_WAY
@EVERY_KIND
def test_each_picture_has_noise_of_its_own(damaged, kind):
    noisy = damaged(GREY, kind, 0.5)
    assert not np.array_equal(noisy[0], noisy[1])


@EVERY_KIND
@pytest.mark.parametrize("xla", [False, True])
def test_a_compiled_function_damages_as_much(images, kind, xla):
    import tensorflow as tf

    apply = CORRUPTIONS[kind].apply
    compiled = tf.function(
        lambda x, seed: apply(x, 0.5, TensorRandom(seed), (0.0, 1.0)), jit_compile=xla
    )
    noisy, other = (compiled(images, tf.constant([seed, 0])).numpy() for seed in (0, 1))
    assert noisy.shape == images.shape
    assert noisy.dtype == np.float32
    assert 0 <= noisy.min() < noisy.max() <= 1
    assert not np.array_equal(noisy, other)
    damage = np.square(damaged(images, kind, 0.5) - images).mean()
    assert np.square(noisy - images).mean() == pytest.approx(damage, rel=0.1)
    if not xla:  # which draws numbers of its own
        np.testing.assert_allclose(noisy, damaged_tensors(images, kind, 0.5), atol=1e-6)


@EVERY_KIND
def test_a_pipeline_damages_batches_of_any_size(images, kind):
    import tensorflow as tf

    apply = CORRUPTIONS[kind].apply
    batches = tf.data.Dataset.from_tensor_slices(images[:10]).batch(4)
    damaged_batches = batches.map(lambda batch: apply(batch, 0.5, TensorRandom((3, 0)), (0.0, 1.0)))
    for clean, noisy in zip(batches, damaged_batches, strict=True):
        expected = damaged_tensors(clean.numpy(), kind, 0.5, seed=3)
        np.testing.assert_allclose(noisy, expected, atol=1e-6)


@EVERY_WAY
@EVERY_KIND
def test_a_higher_level_damages_more(images, damaged, kind):
    damage = [np.square(damaged(images, kind, level) - images).mean() for level in LEVELS]
    assert damage[0] > 0
    assert np.all(np.diff(damage) > 0)


@EVERY_KIND
@pytest.mark.parametrize("level", [-0.1, 1.1, float("nan"), float("inf")])
def test_a_level_out_of_range_is_refused(images, kind, level):
    with pytest.raises(ValueError, match="level: expected a number from 0 to 1"):
        damaged(images, kind, level)


def test_an_unknown_kind_is_refused(images):
    with pytest.raises(KeyError):
        damaged(images, "fog", 0.5)


@EVERY_KIND
def test_every_kind_has_words(kind):
    words = dataclasses.asdict(CORRUPTIONS[kind])
    assert words.pop("apply")
    assert all(words.values())


@EVERY_WAY
@pytest.mark.parametrize("level", LEVELS)
def test_masking_blackens_its_share(damaged, level):
    noisy = damaged(GREY, "masking", level)
    assert set(np.unique(noisy)) <= {0.0, 0.5}
    assert np.mean(noisy == 0) == pytest.approx(level, abs=0.01)


@EVERY_WAY
@pytest.mark.parametrize("level", LEVELS)
def test_salt_and_pepper_share_the_level(damaged, level):
    noisy = damaged(GREY, "salt_and_pepper", level)
    assert set(np.unique(noisy)) <= {0.0, 0.5, 1.0}
    assert np.mean(noisy == 1) == pytest.approx(level / 2, abs=0.01)
    assert np.mean(noisy == 0) == pytest.approx(level / 2, abs=0.01)


@EVERY_WAY
def test_gaussian_has_its_standard_deviation(damaged):
    noisy = damaged(GREY, "gaussian", 0.1)
    assert noisy.std() == pytest.approx(0.1, abs=0.002)
    assert noisy.mean() == pytest.approx(0.5, abs=0.002)


@EVERY_WAY
@pytest.mark.parametrize("level", LEVELS)
def test_block_blackens_exactly_one_square(damaged, level):
    noisy, side = damaged(GREY, "block", level), round(level * 28)
    assert set(np.unique(noisy)) <= {0.0, 0.5}
    for black in noisy == 0:
        rows, columns = np.flatnonzero(black.any(axis=1)), np.flatnonzero(black.any(axis=0))
        assert len(rows) == len(columns) == side
        assert rows[-1] - rows[0] == columns[-1] - columns[0] == side - 1
        assert black.sum() == side**2


@EVERY_WAY
def test_blocks_lie_anywhere_in_the_picture(damaged):
    black = damaged(GREY, "block", 0.7) == 0  # of side 20: nine places each way
    tops, lefts = (black.any(axis=axis).argmax(axis=1) for axis in (2, 1))
    assert set(tops) == set(lefts) == set(range(9))
    assert abs(np.corrcoef(tops, lefts)[0, 1]) < 0.4


SIGNAL = np.zeros((400, 140), np.float32)
OF_SIGNALS = ("wander", "hum", "muscle", "mixed")


@EVERY_WAY
@pytest.mark.parametrize("kind", OF_SIGNALS)
def test_the_level_of_a_signals_noise_is_its_root_mean_square(kind, damaged):
    if damaged is damaged_tensors:
        import tensorflow as tf

        rng = TensorRandom(tf.constant([0, 0]))
        noise = np.asarray(CORRUPTIONS[kind].apply(tf.constant(SIGNAL), 0.4, rng, None))
    else:
        noise = corrupt(SIGNAL, kind, 0.4, np.random.default_rng(0), None)
    np.testing.assert_allclose(np.sqrt(np.square(noise).mean(axis=1)), 0.4, rtol=1e-3)


def spectrum(kind):
    noise = corrupt(SIGNAL, kind, 1.0, np.random.default_rng(0), None)
    power = np.square(np.abs(np.fft.rfft(noise, axis=1))).mean(axis=0)
    return power / power.sum()


def test_each_noise_of_signals_has_its_place_in_the_spectrum():
    assert spectrum("wander")[:3].sum() > 0.95
    assert spectrum("hum")[34:45].sum() > 0.9
    high = spectrum("muscle")[35:].sum()
    assert high > 0.7  # neighbours oppose each other
    assert spectrum("mixed")[:3].sum() > 0.15
    assert spectrum("mixed")[34:45].sum() > 0.15


@pytest.mark.parametrize(("kind", "low", "high"), [("wander", 0.1, 1.0), ("hum", 35.0, 43.0)])
def test_periods_are_drawn_from_all_of_their_range(kind, low, high):
    """Of a sine, x(t + 1) + x(t − 1) is 2 cos(its step) times x(t)."""
    noise = corrupt(SIGNAL, kind, 1.0, np.random.default_rng(0), None).astype(np.float64)
    middle, beside = noise[:, 1:-1], noise[:, 2:] + noise[:, :-2]
    cosine = (middle * beside).sum(axis=1) / (2 * np.square(middle).sum(axis=1))
    periods = np.arccos(np.clip(cosine, -1, 1)) * SIGNAL.shape[1] / (2 * np.pi)
    tenth = 0.1 * (high - low)
    assert low - 0.03 < periods.min() < low + tenth
    assert high - tenth < periods.max() < high + 0.03


def test_a_muscle_burst_is_short():
    noise = corrupt(SIGNAL, "muscle", 1.0, np.random.default_rng(0), None)
    energy = np.sort(np.square(noise), axis=1)[:, ::-1]
    half = (np.cumsum(energy, axis=1) < 0.9 * energy.sum(axis=1, keepdims=True)).sum(axis=1)
    assert np.median(half) < 0.4 * SIGNAL.shape[1]


def test_pictures_and_tables_are_not_offered_the_noise_of_signals():
    assert not set(OF_SIGNALS) & {*offered("picture"), *offered("table")}
    assert set(OF_SIGNALS) < set(offered("signal"))
