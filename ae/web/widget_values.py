"""Whether widgets can read what a browser says their values are; those they cannot are dropped.

This reads parts of Streamlit that it does not promise; `requirements.txt` pins its version, and
`tests/web/test_door.py` tries them on a real server.
"""

from typing import Any

import streamlit as st
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.state import SCRIPT_RUN_WITHOUT_ERRORS_KEY, SessionState
from streamlit.runtime.state.common import is_element_id, unpack_widget_state_value
from streamlit.runtime.state.session_state import Serialized

from ae.web.components.shapes import fits

JSON = {"json_value": False, "json_trigger_value": True}
"""The kinds of values that components of ours have, and whether they tell of events."""
FILES = ("file_uploader_state_value", "chat_input_value")
"""Kinds of values that name files: they can be read in a run only."""

NUMBERS = {"int_value", "double_value"}
"""Kinds that a number's field has either of: Streamlit names the one, a browser may send both."""
WORDS = ("string_value", "string_array_value")
"""Kinds that name what is chosen by what is shown of it."""
_OPTIONS = ("formatted_option_to_option_index", "formatted_option_to_index")
"""What Streamlit's widgets with options call their options, as texts."""


def is_readable(state: WidgetState, session: SessionState | None) -> bool:
    """Tell whether a widget can read this value.

    Args:
        state: what a browser has sent.
        session: which knows the widgets it has shown; without it, and for others, only values of
            components can be judged.
    """
    kind = state.WhichOneof("value")
    if kind in JSON and not fits(getattr(state, kind), JSON[kind]):
        return False
    widget = None if session is None else _metadata(session, state.id)
    if widget is None or kind is None:
        return True
    if kind != widget.value_type and not {kind, widget.value_type} <= NUMBERS:
        return False
    return kind in FILES or kind in JSON or _can_read(widget, state)


def forget() -> bool:
    """Drop the values of this run's widgets after it has failed, so that the next one works.

    They start anew, from what the session has chosen: which one was wrong is not known once it
    has been read.

    Returns:
        Whether a browser is to blame: it told a widget what it cannot read, or, for the first run
        of a session, which cannot be judged before it, anything at all.
    """
    context = get_script_run_ctx()
    if context is None:
        return False
    session = context.session_state._state
    values = session._new_widget_state
    given = [one.value for one in values.states.values() if isinstance(one, Serialized)]
    is_first = bool(values.states) and SCRIPT_RUN_WITHOUT_ERRORS_KEY not in session
    blamed = is_first or not all(is_readable(one, session) for one in given)
    values.states.clear()
    for name in [name for name in session._old_state if is_element_id(name)]:
        del session._old_state[name]
    return blamed


def show_again() -> None:
    """Have every control whose choices are words shown with what is chosen in the words of now."""
    context = get_script_run_ctx()
    if context is None:
        return
    session = context.session_state._state
    for key in list(st.session_state):
        widget = session._key_id_mapper.get_id_from_key(str(key))
        known = _metadata(session, widget) if widget else None
        if known is not None and known.value_type in WORDS:
            st.session_state[key] = st.session_state[key]  # Streamlit tells browsers what is set


def _metadata(session: SessionState, widget: str) -> Any:
    return session._new_widget_state.widget_metadata.get(widget)


def _can_read(widget: Any, state: WidgetState) -> bool:
    value = unpack_widget_state_value(state)
    try:
        widget.deserializer(value)
    except Exception:  # Streamlit's code, given anything
        return False
    return _is_offered(getattr(widget.deserializer, "__self__", None), value)


def _is_offered(serde: Any, value: Any) -> bool:
    """Tell whether a widget with options offers what is said to be chosen: Streamlit takes all."""
    options = [getattr(serde, name, None) for name in _OPTIONS]
    offered = next((one for one in options if one is not None), None)
    if offered is None:
        return True
    chosen = [value] if isinstance(value, str) else list(value)
    if not chosen:  # a browser leaves none only where none was chosen at first
        return getattr(serde, "default_option_index", None) is None
    return all(one in offered for one in chosen)
