"""Inside: what only this family of autoencoders can show, and what each number of a code does."""

import streamlit as st

from ae.i18n import _
from ae.web import panels
from ae.web.controls.configuration import pick
from ae.web.controls.openings import EXPLAINING, suggest
from ae.web.panels.shared.about import about
from ae.web.panels.shared.training import trained

st.title(_("Inside"), anchor=False)
st.markdown(
    _("Every family has something of its own to look at. Choose one and see how it does its work.")
)
config = pick(
    "code",
    "held-out",
    "unit",
    "active",
    "sparse",
    "filter",
    "psnr",
    "noise",
    "pca",
    "prior",
    "posterior",
    "kl",
    "elbo",
    "discriminator",
    "mmd",
    "squared error",
    "bce",
    opening=EXPLAINING,
)
own = f"inside.{config.architecture.name}"
if own not in panels.PANELS:
    suggest(config, EXPLAINING)
run = trained(config)
if run is not None:
    if own in panels.PANELS:
        panels.show(own, run)
    panels.show("inside.traversals", run)
about(config)
