"""Generate: new digits from new codes."""

import streamlit as st

from ae.i18n import _
from ae.models.generation import prior_of
from ae.web import panels
from ae.web.controls.configuration import pick
from ae.web.controls.openings import GENERATING, suggest
from ae.web.panels.shared.about import about
from ae.web.panels.shared.training import trained

st.title(_("Generate"), anchor=False)
st.markdown(
    _(
        "A decoder does not ask where a code comes from. Draw codes at random, go from one to "
        "another, add and subtract them, or set their numbers by hand."
    )
)
terms = ("code", "prior", "sample", "path", "held-out", "pca", "discriminator")
config = pick(*terms, opening=GENERATING)
if prior_of(config) is None:
    suggest(config, GENERATING)
run = trained(config)
if run is not None:
    panels.show(panels.choose(_("Generate by"), panels.WAYS, "way"), run)
about(config)
