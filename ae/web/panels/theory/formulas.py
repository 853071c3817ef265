"""The formulas, each with its symbols, and the lines of ours that compute it."""

import streamlit as st

from ae.i18n import _
from ae.web.theory import FORMULAS, Formula

ACROSS = 2


def formulas() -> None:
    """Show every formula of the theory."""
    for start in range(0, len(FORMULAS), ACROSS):
        columns = st.columns(ACROSS)
        for number, one in enumerate(FORMULAS[start : start + ACROSS], start):
            with columns[number - start].container(border=True, height="stretch"):
                _formula(number, one)


@st.fragment
def _formula(number: int, one: Formula) -> None:
    st.subheader(_(one.title), anchor=False)
    st.latex(one.latex)
    st.markdown(_(one.words))
    label = _("The lines of ours: {place}").format(place=f"`{one.place()}`")
    lines = st.expander(label, icon=":material/code:", key=f"formula-{number}", on_change="rerun")
    if lines.open:
        lines.code(one.source(), language="python", wrap_lines=True)
