"""The table of results: its runs can be trained, and its lines are measured on real runs."""

import re
from pathlib import Path

import numpy as np
import pytest

from ae import config
from ae.cli import results_table
from tests.conftest import tiny_config, train

README = (Path(__file__).resolve().parent.parent.parent / "README.md").read_text()


@pytest.fixture(scope="module")
def variational(workers):
    return train(workers, tiny_config(architecture="variational", latent_dim=2))


def test_every_run_of_the_table_is_a_configuration_of_its_own():
    wanted = results_table.wanted()
    assert all(chosen.dataset == "mnist" for chosen in wanted.values())
    assert len({chosen.key() for chosen in wanted.values()}) == len(wanted)
    assert {chosen.architecture.name for chosen in wanted.values()} == set(
        config.choices("architecture")
    )


def test_every_family_default_is_in_the_table():
    keys = {chosen.key() for chosen in results_table.wanted().values()}
    for name in config.choices("architecture"):
        assert config.from_flat({"dataset": "mnist", "architecture": name}).key() in keys


def test_the_readme_holds_every_figure_that_the_command_prints():
    for fact in results_table._FACTS:
        row = re.escape(f"| {fact.model} | {fact.measure} | {fact.published} | {fact.reproduced} |")
        assert re.search(row + r" [\d.]+%? \| \d+ s \|", README), fact.model


def test_samples_are_digits_decoded_from_the_prior(variational):
    pictures = results_table.samples(variational)
    assert pictures.shape == (results_table.SAMPLES, 28, 28)
    assert pictures.dtype == np.uint8
    assert len(np.unique(pictures.reshape(len(pictures), -1), axis=0)) > 1000
    np.testing.assert_array_equal(pictures, results_table.samples(variational))


@pytest.mark.mnist
def test_a_line_of_the_two_sample_test_says_what_was_found(variational):
    lines = list(results_table._two_samples(variational))
    assert [line.model for line in lines] == ["variational, 2-d"] * 2
    for line in lines:
        assert re.fullmatch(r"-?\d\.\d{5}; -?\d\.\d{5}, p = \d\.\d\d", line.ours)
        assert len(line.cells()) == len(results_table.HEADS)
