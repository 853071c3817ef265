"""Take it home: the held-out codes as a table, and for the Embedding Projector."""

import streamlit as st

from ae.i18n import _
from ae.runs.store import Run
from ae.web import exports
from ae.web.language import in_this
from ae.web.samples import some_held_out
from ae.web.take_home import PROJECTED, codes_table, projector_files
from ae.web.wording import named


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
            lambda: codes_table(run),
            f"codes-{run.key}.csv",
            "text/csv",
            icon=":material/download:",
        )
        st.download_button(
            _("For the Embedding Projector (ZIP)"),
            in_this(lambda: exports.archive(projector_files(run))),
            f"projector-{run.key}.zip",
            "application/zip",
            icon=":material/download:",
        )
