"""What went wrong with a training that failed, and what to change."""

import streamlit as st

from ae import analysis
from ae import config as configs
from ae.analysis.collapse import Collapse, signs
from ae.caching import cached
from ae.data import datasets
from ae.i18n import _, clauses
from ae.models.training import snapshot_rows
from ae.runs.evaluation import RECONSTRUCTIONS
from ae.runs.store import Run
from ae.web.runs import run_array
from ae.web.samples import in_parts
from ae.web.wording import named

TOO_FAST = 3.0
"""How many times the usual learning rate one may be that is blamed."""


def explain_collapse(run: Run) -> None:
    """Say what collapsed, and what to change, where a training has failed."""
    found = _signs(run)
    if not found:
        return
    told = []
    if found.alike:
        told.append(_("all reconstructions are alike"))
    if found.unused:
        told.append(_("no number of the code varies"))
    if found.worse:
        told.append(
            _(
                "its squared error, {error:.1f} per {sample}, is no smaller than what the mean of "
                "all training {samples} gives: {mean:.1f}"
            ).format(
                error=found.error, mean=found.mean_error, sample="{sample}", samples="{samples}"
            )
        )
    text = _("**This training has failed:** {what}. {advice}")
    st.info(
        named(text.format(what=clauses(told), advice=_advice(run)), run),
        icon=":material/emergency_home:",
    )


def _advice(run: Run) -> str:
    """Say what most likely did it, by what differs from the family's usual choices."""
    flat = run.config.flat()
    usual = configs.defaults(run.config.dataset, run.config.architecture.name)
    if flat.get("beta", 0.0) > usual.get("beta", 0.0):
        return _(
            "With β = {beta:g} it pays more to follow the prior than to say what is in the "
            "{sample}: take β = {usual:g}."
        ).format(beta=flat["beta"], usual=usual["beta"], sample="{sample}")
    if flat["learning_rate"] > TOO_FAST * usual["learning_rate"]:
        return _(
            "A learning rate of {rate:g} takes steps so large that the weights never settle: take "
            "{usual:g}."
        ).format(rate=flat["learning_rate"], usual=usual["learning_rate"])
    return _("Try more epochs, another seed, or the family's usual choices (Reset).")


@cached(64)
def _signs(run: Run) -> Collapse:
    split = datasets.held_out(run.config.dataset)
    rows = snapshot_rows(split.labels)
    originals = datasets.to_inputs(split.samples[rows])
    mean = run_array(run, "pca_mean").reshape(1, *run.config.data.shape)
    error = float(run_array(run, "errors").mean())
    apart = in_parts(split.samples, lambda part: analysis.squared_error(part, mean))
    mean_error = float(apart.mean())
    outputs = run_array(run, RECONSTRUCTIONS)
    return signs(originals, outputs, run_array(run, "latents"), error, mean_error)
