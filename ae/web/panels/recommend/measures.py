"""How good a run's predictions and lists are, beside those of simpler recommenders."""

from collections.abc import Iterator

import streamlit as st

from ae.analysis import ranking
from ae.data import datasets
from ae.i18n import N_, _, sentences
from ae.runs.store import Run
from ae.web.runs import family_of

RIVALS = {
    "bias": N_("what is usual for thing and person"),
    "factorisation": N_("factors of people and things (ALS)"),
    "popularity": N_("what most people like"),
    "neighbours": N_("item-kNN"),
    "pure_svd": N_("PureSVD"),
    "ease": N_("EASE: linear, no hidden layer"),
}
MEASURES = {
    "rmse": (N_("RMSE ↓"), "{:.3f}"),
    "recall20": (N_("recall@20 ↑"), "{:.3f}"),
    "ndcg100": (N_("NDCG@100 ↑"), "{:.3f}"),
}


def measures(run: Run) -> None:
    """Show a table of measures on the held-back ratings, and say what they are."""
    heads = [_(label) for label, _form in MEASURES.values()]
    lines = [f"| {_('On held-back ratings')} | {' | '.join(heads)} |", "|---|--:|--:|--:|"]
    rows = {"": f"**{family_of(run)}**"} | {name: _(label) for name, label in RIVALS.items()}
    best = {what: _best(run, what) for what in MEASURES}
    for name, label in rows.items():
        cells = [_cell(run, name, what, best[what]) for what in MEASURES]
        lines.append(f"| {label} | {' | '.join(cells)} |")
    st.markdown("\n".join(lines))
    st.caption(sentences(_notes(run)))


def _value(run: Run, name: str, what: str) -> float | None:
    return run.metrics.get(f"{name}_test_{what}" if name else f"test_{what}")


def _best(run: Run, what: str) -> str:
    """Return who is best: a rival's name, or "" for the run."""
    values = {name: _value(run, name, what) for name in ("", *RIVALS)}
    there = {name: value for name, value in values.items() if value is not None}
    pick = min if what == "rmse" else max
    return pick(there, key=lambda name: there[name])


def _cell(run: Run, name: str, what: str, best: str) -> str:
    value = _value(run, name, what)
    if value is None:
        return "–"
    text = MEASURES[what][1].format(value)
    return f"**{text}**" if name == best else text


def _notes(run: Run) -> Iterator[str]:
    """Yield which ratings these figures are of, and what they mean."""
    split = datasets.held_out(run.config.dataset)
    assert split.targets is not None
    text = _(
        "Of all ratings 80 % are learnt from, 10 % served to choose settings, and these figures "
        "are of the last 10 %, drawn at random: {count:,} ratings that no model has seen, each "
        "predicted from the person's own 80 %."
    )
    yield text.format(count=int((split.targets == split.targets).sum()))
    text = _(
        "RMSE is the root mean squared error in stars. The lists leave out what a person has rated "
        "in the 80 %; recall@{recall} is the share of the held-back likes ({liked:g} stars or "
        "more) among the first {recall}, NDCG@{ndcg} counts them by their places: means over the "
        "{people:,} people with such a like. – where a model predicts no stars."
    )
    yield text.format(
        recall=ranking.RECALL_AT,
        ndcg=ranking.NDCG_AT,
        liked=ranking.LIKED,
        people=round(run.metrics["test_judged"]),
    )
    if _best(run, "ndcg100") == "ease":
        yield _(
            "The best lists are those of a linear model without a hidden layer. EASE looks at all "
            "pairs of things at once and solves for them exactly; an autoencoder must press what "
            "it knows through its code, which needs more people to pay."
        )
