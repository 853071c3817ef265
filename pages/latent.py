"""Latent space: the codes of a run, as a place to walk through."""

import streamlit as st

from ae.i18n import _
from ae.web import panels
from ae.web.controls.configuration import pick
from ae.web.controls.openings import TOGETHER, suggest
from ae.web.panels.shared.about import about
from ae.web.panels.shared.training import trained

st.title(_("Latent space"), anchor=False)
st.markdown(
    _(
        "The encoder turns each picture into a short code: a point in a space of its own. The "
        "decoder turns any point into a picture, also where none has ever been."
    )
)
terms = ("code", "latent space", "held-out", "pca", "t-sne", "probe", "squared error")
config = pick(*terms, opening=TOGETHER)
if config.latent_dim > 2:
    suggest(config, TOGETHER)
run = trained(config)
if run is not None:
    panels.show(panels.choose(_("Look at"), panels.VIEWS, "view"), run)
about(config)
