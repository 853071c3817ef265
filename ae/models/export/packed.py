"""What encoder and decoder of pictures do, for a page: steps, and weights in half precision."""

import zlib
from collections.abc import Mapping
from typing import Any

import numpy as np

from ae.models.export.steps import Half, Step


def packed(parts: Mapping[str, Half], bits: int = 11) -> tuple[dict[str, Any], bytes]:
    """Return what a page computes with.

    Args:
        bits: to how many significant bits weights are rounded; half precision has 11.

    Returns:
        the form: of each half its `shape` and `steps`, each with its kind, shape, settings, and how
        many numbers its arrays have, in their order; and the weights: first the high bytes of all
        numbers, then the low ones, which packs better; by zlib.
    """
    arrays: list[np.ndarray] = []
    form = {}
    for name, half in parts.items():
        form[name] = {"shape": list(half.shape), "steps": [_step(one) for one in half.steps]}
        arrays += [array.ravel() for one in half.steps for array in one.arrays.values()]
    halves = rounded(np.concatenate(arrays), bits)
    planes = halves.view(np.uint8).reshape(-1, 2).T[::-1]
    packing = zlib.compressobj(9, memLevel=9, strategy=zlib.Z_FILTERED)  # nothing comes twice
    return form, packing.compress(planes.tobytes()) + packing.flush()


def rounded(numbers: np.ndarray, bits: int) -> np.ndarray:
    """Return numbers in half precision, with so many significant bits.

    Raises:
        ValueError: where half precision cannot hold them.
    """
    halves = numbers.astype("<f2")
    if not np.isfinite(halves).all():
        most = float(np.abs(numbers).max())
        raise ValueError(f"Expected weights of at most 65,504. Received: {most:g}.")
    left_out = 11 - bits
    if left_out:
        whole = halves.view("<u2").astype(np.uint32) + (1 << (left_out - 1))
        halves = ((whole >> left_out) << left_out).astype("<u2").view("<f2")
    return halves


def _step(step: Step) -> dict[str, Any]:
    counts = [int(array.size) for array in step.arrays.values()]
    settings = dict(step.settings)
    if "strides" in settings:
        settings["size"] = step.arrays["kernel"].shape[:-2]
    return {"kind": step.kind, "shape": list(step.shape), "counts": counts, **settings}
