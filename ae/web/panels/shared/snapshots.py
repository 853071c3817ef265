"""The ten held-out digits that are reconstructed after every epoch, as rows."""

import numpy as np

from ae.analysis import choose
from ae.config import RunConfig
from ae.data import datasets
from ae.i18n import _
from ae.models.training import FILM, examples
from ae.web import figures


def snapshot_rows(config: RunConfig, frame: np.ndarray | None) -> list[figures.Row]:
    """Return the film's ten digits as rows: originals, inputs, one frame of reconstructions.

    Inputs are shown where they differ from the originals, as a denoising network's do.
    """
    split = datasets.load(config.dataset, "test")
    shown = choose(split.labels, None, "each", FILM)
    originals, names = split.images[shown], [str(label) for label in split.labels[shown]]

    def row(label: str, kind: str, pictures: np.ndarray, text: str) -> figures.Row:
        return figures.Row(label, kind, pictures, [text.format(name=name) for name in names])

    rows = [row(_("Original"), "original", originals, _("held-out digit {name}"))]
    inputs = datasets.to_pixels(examples(config, originals)[0])
    if not np.array_equal(inputs, originals):
        rows.append(
            row(_("Input"), "corrupted", inputs, _("what the network is given of a {name}"))
        )
    if frame is not None:
        rows.append(
            row(_("Reconstruction"), "reconstruction", frame, _("reconstruction of a {name}"))
        )
    return rows
