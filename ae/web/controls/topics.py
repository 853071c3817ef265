"""What a page is about: which data it takes, and with which choices it opens.

Pages of one topic share a configuration. Another topic's is kept while one looks elsewhere.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from ae import config as configs
from ae.config import Kind
from ae.data import datasets


@dataclass(frozen=True)
class Topic:
    """What some pages have in common.

    Args:
        name: its key in the session.
        kinds: the kinds of data that its pages can show.
        opening: flat names and values of the configuration that they open with, as far as it
            differs from the defaults.
        preset: the named configuration of that architecture which they open with, if any.
        on: what else differs on a dataset, by its name.
        chooses_classes: whether a person chooses there which classes are learnt.
    """

    name: str
    kinds: tuple[Kind, ...]
    opening: Mapping[str, Any] = field(default_factory=dict)
    preset: str = ""
    on: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    chooses_classes: bool = False

    def datasets(self) -> tuple[str, ...]:
        """Return the datasets that its pages can show."""
        return tuple(n for n in configs.known_data() if configs.data_spec(n).kind in self.kinds)

    def default_dataset(self) -> str:
        """Return the dataset where none was chosen: one that is here."""
        return datasets.default_dataset(self.kinds)

    def defaults(self, dataset: str = "") -> dict[str, Any]:
        """Return the flat configuration that its pages open with, on a dataset if one is named."""
        dataset = dataset or self.default_dataset()
        given = {**self.opening, **self.on.get(dataset, {})}
        if self.preset:
            given = configs.preset(dataset, given["architecture"], self.preset) | given
        return configs.from_flat(given, dataset).flat()


AUTOENCODERS = Topic("autoencoders", ("picture", "signal", "table"))
ANOMALIES = Topic(
    "anomalies",
    ("picture", "signal", "table"),
    {"architecture": "deep", "classes": "0"},
    "one-class",
    {
        "digits": {"classes": "7"},
        "mnist": {"classes": "7"},
        # With so few, those that were learnt would place the threshold far too low.
        "breast_cancer": {"classes": "1", "train_size": 300},
    },
    chooses_classes=True,
)
SIGNALS = Topic("signals", ("signal",), {"architecture": "denoising"})
ODD_SIGNALS = Topic(
    "odd signals",
    ("signal",),
    {"architecture": "deep", "latent_dim": 8, "classes": "0"},
    chooses_classes=True,
)
RATINGS = Topic("ratings", ("ratings",), {"architecture": "autorec"})
TOPICS = {one.name: one for one in (AUTOENCODERS, ANOMALIES, SIGNALS, ODD_SIGNALS, RATINGS)}
"""The registry."""


def current() -> Topic:
    """Return the topic that this session looked at last, for pages that can show any.

    Where a link leads to data that it cannot show, it is the first topic that can.
    """
    topic = TOPICS[st.session_state.get("topic", AUTOENCODERS.name)]
    asked = st.query_params.get("dataset", "")
    if not configs.is_known(asked) or (kind := configs.data_spec(asked).kind) in topic.kinds:
        return topic
    return next((one for one in TOPICS.values() if kind in one.kinds), topic)


def enter(topic: Topic) -> dict[str, Any] | None:
    """Note that a page of this topic is shown; return the configuration to go on with.

    None if that is the one which the session has now, or where the session is new.
    """
    state = st.session_state
    before = state.get("topic", topic.name)
    state["topic"] = topic.name
    if before == topic.name or "config" not in state:
        return None
    kept = state.setdefault("topics", {})
    kept[before] = state["config"]
    return kept.get(topic.name) or topic.defaults()
