"""Adversarial: all codes together over the prior, beside the variational one's."""

import numpy as np
import streamlit as st

from ae.analysis import TwoSample
from ae.caching import cached
from ae.data import datasets
from ae.i18n import _
from ae.models import priors
from ae.models.architectures.adversarial import AdversarialOptions
from ae.runs.store import Run
from ae.web import figures
from ae.web.runs import companion, options_of, run_array
from ae.web.wording import legend, named


@cached(32)
def _tested(run: Run, prior: str) -> TwoSample:
    return priors.compare(run_array(run, "latents"), prior)


@st.fragment
def adversarial(run: Run) -> None:
    """Show the aggregate codes over the prior."""
    prior = options_of(run, AdversarialOptions).prior
    st.subheader(_("All codes together, over the prior"), anchor=False)
    other = companion(run, "variational")
    if other is not None and other.config.latent_dim != run.config.latent_dim:
        other = None
    axes = _axes(run.config.latent_dim)
    columns = st.columns(2 if other else 1)
    with columns[0]:
        _show(run, prior, axes, _("Adversarial"))
    if other is not None:
        with columns[1]:
            _show(other, "normal", axes, _("Variational, the means of its posteriors"))
    else:
        text = named(
            _(
                "Train a **variational** autoencoder with a code of {n} on the same "
                "{samples}, and its codes are shown here beside these."
            ),
            run,
        )
        st.caption(text.format(n=run.config.latent_dim))


def _axes(size: int) -> tuple[int, int]:
    if size <= 2:
        return 0, size - 1
    with st.container(horizontal=True):
        names = [f"z{axis + 1}" for axis in range(size)]
        across = st.selectbox(_("Across"), names, index=0, width=110, key="prior-across")
        up = st.selectbox(_("Up"), names, index=1, width=110, key="prior-up")
    return names.index(across), names.index(up)


def _show(run: Run, prior: str, axes: tuple[int, int], title: str) -> None:
    codes, labels = run_array(run, "latents"), datasets.held_out(run.config.dataset).labels
    drawn = priors.sample(prior, 2000, codes.shape[1], np.random.default_rng(1))
    rows = slice(0, 3000)
    figure = figures.codes_over_prior(
        codes[rows][:, list(axes)],
        labels[rows],
        legend(run),
        drawn[:, list(axes)],
        (f"z{axes[0] + 1}", f"z{axes[1] + 1}"),
    )
    st.markdown(f"**{title}**")
    st.plotly_chart(
        figure,
        key=f"prior-{run.key}",
        config={"displaylogo": False},
        alt=_("Held-out codes over draws of the prior."),
    )
    st.caption(_verdict(run, prior))


def _verdict(run: Run, prior: str) -> str:
    """Say whether all codes together differ from the prior by more than sampling error."""
    found = _tested(run, prior)
    verdict = (
        _("within sampling error of the prior")
        if found.p >= 0.05
        else _("further from the prior than sampling error")
    )
    return named(
        _(
            "Two-sample test (MMD) of {n:,} held-out codes against as many draws, all "
            "dimensions: MMD² {mmd:.5f}, chance stays below {chance:.5f} in 95 of 100 "
            "cases, p = {p:.2f}: {verdict}. The held-out {samples} are by other "
            "writers, and a sharp test sees that too."
        ),
        run,
    ).format(
        n=min(priors.COMPARED, len(run_array(run, "latents"))),
        mmd=found.mmd,
        chance=found.critical,
        p=found.p,
        verdict=verdict,
    )
