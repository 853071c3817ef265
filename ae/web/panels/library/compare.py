"""Some runs side by side: the same samples under each, their curves, measures and maps."""

from collections.abc import Sequence

import streamlit as st

from ae.analysis import choose
from ae.config import LOSSES
from ae.data import datasets
from ae.i18n import _, listed, sentences
from ae.runs.store import Run
from ae.web import figures
from ae.web.controls.sample_picker import choose_samples
from ae.web.figures import Row
from ae.web.panels.library.chosen_runs import AT_LEAST, MOST, chosen, look_at
from ae.web.panels.library.linked_maps import show_maps
from ae.web.panels.shared.measure_words import ALL_MEASURES
from ae.web.panels.shared.restored import restored_by, with_errors
from ae.web.runs import beside, find_run, names_of, run_array
from ae.web.samples import drawn, held_out_names
from ae.web.wording import named

SHOWN = 10


@st.fragment
def compare() -> None:
    """Show the runs that are chosen side by side."""
    runs = _comparable([run for key in chosen() if (run := find_run(key)) is not None])
    if len(runs) < AT_LEAST:
        text = _("Mark {least} to {most} runs in the list: here they stand side by side.")
        st.info(text.format(least=AT_LEAST, most=MOST))
        if st.button(_("To the list"), icon=":material/list:", key="library-back"):
            look_at("library.runs")
        return
    names = _distinct(names_of([run.config for run in runs]))
    if runs[0].config.data.kind != "ratings":
        _samples(runs, names)
    _measures(runs, names)
    _curves(runs, names)
    if runs[0].config.data.kind != "ratings":
        show_maps(runs, names)


def _distinct(names: list[str]) -> list[str]:
    """Return names that tell all runs apart, also those that differ in nothing that is named."""
    return [f"{name} ({n + 1})" if names.count(name) > 1 else name for n, name in enumerate(names)]


def _comparable(runs: list[Run]) -> list[Run]:
    """Return the runs that have learnt the same as the first; say of others why they are not."""
    if not runs:
        return []
    alike = [run for run in runs if run.key == runs[0].key or run.key in beside(runs[0])]
    if len(alike) < len(runs):
        st.warning(
            _(
                "Left out are runs on other data, or on other classes of it, than the first one's: "
                "their errors cannot be compared."
            ),
            icon=":material/info:",
        )
    return alike


def _samples(runs: Sequence[Run], names: Sequence[str]) -> None:
    """Show the same held-out samples under each run."""
    pictures = st.container()
    first = runs[0]
    how = choose_samples(first)
    split = datasets.held_out(first.config.dataset)
    draw = st.session_state.get("draw", 0)
    shown = choose(split.labels, run_array(first, "errors"), how, SHOWN, draw)
    if not len(shown):
        st.info(named(_("There is no such {sample} among the held-out ones."), first))
        return
    originals = split.samples[shown]
    clean, told = datasets.to_inputs(originals), held_out_names(first, shown)
    texts = [named(_("held-out {sample} {name}"), first).format(name=name) for name in told]
    rows = [Row(_("Original"), "original", drawn(first, originals), texts)]
    for run, name in zip(runs, names, strict=True):
        restored = restored_by(run, shown, clean)
        if restored is not None:
            rows.append(with_errors(run, name, "reconstruction", clean, restored, told))
    pictures.html(figures.sample_rows(rows))
    text = _(
        "The same held-out {samples}, undamaged, through each run; below each its squared error. "
        "“Best” and “worst” are the first run's."
    )
    st.caption(named(text, first))


def _measures(runs: Sequence[Run], names: Sequence[str]) -> None:
    """Show the runs' measures in one table, the best of each bold."""
    rows = []
    for name, (label, form, better) in ALL_MEASURES.items():
        found = [run.metrics.get(f"test_{name}") for run in runs]
        if any(value is not None for value in found):
            cells = _cells(found, form, better)
            rows.append((f"{named(_(label), runs[0])} {better}", cells))
            pca = [run.metrics.get(f"pca_test_{name}") for run in runs]
            if any(value is not None for value in pca):
                rows.append((_("– PCA, as many components"), _cells(pca, form, "")))
    st.html(figures.marked([named(_("On all held-out {samples}"), runs[0]), *names], rows))
    st.caption(_("Bold: the best of these runs. An arrow says which way is better."))


def _cells(values: Sequence[float | None], form: str, better: str) -> list[tuple[str, bool]]:
    known = [value for value in values if value is not None]
    best = {"↓": min, "↑": max}[better](known) if better and len(known) > 1 else None
    texts = ["–" if value is None else form.format(value) for value in values]
    winner = form.format(best) if best is not None else None
    return [(text, text == winner) for text in texts]


def _curves(runs: Sequence[Run], names: Sequence[str]) -> None:
    """Show the held-out losses over the epochs; those of one loss on one chart."""
    for loss in dict.fromkeys(run.config.loss for run in runs):
        curves = [
            (name, [one["epoch"] for one in run.history], [one["test_loss"] for one in run.history])
            for run, name in zip(runs, names, strict=True)
            if run.config.loss == loss
        ]
        up = named(_("{loss} per {value}"), runs[0]).format(loss=_(LOSSES[loss].label))
        ends = listed(f"{name}: {losses[-1]:.4f}" for name, _epochs, losses in curves)
        st.plotly_chart(
            figures.compared_curves(curves, up),
            key=f"library-curves-{loss}",
            alt=_("Held-out loss over the epochs; at the end {ends}.").format(ends=ends),
            config={"displayModeBar": False},
        )
    text = _("Held-out loss after each epoch, without penalties.")
    if len({run.config.loss for run in runs}) > 1:
        text = sentences([text, _("Runs of another loss have a chart of their own.")])
    st.caption(text)
