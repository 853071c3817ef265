"""The door: what a browser sends over the WebSocket is checked before anything walks it.

Streamlit takes what it gets. A value that its widget cannot read raises in every later run of that
session; JSON that is nested deep enough holds the whole server. What does not fit is left out here,
and the rest of the message goes on, so that every request is answered.
"""

import logging
from collections import OrderedDict

import streamlit as st
from google.protobuf.message import DecodeError
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetStates
from streamlit.runtime import get_instance
from streamlit.runtime.scriptrunner import get_script_run_ctx

from ae.i18n import _
from ae.web.seldom import Seldom
from ae.web.widget_values import is_readable

log = Seldom(logging.getLogger(__name__))

STREAM = "/_stcore/stream"
ASKED = ("rerun_script", "stop_script", "app_heartbeat", "file_urls_request")
FETCHED = ("deferred_file", "dataframe_chunk")
"""What a browser asks an app for and fetches from it: files made when they are downloaded, parts of
tables. The rest is for whoever develops one: it empties caches, installs things."""
LONGEST = {"query_string": 20_000, "page_name": 200, "page_script_hash": 64, "fragment_id": 64}
"""So long are the texts of a request at most, in characters."""
TRIGGERS = ("trigger_value", "string_trigger_value", "chat_input_value", "json_trigger_value")
"""The kinds of values that say that something was done once, such as a press of a button."""
MOST_BYTES = 2_000_000
"""So much is all that the widgets of a page say at once."""
PROTOCOL_ERROR = 1002
MOST_TOLD = 1_000
_left_out: OrderedDict[str, None] = OrderedDict()
"""Sessions that have not been told yet that something of theirs was left out."""


class Door:
    """Middleware around the server: sees every message of Streamlit's WebSocket first."""

    def __init__(self, app: ASGIApp):
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket" and scope["path"].endswith(STREAM):
            visit = _Visit(receive, send, _resumed(scope))
            await self.app(scope, visit.receive, visit.send)
        else:
            await self.app(scope, receive, send)


class _Visit:
    """One connection: whose session it is becomes known with the first run of a page.

    Args:
        resumed: the session that its browser had before it lost its last connection, if any.
    """

    def __init__(self, receive: Receive, send: Send, resumed: str):
        self._receive, self._send = receive, send
        self._session_id, self._is_known = resumed, False

    async def send(self, message: Message) -> None:
        if not self._is_known and message["type"] == "websocket.send":
            forward = ForwardMsg()
            forward.ParseFromString(message.get("bytes") or b"")
            if told := forward.new_session.initialize.session_id:
                self._session_id, self._is_known = told, True
        await self._send(message)

    async def receive(self) -> Message:
        while True:
            message = await self._receive()
            if message["type"] != "websocket.receive":
                return message
            asked = _read(message)
            if asked is None:
                log.warning("A message that is none of Streamlit's: its connection is closed.")
                await self._send({"type": "websocket.close", "code": PROTOCOL_ERROR})
                return {"type": "websocket.disconnect", "code": PROTOCOL_ERROR}
            if not _is_asked(asked):
                continue
            if self._check(asked):
                message = {"type": "websocket.receive", "bytes": asked.SerializeToString()}
            return message

    def _check(self, asked: BackMsg) -> bool:
        """Leave out of a request what does not fit; return whether anything was left out."""
        if asked.WhichOneof("type") != "rerun_script":
            return False
        session = get_instance().get_app_session(self._session_id) if self._session_id else None
        request, before = asked.rerun_script, asked.ByteSize()
        for name, most in LONGEST.items():
            if len(getattr(request, name)) > most:
                setattr(request, name, "")
        if not (session and session.has_fragment(request.fragment_id)):
            # Streamlit would not answer, and where another server made the page never again.
            request.ClearField("fragment_id")
        if request.is_auto_rerun:
            _leave_out_presses(request.widget_states)
        states = request.widget_states.widgets
        known = session.session_state if session else None
        fits = request.widget_states.ByteSize() <= MOST_BYTES
        kept = [state for state in states if fits and is_readable(state, known)]
        if len(kept) < len(states):
            log.warning("Values that their widgets cannot read are left out.")
            _note(self._session_id)
            del states[:]
            states.extend(kept)
        return asked.ByteSize() != before


def _resumed(scope: Scope) -> str:
    """Return the session that a browser asks to go on with: Streamlit's third subprotocol."""
    protocols = scope.get("subprotocols", [])
    return protocols[2] if len(protocols) > 2 else ""


def _leave_out_presses(states: WidgetStates) -> None:
    """Leave presses out of what a browser sends by a timer: the press's own request follows.

    Between the two the button may have become another, such as the one that takes it back.
    """
    kept = [state for state in states.widgets if state.WhichOneof("value") not in TRIGGERS]
    if len(kept) < len(states.widgets):
        del states.widgets[:]
        states.widgets.extend(kept)


def _read(message: Message) -> BackMsg | None:
    asked = BackMsg()
    try:
        asked.ParseFromString(message.get("bytes") or b"")
    except DecodeError:
        return None
    return asked if asked.WhichOneof("type") else None


def _is_asked(asked: BackMsg) -> bool:
    kind = asked.WhichOneof("type")
    if kind == "backend_operation_request":
        return asked.backend_operation_request.WhichOneof("payload") in FETCHED
    return kind in ASKED


def _note(session_id: str) -> None:
    _left_out[session_id] = None
    while len(_left_out) > MOST_TOLD:
        _left_out.popitem(last=False)


def tell() -> None:
    """Say on this page, once, that something that was sent for it has been left out."""
    context = get_script_run_ctx()
    if context is not None and context.session_id in _left_out:
        _left_out.pop(context.session_id, None)
        st.toast(
            _("Something that your browser sent could not be read, and was left out."),
            icon=":material/warning:",
        )
