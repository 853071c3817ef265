"""Anomalies: what a network that has only seen the normal makes of the rest."""

import streamlit as st

from ae.i18n import _
from ae.web import panels
from ae.web.controls.configuration import pick
from ae.web.controls.topics import ANOMALIES
from ae.web.panels.shared.about import about
from ae.web.panels.shared.training import trained

st.title(_("Anomalies"), anchor=False)
st.markdown(
    _(
        "A network that has only seen what is **normal** rebuilds the rest badly. Choose what is "
        "normal, look at how odd everything else comes out, and drag the line between the two."
    )
)
config = pick(
    "reconstruction",
    "code",
    "held-out",
    "squared error",
    "bce",
    "ink",
    "threshold",
    "precision",
    "roc",
    "elbo",
    "pca",
    topic=ANOMALIES,
)
run = trained(config)
if run is not None:
    panels.show("anomalies.threshold", run)
    panels.show("anomalies.compared", run)
about(config, run)
