"""The curves of a training."""

from typing import Any

import streamlit as st

from ae.config import LOSSES, RunConfig
from ae.i18n import N_, _, listed
from ae.models.epochs import EVALUATED
from ae.runs.store import Run
from ae.web import figures
from ae.web.samples import watched
from ae.web.wording import named

MEASURES = {
    "kl": N_("KL, nats per {sample}"),
    "reconstruction": N_("reconstruction loss"),
    "fooling": N_("encoder's loss against the discriminator"),
    "discriminator": N_("discriminator's loss"),
    "discriminator_accuracy": N_("discriminator's accuracy"),
}
"""What families measure while they train."""


def _curves_text(history: list[dict]) -> str:
    text = _("Loss curves: after epoch {epoch}, training {train:.4f}, held-out {test:.4f}.")
    last = history[-1]
    return text.format(epoch=last["epoch"], train=last["train_loss"], test=last["test_loss"])


def _training_curves(config: RunConfig, history: list[dict[str, Any]]) -> Any:
    names = (named(_("training {samples}"), config), named(_("held-out {samples}"), config))
    up = named(_("{loss} per {value}"), config).format(loss=_(LOSSES[config.loss].label))
    return figures.training_curves(history, config.epochs, up, names)


def show_curves(about: Run | RunConfig, history: list[dict[str, Any]], key: str) -> None:
    """Draw a training's loss curves, and those of what only its family measures.

    Args:
        about: the finished run, or the configuration that is being trained.
        history: as `Run.history` has it.
        key: tells the charts of one page apart.
    """
    config = about.config if isinstance(about, Run) else about
    names = {name: named(_(MEASURES.get(name, name)), config) for name in history[-1]["measures"]}
    charts = [(_training_curves(config, history), _curves_text(history))]
    if names:
        measures = history[-1]["measures"].items()
        text = listed(f"{names[name]} {value:.3f}" for name, value in measures)
        charts.append((figures.measure_curves(history, config.epochs, names), text))
    for number, (figure, text) in enumerate(charts):
        name = f"{key}-curves-{number}"
        st.plotly_chart(figure, key=name, alt=text, config={"displayModeBar": False})
        if number == 0:
            st.caption(_measured_on(about, config))


def _measured_on(about: Run | RunConfig, config: RunConfig) -> str:
    """Say what the curves of the loss are measured on, and that penalties are no part of it."""
    text = _(
        "The error alone, as the loss measures it: without penalties, and the code without noise. "
        "Held out: {which}. As many training {samples}."
    )
    return named(text, config).format(which=watched(about, EVALUATED))
