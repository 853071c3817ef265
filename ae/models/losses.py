"""The losses: one definition each, with reduction and sign stated. All are to be made small.

Reconstruction losses are means over a sample's numbers and over the batch, in the form Keras takes:
(y_true, y_pred), float32 (n, …); BCE is in nats, and its values lie in [0, 1]. What is added to
them is stated per sample; divided by how many numbers a sample has, it is in the same unit.
Formulas that are also shown or measured take `ops`: `numpy`, or `keras.ops` inside a training.
"""

from typing import TYPE_CHECKING, Any

import numpy as np

from ae.config import LOSSES

if TYPE_CHECKING:
    import keras


def reconstruction(name: str, weighted: bool = False) -> "keras.losses.Loss":
    """Return the Keras loss of that name in `config.LOSSES`.

    Args:
        weighted: whether every number of a sample comes with a weight of its own, 0 where it is
            not known: then the loss is the mean over weights, and takes weights of the targets'
            shape as `sample_weight`.

    Raises:
        KeyError: for an unknown name.
    """
    import keras

    keras_class = LOSSES[name].keras_class
    plain = getattr(keras.losses, keras_class)(name=name) if keras_class else _OWN[name]()
    return _weighted(plain) if weighted else plain


def _weighted(plain: "keras.losses.Loss") -> "keras.losses.Loss":
    import keras
    from keras import ops

    class Weighted(keras.losses.Loss):
        def call(self, y_true, y_pred):
            # Of a last axis of one number the mean is the number: (n, …) stays (n, …).
            return plain.call(ops.expand_dims(y_true, -1), ops.expand_dims(y_pred, -1))

    return Weighted(name=plain.name, reduction="mean_with_sample_weight")


def multinomial(counts: Any, scores: Any, ops: Any = np) -> Any:
    """Return −log p of each sample's counts, without its constant, in nats: (n,).

    The chances are the softmax of the scores; both are (n, d). Liang et al. 2018, "Variational
    Autoencoders for Collaborative Filtering", equation 2.
    """
    above = scores - ops.max(scores, axis=-1, keepdims=True)
    log_chances = above - ops.log(ops.sum(ops.exp(above), axis=-1, keepdims=True))
    return -ops.sum(counts * log_chances, axis=-1)


def _multinomial() -> "keras.losses.Loss":
    """Return it as a loss of Keras'.

    `CategoricalCrossentropy` would not do: TensorFlow's gradient of it takes counts for shares.
    """
    import keras
    from keras import ops

    class Multinomial(keras.losses.Loss):
        def call(self, y_true, y_pred):
            return multinomial(y_true, y_pred, ops)

    return Multinomial(name="multinomial")


_OWN = {"multinomial": _multinomial}


def kl_to_normal(mean: Any, log_variance: Any, ops: Any = np) -> Any:
    """Return KL(N(mean, variance) ‖ N(0, 1)) of each number, in nats: the shape of `mean`.

    Kingma & Welling 2013, "Auto-Encoding Variational Bayes", appendix B. It is 0 where the
    mean is 0 and the variance 1, and positive elsewhere.
    """
    return 0.5 * (ops.square(mean) + ops.exp(log_variance) - 1.0 - log_variance)


def l1(codes: Any, ops: Any = np) -> Any:
    """Return the sum of the absolute values of a code, mean over the batch: a scalar."""
    return ops.mean(ops.sum(ops.abs(codes), axis=-1))


def kl_sparsity(codes: Any, target: float, ops: Any = np) -> Any:
    """Return Σ KL(target ‖ ρ) over the units, in nats: a scalar.

    ρ is a unit's mean activity over the batch; `codes` (n, units) lie in [0, 1]. Ng 2011,
    "Sparse autoencoder" (CS294A lecture notes), section 3.
    """
    rho = ops.clip(ops.mean(codes, axis=0), 1e-6, 1.0 - 1e-6)
    on = target * (np.log(target) - ops.log(rho))
    off = (1.0 - target) * (np.log(1.0 - target) - ops.log(1.0 - rho))
    return ops.sum(on + off)
