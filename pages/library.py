"""Runs: all that are here as a list, some side by side, one choice in many values."""

import streamlit as st

from ae.i18n import _
from ae.web import panels
from ae.web.controls.configuration import pick
from ae.web.controls.topics import current
from ae.web.server import ready

ready()
st.title(_("Runs"), anchor=False)
st.markdown(
    _("Every training that has ended here. Find one, lay some side by side, or vary one choice.")
)
shown = panels.choose(_("Look at"), panels.OF_RUNS, "library")
if shown == "library.sweep":
    panels.show(shown, pick("code", "bottleneck", "held-out", "pca", "epoch", topic=current()))
else:
    panels.show(shown)
