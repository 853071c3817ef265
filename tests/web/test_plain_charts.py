"""Charts drawn as SVG: well-formed, every point where it belongs, words as text."""

import xml.etree.ElementTree as ElementTree

import numpy as np
import pytest

from ae.web import figures

SVG = "{http://www.w3.org/2000/svg}"
NASTY = '<script>&"'


def opened(data):
    return ElementTree.fromstring(data)


def words(tree):
    return [one.text for one in tree.iter(f"{SVG}text")]


def test_a_map_has_a_dot_for_each_code_in_its_classs_colour():
    points, labels = np.array([[0.0, 0.0], [4.0, 2.0], [2.0, 1.0]]), np.array([0, 1, 1])
    tree = opened(figures.codes_svg(points, labels, ["odd", NASTY], ("z1", "z2")))
    dots = [one for one in tree.iter(f"{SVG}circle") if one.get("r") == "2"]
    places = np.array([[float(one.get(way)) for way in ("cx", "cy")] for one in dots])
    np.testing.assert_allclose(places, [[32, 608], [608, 32], [320, 320]])  # y grows upwards
    colours = figures.class_colours(2)
    assert [one.get("fill") for one in dots] == [colours[label] for label in labels]
    assert words(tree) == ["z1", "z2", "odd", NASTY]


def test_codes_that_are_all_alike_or_of_no_class_are_drawn_too():
    tree = opened(figures.codes_svg(np.ones((5, 2)), np.zeros(5, int), [], ("z1", "z2")))
    assert len(list(tree.iter(f"{SVG}circle"))) == 5 and words(tree) == ["z1", "z2"]


@pytest.mark.parametrize("epochs", [0, 1, 12])
def test_losses_fall_from_left_to_right(epochs):
    history = [{"epoch": n, "train_loss": 2.0**-n, "test_loss": 3.0**-n} for n in range(epochs + 1)]
    tree = opened(figures.losses_svg(history, ("learnt", "held out"), "BCE"))
    lines = [one for one in tree.iter(f"{SVG}path") if one.get("stroke-width")]
    assert len(lines) == 2
    for one in lines:
        places = np.array([part.split() for part in one.get("d")[1:].split("L")], float)
        assert len(places) == epochs + 1
        assert np.all(np.diff(places, axis=0) > 0)  # to the right, and down
    assert {"BCE", "0", str(max(epochs, 1)), "learnt", "held out"} <= set(words(tree))
