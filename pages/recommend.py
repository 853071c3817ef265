"""Recommend: what somebody would like, from a few of their ratings."""

import streamlit as st

from ae.i18n import _
from ae.web import panels
from ae.web.controls.configuration import pick
from ae.web.controls.topics import RATINGS
from ae.web.panels.shared.about import about
from ae.web.panels.shared.training import trained

st.title(_("Recommend"), anchor=False)
st.markdown(
    _(
        "A person is a row of ratings, full of holes. An autoencoder that learns from the known "
        "ones alone fills in the rest: what it puts into a hole is what it thinks you would say."
    )
)
config = pick(
    "autoencoder",
    "code",
    "held-out",
    "rmse",
    "recall@20",
    "recommenders",
    "loss",
    "prior",
    "kl",
    "elbo",
    "pca",
    "epoch",
    "learning rate",
    "seed",
    topic=RATINGS,
)
panels.show("recommend.source", config)
run = trained(config)
if run is not None:
    panels.show("recommend.rate", run)
    panels.show("recommend.measures", run)
    panels.show("recommend.tastes", run)
about(config, run)
