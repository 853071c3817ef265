"""Adversarial: all codes together over the prior, beside the variational one's."""

import numpy as np
import streamlit as st

from ae import analysis
from ae.analysis import TwoSample
from ae.caching import cached
from ae.data import datasets
from ae.i18n import _, sentences
from ae.models import priors
from ae.models.architectures.adversarial import AdversarialOptions
from ae.runs.store import Run
from ae.web import figures
from ae.web.live import aggregate, when_awake
from ae.web.runs import companion, options_of, run_array
from ae.web.samples import some_held_out
from ae.web.wording import legend, named

SHOWN, DRAWN = 3000, 2000
"""How many held-out codes, and draws of the prior, a chart shows."""


@cached(32)
def _tested(run: Run, prior: str) -> TwoSample:
    return priors.compare(aggregate(run), prior)


@st.fragment
def adversarial(run: Run) -> None:
    """Show the aggregate codes over the prior."""
    prior = options_of(run, AdversarialOptions).prior
    st.header(_("All codes together, over the prior"), anchor=False)
    other = companion(run, "variational")
    if other is not None and other.config.latent_dim != run.config.latent_dim:
        other = None
    axes = _axes(run.config.latent_dim)
    columns = st.columns(2 if other else 1)
    with columns[0]:
        _show(run, prior, axes, _("Adversarial"))
    if other is not None:
        with columns[1]:
            _show(other, "normal", axes, _("Variational, one draw of each posterior"))
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
    found = when_awake(lambda: (aggregate(run), _tested(run, prior)))
    if found is None:
        return
    codes, tested = found
    labels = datasets.held_out(run.config.dataset).labels
    drawn = priors.sample(prior, DRAWN, codes.shape[1], np.random.default_rng(1))
    rows = analysis.sampled(len(codes), SHOWN)
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
    st.caption(_points(run))
    st.caption(_verdict(run, tested))


def _points(run: Run) -> str:
    text = _("Points: {which}. Grey: {n:,} draws of the prior.")
    return text.format(which=some_held_out(run, SHOWN), n=DRAWN)


def _verdict(run: Run, found: TwoSample) -> str:
    """Say whether all codes together differ from the prior by more than sampling error."""
    verdict = (
        _("This test found no difference.")
        if found.p >= 0.05
        else _("So the codes do **not** have the prior's distribution.")
    )
    differs = datasets.DATASETS[run.config.dataset].held_out_differs
    if found.p < 0.05 and differs:
        verdict = sentences([verdict, _(differs)])
    return named(
        _(
            "Two-sample test (MMD) of {n:,} held-out codes against as many draws of the prior, "
            "all dimensions: MMD² {mmd:.5f}; two samples of one distribution would differ by less "
            "than {chance:.5f} in 95 of 100 tries, {p}. {verdict}"
        ),
        run,
    ).format(
        n=min(priors.COMPARED, len(run_array(run, "latents"))),
        mmd=found.mmd,
        chance=found.critical,
        p=analysis.p_value(found.p),
        verdict=verdict,
    )
