"""Applications: what autoencoders are used for, one living picture each."""

import streamlit as st

from ae.i18n import _
from ae.web import panels

st.title(_("Applications"), anchor=False)
st.markdown(
    _(
        "What is a network good for that rebuilds its own input? For what it must understand to do "
        "so. Every picture here is the work of a trained run on samples it has never learnt from."
    )
)
panels.show("applications.overview")
