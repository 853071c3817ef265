"""The runs of the library, as a visitor sees them: named, pinned, sorted, filtered."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from ae.i18n import N_, _, labelled
from ae.runs.shelves import Shelf
from ae.runs.store import Run
from ae.web.controls.chosen import may_see
from ae.web.panels.shared import own
from ae.web.panels.shared.measure_words import ALL_MEASURES, headline
from ae.web.runs import all_runs, ended_early, family_of, names_of
from ae.web.wording import named


@dataclass(frozen=True)
class Entry:
    """One run as a visitor sees it.

    Args:
        name: the visitor's own, or what tells the run from others.
        mine: whether the visitor had it trained.
    """

    run: Run
    name: str
    named: bool
    mine: bool
    pinned: bool


def entries(shelf: Shelf) -> list[Entry]:
    """Return every run that a visitor may see."""
    runs = [run for run in all_runs() if may_see(run.config.dataset)]
    usual = names_of([run.config for run in runs])
    return [
        Entry(
            run,
            shelf.names.get(run.key) or name,
            run.key in shelf.names,
            not run.shipped and own.had_trained(run.key),
            run.key in shelf.pinned,
        )
        for run, name in zip(runs, usual, strict=True)
    ]


def _by_error(entry: Entry) -> tuple[Any, ...]:
    """Among runs on the same data: errors on others cannot be compared."""
    name, figure = headline(entry.run)
    return entry.run.config.dataset, name, figure if ALL_MEASURES[name][2] == "↓" else -figure


ORDERS: dict[str, tuple[str, Callable[[Entry], Any]]] = {
    "newest": (N_("Newest"), lambda entry: -entry.run.made),
    "error": (N_("Smallest error"), _by_error),
    "size": (N_("Shortest code"), lambda entry: entry.run.config.latent_dim),
    "time": (N_("Fastest trained"), lambda entry: entry.run.seconds),
    "name": (N_("Name"), lambda entry: entry.name.lower()),
}
"""How the list can be sorted; pinned runs stay above the others."""


def wanted(
    found: Sequence[Entry], data: str, families: Sequence[str], mine: bool, text: str
) -> list[Entry]:
    """Return the entries that pass every filter; an empty one lets all pass.

    Args:
        data: the dataset's name.
        families: names of architectures.
        mine: whether only the visitor's own are wanted.
        text: what the name or key contains.
    """
    look_for = text.strip().lower()
    return [
        one
        for one in found
        if data in ("", one.run.config.dataset)
        and (not families or one.run.config.architecture.name in families)
        and (one.mine or not mine)
        and (look_for in one.name.lower() or look_for in one.run.key)
    ]


def ordered(found: Sequence[Entry], by: str) -> list[Entry]:
    """Return entries in one of `ORDERS`, pinned ones first."""
    key = ORDERS[by][1]
    return sorted(found, key=lambda one: (not one.pinned, key(one)))


def headline_text(run: Run) -> str:
    """Say how good a run is on held-out samples, and PCA beside it."""
    name, figure = headline(run)
    label, form, _better = ALL_MEASURES[name]
    text = labelled(named(_(label), run), f"**{form.format(figure)}**")
    pca = run.metrics.get(f"pca_test_{name}")
    return text if pca is None else text + _(" (PCA {figure})").format(figure=form.format(pca))


def own_name(entry: Entry) -> str:
    """Say of a run that has a name of the visitor's what it is."""
    return family_of(entry.run) if entry.named else ended_early(entry.run)
