"""What new codes are drawn from: a prior or one normal distribution, or a mixture of many."""

from collections.abc import Callable

import numpy as np
import streamlit as st

from ae.analysis import code_mixture
from ae.caching import cached
from ae.i18n import N_, _, sentences
from ae.models import generation
from ae.models.priors import PRIORS
from ae.runs import jobs
from ae.runs.store import Run
from ae.web.controls import links, view_choices
from ae.web.panels.shared.computed import Words, computed
from ae.web.runs import run_array
from ae.web.wording import named

SOURCES = {
    "prior": N_("Prior"),
    "normal": N_("One normal distribution"),
    "mixture": N_("Mixture"),
}
"""What a person chooses from; in the URL as `source`. A run has a prior, or one normal
distribution is fitted to its codes."""
START_SECONDS = 3.0
SECONDS_PER_CODE = 5e-4
"""Measured on one free core, with the most components; what a button promises."""

links.declare("source", lambda: SOURCES)

Draw = Callable[[int, float, np.random.Generator], np.ndarray]
"""How many codes, at which temperature, by which generator: float32 (count, latent_dim)."""


def choose_source(run: Run) -> str:
    """Let a person choose what codes are drawn from; return one of `SOURCES`."""
    own = "normal" if generation.prior_of(run.config) is None else "prior"
    names = [own, "mixture"]
    if view_choices.value("source", own) not in names:  # another family's
        view_choices.drop("source")
    return st.segmented_control(
        _("Codes drawn from"),
        names,
        default=view_choices.value("source", own),
        required=True,
        format_func=lambda name: _(SOURCES[name]),
        **view_choices.wired("source", own),
    )


def told_source(run: Run, source: str) -> Draw | None:
    """Say what codes are drawn from, and return how; None where it is not there yet.

    A mixture that nobody has fitted yet is offered then, or its progress shown.
    """
    if source == "mixture":
        return _mixture(run)
    prior, size = generation.prior_of(run.config), run.config.latent_dim
    if prior is not None:
        text = _("Codes drawn from this prior, towards which this run was trained: **{name}**.")
        st.markdown(text.format(name=_(PRIORS[prior].label)))
        return lambda count, temperature, rng: generation.draw_prior(
            prior, count, size, temperature, rng
        )
    st.markdown(
        named(
            _(
                "This run was trained towards **no prior**. So codes are drawn from a normal "
                "distribution fitted to the held-out codes: their mean and covariance. Real codes "
                "need not be distributed so; that is why some of these are no {samples}. A mixture "
                "follows them more closely."
            ),
            run,
        )
    )
    fitted = _normal(run)
    return lambda count, temperature, rng: generation.draw_normal(fitted, count, temperature, rng)


@cached(64)
def _normal(run: Run) -> generation.Normal:
    return generation.fit_normal(run_array(run, "latents"))


def _mixture(run: Run) -> Draw | None:
    told = st.container()  # above the button
    table = computed(
        run, jobs.mixture(run.key), _words(run), _seconds(run), ":material/bubble_chart:"
    )
    lesson = _(
        "Any autoencoder generates once its codes are modelled; what a prior buys is that one "
        "need not."
    )
    if table is None:
        text = _(
            "A **mixture** of normal distributions follows the codes of the training {samples} "
            "wherever they lie, in clusters and along bends. It is fitted once, and kept with the "
            "run."
        )
        told.markdown(sentences([named(text, run), lesson]))
        return None
    fitted = code_mixture.from_table(table)
    text = _(
        "Codes drawn from a **mixture of {n} normal distributions**, fitted to the codes of "
        "training {samples}. Of the numbers tried, codes that were held back are the most likely "
        "under this one."
    )
    if len(fitted.weights) == 1:
        text = _(
            "Codes drawn from **one normal distribution**, fitted to the codes of training "
            "{samples}: under a mixture of more, codes that were held back are less likely."
        )
    told.markdown(sentences([named(text, run).format(n=len(fitted.weights)), lesson]))
    return lambda count, temperature, rng: generation.draw_mixture(fitted, count, temperature, rng)


def _seconds(run: Run) -> float:
    return START_SECONDS + SECONDS_PER_CODE * min(run.config.train_size, code_mixture.CODES)


def _words(run: Run) -> Words:
    return Words(
        start=_("Fit the mixture (about {n:.0f} s)"),
        interrupted=_("The fitting of this mixture was interrupted: its process ended."),
        failed=_("This mixture could not be fitted. {why}"),
        under_way=lambda share: _under_way(run, share),
    )


def _under_way(run: Run, share: float) -> str:
    if not share:
        return named(_("Encoding the training {samples}…"), run)
    return _("Fitting the mixture to the codes: {n} %").format(n=round(100 * share))
