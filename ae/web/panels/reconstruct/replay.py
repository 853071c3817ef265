"""The epoch snapshots of a training, to go through again."""

from typing import Any

import numpy as np
import streamlit as st

from ae.data import datasets
from ae.i18n import _
from ae.models.training import snapshot_rows
from ae.runs.evaluation import SNAPSHOTS, WITHIN, WITHIN_SHARES
from ae.runs.store import Run
from ae.web.components import film
from ae.web.controls import view_choices
from ae.web.panels.shared.curves import show_curves
from ae.web.panels.shared.snapshots import rows_of
from ae.web.runs import run_array
from ae.web.samples import held_out_names


@st.fragment
def replay(run: Run) -> None:
    """Offer to go through the training again; what it needs is loaded when it is opened."""
    panel = st.expander(
        _("Watch it learn again, epoch by epoch"),
        icon=":material/movie:",
        expanded=view_choices.value("film", False),
        **view_choices.wired("film", False),
    )
    if panel.open:
        with panel:
            _go_through(run)


def _go_through(run: Run) -> None:
    """Show the same held-out samples as they were after every epoch, beside the loss curves."""
    left, right = st.columns(2)
    with left:
        *still, moving = rows_of(run.config, run_array(run, SNAPSHOTS)[-1])
        rows = snapshot_rows(datasets.held_out(run.config.dataset).labels)
        frames, told = _frames(run)
        film(
            frames,
            [(row.label, row.images) for row in still],
            moving.label,
            held_out_names(run, rows),
            told,
            f"film-{run.key}",
        )
    with right:
        show_curves(run, run.history, "film")


def _frames(run: Run) -> tuple[np.ndarray, list[str]]:
    """Return the snapshots in order, those inside the first epoch too, and what each is."""
    films, told = run_array(run, SNAPSHOTS), [_told(record) for record in run.history]
    if not run.has_array(WITHIN):
        return films, told
    text = _("After {share:.0%} of the first epoch.")
    inside = [text.format(share=share) for share in run_array(run, WITHIN_SHARES)]
    frames = np.concatenate([films[:1], run_array(run, WITHIN), films[1:]])
    return frames, [told[0], *inside, *told[1:]]


def _told(record: dict[str, Any]) -> str:
    text = _("After epoch {epoch}: training error {train:.4f}, held-out error {test:.4f}.")
    return text.format(epoch=record["epoch"], train=record["train_loss"], test=record["test_loss"])
