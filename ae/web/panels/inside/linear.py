"""Linear: the plane its decoder spans, beside that of PCA."""

import numpy as np
import streamlit as st

from ae import analysis
from ae.i18n import _, listed
from ae.runs.store import Run
from ae.web import figures
from ae.web.live import when_awake
from ae.web.panels.shared.atoms import atoms
from ae.web.runs import run_array

SHOWN = 10


@st.fragment
def linear(run: Run) -> None:
    """Show the principal angles between both spans, and their directions as pictures."""
    st.header(_("Its plane and PCA's"), anchor=False)
    own = when_awake(lambda: atoms(run))
    if own is None:
        return
    own = own.reshape(len(own), -1)
    components = run_array(run, "pca_components")
    cosines = analysis.principal_cosines(own, components)
    ours, pca = run.metrics["test_squared_error"], run.metrics["pca_test_squared_error"]
    text = _(
        "Squared error **{ours:.2f}** against PCA's **{pca:.2f}** ({more:+.1%}). Of {n} principal "
        "angles between the two planes {close} have a cosine above 0.99."
    )
    close = int(np.sum(cosines > 0.99))
    st.markdown(text.format(ours=ours, pca=pca, more=ours / pca - 1, n=len(cosines), close=close))
    chart = figures.bars({_("cosine"): cosines}, _("principal angles"), _("cosine, 1 = the same"))
    st.plotly_chart(
        chart, key="angles", config={"displayModeBar": False}, alt=_("Cosines of principal angles.")
    )
    basis = np.linalg.qr(own.T)[0]
    seen = (components @ basis) @ basis.T
    _gallery(run, _("PCA's components"), components)
    _gallery(run, _("The same, as far as they lie in the network's plane"), seen)
    _gallery(run, _("The network's own directions"), own)
    st.caption(
        _(
            "The network is only asked for the plane, so its own directions are mixtures; PCA "
            "sorts the same plane by variance. Orange: lighter; blue: darker."
        )
    )


def _gallery(run: Run, title: str, rows: np.ndarray) -> None:
    st.markdown(f"**{title}**")
    pictures = rows[:SHOWN].reshape(-1, *run.config.data.shape)
    texts = [listed([title, str(n + 1)]) for n in range(len(pictures))]
    st.html(figures.gallery(figures.signed(pictures, run.config.data), texts))
