"""Variational: which dimensions are used, how wide the posterior is, what its noise changes."""

import numpy as np
import streamlit as st

from ae.analysis import ACTIVE_NATS
from ae.caching import cached
from ae.data import datasets
from ae.i18n import _
from ae.runs.store import Run
from ae.web import figures
from ae.web.controls.digit_picker import choose_digit, picture
from ae.web.live import decode, when_awake
from ae.web.runs import run_array
from ae.web.server import workers
from ae.workers import inference

DRAWS = 9


@st.fragment
def variational(run: Run) -> None:
    """Show the KL of every dimension and a digit's reconstructions from several draws."""
    kl, spread = run_array(run, "kl"), run_array(run, "posterior_spread")
    st.subheader(_("What each dimension carries"), anchor=False)
    text = _(
        "Of {all} dimensions **{active} are active**: their KL to the prior is above {limit} nats. "
        "Held-out −ELBO, pixels taken as Bernoulli: **{elbo:.2f}** nats a digit, of which KL "
        "{total:.2f}."
    )
    metrics = run.metrics
    st.markdown(
        text.format(
            all=len(kl),
            active=int(np.sum(kl > ACTIVE_NATS)),
            limit=ACTIVE_NATS,
            elbo=metrics["test_negative_elbo"],
            total=metrics["test_kl"],
        )
    )
    order = np.argsort(-kl, kind="stable")
    series = {_("KL, nats"): kl[order], _("posterior's standard deviation"): spread[order]}
    chart = figures.bars(series, _("dimensions, largest KL first"), _("mean over held-out digits"))
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


@cached(64)
def _posterior(run: Run, index: int) -> tuple[np.ndarray, np.ndarray]:
    mean, log_variance = inference.examine(workers(), run.key, "posterior", picture(run, index))
    return mean, log_variance


def _resample(run: Run) -> None:
    st.subheader(_("One digit, many draws"), anchor=False)
    index = choose_digit(run, "epsilon-digit")
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
    original = datasets.load(run.config.dataset, "test").images[index : index + 1]
    shown = np.concatenate([original, datasets.to_pixels(pictures)])
    captions = [_("original"), _("mean"), *([_("draw")] * DRAWS)]
    texts = [_("{what} of the digit").format(what=what) for what in captions]
    st.html(figures.gallery(shown, texts, captions))
    st.caption(_("Each draw adds other noise ε to the code, as wide as the posterior is."))
