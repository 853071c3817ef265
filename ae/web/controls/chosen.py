"""The configuration that a session has chosen, as flat names and values; what it has brought."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from ae import config as configs
from ae.web.controls.topics import Topic, current


def flat() -> dict[str, Any]:
    """Return the session's configuration: the dict that the controls write to."""
    return st.session_state["config"]


def replace(values: Mapping[str, Any]) -> None:
    """Take another configuration; the controls show it when they are built next."""
    st.session_state["config"] = dict(values)
    st.session_state["problems"] = []


def open_in(topic: str, values: Mapping[str, Any]) -> None:
    """Take another configuration, on the pages of a topic."""
    if topic == current().name:
        replace(values)
    else:
        st.session_state.setdefault("topics", {})[topic] = dict(values)


def brought(topic: Topic) -> list[str]:
    """Return the datasets that this visitor has brought."""
    mine = [name for name in st.session_state.get("brought", []) if configs.is_known(name)]
    return [name for name in mine if configs.data_spec(name).kind in topic.kinds]


def may_see(name: str) -> bool:
    """Tell whether this visitor may be told of a dataset: of what others have brought, no."""
    own = name in st.session_state.get("brought", [])
    chosen = st.session_state.get("config", {}).get("dataset")  # none, where no page had any yet
    return own or name in configs.known_data() or name == chosen


def bring(name: str) -> None:
    """Choose a dataset that this visitor has brought, and offer it to them from now on."""
    mine = st.session_state.setdefault("brought", [])
    if name not in mine:
        mine.append(name)
    replace(configs.from_flat({"seed": flat()["seed"]}, name).flat())
