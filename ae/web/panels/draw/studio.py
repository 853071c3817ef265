"""The canvas, and beside it what the network makes of the drawing, after every stroke."""

import numpy as np
import streamlit as st

from ae import analysis
from ae.data import datasets
from ae.i18n import _, sentences
from ae.runs.store import Run
from ae.web import figures
from ae.web.components import announce
from ae.web.controls.noise import choose_noise
from ae.web.drawing_state import as_input
from ae.web.live import encode, reconstruct, when_awake
from ae.web.panels.draw.damage import Damage, errors_at
from ae.web.panels.draw.reading import odds, reads_as, why_bad
from ae.web.panels.registry import choose, show
from ae.web.panels.shared.drawing_source import (
    can_be_framed,
    choose_source,
    show_canvas,
)
from ae.web.runs import run_array
from ae.web.samples import drawn, held_out_names, some_held_out
from ae.web.wording import named

BELOW = [f"draw.{name}" for name in ["every_run", "fill", "neighbourhood", "morph", "take_home"]]
"""What a person chooses from to see below the canvas."""
NEED_DATA = ("draw.neighbourhood", "draw.morph")
"""Panels that show held-out samples beside the drawing."""


@st.fragment
def studio(run: Run) -> None:
    """Show the canvas and, beside it, what the run sees and rebuilds; below, one panel."""
    if run.config.data.kind != "picture":
        st.info(named(_("Drawing is for pictures; this run has learnt {samples}."), run))
        return
    left, right = st.columns([2, 3], gap="large")
    with left:
        choose_source(run)
        now = show_canvas()
    with right:
        above = st.container()  # on a phone the pictures stand right under the canvas
        raw, kind, level = _switches(run, can_be_framed(run))
        seen = now.seen(raw, run.config.dataset)
        damage = Damage(seen.erased, kind, level)
        given = damage.done_to(run, as_input(seen.image))
        with above:
            restored = _rebuild(run, seen.image, given, damage)
    st.caption(
        named(
            _(
                "Your pen, your hand and the centring differ from the training {samples}': that, "
                "and not the network, causes many of the failures."
            ),
            run,
        )
    )
    name = choose(_("Look at"), BELOW, "draw-panel", in_url=False)
    if not seen.image.any():
        st.info(named(_("The canvas is empty. Draw a {sample}, or start from an example."), run))
        return
    if restored is None:
        return
    if name in NEED_DATA and datasets.availability(run.config.dataset).state != "ready":
        text = named(
            _("This needs the held-out {samples} of {dataset}, which is not on this machine."), run
        )
        st.info(text.format(dataset=_(datasets.DATASETS[run.config.dataset].label)))
        return
    show(name, run, seen, given)


def _switches(run: Run, framed: bool) -> tuple[bool, str, float]:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        raw = framed and st.toggle(
            _("Do not centre"),
            key="draw-raw",
            help=_(
                "Without the framing that MNIST's digits had: the canvas is only scaled down. See "
                "how much worse a network does with digits that are not where it learnt them."
            ),
        )
        kind, level = choose_noise(run, key="draw-", in_url=False)
    return raw, kind, level


def _rebuild(run: Run, seen: np.ndarray, given: np.ndarray, damage: Damage) -> np.ndarray | None:
    """Show input, reconstruction, error map and where the error lies among held-out samples.

    Of an empty canvas there is nothing to tell.
    """
    if not seen.any():
        announce(_("The canvas is empty."), "drawing", "draw-announced", at_first=False)
        return None
    clean = as_input(seen)
    found = when_awake(lambda: (reconstruct(run, given), errors_at(run, damage)))
    if found is None:
        return None
    restored, others = found
    pictures = [
        np.repeat(drawn(run, given)[0][..., None], 3, axis=2),
        np.repeat(drawn(run, restored)[0][..., None], 3, axis=2),
        figures.error_map(clean, restored, run.config.data)[0],
    ]
    labels = [_("What the network sees"), _("What it rebuilds"), _("Error map")]
    error = float(analysis.squared_error(clean, restored)[0])
    nearest = _nearest(run, given)
    told = _told(run, error, damage, others)
    if others is not None:
        told = sentences([told, why_bad(run, analysis.rank(error, others), restored)])
    told = sentences([told, reads_as(run, odds(run, seen))])
    rebuilt = _("{label}: squared error {error:.2f}. {nearest}")
    texts = [labels[0], rebuilt.format(label=labels[1], error=error, nearest=nearest), labels[2]]
    st.html(figures.trio(np.stack(pictures), labels, texts))
    st.markdown(told)
    announce(
        sentences([told.replace("**", ""), nearest]), "drawing", "draw-announced", at_first=False
    )
    return restored


def _nearest(run: Run, given: np.ndarray) -> str:
    """Say which class the drawing is like: that of the held-out sample with the nearest code."""
    here = datasets.availability(run.config.dataset).state == "ready"
    code = encode(run, given) if here and run.config.data.classes else None
    if code is None:
        return ""
    nearest = analysis.nearest(code[0], run_array(run, "latents"), 1)
    text = named(_("By its code it lies nearest to this held-out {sample}: {name}."), run)
    return text.format(name=held_out_names(run, nearest)[0])


def _told(run: Run, error: float, damage: Damage, others: np.ndarray | None) -> str:
    """Say how large the error is, against what, and how that of others compares."""
    text = _("Squared error **{error:.2f}**")
    if damage.any():
        text = _("Squared error against the drawing before the damage **{error:.2f}**")
    text = text.format(error=error)
    if others is None:
        return _("{text}.").format(text=text)
    compared = _("{text}: larger than that of {share:.0%} of these: {which}.")
    if damage.any():
        compared = _("{text}: larger than that of {share:.0%} of these, damaged alike: {which}.")
    share, which = analysis.rank(error, others), some_held_out(run, len(others))
    return compared.format(text=text, share=share, which=which)
