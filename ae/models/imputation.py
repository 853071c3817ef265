"""Imputation: unknown pixels filled in by an autoencoder, which is asked again and again.

Rezende, Mohamed & Wierstra 2014, "Stochastic backpropagation and approximate inference in deep
generative models", appendix F, alternate so between drawing a code of the picture as it is and
drawing what is missing from the decoder. Here nothing is drawn: code and pixels are the means,
and so every family can be asked.
"""

from collections.abc import Callable

import numpy as np


def impute(
    image: np.ndarray,
    erased: np.ndarray,
    reconstruct: Callable[[np.ndarray], np.ndarray],
    steps: int,
) -> np.ndarray:
    """Fill in the erased pixels: reconstruct the picture, put back what is known, repeat.

    Args:
        image: float32 (height, width) in [0, 1]; what it holds at erased pixels is not looked at.
        erased: bool (height, width).
        reconstruct: (n, height, width) → (n, height, width).
        steps: how often, 0 or more.

    Returns:
        float32 (steps + 1, height, width): first the picture with its erased pixels black, then
        the picture after each step.

    Raises:
        ValueError: if the shapes differ.
    """
    if image.shape != erased.shape:
        raise ValueError(
            "Expected a picture and a mask of one shape. "
            f"Received: {image.shape} and {erased.shape}."
        )
    found = [np.where(erased, 0.0, image).astype(np.float32)]
    for _step in range(steps):
        guess = np.asarray(reconstruct(found[-1][None]), np.float32)[0]
        found.append(np.where(erased, guess, found[0]))
    return np.stack(found)
