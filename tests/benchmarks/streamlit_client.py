"""A visitor without a browser: speaks Streamlit's own protocol over a websocket.

A request is a `BackMsg` that asks for a run of the script or of one fragment; the replies
are `ForwardMsg`s, from `new_session` over one `delta` an element to `script_finished`.
"""

import asyncio
import json
import time
from dataclasses import dataclass, field
from typing import Any

import websockets
from streamlit.proto.Alert_pb2 import Alert
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

NOISE = "Noise level"
QUIET = 3.0
"""Seconds without a word after which nothing more is to come."""
FINE = (
    ForwardMsg.FINISHED_SUCCESSFULLY,
    ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY,
    ForwardMsg.FINISHED_EARLY_FOR_RERUN,  # the script asked for it; another run follows
)


@dataclass
class Widget:
    """A control the page has shown: what a message about it must name."""

    id: str
    fragment_id: str
    element: Any


@dataclass
class Reply:
    """What came back for one request: times in seconds since it was sent, `received` in bytes."""

    first_element: float | None = None
    digits: float | None = None
    finished: float = 0.0
    errors: list[str] = field(default_factory=list)
    html: str = ""
    received: int = 0
    shown: set[str] = field(default_factory=set)
    """Labels of buttons, and names of components, that this run has shown."""


def awake(port: int, patience: float = 120.0) -> None:
    """Wait until a visitor who moves the noise slider is shown what the network rebuilds."""

    async def look() -> bool:
        visitor = Visitor(port, patience=patience)
        await visitor.connect()
        await visitor.run()
        reply = await visitor.set(NOISE, 0.55)
        await visitor.close()
        return "ae-reconstruction" in reply.html

    end = time.monotonic() + patience
    while not asyncio.run(look()):
        if time.monotonic() > end:
            raise TimeoutError(f"The network did not answer within {patience} s.")
        time.sleep(0.5)


class Visitor:
    """One session; remembers the page's address and controls as a browser does."""

    def __init__(self, port: int, query: str = "", patience: float = 30.0, page_name: str = ""):
        self.port, self.query, self.patience = port, query, patience
        self.page, self.page_name = "", page_name
        self.widgets: dict[str, Widget] = {}
        self._kept: dict[str, ForwardMsg] = {}  # as a browser keeps messages that may come again

    async def connect(self) -> None:
        """Open the websocket."""
        url = f"ws://127.0.0.1:{self.port}/_stcore/stream"
        self._socket = await websockets.connect(url, subprotocols=["streamlit"], max_size=None)

    async def close(self) -> None:
        """Leave."""
        await self._socket.close()

    async def run(self, states: dict[str, Any] | None = None) -> Reply:
        """Ask for a run of the whole page, as a new visitor does, or one who has come back.

        Args:
            states: of components, by their names, as the browser has kept them.
        """
        kept = [
            WidgetState(id=self.widgets[name].id, json_value=json.dumps(value))
            for name, value in (states or {}).items()
        ]
        return await self._request(kept, "")

    async def set(self, label: str, value: float) -> Reply:
        """Move the slider of this label."""
        widget = self.widgets[label]
        state = WidgetState(id=widget.id)
        state.double_array_value.data.append(value)
        return await self._request([state], widget.fragment_id)

    async def drag(self, label: str, values: list[float], every: float) -> tuple[int, float]:
        """Move a slider again and again, whatever has been answered yet.

        Returns:
            how many runs that took, and the seconds from the last move until all was shown.
        """
        widget, moved = self.widgets[label], 0.0
        runs, ended = 0, 0.0

        async def move() -> None:
            nonlocal moved
            for value in values:
                state = WidgetState(id=widget.id)
                state.double_array_value.data.append(value)
                moved = time.perf_counter()
                await self._socket.send(self._message([state], widget.fragment_id))
                await asyncio.sleep(every)

        moving = asyncio.create_task(move())
        while True:
            try:
                async with asyncio.timeout(QUIET):
                    message = await self._receive(Reply())
            except TimeoutError:
                if moving.done():
                    return runs, ended - moved
                continue
            kind = message.WhichOneof("type")
            runs += kind == "new_session"
            ended = time.perf_counter() if kind == "script_finished" else ended

    async def press(self, label: str) -> Reply:
        """Press the button of this label."""
        widget = self.widgets[label]
        state = WidgetState(id=widget.id, trigger_value=True)
        return await self._request([state], widget.fragment_id)

    async def tell(self, component: str, value: Any) -> Reply:
        """Change the state of a component: what `setStateValue` does in a browser."""
        widget = self.widgets[component]
        state = WidgetState(id=widget.id, json_value=json.dumps(value))
        return await self._request([state], widget.fragment_id)

    async def trigger(self, component: str, event: str, value: Any) -> Reply:
        """Have a component tell of an event: what `setTriggerValue` does in a browser."""
        widget = self.widgets[component]
        payload = json.dumps([{"event": event, "value": value}])
        name = f"$$STREAMLIT_INTERNAL_KEY_{widget.id}__events"
        state = WidgetState(id=name, json_trigger_value=payload)
        return await self._request([state], widget.fragment_id)

    def _message(self, states: list[WidgetState], fragment_id: str) -> bytes:
        message = BackMsg()
        message.rerun_script.query_string = self.query
        message.rerun_script.page_script_hash = self.page
        message.rerun_script.page_name = "" if self.page else self.page_name
        message.rerun_script.fragment_id = fragment_id
        message.rerun_script.widget_states.widgets.extend(states)
        message.rerun_script.cached_message_hashes.extend(self._kept)
        return message.SerializeToString()

    async def _request(self, states: list[WidgetState], fragment_id: str) -> Reply:
        began = time.perf_counter()
        await self._socket.send(self._message(states, fragment_id))
        reply = Reply()
        async with asyncio.timeout(self.patience):
            while not self._take(await self._receive(reply), reply, began):
                pass
        reply.finished = time.perf_counter() - began
        return reply

    async def _receive(self, reply: Reply) -> ForwardMsg:
        message, data = ForwardMsg(), await self._socket.recv()
        reply.received += len(data)
        message.ParseFromString(data)
        if message.WhichOneof("type") == "ref_hash":
            kept, where = self._kept[message.ref_hash], message.metadata
            message = ForwardMsg()
            message.CopyFrom(kept)
            message.metadata.CopyFrom(where)
            message.delta.fragment_id = kept.delta.fragment_id
        elif message.metadata.cacheable and message.hash:
            self._kept[message.hash] = message
        return message

    def _take(self, message: ForwardMsg, reply: Reply, began: float) -> bool:
        """Take one message in; return whether it ends the run."""
        kind = message.WhichOneof("type")
        if kind == "new_session":
            self.page = message.new_session.page_script_hash
        elif kind == "navigation":
            self.page = message.navigation.page_script_hash
        elif kind == "page_info_changed":
            self.query = message.page_info_changed.query_string
        elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            if reply.first_element is None:
                reply.first_element = time.perf_counter() - began
            self._see(message.delta, reply)
            if reply.digits is None and reply.html.count('class="ae-reconstruction"') >= 10:
                reply.digits = time.perf_counter() - began
        elif kind == "script_finished":
            if message.script_finished not in FINE:
                reply.errors.append(ForwardMsg.ScriptFinishedStatus.Name(message.script_finished))
            return message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN
        return False

    def _see(self, delta: Any, reply: Reply) -> None:
        kind = delta.new_element.WhichOneof("type")
        element = getattr(delta.new_element, kind)
        if kind == "exception":
            reply.errors.append(f"{element.type}: {element.message}")
        elif kind == "alert" and element.format == Alert.ERROR:
            reply.errors.append(element.body)
        elif kind == "html":
            reply.html += element.body
        elif kind in ("slider", "button"):
            reply.shown.add(element.label)
            self.widgets[element.label] = Widget(element.id, delta.fragment_id, element)
        elif kind == "bidi_component":
            reply.shown.add(element.component_name)
            self.widgets[element.component_name] = Widget(element.id, delta.fragment_id, element)
