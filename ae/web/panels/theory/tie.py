"""Why a linear autoencoder is PCA, and how near ours comes to it."""

import streamlit as st

from ae.i18n import _
from ae.runs.store import Run
from ae.web import measured
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
