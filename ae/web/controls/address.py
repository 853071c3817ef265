"""The address of a page: a configuration is taken from it once, and written to it."""

import streamlit as st

from ae import config as configs
from ae.config import Problem, RunConfig
from ae.models.architectures import REGISTRY
from ae.web import url
from ae.web.controls import chosen
from ae.web.controls.topics import Topic


def adopt(topic: Topic) -> None:
    """Take the configuration from the URL on a first visit, and whenever the URL was edited."""
    known = set(configs.shared_fields()).union(*map(configs.option_fields, REGISTRY))
    asked = {name: value for name, value in st.query_params.items() if name in known}
    first = "config" not in st.session_state
    problems = url.view_problems(st.query_params.to_dict()) if first else []
    if not first and (not asked or asked == st.session_state.get("url")):
        return
    unknown = [name for name in st.query_params if name not in known and not url.known(name)]
    wrong = _not_of(topic, asked)
    asked = asked if asked and not wrong else topic.defaults()
    config, refused = configs.from_flat_leniently(asked, topic.default_dataset())
    chosen.replace(config.flat())
    problems += wrong + refused
    problems += [Problem(n, configs.expected(n), st.query_params[n]) for n in unknown if first]
    st.session_state["problems"] = problems


def _not_of(topic: Topic, asked: dict[str, str]) -> list[Problem]:
    """Refuse a dataset that there is, but of a kind that the page cannot show."""
    name, offered = asked.get("dataset"), topic.datasets()
    if name not in configs.known_data() or name in offered:
        return []
    return [Problem("dataset", f"one of {', '.join(offered)}", name)]


def write(config: RunConfig) -> None:
    wanted = {name: str(value) for name, value in config.flat().items()}
    st.session_state["url"] = wanted
    for name in [name for name in st.query_params if name not in wanted and not url.known(name)]:
        del st.query_params[name]
    if any(st.query_params.get(name) != value for name, value in wanted.items()):
        st.query_params.update(wanted)
