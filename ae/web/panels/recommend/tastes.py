"""How invented ratings were made, and whether the hidden tastes were found again."""

import numpy as np
import streamlit as st

from ae.analysis.correlation import canonical_correlations, read_from
from ae.caching import cached
from ae.data import datasets
from ae.i18n import _, listed
from ae.runs.store import Run
from ae.web import figures
from ae.web.panels.recommend.codes import people_codes


@st.fragment
def tastes(run: Run) -> None:
    """Offer the recipe of invented data, with the hidden numbers beside the codes."""
    made = datasets.DATASETS[run.config.dataset].made
    if made is None:
        return
    panel = st.expander(
        _("How these people were invented, and what of it was found"),
        key="invented",
        icon=":material/visibility:",
        on_change="rerun",
    )
    if not panel.open:
        return
    with panel:
        st.markdown(_(made.words))
        together, each = _found(run)
        names = [_(name) for name in made.names]
        st.plotly_chart(
            figures.ranked_values(names, each, _("correlation")),
            key=f"hidden-{run.key}",
            config={"displayModeBar": False},
            alt=_("How well each hidden taste can be read from the codes: {values}.").format(
                values=listed(f"{name} {v:.2f}" for name, v in zip(names, each, strict=True))
            ),
        )
        text = _(
            "How well each hidden taste can be read from the codes by a linear formula, as a "
            "correlation: 1 is perfectly. The formula is fitted on every second person and "
            "measured on the others. Canonical correlations of codes and tastes: {values}. The "
            "network was told none of this, only stars."
        )
        st.caption(text.format(values=listed(f"{one:.2f}" for one in together)))


@cached(16)
def _found(run: Run) -> tuple[np.ndarray, np.ndarray]:
    made = datasets.DATASETS[run.config.dataset].made
    assert made is not None
    codes = people_codes(run)
    hidden = made.hidden()[0][: len(codes)]
    return canonical_correlations(codes, hidden), read_from(codes, hidden)
