"""The choice of another finished run, to compare with."""

import streamlit as st

from ae.i18n import _
from ae.runs.store import Run
from ae.web.controls import given, view_choices
from ae.web.controls.links import BESIDE
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


def choose_beside(run: Run, most: int) -> list[Run]:
    """Let a person choose some other finished runs to stand beside one; the address carries them.

    Args:
        most: how many at most.
    """
    others = beside(run)
    names = dict(zip(others, names_of([one.config for one in others.values()]), strict=True))
    chosen = [key for key in view_choices.value(BESIDE, "").split(",") if key in others][:most]
    st.multiselect(
        _("Beside it"),
        list(others),
        chosen,
        format_func=lambda key: names[key],
        max_selections=most,
        placeholder=_("other runs"),
        width=260,
        **given.wired(BESIDE, chosen, lambda keys: view_choices.take(BESIDE, ",".join(keys), "")),
    )
    _offer_sizes(run, others, chosen)
    return [others[key] for key in chosen]


def _offer_sizes(run: Run, others: dict[str, Run], chosen: list[str]) -> None:
    """Offer the lesson of the bottleneck: the same family with the narrowest codes."""
    alike = [
        one
        for one in others.values()
        if one.config.architecture == run.config.architecture
        and one.config.latent_dim < run.config.latent_dim
    ]
    fewest = sorted(alike, key=lambda one: one.config.latent_dim)[:2]
    if chosen or not fewest:
        return
    st.button(
        _("Beside {sizes} numbers").format(
            sizes=_(" and ").join(str(one.config.latent_dim) for one in fewest)
        ),
        icon=":material/compress:",
        help=named(_("The same family with narrower codes, on the same {samples}."), run),
        on_click=view_choices.take,
        args=(BESIDE, ",".join(one.key for one in fewest), ""),
    )
