"""Signs that a training has failed: all outputs alike, a code that says nothing, a poor guess."""

from dataclasses import dataclass

import numpy as np

ALIKE = 0.02
"""Outputs vary so little, of how much their originals do, that they count as one picture."""
STILL = 1e-4
"""The variance below which a number of the code says nothing."""


@dataclass(frozen=True)
class Collapse:
    """What is wrong with a trained autoencoder, if anything.

    Args:
        alike: whether its outputs are all alike.
        unused: whether no number of its code varies.
        worse: whether its error is no smaller than that of the training samples' mean, put in
            place of every output.
        error: its squared error for each sample, summed over the values.
        mean_error: that of the mean.
    """

    alike: bool
    unused: bool
    worse: bool
    error: float
    mean_error: float

    def __bool__(self) -> bool:
        return self.alike or self.unused or self.worse


def signs(
    originals: np.ndarray,
    outputs: np.ndarray,
    codes: np.ndarray,
    error: float,
    mean_error: float,
) -> Collapse:
    """Look for signs of a collapse.

    Args:
        originals, outputs: float (n, *shape), some held-out samples of several classes, and what
            is made of them.
        codes: float (m, latent_dim), of any number of held-out samples.
        error, mean_error: see `Collapse`; over all held-out samples.
    """
    varied = float(originals.var(axis=0).sum())
    alike = len(originals) > 1 and float(outputs.var(axis=0).sum()) < ALIKE * varied
    unused = bool((codes.var(axis=0) < STILL).all())
    return Collapse(bool(alike), unused, error >= mean_error, error, mean_error)
