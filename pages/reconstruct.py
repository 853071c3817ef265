"""Reconstruct: held-out digits above what an autoencoder rebuilds from their codes."""

import streamlit as st

from ae.i18n import _
from ae.web import panels
from ae.web.controls.configuration import pick
from ae.web.panels.shared.about import about
from ae.web.panels.shared.training import trained

st.title(_("Autoencoder Lab"), anchor=False)
st.markdown(
    _(
        "An autoencoder squeezes a picture through a few numbers and rebuilds it from them. "
        "Change how few."
    )
)

config = pick(
    "autoencoder",
    "code",
    "bottleneck",
    "reconstruction",
    "held-out",
    "loss",
    "squared error",
    "bce",
    "psnr",
    "ssim",
    "pca",
    "noise",
    "epoch",
    "learning rate",
    "seed",
)
run = trained(config)
if run is not None:
    panels.show("reconstruct.compare", run)
    panels.show("reconstruct.measures", run)
    panels.show("reconstruct.replay", run)
about(config, run)
