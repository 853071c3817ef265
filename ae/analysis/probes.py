"""What can be told from a code: classifiers that see nothing but it.

Each is fitted on some codes and scored on others. For held-out codes, which the model has not
learned from, these are `split` of them.
"""

import numpy as np

from ae.analysis.codes import require_finite
from ae.analysis.neighbours import nearest_many


def split(count: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Share out `count` indices at random: one half to fit on, the other to score on.

    Raises:
        ValueError: for fewer than two.
    """
    if count < 2:
        raise ValueError(f"count: expected 2 or more. Received: {count}.")
    order = np.random.default_rng(seed).permutation(count)
    return order[: count // 2], order[count // 2 :]


def logistic_probe(
    codes: np.ndarray, labels: np.ndarray, test_codes: np.ndarray, test_labels: np.ndarray
) -> float:
    """Return how well a linear classifier tells the digits of test codes: 0 to 1.

    Logistic regression, fitted on standardised training codes. For workers: it imports
    scikit-learn.
    """
    from sklearn.linear_model import LogisticRegression

    standard, test_standard = _standardised(codes, test_codes)
    probe = LogisticRegression(max_iter=300).fit(standard, labels)
    return float(probe.score(test_standard, test_labels))


def ridge_probe(
    codes: np.ndarray,
    labels: np.ndarray,
    test_codes: np.ndarray,
    test_labels: np.ndarray,
    penalty: float = 1.0,
) -> float:
    """Return how well ridge regression tells the digits of test codes: 0 to 1.

    The linear classifier that the web process can afford: a closed form in NumPy. Standardised
    codes are regressed on one column for each class, 1 where it is the code's and 0 elsewhere,
    and the column with the largest value is the answer. It tells a few hundredths less than
    `logistic_probe`: compare it with itself only.

    Args:
        codes, test_codes: (n, d) and (m, d).
        labels, test_labels: their classes, (n,) and (m,).
        penalty: weight of the squared coefficients, beside a squared error summed over codes.

    Raises:
        ValueError: if a code is not finite.
    """
    both = (require_finite(part).astype(np.float64) for part in (codes, test_codes))
    standard, test_standard = _standardised(*both)
    classes, targets = _one_hot(labels)
    rates = targets.mean(axis=0)
    gram = standard.T @ standard + penalty * np.eye(standard.shape[1])
    # The codes' mean is 0, so the unpenalised intercept is the classes' rates.
    weights = np.linalg.solve(gram, standard.T @ (targets - rates))
    answers = classes[np.argmax(test_standard @ weights + rates, axis=1)]
    return float(np.mean(answers == test_labels))


def knn_accuracy(
    codes: np.ndarray,
    labels: np.ndarray,
    test_codes: np.ndarray,
    test_labels: np.ndarray,
    k: int = 5,
) -> float:
    """Return how often the k nearest codes' most frequent digit is a test code's: 0 to 1.

    Codes are compared as they are, not standardised. Of equally frequent digits the smallest
    wins.

    Args:
        codes, test_codes: (n, d) and (m, d).
        labels, test_labels: their classes, (n,) and (m,).
        k: how many; all n if it is more.

    Raises:
        ValueError: if a code is not finite.
    """
    near, _ = nearest_many(require_finite(test_codes), require_finite(codes), k)
    classes, targets = _one_hot(labels)
    answers = classes[np.argmax(targets[near].sum(axis=1), axis=1)]
    return float(np.mean(answers == test_labels))


def _standardised(codes: np.ndarray, test_codes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Scale both by the first's mean and spread."""
    mean, spread = codes.mean(axis=0), codes.std(axis=0) + 1e-6
    return (codes - mean) / spread, (test_codes - mean) / spread


def _one_hot(labels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the classes in order, and for each label a row with a 1 in its class's column."""
    classes, columns = np.unique(labels, return_inverse=True)
    return classes, np.eye(len(classes))[columns]
