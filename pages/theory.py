"""The theory: what an autoencoder is, in pictures of runs, formulas and figures."""

import streamlit as st

from ae.i18n import _
from ae.web import panels
from ae.web.panels.applications.overview import APPLICATIONS
from ae.web.panels.theory.families import usual_config
from ae.web.runs import find_run
from ae.web.server import ready

# Pixels: so that the words beside the links begin below each other.
LINK_WIDTH = 210

ready()
st.title(_("The theory"), anchor=False)
st.markdown(
    _(
        "An **encoder** turns a sample into a few numbers, the **code**; a **decoder** turns a "
        "code into a sample. Both are learnt together, from samples alone, so that what comes out "
        "is like what went in."
    )
)
if (basic := find_run(usual_config("basic").key())) is not None:
    panels.show("theory.squeezed", basic)

st.header(_("In formulas"), anchor=False)
panels.show("theory.formulas")

st.header(_("Why a linear one is PCA"), anchor=False)
if (linear := find_run(usual_config("linear").key())) is not None:
    panels.show("theory.tie", linear)

st.header(_("The families"), anchor=False)
panels.show("theory.families")

st.header(_("What they are used for"), anchor=False)
for one in APPLICATIONS:
    # A link's own label is cut where a phone ends; the words beside it go on.
    with st.container(horizontal=True, vertical_alignment="center"):
        st.page_link(
            one.page,
            label=f"**{_(one.label)}**",
            icon=":material/arrow_forward:",
            query_params=one.query or None,
            width=LINK_WIDTH,
        )
        st.markdown(_(one.words), width="content")

st.header(_("What is said of them, tried"), anchor=False)
panels.show("theory.claims")

st.header(_("What they are not good at"), anchor=False)
st.markdown(
    _(
        "- **Other data than they have learnt.** A network of digits paints digits, whatever it "
        "is given.\n- **Squeezing files.** JPEG knows nothing of digits and works for every "
        "picture; a code is short only for what is like the training samples, and loses what it "
        "does not know.\n- **Sharp detail.** An error that is averaged over pixels prefers the "
        "mean of several possible pictures to one of them: blur.\n- **Naming what they see.** No "
        "label is learnt; that numbers of the code stand for something one can name is luck, or "
        "the work of a penalty.\n- **Knowing when to stop.** A small error says that the input "
        "was rebuilt, not that it was understood."
    )
)

st.header(_("How it came to this"), anchor=False)
panels.show("theory.timeline")
