"""Reconstruct: held-out digits above what an autoencoder rebuilds from their codes."""

import streamlit as st

from ae import web
from ae.i18n import _

st.title(_("Reconstruct"), anchor=False)
st.markdown(
    _(
        "An autoencoder squeezes a digit through a narrow **code** and paints it again from the "
        "code alone. Pick one, train it, and see what it keeps and what it loses."
    )
)

config = web.pick()
run = web.trained(config)

if run is not None:
    web.compare(run)
    web.measures(run)
    web.replay(run)
web.about(config)
