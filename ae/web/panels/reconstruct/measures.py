"""A run's measures on all held-out samples, beside PCA's."""

from collections.abc import Iterator

import streamlit as st

from ae import analysis
from ae.i18n import _, sentences
from ae.runs.store import Run
from ae.web.panels.shared.measure_words import MEASURES, OWN_MEASURES
from ae.web.wording import named


def measures(run: Run) -> None:
    """Show the run's measures on all held-out samples, beside PCA at the same size."""
    where = named(_("On all held-out {samples}"), run)
    lines = [
        f"| {where} | {_('this run')} | {_('PCA, as many components')} |",
        "|---|--:|--:|",
    ]
    for name, (label, form, better) in MEASURES.items():
        if f"test_{name}" in run.metrics:
            ours, pca = run.metrics[f"test_{name}"], run.metrics[f"pca_test_{name}"]
            cells = _better_marked(ours, pca, form, lower=better == "↓")
            lines.append(f"| {named(_(label), run)} {better} | {cells} |")
    for name, (label, form, better) in OWN_MEASURES.items():
        if f"test_{name}" in run.metrics:
            error = run.metrics.get(f"test_{name}_error")  # older runs have none
            figure = analysis.with_error(run.metrics[f"test_{name}"], error, form)
            lines.append(f"| {named(_(label), run)} {better} | {figure} | – |")
    st.markdown("\n".join(lines))
    st.caption(sentences(_notes(run)))


def _notes(run: Run) -> Iterator[str]:
    """Yield what a reader of the figures has to know of them."""
    metrics = run.metrics
    if _pca_wins(run):
        yield _(
            "Here PCA wins: with so few numbers a short training does not yet find what bending "
            "the plane could gain. Try more epochs, or the deep family."
        )
    yield _("A low error is not the goal by itself: a code as wide as the picture could just copy.")
    if "test_bce_floor" in metrics:
        floor = _("A perfect reconstruction has a BCE of {floor:.4f}: grey pixels are uncertain.")
        yield floor.format(floor=metrics["test_bce_floor"])
    if "pca_test_outside" in metrics:
        text = _(
            "PCA's output knows no bounds: {pca:.0%} of its values lie outside 0 to 1, and for its "
            "BCE alone they are moved to {epsilon:g} from the ends."
        )
        yield text.format(pca=metrics["pca_test_outside"], epsilon=analysis.EPSILON)
    if metrics.get("test_outside"):
        yield _("The same is done to {share:.0%} of this run's values.").format(
            share=metrics["test_outside"]
        )
    if any(metrics.get(f"test_{name}_error") for name in OWN_MEASURES):
        text = _(
            "± is the standard error over {n} draws of the noise, all of these {samples} each time."
        )
        yield named(text, run).format(n=analysis.DRAWS)


def _pca_wins(run: Run) -> bool:
    """Tell whether PCA is the better one by the very loss that the run was trained with."""
    name, linear = run.config.loss, run.config.architecture.name == "linear"
    ours, pca = run.metrics.get(f"test_{name}"), run.metrics.get(f"pca_test_{name}")
    return ours is not None and pca is not None and pca < ours and not linear


def _better_marked(ours: float, pca: float, form: str, lower: bool) -> str:
    """Return both figures as cells of a table, the better one in bold."""
    first, second = form.format(ours), form.format(pca)
    if (ours < pca) == lower:
        return f"**{first}** | {second}"
    return f"{first} | **{second}**"
