"""One choice of a run in many values: all of them trained in one click, and what comes of it."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from ae.config import RunConfig
from ae.data import datasets
from ae.i18n import _, bullet, listed, ngettext
from ae.runs import jobs
from ae.runs.store import Run
from ae.web import asking, figures
from ae.web.controls import fields, given, view_choices
from ae.web.controls.links import SWEEP
from ae.web.foreign import foreign
from ae.web.panels.library import chosen_runs, values
from ae.web.panels.shared import later, own
from ae.web.panels.shared.measure_words import ALL_MEASURES, headline
from ae.web.panels.shared.pace import duration, expected_seconds
from ae.web.runs import find_run
from ae.web.server import store, workers
from ae.web.wording import named

REFRESH_SECONDS = 1.0


def sweep(config: RunConfig) -> None:
    """Vary one choice of a configuration.

    Args:
        config: all other choices.
    """
    flat = config.flat()
    name, chosen = _choose(flat)
    if not chosen:
        st.info(_("Choose some values."))
        return
    found = {value: values.varied(flat, name, value) for value in chosen}
    configs = {value: datasets.identified(one) for value, one in found.items() if one is not None}
    active = any(_job(one).active for one in configs.values()) or later.left()
    every = REFRESH_SECONDS if active else None
    across = fields.label_of(name, config.dataset)
    st.fragment(_standing, run_every=every)(across, name, configs, bool(active))
    st.caption(_about(config, across))


def _choose(flat: Mapping[str, Any]) -> tuple[str, list[Any]]:
    """Let a person choose what is varied, and in which values; the address carries both."""
    asked = values.read(str(view_choices.value(SWEEP, "")), flat)
    names = values.sweepable(flat)
    name, chosen = asked if asked is not None else (names[0], values.usual(flat, names[0]))

    def take(wanted: str, numbers: list[Any]) -> None:
        view_choices.take(SWEEP, f"{wanted}:{','.join(map(str, numbers))}", "")

    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.selectbox(
            _("Vary"),
            names,
            names.index(name),
            format_func=lambda one: fields.label_of(one, flat["dataset"]),
            width=220,
            **given.wired("sweep-name", name, lambda other: take(other, values.usual(flat, other))),
        )
        texts = [str(value) for value in sorted({*values.suggested(flat, name), *chosen})]
        shown = [str(value) for value in chosen]

        def take_texts(wanted: list[str]) -> None:
            numbers = [values.number(text, flat, name) for text in wanted]
            take(name, sorted({one for one in numbers if one is not None})[: values.MOST])

        st.multiselect(
            _("Values"),
            texts,
            shown,
            max_selections=values.MOST,
            accept_new_options=True,
            help=_("Up to {n}; type one that is not offered.").format(n=values.MOST),
            **given.wired(f"sweep-values-{name}", shown, take_texts),
        )
    return name, chosen


def _standing(across: str, name: str, configs: dict[Any, RunConfig], was_active: bool) -> None:
    """Show how far the sweep is. Runs again by itself while something is to come."""
    later.ask()
    runs = {value: find_run(one.key()) for value, one in configs.items()}
    there = {value: run for value, run in runs.items() if run is not None}
    active = any(_job(one).active for one in configs.values()) or bool(later.left())
    if active != was_active:
        st.rerun()  # which begins the looking, or ends it
    missing = [one for value, one in configs.items() if runs[value] is None]
    _offer(missing, list(there.values()))
    if there:
        _chart(across, name, there)
    st.markdown("\n".join(_line(value, one, runs[value]) for value, one in configs.items()))


def _offer(missing: list[RunConfig], there: list[Run]) -> None:
    """Offer to train what is missing, to end what is under way, and to compare what is there."""
    idle = [one for one in missing if not _job(one).active and one not in later.left()]
    with st.container(horizontal=True, vertical_alignment="center"):
        if idle:
            st.button(
                ngettext("Train {n} run", "Train {n} runs", len(idle)),
                icon=":material/play_arrow:",
                type="primary",
                key="sweep-train",
                on_click=later.want,
                args=(idle,),
            )
            st.markdown(_takes(idle))
        if len(idle) < len(missing):
            st.button(
                _("Cancel the rest"),
                icon=":material/stop_circle:",
                key="sweep-cancel",
                on_click=_cancel,
                args=(missing,),
            )
        if len(there) >= chosen_runs.AT_LEAST and st.button(
            _("Compare"), icon=":material/compare_arrows:", key="sweep-compare"
        ):
            _compare(there)
    for one in missing:
        asking.show_refusal(jobs.training(one))


def _takes(idle: list[RunConfig]) -> str:
    seconds = [expected_seconds(one) for one in idle]
    known = [one for one in seconds if one is not None]
    if len(known) < len(seconds):
        return ""
    text = _("About {time} of training in all.")
    return text.format(time=duration(max(sum(known), 1.0)))


def _cancel(missing: list[RunConfig]) -> None:
    later.forget()
    for one in missing:
        if own.is_own(one.key()) and _job(one).active:
            own.cancel(one)


def _compare(runs: list[Run]) -> None:
    """Lay some of the runs side by side: the ends, and what lies evenly between."""
    most = min(chosen_runs.MOST, len(runs))
    places = [round(n * (len(runs) - 1) / (most - 1)) for n in range(most)]
    chosen_runs.choose([runs[place].key for place in places])
    chosen_runs.look_at("library.compare")


def _chart(across: str, name: str, runs: dict[Any, Run]) -> None:
    measure = headline(next(iter(runs.values())))[0]
    label = named(_(ALL_MEASURES[measure][0]), next(iter(runs.values())))
    series = {
        _("these runs"): [(value, run.metrics[f"test_{measure}"]) for value, run in runs.items()]
    }
    pca = [
        (value, run.metrics[f"pca_test_{measure}"])
        for value, run in runs.items()
        if f"pca_test_{measure}" in run.metrics
    ]
    if name in ("latent_dim", "train_size") and pca:  # of all others PCA knows nothing
        series[_("PCA, as many components")] = pca
    ends = listed(f"{value}: {run.metrics[f'test_{measure}']:.3g}" for value, run in runs.items())
    st.plotly_chart(
        figures.swept(series, across, label, values.is_spread(list(runs))),
        key=f"sweep-chart-{name}",
        alt=_("{label}, by {name}: {ends}.").format(label=label, name=across, ends=ends),
        config={"displayModeBar": False},
    )


def _line(value: Any, config: RunConfig, run: Run | None) -> str:
    """Say of one value how its run stands."""
    if run is not None:
        measure, figure = headline(run)
        return bullet(str(value), ALL_MEASURES[measure][1].format(figure))
    job = _job(config)
    told = _("not trained yet")
    if job.state == "queued":
        told = _("waiting: place {n}").format(n=job.place)
    elif job.state == "running":
        told = _("epoch {epoch} of {epochs}").format(
            epoch=min(int(job.fraction) + 1, config.epochs), epochs=config.epochs
        )
    elif job.state in ("failed", "interrupted"):
        told = _("came to nothing. {why}").format(why=foreign(str(job.message)))
    elif config in later.left():
        told = _("asked for as soon as it may wait")
    return bullet(str(value), told)


def _job(config: RunConfig) -> jobs.Snapshot:
    return jobs.snapshot(store(), config.key(), epochs=False)


def _about(config: RunConfig, across: str) -> str:
    """Say what is measured, on what, and what stays as it is."""
    text = _(
        "Measured on all held-out {samples}. All choices but “{name}” are those above. One "
        "visitor may have {n} waiting at a time: the others are asked for as long as this tab "
        "is open."
    )
    return named(text, config).format(name=across, n=workers().limits.each)
