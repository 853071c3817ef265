"""Draw: your own digit through every autoencoder."""

import streamlit as st

from ae import web
from ae.i18n import _

st.title(_("Draw"), anchor=False)
st.markdown(
    _(
        "Draw one digit. After every stroke you see what the network sees of it, and what it "
        "makes of it."
    )
)
config = web.pick()
run = web.trained(config, without_digits=True)
if run is not None:
    web.studio(run)
web.about(config)
