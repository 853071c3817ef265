"""What autoencoders are used for: a card for each, with its picture and a link to its page."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from ae import config as configs
from ae.data import datasets
from ae.i18n import N_, _
from ae.runs.store import Run
from ae.web.controls.topics import ANOMALIES, AUTOENCODERS, RATINGS, SIGNALS, Topic
from ae.web.panels.applications import living
from ae.web.runs import family_of, find_run


@dataclass(frozen=True)
class Application:
    """One card.

    Args:
        label, words: marked with `N_`.
        page: the file of the page that is about it.
        picture: shows its living picture of a finished run.
        topic: whose data and choices the run has.
        chosen: flat names and values that differ from the topic's.
        query: what the page's address carries.
    """

    label: str
    words: str
    page: str
    picture: Callable[[Run], None]
    topic: Topic = AUTOENCODERS
    chosen: dict[str, Any] = field(default_factory=dict)
    query: dict[str, str] = field(default_factory=dict)

    def run(self) -> Run | None:
        """Return the run of the picture, on the best dataset that is here and has one."""
        names = dict.fromkeys((self.topic.default_dataset(), *self.topic.datasets()))
        for name in filter(datasets.present, names):
            flat = self.chosen or self.topic.defaults(name)
            run = find_run(configs.from_flat_leniently(flat, name)[0].key())
            if run is not None:
                return run
        return None


APPLICATIONS = (
    Application(
        N_("Dimension reduction"),
        N_("Hundreds of pixels become a few numbers, and a collection a map to walk on."),
        "pages/latent.py",
        living.reduced,
        chosen={"architecture": "basic"},
    ),
    Application(
        N_("Denoising"),
        N_("Noise does not fit the code: what comes out is clean."),
        "pages/inside.py",
        living.restored,
        chosen={"architecture": "denoising"},
        query={"architecture": "denoising"},
    ),
    Application(
        N_("Anomalies"),
        N_("Whoever has only seen the normal rebuilds the rest badly: the error is an alarm."),
        "pages/anomalies.py",
        living.told_apart,
        ANOMALIES,
    ),
    Application(
        N_("Generation"),
        N_("The decoder does not ask where a code comes from: random ones make new samples."),
        "pages/generate.py",
        living.generated,
        chosen={"architecture": "variational"},
        query={"architecture": "variational"},
    ),
    Application(
        N_("Filling in"),
        N_("What is missing is painted from what is left, step by step."),
        "pages/draw.py",
        living.filled,
        chosen={"architecture": "denoising"},
    ),
    Application(
        N_("Signals"),
        N_("The same network on a row of voltages: a heartbeat freed of its noise."),
        "pages/signals.py",
        living.restored,
        SIGNALS,
    ),
    Application(
        N_("Recommendation"),
        N_("A person is a row of ratings, full of holes: the network fills them in."),
        "pages/recommend.py",
        living.recommended,
        RATINGS,
    ),
)
"""The cards, in their order."""


def overview() -> None:
    """Show all cards, two beside each other where there is room."""
    for start in range(0, len(APPLICATIONS), 2):
        for column, one in zip(st.columns(2), APPLICATIONS[start : start + 2], strict=False):
            with column:
                _card(one)


def _card(one: Application) -> None:
    with st.container(border=True):
        st.header(_(one.label), anchor=False)
        st.markdown(_(one.words))
        run = one.run()
        if run is None:
            st.caption(_("No run of it has been trained here yet: its page trains one."))
        else:
            one.picture(run)
            text = _("{run}, trained on: {dataset}.")
            dataset = _(datasets.DATASETS[run.config.dataset].label)
            st.caption(text.format(run=family_of(run), dataset=dataset))
        st.page_link(
            one.page,
            label=_("Open: {name}").format(name=_(one.label)),
            icon=":material/arrow_forward:",
            query_params=one.query or None,
        )
