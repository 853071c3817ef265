"""Codes as the TensorFlow Embedding Projector opens them."""

from math import ceil, sqrt

import numpy as np

from ae.i18n import N_, _
from ae.web.exports import check_codes, check_pictures, grid_png, joined_lines, number_texts

LOADING = N_(
    "To see the codes with their pictures, unpack this archive, run “tensorboard --logdir .” in "
    "its folder and open the tab Projector.\n"
    "Without TensorBoard, open https://projector.tensorflow.org, choose Load, and give it "
    "vectors.tsv and metadata.tsv; it then shows labels instead of pictures."
)

_CONFIG = """embeddings {
  tensor_name: "codes"
  tensor_path: "vectors.tsv"
  metadata_path: "metadata.tsv"
  sprite {
    image_path: "sprite.png"
    single_image_dim: %d
    single_image_dim: %d
  }
}
"""
"""What TensorBoard reads first; paths are relative to its folder, sizes are width and height."""


def files(codes: np.ndarray, labels: np.ndarray, pictures: np.ndarray) -> dict[str, bytes]:
    """Return, by name, the files that the TensorFlow Embedding Projector opens.

    They are `vectors.tsv` (no header), `metadata.tsv` (a table of one column has no header
    there), `sprite.png` (the pictures in a square grid, row by row) and
    `projector_config.pbtxt`. The projector refuses codes of one number: they get a second one, 0.

    Args:
        codes: float32 (n, d).
        labels: integers (n,).
        pictures: uint8 (n, h, w), for MNIST's size at most 85,264.

    Raises:
        ValueError: if there is not one label and one picture for each code, or the sprite
            would be too large.
    """
    check_codes(codes, labels)
    check_pictures(pictures)
    if len(pictures) != len(codes):
        raise ValueError(
            f"pictures: expected one for each of {len(codes)} codes. Received: {len(pictures)}."
        )
    if codes.shape[1] == 1:
        codes = np.pad(codes, ((0, 0), (0, 1)))
    height, width = pictures.shape[1:]
    return {
        "vectors.tsv": joined_lines(number_texts(codes), "\t"),
        "metadata.tsv": joined_lines([[str(label)] for label in labels], "\t"),
        "sprite.png": _sprite(pictures),
        "projector_config.pbtxt": (_CONFIG % (width, height)).encode(),
    }


def readme() -> dict[str, bytes]:
    """Return what says how the Projector opens these files, by its name."""
    return {"README.txt": f"{_(LOADING)}\n".encode()}


def _sprite(pictures: np.ndarray) -> bytes:
    side = ceil(sqrt(len(pictures)))
    missing = side * side - len(pictures)
    return grid_png(np.pad(pictures, ((0, missing), (0, 0), (0, 0))), side)
