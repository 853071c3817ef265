"""In how many bits a run keeps its numbers: half as many as they were computed in, or fewer."""

import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

LARGEST_HALF = float(np.finfo(np.float16).max)
"""65,504: what lies above becomes infinite in half precision."""


def halved(array: np.ndarray) -> np.ndarray:
    """Return real numbers in half precision; as they are where it cannot hold the largest."""
    if array.dtype.kind != "f" or not np.all(np.abs(array) <= LARGEST_HALF):
        return array
    return array.astype(np.float16)


def shortened(array: np.ndarray) -> np.ndarray:
    """Return real numbers in half precision, rounded to 8 significant bits (within 0.5 %).

    Half precision has 11; the last ones are noise to whoever looks, and do not compress.
    """
    halves = halved(array)
    if halves.dtype != np.float16:
        return halves
    rounded = ((halves.view(np.uint16) + 4) & 0xFFF8).view(np.float16)
    down = (halves.view(np.uint16) & 0xFFF8).view(np.float16)
    return np.where(np.isfinite(rounded), rounded, down)  # above 65,408 rounding up overflows


def stepped(array: np.ndarray) -> np.ndarray:
    """Return samples, of values of the order of 1, in steps of 1/1024: a quarter of a byte's."""
    return halved(np.round(array.astype(np.float32) * 1024) / 1024)


def alike(kept: np.ndarray | None, new: np.ndarray) -> bool:
    """Tell whether two shortened arrays differ by no more than rounding."""
    if kept is None or kept.shape != new.shape:
        return False
    scale = float(np.abs(kept.astype(np.float64)).max(initial=0.0))
    return np.allclose(kept.astype(np.float64), new, rtol=0.01, atol=1e-3 * scale)


def write_arrays(path: Path, arrays: Mapping[str, np.ndarray]) -> None:
    """Write arrays as an npz file that NumPy reads; by LZMA a seventh smaller than by its own."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_LZMA) as archive:
        for name, array in arrays.items():
            with archive.open(f"{name}.npy", "w", force_zip64=True) as file:
                np.lib.format.write_array(file, np.asanyarray(array), allow_pickle=False)


def compress(path: Path) -> None:
    """Rewrite Keras' weights file: real numbers in half precision, everything compressed."""
    import h5py

    whole = path.with_suffix(".whole")
    path.rename(whole)
    with h5py.File(whole) as source, h5py.File(path, "w") as target:

        def copy(name: str, item: Any) -> None:
            if isinstance(item, h5py.Group):
                made = target.require_group(name)
            else:
                data = halved(item[()])
                options = {"compression": "gzip", "shuffle": True} if data.ndim else {}
                made = target.create_dataset(name, data=data, **options)
            made.attrs.update(item.attrs)

        target.attrs.update(source.attrs)
        source.visititems(copy)
    whole.unlink()
