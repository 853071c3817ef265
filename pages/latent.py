"""Latent space: the codes of a run, as a place to walk through."""

import streamlit as st

from ae import web
from ae.i18n import _

st.title(_("Latent space"), anchor=False)
st.markdown(
    _(
        "The encoder turns each digit into a short code: a point in a space of its own. The "
        "decoder turns any point into a picture, also where no digit has ever been."
    )
)
config = web.pick()
run = web.trained(config)
if run is not None:
    web.latent_space(run)
web.about(config)
