"""The idea in one picture: digits, their codes, and what is rebuilt from these."""

import numpy as np
import streamlit as st

from ae.data import datasets
from ae.i18n import _
from ae.models.training import snapshot_rows
from ae.runs.evaluation import SNAPSHOTS
from ae.runs.store import Run
from ae.web import figures
from ae.web.figures import Row
from ae.web.panels.shared.snapshots import rows_of
from ae.web.runs import family_of, run_array
from ae.web.samples import held_out_names
from ae.web.wording import named

PLAIN = 2
"""Rows of a run that is given the originals: these, and what it makes of them."""


def squeezed(run: Run) -> None:
    """Show held-out samples above their codes, and what a run rebuilds from these."""
    rows = rows_of(run.config, run_array(run, SNAPSHOTS)[-1])
    if len(rows) == PLAIN:  # what is kept are codes of the originals, not of damaged ones
        rows.insert(1, _codes(run))
    st.html(figures.sample_rows(rows))
    text = named(_("Held-out {samples} through {run}: it has never been trained on them."), run)
    st.caption(text.format(run=family_of(run)))


def _codes(run: Run) -> Row:
    rows = snapshot_rows(datasets.held_out(run.config.dataset).labels)
    codes = run_array(run, "latents")[rows]
    text = _("code of the {name}")
    texts = [text.format(name=name) for name in held_out_names(run, rows)]
    pictures = figures.code_pictures(codes, float(np.abs(codes).max()))
    return Row(_("Code"), "code", pictures, texts)
