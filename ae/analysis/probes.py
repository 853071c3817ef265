"""What can be told from a code: classifiers that see nothing but it."""

import numpy as np


def linear_probe(
    codes: np.ndarray, labels: np.ndarray, test_codes: np.ndarray, test_labels: np.ndarray
) -> float:
    """Return how well a linear classifier tells the digits of test codes: 0 to 1.

    Logistic regression, fitted on standardised training codes. For workers: it imports
    scikit-learn.
    """
    from sklearn.linear_model import LogisticRegression

    mean, spread = codes.mean(axis=0), codes.std(axis=0) + 1e-6
    probe = LogisticRegression(max_iter=300).fit((codes - mean) / spread, labels)
    return float(probe.score((test_codes - mean) / spread, test_labels))
