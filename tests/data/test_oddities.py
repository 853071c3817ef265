"""What is odd: samples of every kind, and what exactly is odd about them."""

import numpy as np
import pytest

from ae import config
from ae.data import datasets, drawing, oddities
from tests.stand_ins import SPECS, registered

WHOLE = [form for form in SPECS if form.kind != "ratings"]
"""Data whose samples are known whole: what the page takes."""


def chosen(dataset="digits", classes="7", architecture="basic"):
    return config.from_flat({"dataset": dataset, "classes": classes, "architecture": architecture})


def held_out(rows, dataset="digits"):
    split = datasets.held_out(dataset)
    return datasets.to_inputs(split.samples[rows]), split.labels[rows]


def test_every_oddity_has_words_and_makes_inputs_of_the_datas_form():
    run_config = chosen()
    assert oddities.offered(run_config) == tuple(oddities.ODDITIES)
    for name, entry in oddities.ODDITIES.items():
        found = oddities.odd(name, run_config, 20)
        assert entry.label and entry.means
        assert found.samples.shape[1:] == run_config.data.shape
        assert found.samples.dtype == np.float32 and 1 <= len(found.samples) <= 20
        assert found.samples.min() >= 0.0 and found.samples.max() <= 1.0
        assert len(found.names) in (0, len(found.samples))
        again = oddities.odd(name, run_config, 20)
        np.testing.assert_array_equal(found.samples, again.samples)


@pytest.mark.parametrize("form", WHOLE, ids=lambda form: form.name)
def test_data_of_other_kinds_and_sizes_have_their_oddities(form):
    classes = "1" if form.classes else ""
    with registered(form):
        run_config = chosen(form.name, classes, "deep")
        offered = oddities.offered(run_config)
        for name in offered:
            found = oddities.odd(name, run_config, 10)
            assert found.samples.shape[1:] == form.shape and np.isfinite(found.samples).all()
    wanted = {"picture": {"hole", "upside_down", "blank"}, "signal": {"hole", "upside_down"}}
    assert wanted.get(form.kind, set()) | {"noise"} <= set(offered)
    assert ("another" in offered) == bool(form.classes)
    assert "letter" not in offered  # nobody said how these are framed


def test_where_all_classes_are_learnt_none_is_another():
    assert "another" not in oddities.offered(chosen(classes=""))
    assert "letter" not in oddities.offered(chosen("fashion_mnist"))


def test_normal_samples_are_of_the_classes_that_were_learnt():
    rows = oddities.normal_rows(chosen(classes="3,7"), 1000)
    labels = datasets.held_out("digits").labels
    np.testing.assert_array_equal(rows, np.flatnonzero(np.isin(labels, (3, 7))))
    assert len(oddities.normal_rows(chosen(classes="3,7"), 20)) == 20
    of_all = oddities.normal_rows(chosen(classes=""), 10_000)
    np.testing.assert_array_equal(of_all, np.arange(len(labels)))


def test_normal_training_samples_are_those_that_were_learnt_from():
    few = config.from_flat({"dataset": "digits", "classes": "7", "train_size": 200})
    rows = oddities.normal_rows(few, 1000, "train")
    assert rows.max() < 200
    assert set(datasets.load("digits", "train").labels[rows]) == {7}


def test_another_class_is_held_out_and_named():
    found = oddities.odd("another", chosen(), 100)
    samples, labels = held_out(found.rows)
    np.testing.assert_array_equal(found.samples, samples)
    assert 7 not in labels and list(found.names) == [str(label) for label in labels]


def test_a_hole_blanks_out_a_square_where_something_stands():
    found = oddities.odd("hole", chosen(), 30)
    before, _labels = held_out(found.rows)
    for odd, whole in zip(found.samples, before, strict=True):
        rows, columns = np.nonzero(odd != whole)
        assert len(rows) and not odd[rows, columns].any()
        assert np.ptp(rows) < oddities.HOLE and np.ptp(columns) < oddities.HOLE


def test_a_signals_hole_is_a_stretch_of_zeros():
    form = next(one for one in SPECS if one.kind == "signal")
    with registered(form):
        run_config = chosen(form.name, "1", "deep")
        found = oddities.odd("hole", run_config, 10)
        before, _labels = held_out(found.rows, form.name)
    length = round(oddities.HOLE_SHARE * form.shape[0])
    for odd, whole in zip(found.samples, before, strict=True):
        (places,) = np.nonzero(odd != whole)
        assert 0 < len(places) <= length and np.ptp(places) < length and not odd[places].any()


def test_upside_down_is_turned_by_half_a_turn_and_a_signal_negated():
    found = oddities.odd("upside_down", chosen(), 5)
    np.testing.assert_array_equal(found.samples, held_out(found.rows)[0][:, ::-1, ::-1])
    form = next(one for one in SPECS if one.kind == "signal")
    with registered(form):
        found = oddities.odd("upside_down", chosen(form.name, "1", "deep"), 5)
        np.testing.assert_array_equal(found.samples, -held_out(found.rows, form.name)[0])


def test_a_blank_has_nothing_on_it():
    found = oddities.odd("blank", chosen(), 50)
    assert len(found.samples) == 1 and not found.samples.any()


def test_letters_are_framed_as_the_digits_are_and_each_hand_is_another():
    found = oddities.odd("letter", chosen(), 2 * len(drawing.LETTERS))
    assert set(found.names) == set(drawing.LETTERS) and not set("BIOSZ") & set(found.names)
    half = len(drawing.LETTERS)
    pairs = zip(found.samples[:half], found.samples[half:], strict=True)
    assert all(not np.array_equal(*pair) for pair in pairs)
    for picture in found.samples:
        rows, columns = np.nonzero(picture > 0.4)
        assert 18 <= max(np.ptp(rows), np.ptp(columns)) + 1 <= 21
        mass = picture.sum()
        place = (picture.sum(1) @ np.arange(28) / mass, picture.sum(0) @ np.arange(28) / mass)
        assert np.allclose(place, 13.5, atol=0.8)


def test_an_unknown_letter_or_oddity_is_refused():
    with pytest.raises(KeyError):
        drawing.letter("O", np.random.default_rng(0))
    with pytest.raises(KeyError):
        oddities.odd("ghost", chosen(), 5)
