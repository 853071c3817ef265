"""What the code knows: its neighbours, classifiers on it beside PCA, and each of its numbers."""

import numpy as np
import streamlit as st

from ae import analysis
from ae.caching import cached
from ae.data import datasets
from ae.i18n import _, clauses
from ae.runs.store import Run
from ae.web import figures, measured
from ae.web.controls.plane_picker import by_variance
from ae.web.controls.sample_picker import choose_sample
from ae.web.live import decode, when_awake
from ae.web.runs import run_array
from ae.web.samples import drawn
from ae.web.server import workers
from ae.web.wording import named
from ae.workers import inference

NEIGHBOURS = 10
ASKED = 16
"""Of how many held-out codes, drawn at random, numbers are left out to see what that changes."""
UNUSED_SHARE = 0.01
LISTED = 32
"""How many numbers of a code the chart of their shares shows."""


@st.fragment
def show_codes(run: Run) -> None:
    """Show neighbours, classifiers and dimensions of the code, one below the other."""
    index = choose_sample(run, "codes-digit")
    _neighbours(run, index)
    _classifiers(run)
    _dimensions(run, index)


def _neighbours(run: Run, index: int) -> None:
    """Show a digit's nearest others by code and by pixels."""
    st.header(_("Neighbours"), anchor=False)
    split = datasets.held_out(run.config.dataset)
    pixels = split.samples.reshape(len(split.samples), -1)
    spaces = {_("by code"): run_array(run, "latents"), named(_("by {value}s"), run): pixels}
    rows, told = [], []
    for name, points in spaces.items():
        found = analysis.nearest(points[index].astype(np.float32), points, NEIGHBOURS + 1)
        found = found[found != index][:NEIGHBOURS]
        same = int((split.labels[found] == split.labels[index]).sum())
        rows.append(drawn(run, split.samples[found]))
        told.append(_("{name}: {n} of {all}").format(name=name, n=same, all=len(found)))
    texts = [
        named(_("the nearest held-out {samples} {name}"), run).format(name=name) for name in spaces
    ]
    st.html(figures.strips(np.stack(rows), list(spaces), texts, wide=True))
    st.caption(_("Of the same class, {sentences}.").format(sentences=clauses(told)))


def _classifiers(run: Run) -> None:
    """Say how well simple classifiers tell digits by the code, beside PCA's."""
    st.header(named(_("What the code knows of the {samples}"), run), anchor=False)
    names = {"knn": _("5 nearest neighbours"), "ridge": _("Linear classifier (ridge regression)")}
    heads = (_("Recognised correctly"), _("by this code"), _("by PCA with equally many numbers"))
    lines = [f"| {' | '.join(heads)} |", "|---|--:|--:|"]
    for name, shares in measured.accuracies(run).items():
        texts = [f"{share:.1%}" for share in shares]
        best = int(np.argmax(shares))
        texts[best] = f"**{texts[best]}**"
        lines.append(f"| {names[name]} | {texts[0]} | {texts[1]} |")
    st.markdown("\n".join(lines))
    st.caption(
        named(
            _(
                "Held-out {samples} only: the classifiers learn from one half of them and "
                "are asked about the other. PCA is fitted on the training {samples}, with "
                "as many components as the code has numbers; it wins some of these."
            ),
            run,
        )
    )


@cached(64)
def _effects(run: Run) -> np.ndarray:
    codes = run_array(run, "latents")
    rows = analysis.sampled(len(codes), ASKED)
    return analysis.effects(
        codes, rows, lambda some: inference.decode(workers(), run.identity, some)
    )


def _unused(run: Run, codes: np.ndarray) -> None:
    """Say how many numbers make next to no difference to what is decoded, if any."""
    effects = when_awake(lambda: _effects(run))
    if effects is None:
        return
    unused = int(np.sum(effects < UNUSED_SHARE * run_array(run, "errors").mean()))
    if not unused:
        return
    text = named(
        _(
            "**{n} of the {all} numbers make next to no difference.** The decoder was asked: with "
            "any one of them at its mean over all held-out {samples}, the decoded {sample} changes "
            "by less than {share:.0%} of the reconstruction's squared error, on average over "
            "{asked} {samples}."
        ),
        run,
    )
    text = text.format(n=unused, all=codes.shape[1], share=UNUSED_SHARE, asked=ASKED)
    st.info(text, icon=":material/info:")


def _dimensions(run: Run, index: int) -> None:
    """Show how much each number of the code matters, and what one of them does."""
    st.header(_("Its numbers"), anchor=False)
    codes, order = run_array(run, "latents"), by_variance(run)
    shares = analysis.dimension_importance(codes)
    chart = figures.ranked(
        [f"z{axis + 1}" for axis in order[:LISTED]], shares[order[:LISTED]], _("share of variance")
    )
    st.plotly_chart(
        chart,
        key=f"shares-{run.key}",
        config={"displayModeBar": False},
        alt=_("How much of the code's variance each of its numbers has."),
    )
    _unused(run, codes)
    axis = st.selectbox(
        _("Move"), order, format_func=lambda one: f"z{one + 1}", width=110, key="codes-axis"
    )
    pictures = decode(run, analysis.traversal(codes, index, axis))
    if pictures is not None:
        name = f"z{axis + 1}"
        text = named(_("the {sample} as {name} goes from low to high"), run).format(name=name)
        st.html(figures.strips(drawn(run, pictures)[None], [name], [text]))
        text = _("From {low:+.1f} to {high:+.1f} standard deviations; the others stay.")
        st.caption(text.format(low=analysis.TRAVERSAL[0], high=analysis.TRAVERSAL[-1]))
