"""Who trains now and who waits, so that waiting has a reason."""

import streamlit as st

from ae.config import RunConfig
from ae.data import datasets
from ae.i18n import _, labelled, listed, ngettext
from ae.runs import jobs
from ae.web.controls.chosen import may_see
from ae.web.panels.shared import own
from ae.web.runs import family_of
from ae.web.server import store


def ahead(place: int) -> list[tuple[int, RunConfig]]:
    """Return the trainings that go before one at this place, with theirs: 0 where it runs."""
    found = []
    for key, spec in jobs.specs(store()).items():
        job = jobs.snapshot(store(), key, epochs=False)
        if spec.kind == "train" and job.active and job.place < place:
            found.append((job.place, spec.config))
    return sorted(found, key=lambda one: one[0])


def show_queue(before: list[tuple[int, RunConfig]]) -> None:
    """List what runs and what waits before a training."""
    st.caption(ngettext("{n} training is ahead:", "{n} trainings are ahead:", len(before)))
    st.markdown("\n".join(f"- {_line(place, config)}" for place, config in before))


def _line(place: int, config: RunConfig) -> str:
    state = _("place {n}").format(n=place) if place else _("running")
    dataset = _("data of their own")
    if may_see(config.dataset):
        dataset = _(datasets.DATASETS[config.dataset].label)
    told = labelled(state, listed([family_of(config), dataset]))
    return _("{training} **yours**").format(training=told) if own.is_own(config.key()) else told
