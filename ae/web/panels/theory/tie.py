"""Why a linear autoencoder is PCA, and how near ours comes to it."""

import numpy as np
import streamlit as st

from ae.data import datasets
from ae.i18n import _
from ae.models.training import snapshot_rows
from ae.runs.evaluation import SNAPSHOTS
from ae.runs.store import Run
from ae.web import figures, measured
from ae.web.figures import Row
from ae.web.panels.shared.snapshots import rows_of
from ae.web.runs import pca_of, run_array
from ae.web.samples import drawn, held_out_names
from ae.web.wording import named


def tie(run: Run) -> None:
    """Say why, and show both errors beside each other.

    Args:
        run: of the linear family.
    """
    st.markdown(
        _(
            "Leave out every bend: encoder and decoder are then two matrices, and what comes out "
            "is the input laid flat onto a plane. Of all planes of that many dimensions PCA's "
            "leaves the least squared error (Eckart & Young 1936), so none that is learnt can be "
            "better; and as there are no other valleys (Baldi & Hornik 1989), training ends "
            "there. The axes may differ, the plane does not."
        )
    )
    text = _(
        "Squared error on all held-out {samples}, {n} numbers: **linear autoencoder {ours:.2f}, "
        "PCA {pca:.2f}**."
    )
    ours, pca = measured.error(run), measured.pca_error(run)
    st.markdown(named(text, run).format(n=run.config.latent_dim, ours=ours, pca=pca))
    rows = rows_of(run.config, run_array(run, SNAPSHOTS)[-1])
    st.html(figures.sample_rows([*rows, _by_pca(run)]))


def _by_pca(run: Run) -> Row:
    split, pca = datasets.held_out(run.config.dataset), pca_of(run)
    shown = snapshot_rows(split.labels)
    given = datasets.to_inputs(split.samples[shown])
    restored = pca.restore(pca.project(given)).reshape(given.shape)
    text = _("what PCA makes of a {name}")
    texts = [text.format(name=name) for name in held_out_names(run, shown)]
    return Row(_("PCA"), "pca", drawn(run, np.asarray(restored)), texts)
