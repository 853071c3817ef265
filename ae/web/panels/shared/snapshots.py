"""The held-out samples that are reconstructed after every epoch, as rows."""

import numpy as np
import streamlit as st

from ae.config import RunConfig
from ae.data import datasets
from ae.i18n import _
from ae.models.training import inputs_and_targets, snapshot_rows
from ae.web import figures
from ae.web.samples import drawn, held_out_names
from ae.web.wording import named


def show_snapshot(config: RunConfig, snapshot: np.ndarray | None) -> None:
    """Show originals, inputs and, where there is one, one snapshot of reconstructions."""
    st.html(figures.sample_rows(rows_of(config, snapshot)))


def rows_of(config: RunConfig, snapshot: np.ndarray | None) -> list[figures.Row]:
    """Return a snapshot as rows.

    Inputs are shown where they differ from the originals, as a denoising network's do.

    Args:
        snapshot: reconstructions, drawn, uint8 (n, height, width).
    """
    split = datasets.held_out(config.dataset)
    shown = snapshot_rows(split.labels)
    names, originals = held_out_names(config, shown), split.samples[shown]

    def row(label: str, kind: str, pictures: np.ndarray, text: str) -> figures.Row:
        return figures.Row(label, kind, pictures, [text.format(name=name) for name in names])

    original = drawn(config, originals)
    rows = [row(_("Original"), "original", original, named(_("held-out {sample} {name}"), config))]
    inputs = drawn(config, inputs_and_targets(config, originals)[0])
    if not np.array_equal(inputs, original):
        given = _("what the network is given of a {name}")
        rows.append(row(_("Input"), "corrupted", inputs, given))
    if snapshot is not None:
        restored = _("reconstruction of a {name}")
        rows.append(row(_("Reconstruction"), "reconstruction", snapshot, restored))
    return rows
