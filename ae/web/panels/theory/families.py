"""All families as cards: what changes, the formula, what each is good for and weak at."""

import streamlit as st

from ae import config as configs
from ae.config import RunConfig
from ae.i18n import _, bullet
from ae.models.architectures import REGISTRY
from ae.runs.store import Run
from ae.web import measured
from ae.web.controls.topics import AUTOENCODERS, RATINGS
from ae.web.lessons.base import config_of, usual
from ae.web.runs import find_run
from ae.web.wording import named

ACROSS = 2


def families() -> None:
    """Show a card for each family."""
    names = list(REGISTRY)
    for start in range(0, len(names), ACROSS):
        for column, name in zip(st.columns(ACROSS), names[start : start + ACROSS], strict=False):
            with column:
                _card(name)


def usual_config(name: str) -> RunConfig:
    """Return a family's usual configuration, on data that it takes."""
    takers = configs.choices("architecture", AUTOENCODERS.default_dataset())
    topic = AUTOENCODERS if name in takers else RATINGS
    return config_of(usual(architecture=name), topic.default_dataset())


def _card(name: str) -> None:
    words, config = REGISTRY[name].words, usual_config(name)
    with st.container(border=True, height="stretch"):
        st.subheader(_(words.label), anchor=False)
        st.markdown(named(_(words.purpose), config))
        st.latex(_(words.formula))
        st.markdown(
            f"{bullet(_('Good for'), named(_(words.strengths), config))}\n"
            f"{bullet(_('Weak at'), named(_(words.weaknesses), config))}"
        )
        run = find_run(config.key())
        if run is not None:
            st.markdown(_figure(run))
        rated = config.data.kind == "ratings"
        st.page_link(
            "pages/recommend.py" if rated else "pages/reconstruct.py",
            label=_("Open: {name}").format(name=_(words.label)),
            icon=":material/arrow_forward:",
            query_params={"dataset": config.dataset, "architecture": name},
        )


def _figure(run: Run) -> str:
    """Say one number of a run, on held-out samples."""
    if run.config.data.kind == "ratings":
        text = _("NDCG@100 on held-back ratings: **{figure:.3f}** with {n} numbers.")
        return text.format(figure=run.metrics["test_ndcg100"], n=run.config.latent_dim)
    text = named(_("Squared error per held-out {sample}: **{figure:.2f}** with {n} numbers."), run)
    return text.format(figure=measured.error(run), n=run.config.latent_dim)
