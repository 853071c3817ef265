"""Where the ratings are from, and a way to bring others."""

import streamlit as st

from ae.config import RunConfig
from ae.data import datasets
from ae.i18n import _, sentences
from ae.web.panels.recommend.own import bring_ratings


def source(config: RunConfig) -> None:
    """Say whose ratings these are, cite them where that is asked for, and take a visitor's own."""
    dataset = datasets.DATASETS[config.dataset]
    st.caption(sentences([_(dataset.credit), _(dataset.cite)]))
    bring_ratings()
