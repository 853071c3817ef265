"""The address of a page: it carries all choices, and follows them while a session lives.

Choices are taken from an address only where it is new to the session: on a first visit, where a
person goes back or forward, and where a link leads to another page.
"""

import difflib
from typing import Any

import streamlit as st
from streamlit.navigation.page import Page
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.scriptrunner_utils.script_requests import RerunData

from ae import config as configs
from ae.config import Problem, RunConfig
from ae.models.architectures import REGISTRY
from ae.web.components import address_bar
from ae.web.controls import chosen, given, links, openings
from ae.web.controls.topics import Topic

ALIKE = 0.8
"""How alike a parameter's name is to one of ours, of 1, that it is taken for a slip of the pen."""


def enter() -> None:
    """Take the choices of the view from the address where it is new; called at each run's start."""
    query, state = st.query_params.to_dict(), st.session_state
    back, moved, new = _went_back(), _moved(), "view-choices" not in state
    problems: list[Problem] = []
    if new or back or (moved and query):
        state["view-choices"], problems = _view(query, keep=not (new or back))
        state["address"] = query
    if new:
        problems += _slips(query)
    if new or back or moved:
        state["complete"] = True
    state["arrival"] = query, back, moved, problems
    state["config-address"] = {}


def adopt(topic: Topic, changes: openings.Changes) -> None:
    """Take a page's configuration from the address where it is new to the session; after `enter`.

    Args:
        changes: see `openings.opening`; where the address asks for nothing.
    """
    state = st.session_state
    query, back, moved, problems = state["arrival"]
    asked = {name: value for name, value in query.items() if name in _fields()}
    first = "config" not in state
    if first or back or (moved and query):
        if first or back or asked:
            problems = problems + _take(topic, asked, changes)
        state["problems"] = problems
    elif moved and openings.is_untouched():  # by the navigation, which asks for nothing
        openings.open_page(topic, changes)


def write(config: RunConfig) -> None:
    """Have the address of a page carry a configuration, too, beside the choices of the view."""
    st.session_state["config-address"] = {
        name: str(value) for name, value in config.flat().items() if value != ""
    }
    follow()


def follow() -> None:
    """Have the address carry all choices: one that was made is one entry of the history."""
    state = st.session_state
    wanted = {**state.get("config-address", {}), **links.written(view())}
    if state.pop("complete", False):
        state["completed"] = state.get("completed", (0, {}))[0] + 1, wanted
    elif state.get("address") != wanted:
        st.query_params.from_dict(wanted)
    state["address"] = wanted


def view() -> dict[str, Any]:
    """Return the session's choices of the view, as far as they are not the usual ones."""
    values: dict[str, Any] = st.session_state.setdefault("view-choices", {})
    return values


def switch(page: Page) -> None:
    """Show another page, with what it opens with; ends the run.

    One entry of the browser's history comes of it. Of `st.switch_page` two do: it empties the
    address first, and a person who goes back finds a page without choices.
    """
    context = get_script_run_ctx()
    if context is None or context.script_requests is None:
        return
    context.script_requests.request_rerun(
        RerunData(
            query_string="",
            page_script_hash=page._script_hash,
            cached_message_hashes=context.cached_message_hashes,
            context_info=context.context_info,
        )
    )
    st.empty()  # where the run ends


def complete() -> None:
    """Put into the address what it lacks; called at a run's end, always at the same place."""
    follow()
    context = get_script_run_ctx()
    number, wanted = st.session_state.get("completed", (0, {}))
    address_bar(wanted, number, context.session_id if context else "")


def _take(topic: Topic, asked: dict[str, str], changes: openings.Changes) -> list[Problem]:
    """Choose the configuration that an address asks for; return what it cannot have."""
    wrong = _not_of(topic, asked)
    if wrong or not asked:
        openings.open_page(topic, changes)
        return wrong
    config, refused = configs.from_flat_leniently(asked, topic.default_dataset())
    chosen.replace(config.flat())
    return wrong + refused


def _view(query: dict[str, str], keep: bool) -> tuple[dict[str, Any], list[Problem]]:
    values, problems = links.read(query)
    return ({**view(), **values} if keep else values), problems


def _went_back() -> bool:
    """Tell whether this run is of a person who went back or forward in the browser's history."""
    context = get_script_run_ctx()
    return context is not None and context.is_history_navigation


def _moved() -> bool:
    """Tell whether another page is shown than the last time, and note which."""
    context = get_script_run_ctx()
    now = context.page_script_hash if context else ""
    before, st.session_state["page"] = st.session_state.get("page", now), now
    if before != now:
        given.forget()
    return before != now


def _fields() -> set[str]:
    return set(configs.shared_fields()).union(*map(configs.option_fields, REGISTRY))


def _slips(query: dict[str, str]) -> list[Problem]:
    """Name parameters that resemble ours; others, such as a mail's `utm_source`, are not ours."""
    ours = [*_fields(), *links.names()]
    strange = [name for name in query if name not in ours]
    slips = [name for name in strange if difflib.get_close_matches(name, ours, 1, ALIKE)]
    return [Problem(name, configs.expected(name), query[name]) for name in slips]


def _not_of(topic: Topic, asked: dict[str, str]) -> list[Problem]:
    """Refuse a dataset that there is, but of a kind that the page cannot show."""
    name, offered = asked.get("dataset"), topic.datasets()
    if name not in configs.known_data() or name in offered:
        return []
    return [Problem("dataset", configs.one_of(offered), name)]
