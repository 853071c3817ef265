"""What encoder and decoder of pictures do, for a page: steps, and weights in half precision."""

import zlib
from collections.abc import Mapping
from typing import Any

import numpy as np

from ae.models.export.steps import Half, Step


def packed(parts: Mapping[str, Half]) -> tuple[dict[str, Any], bytes]:
    """Return what a page computes with.

    Returns:
        the form: of each half its `shape` and `steps`, each with its kind, shape, settings, and how
        many numbers its arrays have, in their order; and the weights: first the high bytes of all
        numbers, then the low ones, which packs better; by zlib.

    Raises:
        ValueError: where half precision cannot hold a weight.
    """
    form = {
        name: {"shape": list(half.shape), "steps": [_step(one) for one in half.steps]}
        for name, half in parts.items()
    }
    steps = [one for half in parts.values() for one in half.steps]
    numbers = np.concatenate([array.ravel() for one in steps for array in one.arrays.values()])
    largest = float(np.finfo(np.float16).max)
    if (most := float(np.abs(numbers).max())) > largest:
        raise ValueError(f"Expected weights of at most {largest:g}. Received: {most:g}.")
    planes = numbers.astype("<f2").view(np.uint8).reshape(-1, 2).T[::-1]
    packing = zlib.compressobj(9, memLevel=9, strategy=zlib.Z_FILTERED)  # nothing comes twice
    return form, packing.compress(planes.tobytes()) + packing.flush()


def _step(step: Step) -> dict[str, Any]:
    counts = [int(array.size) for array in step.arrays.values()]
    settings = dict(step.settings)
    if "strides" in settings:
        settings["size"] = step.arrays["kernel"].shape[:-2]
    return {"kind": step.kind, "shape": list(step.shape), "counts": counts, **settings}
