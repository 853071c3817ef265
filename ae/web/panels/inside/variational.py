"""Variational: which dimensions are used, how wide the posterior is, what its noise changes."""

import numpy as np
import streamlit as st

from ae.analysis import ACTIVE_NATS, with_error
from ae.caching import cached
from ae.i18n import _
from ae.runs.store import Run
from ae.web import figures
from ae.web.controls.sample_picker import choose_sample
from ae.web.live import decode, when_awake
from ae.web.runs import run_array
from ae.web.samples import drawn, held_out_input
from ae.web.server import workers
from ae.web.wording import named
from ae.workers import inference

DRAWS = 9


@st.fragment
def variational(run: Run) -> None:
    """Show the KL of every dimension and a digit's reconstructions from several draws."""
    kl, spread = run_array(run, "kl"), run_array(run, "posterior_spread")
    st.header(_("What each dimension carries"), anchor=False)
    st.markdown(_summary(run, kl))
    order = np.argsort(-kl, kind="stable")
    series = {_("KL, nats"): kl[order], _("posterior's standard deviation"): spread[order]}
    chart = figures.bars(
        series, _("dimensions, largest KL first"), named(_("mean over held-out {samples}"), run)
    )
    st.plotly_chart(
        chart, key="kl", config={"displayModeBar": False}, alt=_("KL and spread by dimension.")
    )
    st.caption(
        _(
            "A narrow posterior (small standard deviation) carries information and costs KL. A "
            "dimension with KL 0 and a standard deviation of 1 is the prior itself: it carries "
            "nothing."
        )
    )
    _resample(run)


def _summary(run: Run, kl: np.ndarray) -> str:
    text = named(
        _(
            "Of {all} dimensions **{active} are active**: their KL to the prior is above "
            "{limit} nats. Held-out −ELBO, {values}: **{elbo}** nats per {sample}, of which KL "
            "{total:.2f}."
        ),
        run,
    )
    metrics, name, values = run.metrics, "test_negative_elbo", _("pixels taken as Bernoulli")
    if name not in metrics:  # data that do not lie between 0 and 1
        name, values = "test_normal_negative_elbo", _("values taken as normal")
    elif run.config.loss == "mse":
        values = _("pixels taken as Bernoulli, although it was trained with them as normal")
    return text.format(
        values=values,
        all=len(kl),
        active=int(np.sum(kl > ACTIVE_NATS)),
        limit=ACTIVE_NATS,
        elbo=with_error(metrics[name], metrics.get(f"{name}_error"), "{:.2f}"),
        total=metrics["test_kl"],
    )


@cached(64)
def _posterior(run: Run, index: int) -> tuple[np.ndarray, np.ndarray]:
    mean, log_variance = inference.examine(
        workers(), run.identity, "posterior", held_out_input(run, index)
    )
    return mean, log_variance


def _resample(run: Run) -> None:
    st.header(named(_("One {sample}, many draws"), run), anchor=False)
    index = choose_sample(run, "epsilon-digit")
    if st.button(_("Draw ε again"), icon=":material/casino:"):
        st.session_state["epsilon"] = st.session_state.get("epsilon", 0) + 1
    rng = np.random.default_rng(st.session_state.get("epsilon", 0))
    found = when_awake(lambda: _posterior(run, index))
    if found is None:
        return
    mean, log_variance = found  # each (1, latent_dim)
    epsilon = rng.standard_normal((DRAWS, mean.shape[1]), np.float32)
    codes = mean + np.exp(0.5 * log_variance) * epsilon
    pictures = decode(run, np.concatenate([mean, codes]))
    if pictures is None:
        return
    shown = drawn(run, np.concatenate([held_out_input(run, index), pictures]))
    captions = [_("original"), _("mean"), *([_("draw")] * DRAWS)]
    texts = [named(_("{what} of the {sample}"), run).format(what=what) for what in captions]
    st.html(figures.gallery(shown, texts, captions))
    st.caption(_("Each draw adds other noise ε to the code, as wide as the posterior is."))
