"""What each dimension of a code is worth, and whether the codes can be used at all."""

from collections.abc import Callable

import numpy as np

from ae.i18n import N_
from ae.messages import WordedError

ACTIVE_NATS = 0.01
"""A code's dimension whose mean KL to the prior is larger than this is active."""
TRAVERSAL = np.linspace(-2.5, 2.5, 9, dtype=np.float32)
"""Where a traversal stops, in standard deviations from the mean."""


class UnusableCodes(WordedError, ValueError):
    """Nothing can be made of these codes; the message says why and what to do."""


def finite(codes: np.ndarray) -> bool:
    """Return whether codes (n, d) are all numbers: weights that are NaN make them NaN, too."""
    return bool(np.isfinite(codes).all())


def require_finite(codes: np.ndarray) -> np.ndarray:
    """Return the codes, (n, d), as they are.

    Raises:
        UnusableCodes: if there are none, or one is not a finite number.
    """
    if codes.ndim != 2 or not codes.size:
        raise UnusableCodes(
            N_("codes: expected shape (n, d), not empty. Received: {shape}."), shape=codes.shape
        )
    if not finite(codes):
        count = int(np.sum(~np.isfinite(codes).all(axis=1)))
        raise UnusableCodes(
            N_(
                "codes: expected finite numbers. Received: {count} of {codes} codes "
                "with NaN or infinity. The training diverged; train again with a "
                "smaller learning rate."
            ),
            count=count,
            codes=len(codes),
        )
    return codes


def dimension_importance(codes: np.ndarray) -> np.ndarray:
    """Return each dimension's share of the variance of codes (n, d): float64 (d,).

    The shares sum to 1; all are 0 where no dimension varies.
    """
    variances = codes.var(axis=0, dtype=np.float64)
    total = variances.sum()
    return variances / total if total > 0 else np.zeros_like(variances)


def effects(
    codes: np.ndarray, rows: np.ndarray, decode: Callable[[np.ndarray], np.ndarray]
) -> np.ndarray:
    """Measure what each number of a code changes: how far the decoded sample moves without it.

    Args:
        codes: all held-out codes, float32 (n, d): a number that is left out takes its mean.
        rows: of which of them the numbers are left out, int (m,).
        decode: codes (k, d) → samples (k, *shape).

    Returns:
        float64 (d,): the mean squared change, summed over a sample.
    """
    some, mean = codes[rows], codes.mean(axis=0, dtype=np.float64)
    size = codes.shape[1]
    without = np.repeat(some[:, None], size, axis=1)  # (m, d, d): one number left out of each
    without[:, np.arange(size), np.arange(size)] = mean
    whole = decode(some)[:, None].astype(np.float64)
    changed = decode(without.reshape(-1, size)).reshape(len(rows), size, *whole.shape[2:])
    axes = tuple(range(2, changed.ndim))
    return np.square(changed - whole).sum(axis=axes).mean(axis=0)


def traversal(codes: np.ndarray, index: int, axis: int) -> np.ndarray:
    """Return one code while one of its numbers goes from low to high: float32 (TRAVERSAL, d).

    Args:
        codes: all held-out codes (n, d): their mean and spread say what is low and high.
        index: which of them.
        axis: which number, from 0.
    """
    moved = np.tile(codes[index], (len(TRAVERSAL), 1)).astype(np.float32)
    moved[:, axis] = codes[:, axis].mean() + TRAVERSAL * codes[:, axis].std()
    return moved
