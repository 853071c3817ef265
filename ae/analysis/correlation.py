"""How much two sets of numbers about the same things say of each other."""

import numpy as np


def canonical_correlations(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Return the canonical correlations of two sets of numbers, largest first.

    Hotelling 1936, "Relations between two sets of variates"; by QR and SVD, after Björck & Golub
    1973. The directions are found on every second row, and the correlations measured on the
    others, so that many numbers do not find what is not there.

    Args:
        first: (n, k), second: (n, h): of the same n things.

    Returns:
        float64 (min(k, h),).
    """
    halves = [(part[::2].astype(np.float64), part[1::2]) for part in (first, second)]
    means = [fitted.mean(axis=0) for fitted, _held in halves]
    bases = [np.linalg.qr(fit - mean) for (fit, _held), mean in zip(halves, means, strict=True)]
    left, _values, right = np.linalg.svd(bases[0].Q.T @ bases[1].Q)
    count = min(first.shape[1], second.shape[1])
    turns = (left[:, :count], right.T[:, :count])
    shown = [
        (held - mean) @ np.linalg.pinv(base.R) @ turn
        for (_fit, held), mean, base, turn in zip(halves, means, bases, turns, strict=True)
    ]
    found = [abs(np.corrcoef(*pair)[0, 1]) for pair in zip(shown[0].T, shown[1].T, strict=True)]
    return np.sort(np.nan_to_num(found))[::-1]


def read_from(codes: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Return how the best linear reading of codes correlates with each of some values.

    Fitted on every second row by least squares, measured on the others.

    Args:
        codes: (n, k), values: (n, h).

    Returns:
        float64 (h,).
    """
    whole = np.column_stack([codes, np.ones(len(codes))]).astype(np.float64)
    weights = np.linalg.lstsq(whole[::2], values[::2], rcond=None)[0]
    guessed, truth = whole[1::2] @ weights, values[1::2]
    pairs = zip(guessed.T, truth.T, strict=True)
    return np.nan_to_num([np.corrcoef(one, other)[0, 1] for one, other in pairs])
