"""Take it home: the held-out codes as a table, and for the Embedding Projector."""

import streamlit as st

from ae import analysis
from ae.caching import cached
from ae.data import datasets
from ae.i18n import _
from ae.runs.store import Run
from ae.web import exports
from ae.web.runs import run_array
from ae.web.samples import drawn, some_held_out
from ae.web.wording import named

PROJECTED = 5000
"""How many held-out digits go to the Embedding Projector: it stays quick with as many."""


@st.fragment
def take_codes_home(run: Run) -> None:
    """Offer the codes of the held-out digits for download."""
    st.markdown(
        named(
            _(
                "**The codes of the held-out {samples}.** As a table (CSV), or as an "
                "archive for the TensorFlow Embedding Projector: unpack it, open "
                "projector.tensorflow.org, choose “Load” and give it `vectors.tsv` and "
                "`metadata.tsv`; with a local TensorBoard the pictures come along. In the "
                "archive: {which}. "
                "Pictures and films are offered where they are made."
            ),
            run,
        ).format(which=some_held_out(run, PROJECTED))
    )
    with st.container(horizontal=True):
        st.download_button(
            _("Codes (CSV)"),
            lambda: _table(run),
            f"codes-{run.key}.csv",
            "text/csv",
            icon=":material/download:",
        )
        st.download_button(
            _("For the Embedding Projector (ZIP)"),
            lambda: _archive(run),
            f"projector-{run.key}.zip",
            "application/zip",
            icon=":material/download:",
        )


@cached(4)
def _table(run: Run) -> bytes:
    return exports.codes_csv(
        run_array(run, "latents"), datasets.held_out(run.config.dataset).labels
    )


@cached(4)
def _archive(run: Run) -> bytes:
    split = datasets.held_out(run.config.dataset)
    codes = run_array(run, "latents")
    rows = analysis.sampled(len(codes), PROJECTED)
    return exports.projector_zip(codes[rows], split.labels[rows], drawn(run, split.samples[rows]))
