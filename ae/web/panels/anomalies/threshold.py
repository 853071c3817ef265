"""One threshold over the scores of normal and of odd samples, and a drawing's place among them."""

import numpy as np
import streamlit as st

from ae import analysis
from ae.data import oddities
from ae.data.oddities import ODDITIES
from ae.i18n import _, listed
from ae.models.anomalies import SCORES, scores_for
from ae.runs.store import Run
from ae.web import exports, figures
from ae.web.components import threshold
from ae.web.drawing_state import as_input
from ae.web.live import when_awake
from ae.web.panels.anomalies.scored import (
    ALARMS,
    MOST,
    NORMAL,
    PICTURED,
    all_scores,
    rebuilt_live,
    scored,
    threshold_rows,
    usual_threshold,
)
from ae.web.panels.shared.drawing_source import can_be_framed, choose_source, show_canvas
from ae.web.samples import drawn
from ae.web.wording import class_names, named


@st.fragment
def show_threshold(run: Run, *, odd: str = "", score: str = "") -> None:
    """Show the scores of normal and odd samples with one threshold; below, a drawing's own.

    Args:
        odd: what is odd at first, of `oddities.ODDITIES`; the first that fits where none is named.
        score: the score at first, of `anomalies.SCORES`; the usual one where none is named.
    """
    what, chosen = _choose(run, odd, score)
    above = st.container()
    mark = None
    if run.config.data.kind == "picture":
        with st.container(border=True):
            mark = _drawing(run, chosen)
    with above:
        found = when_awake(
            lambda: (
                scored(run, NORMAL, chosen),
                scored(run, what, chosen),
                usual_threshold(run, chosen),
            )
        )
        if found is None:
            return
        normal, strange, start = found
        name = f"{run.identity}/{what}/{chosen}"
        label = _(SCORES[chosen].label)
        threshold(name, normal, strange, start, f"anomalies-{run.key}", label, mark)
        st.caption(_said(run, what, len(normal.scores), len(strange.scores)))
        _take_home(run, what)


def _choose(run: Run, odd: str, score: str) -> tuple[str, str]:
    kinds, scores = oddities.offered(run.config), scores_for(run.config)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        what = st.selectbox(
            _("What is odd"),
            kinds,
            kinds.index(odd) if odd in kinds else 0,
            format_func=lambda name: named(_(ODDITIES[name].label), run),
            key=f"anomalies-odd-{'-'.join(kinds)}",
            width=210,
        )
        chosen = st.selectbox(
            _("Score"),
            scores,
            scores.index(score) if score in scores else 0,
            format_func=lambda name: _(SCORES[name].label),
            key=f"anomalies-score-{'-'.join(scores)}",
            width=260,
        )
        with st.popover(_("The formula"), icon=":material/function:"):
            st.latex(SCORES[chosen].formula)
            st.markdown(named(_(SCORES[chosen].means), run))
    return what, chosen


def _said(run: Run, what: str, normal: int, odd: int) -> str:
    """Say which samples are scored, how many, and where the line begins."""
    text = _(
        "Odd: {means} {odd:,} of them are scored, and {normal:,} held-out {samples} of what is "
        "normal ({classes}); at most {most:,} of each, drawn at random, of which up to {pictured} "
        "each can be seen beside the line. The network has learnt from none of them. {line} "
        "Precision depends on how many odd ones there are beside the normal ones, here and in life."
    )
    learnt = [class_names(run)[one] for one in run.config.classes] or [_("all classes")]
    counts = {"normal": normal, "odd": odd, "most": MOST, "pictured": PICTURED}
    means = named(_(ODDITIES[what].means), run)
    text = named(text, run).replace("{line}", _start(run))
    return text.format(means=means, classes=listed(learnt), **counts)


def _start(run: Run) -> str:
    """Say by which samples the line is placed at first."""
    rows, kept_back = threshold_rows(run)
    text = _(
        "The line starts where {alarms:.0%} of the normal training {samples} lie above it; the "
        "network knows these, and of held-out ones more do."
    )
    if kept_back:
        text = _(
            "The line starts where {alarms:.0%} of {n:,} normal training {samples} lie above it "
            "that the network has not learnt from either."
        )
    return named(text, run).format(alarms=ALARMS, n=len(rows))


def _take_home(run: Run, what: str) -> None:
    st.download_button(
        _("Scores (CSV)"),
        lambda: exports.scores_csv({kind: all_scores(run, kind) for kind in (NORMAL, what)}),
        f"anomaly-scores-{run.key}-{what}.csv",
        "text/csv",
        icon=":material/download:",
    )


def _drawing(run: Run, score: str) -> float | None:
    """Show the canvas and what the run makes of the drawing; return its score."""
    st.markdown(named(_("**How odd is yours?** Draw, or bring a picture."), run))
    left, right = st.columns([2, 3], gap="large")
    with left:
        choose_source(run)
        now = show_canvas()
    seen = now.seen(not can_be_framed(run), run.config.dataset)
    clean = as_input(seen.image)
    with right:
        rebuilt = when_awake(lambda: rebuilt_live(run, clean))
        if rebuilt is None:
            return None
        value = float(SCORES[score].of(rebuilt)[0])
        pictures = [
            np.repeat(drawn(run, part)[0][..., None], 3, axis=2)
            for part in (clean, rebuilt.restored)
        ]
        pictures.append(figures.error_map(clean, rebuilt.restored, run.config.data)[0])
        labels = [_("What the network sees"), _("What it rebuilds"), _("Where it is odd")]
        rebuilt_text = _("{label}, score {score:.3g}").format(label=labels[1], score=value)
        st.html(figures.trio(np.stack(pictures), labels, [labels[0], rebuilt_text, labels[2]]))
        st.markdown(_compared(run, score, value))
    return value


def _compared(run: Run, score: str, value: float) -> str:
    others = when_awake(lambda: all_scores(run, NORMAL)[score])
    text = _("{name} **{value:.3g}**").format(name=_(SCORES[score].label), value=value)
    if others is None:
        return text
    compared = _("{text}: larger than that of {share:.1%} of the normal held-out {samples}.")
    return named(compared, run).format(text=text, share=analysis.rank(value, others))
