"""Choices of the view in an address: names are written, names and English words are read."""

import pytest

from ae.web import panels  # noqa: F401  (its choices are declared there)
from ae.web.controls import links


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("noise", "salt_and_pepper", "salt_and_pepper"),
        ("noise", "Salt and pepper", "salt_and_pepper"),
        ("digits", "Rebuilt worst", "worst"),
        ("digits", "3", "3"),
        ("view", "Map", "latent.map"),
        ("way", "generate.by_hand", "generate.by_hand"),
        ("pca", "true", True),
        ("film", "false", False),
        ("level", "0.35", 0.35),
        ("beside", "0123456789abcdef", "0123456789abcdef"),
    ],
)
def test_a_choice_is_read(name, text, value):
    assert links.read({name: text}) == ({name: value}, [])


@pytest.mark.parametrize(
    ("name", "text", "allowed"),
    [
        ("noise", "thunder", "gaussian"),
        ("level", "1.01", "0 to 1"),
        ("level", "nan", "0 to 1"),
        ("level", "high", "0 to 1"),
        ("pca", "TRUE", "true, false"),
        ("beside", "", "keys of runs"),
        ("beside", "0123456789abcdef,../x", "keys of runs"),
    ],
)
def test_what_cannot_be_had_is_named(name, text, allowed):
    values, (problem,) = links.read({name: text})
    assert not values and problem.field == name and allowed in problem.expected


def test_what_is_no_choice_of_the_view_is_left_alone():
    assert links.read({"latent_dim": "3", "fbclid": "x"}) == ({}, [])


def test_what_is_written_is_read_again():
    chosen = {"noise": "hum", "level": 0.05, "pca": True, "view": "latent.pair", "digits": "best"}
    assert links.read(links.written(chosen)) == (chosen, [])
