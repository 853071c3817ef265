"""Signals: heartbeats freed of noise, beside the classic filters."""

import streamlit as st

from ae.i18n import _
from ae.web import panels
from ae.web.controls.configuration import pick
from ae.web.controls.topics import ODD_SIGNALS, SIGNALS
from ae.web.panels.shared.about import about
from ae.web.panels.shared.training import trained

st.title(_("Signals"), anchor=False)
st.markdown(
    _(
        "A heartbeat is 0.7 seconds of voltage: a row of numbers, as a picture is a field of them. "
        "An autoencoder that has seen many takes the noise out of one, because noise does not fit "
        "its code."
    )
)
chosen = panels.choose(_("Look at"), panels.OF_SIGNALS, "signals")
odd = chosen == "signals.odd"
config = pick(
    "autoencoder",
    "code",
    "reconstruction",
    "held-out",
    "squared error",
    "noise",
    "threshold",
    "precision",
    "roc",
    topic=ODD_SIGNALS if odd else SIGNALS,
)
run = trained(config)
if run is not None:
    panels.show(chosen, run)
    if odd:
        panels.show("anomalies.compared", run)
about(config, run)
