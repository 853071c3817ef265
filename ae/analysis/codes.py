"""What each dimension of a code is worth, and whether the codes can be used at all."""

import numpy as np

ACTIVE_NATS = 0.01
"""A code's dimension whose mean KL to the prior is larger than this is active."""
COLLAPSED_SHARE, COLLAPSED_SPREAD = 0.02, 1e-3
"""A dimension whose standard deviation is below this share of the largest one, or below this
number, says next to nothing. A variational run's unused dimensions have shares of 0.01."""

TRAVERSAL = np.linspace(-2.5, 2.5, 9, dtype=np.float32)
"""Where a traversal stops, in standard deviations from the mean."""


def finite(codes: np.ndarray) -> bool:
    """Return whether codes (n, d) are all numbers: weights that are NaN make them NaN, too."""
    return bool(np.isfinite(codes).all())


def require_finite(codes: np.ndarray) -> np.ndarray:
    """Return the codes, (n, d), as they are.

    Raises:
        ValueError: if there are none, or one is not a finite number.
    """
    if codes.ndim != 2 or not codes.size:
        raise ValueError(f"codes: expected shape (n, d), not empty. Received: {codes.shape}.")
    if not finite(codes):
        count = int(np.sum(~np.isfinite(codes).all(axis=1)))
        raise ValueError(
            f"codes: expected finite numbers. Received: {count} of {len(codes)} codes with NaN or "
            "infinity. The training diverged; train again with a smaller learning rate."
        )
    return codes


def dimension_importance(codes: np.ndarray) -> np.ndarray:
    """Return each dimension's share of the variance of codes (n, d): float64 (d,).

    The shares sum to 1; all are 0 where no dimension varies.
    """
    variances = codes.var(axis=0, dtype=np.float64)
    total = variances.sum()
    return variances / total if total > 0 else np.zeros_like(variances)


def collapsed(codes: np.ndarray) -> np.ndarray:
    """Tell which dimensions of codes (n, d) are constant, or nearly so: bool (d,)."""
    spreads = codes.std(axis=0, dtype=np.float64)
    return spreads < max(COLLAPSED_SHARE * spreads.max(initial=0.0), COLLAPSED_SPREAD)


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
