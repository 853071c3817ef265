"""How likely a variational autoencoder finds pictures: a bound, as tight as one has time for."""

from typing import Any

import numpy as np

from ae import analysis

BATCH = 1000


def importance_weighted_bound(
    model: Any, images: np.ndarray, draws: int, rng: np.random.Generator
) -> np.ndarray:
    """Return a lower bound of log p(x) in nats of each picture: float32 (n,).

    Burda, Grosse & Salakhutdinov 2015, "Importance Weighted Autoencoders", equation 8: the
    more draws, the tighter. It is a random number, whose expectation is the bound.

    Args:
        model: a variational autoencoder, with its posterior and decoder.
        images: float32 (n, height, width), black and white for a bound in the usual sense.
        draws: how many codes are drawn for each picture; with one, it is the ELBO.
    """
    mean, log_variance = model.posterior.predict(images, batch_size=BATCH, verbose=0)
    weights = np.empty((draws, len(images)), np.float32)
    for draw in range(draws):
        epsilon = rng.standard_normal(mean.shape, np.float32)
        codes = mean + np.exp(0.5 * log_variance) * epsilon
        decoded = model.decoder.predict(codes, batch_size=BATCH, verbose=0)
        # log p(z) − log q(z|x); the two normalising constants cancel.
        ratio = 0.5 * (np.square(epsilon) + log_variance - np.square(codes)).sum(axis=1)
        weights[draw] = ratio - analysis.cross_entropy(images, decoded)
    top = weights.max(axis=0)
    return top + np.log(np.mean(np.exp(weights - top), axis=0))
