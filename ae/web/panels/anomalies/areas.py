"""Which score finds which kind of odd sample, and what simpler detectors find: a table."""

import streamlit as st

from ae import analysis
from ae.caching import cached
from ae.data import datasets, oddities
from ae.data.oddities import ANOTHER, BLANK, ODDITIES
from ae.i18n import _, sentences
from ae.models.anomalies import COMPETITORS, SCORES, competitors_for, scores_for
from ae.runs.comparisons import SIMPLER
from ae.runs.store import Run
from ae.web import figures
from ae.web.live import when_awake
from ae.web.panels.anomalies.scored import MOST, NORMAL, all_scores
from ae.web.runs import pca_of, run_array
from ae.web.wording import named


@st.fragment
def compared(run: Run) -> None:
    """Show the area under the ROC curve of every score and simpler detector, by what is odd."""
    rows = when_awake(lambda: [_row(run, what) for what in oddities.offered(run.config)])
    if rows is None:
        return
    st.markdown(
        _("**Which score finds what** (area under the ROC curve: 1 finds all, ½ is chance)")
    )
    st.html(figures.best_in_row(_heads(run), rows))
    st.caption(_said(run))
    if (winner := _simpler_winner(run, rows)) is not None:
        st.info(winner, icon=":material/emoji_events:")


def _row(run: Run, what: str) -> tuple[str, list[float | None]]:
    """Return an oddity's label and the areas, of scores first; None where it is not known."""
    normal, odd = all_scores(run, NORMAL), all_scores(run, what)
    areas: list[float | None] = [analysis.auc(normal[s], odd[s]) for s in scores_for(run.config)]
    areas += [_simpler(run, what, name) for name in competitors_for(run.config)]
    return named(_(ODDITIES[what].label), run), areas


@cached(256)
def _simpler(run: Run, what: str, name: str) -> float | None:
    """Return a simpler detector's area: PCA's of anything, others' of held-out samples only."""
    rows = oddities.normal_rows(run.config, MOST)
    if name == "pca":
        plane = pca_of(run)
        normal = datasets.to_inputs(datasets.held_out(run.config.dataset).samples[rows])
        odd = oddities.odd(what, run.config, MOST).samples
        return analysis.auc(*(analysis.pca_error(plane, one) for one in (normal, odd)))
    if what != ANOTHER or not run.has_array(SIMPLER + name):
        return None
    scores = run_array(run, SIMPLER + name)
    odd_rows = oddities.odd(what, run.config, MOST).rows
    return analysis.auc(scores[rows], scores[odd_rows])


def _heads(run: Run) -> list[str]:
    components = len(run_array(run, "pca_components"))
    scores = [_(SCORES[name].label) for name in scores_for(run.config)]
    simpler = [_(COMPETITORS[n].label).format(n=components) for n in competitors_for(run.config)]
    return [_("what is odd"), *scores, *simpler]


def _simpler_winner(run: Run, rows: list[tuple[str, list[float | None]]]) -> str | None:
    """Say where a simpler detector finds what is odd first of all better than every score."""
    label, areas = rows[0]
    count = len(scores_for(run.config))
    simpler = {
        name: area
        for name, area in zip(competitors_for(run.config), areas[count:], strict=True)
        if area
    }
    ours = max(area for area in areas[:count] if area is not None)
    if not simpler or max(simpler.values()) <= ours:
        return None
    best = max(simpler, key=lambda name: simpler[name])
    text = _(
        "{odd}: a simpler detector does better than this network. {name}: {area:.3f}; "
        "the network by its best score: {ours:.3f}."
    )
    name = _(COMPETITORS[best].label).format(n=len(run_array(run, "pca_components")))
    return text.format(odd=label, name=name, area=simpler[best], ours=ours)


def _said(run: Run) -> str:
    text = _(
        "The largest area of each row is bold. Simpler detectors are fitted on the same training "
        "{samples}; all but PCA have scored held-out {samples} only. Every area rests on at most "
        "{most:,} normal and {most:,} odd ones, drawn at random."
    )
    if BLANK in oddities.offered(run.config):
        text = sentences([text, _about_blank(run)])
    return named(text, run).format(most=MOST)


def _about_blank(run: Run) -> str:
    """Say what the row of the one blank sample means, and whether its plain error is small."""
    normal, blank = (all_scores(run, what)["squared_error"] for what in (NORMAL, BLANK))
    lower = analysis.auc(normal, blank)
    text = _(
        "The blank {sample} is one {sample}: its area is the share of normal ones scoring lower. "
        "By its plain error that are {share:.1%} here: "
    )
    told = _("the network paints something onto it.")
    if lower < 0.5:
        told = _("it is easily rebuilt. Seen against how little there is on it, it stands out.")
    return (text + told).replace("{share:.1%}", f"{lower:.1%}")
