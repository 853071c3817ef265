"""Which finished runs a drawing goes through: each answers at every stroke, so not all of them."""

import streamlit as st

from ae import config as configs
from ae.i18n import _
from ae.runs.store import Run
from ae.web.panels.shared.opened import opened
from ae.web.runs import beside, names_of
from ae.web.wording import named

MORE = 4
"""How many runs are shown unasked, besides the page's and the shipped ones."""
MOST = 24
"""How many a person may choose besides the page's."""


def shown_runs(run: Run, key: str) -> list[Run]:
    """Return the page's run and those beside it, which a person may choose where there are many.

    Args:
        key: of the panel, for its control.
    """
    others = beside(run)
    chosen = _usual(list(others.values()))
    if len(chosen) < len(others):
        chosen = _choose(run, others, chosen, f"{key}-runs-{run.config.dataset}")
    return [run, *(others[one] for one in chosen)]


def _usual(others: list[Run]) -> list[str]:
    """Return the shipped ones, then some that this visitor has opened, then some of the others.

    Of a family only those of its usual code size: each run shown answers at every stroke.
    """
    shipped = [one.key for one in others if one.shipped and _is_usual(one)]
    own = [one.key for one in others if not one.shipped]  # the most recently used first
    first = [key for key in opened() if key in own]
    return shipped + list(dict.fromkeys(first + own))[:MORE]


def _is_usual(run: Run) -> bool:
    config = run.config
    usual = configs.defaults(config.dataset, config.architecture.name)["latent_dim"]
    return bool(config.latent_dim == usual)


def _choose(run: Run, others: dict[str, Run], usual: list[str], key: str) -> list[str]:
    kept = st.session_state.get(key, usual)
    st.session_state[key] = [one for one in kept if one in others]  # others have gone, or are `run`
    names = dict(zip(others, names_of([one.config for one in others.values()]), strict=True))
    chosen = st.multiselect(
        _("Runs beside the page's own"),
        list(others),
        format_func=lambda one: names[one],
        max_selections=MOST,
        key=key,
    )
    text = _(
        "{count} more finished runs on these {samples} are left out: every run shown answers at "
        "each stroke."
    )
    st.caption(named(text, run).format(count=len(others) - len(chosen)))
    return chosen
