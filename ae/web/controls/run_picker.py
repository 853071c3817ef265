"""The choice of another finished run, to compare with."""

import streamlit as st

from ae.i18n import _
from ae.runs.store import Run
from ae.web.runs import beside, companion, names_of
from ae.web.wording import named


def choose_other(run: Run, key: str) -> Run | None:
    """Let a person choose another finished run on the same digits; say so if there is none."""
    others = beside(run)
    if not others:
        st.info(
            named(_("There is no other run on these {samples} yet. Train one on any page."), run)
        )
        return None
    wanted = "basic" if run.config.architecture.name == "variational" else "variational"
    usual = companion(run, wanted)
    keys = list(others)
    names = dict(zip(keys, names_of([one.config for one in others.values()]), strict=True))
    chosen = st.selectbox(
        _("Beside it"),
        keys,
        index=keys.index(usual.key) if usual is not None and usual.key in others else 0,
        format_func=lambda key: names[key],
        key=f"{key}-{run.key}",
    )
    return others[chosen]
