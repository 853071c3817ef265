"""How odd a sample is, by what a model makes of it: one definition each, larger is odder.

A model that has only seen what is normal rebuilds the rest badly, so its error is a score (Sakurada
& Yairi 2014, "Anomaly detection using autoencoders with nonlinear dimensionality reduction"). But
an empty sample is easily rebuilt, and a full one never quite: the error has to be seen against how
much there is in the sample. Serrà et al. 2020, "Input complexity and out-of-distribution detection
with likelihood-based generative models", correct likelihoods so, by how far a sample can be
compressed; here by its ink, or its energy.
"""

import numpy as np

from ae.analysis.quality import cross_entropy, squared_error

LEAST = 1.0
"""Ink and energy count as at least so much: a blank sample has none."""


def ink(samples: np.ndarray) -> np.ndarray:
    """Return how much is drawn on each sample, (n, …) of 0 to 1: the sum of its values, (n,)."""
    return samples.reshape(len(samples), -1).sum(axis=1, dtype=np.float32)


def energy(samples: np.ndarray) -> np.ndarray:
    """Return the sum of the squares of each sample's values, (n, …): float32 (n,)."""
    return squared_error(samples, np.zeros((), np.float32))


def error_per_ink(samples: np.ndarray, restored: np.ndarray) -> np.ndarray:
    """Return the squared error of each sample, of 0 to 1, for each unit of its ink: (n,)."""
    return squared_error(samples, restored) / np.maximum(ink(samples), LEAST)


def error_per_energy(samples: np.ndarray, restored: np.ndarray) -> np.ndarray:
    """Return the squared error of each sample as a share of its energy, float32 (n,)."""
    return squared_error(samples, restored) / np.maximum(energy(samples), LEAST)


def excess_cross_entropy(samples: np.ndarray, restored: np.ndarray) -> np.ndarray:
    """Return by how many nats the cross-entropy exceeds the sample's own entropy, float32 (n,).

    Grey values have an entropy of their own, which no reconstruction can go below; what is left
    is the sum of KL(sample ‖ reconstruction) over the values, read as probabilities: 0 where both
    are alike.
    """
    return cross_entropy(samples, restored) - cross_entropy(samples, samples)


def excess_per_ink(samples: np.ndarray, restored: np.ndarray) -> np.ndarray:
    """Return the excess cross-entropy of each sample, in nats for each unit of ink: (n,)."""
    return excess_cross_entropy(samples, restored) / np.maximum(ink(samples), LEAST)
