"""What these tests share: real digits, and points of a normal distribution."""

import numpy as np
import pytest

from ae.data import datasets


@pytest.fixture(scope="module")
def held_out():
    return datasets.to_inputs(datasets.load("digits", "test").samples)


@pytest.fixture(scope="module")
def train_images():
    return datasets.to_inputs(datasets.load("digits", "train").samples)


def normal(n, d, seed=0):
    return np.random.default_rng(seed).standard_normal((n, d), np.float32)
