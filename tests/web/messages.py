"""A visitor without a browser who sends anything: every widget of a page, and what it may be told.

Speaks Streamlit's own protocol over a real WebSocket, as a browser does; see
`tests/benchmarks/streamlit_client.py` for one that means well.
"""

import itertools
import json
import time

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.sync.client import connect

FINE = (
    ForwardMsg.FINISHED_SUCCESSFULLY,
    ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY,
    ForwardMsg.FINISHED_EARLY_FOR_RERUN,
)
DEEP = "[" * 100_000 + "]" * 100_000
POINT = '{"drawing":{"version":%s,"ground":0,"strokes":[{"tool":"pen","size":20,"points":[%s]}]}}'
NAN, HUGE = float("nan"), 1e308
STATES = {
    "deep JSON": {"json_value": '{"drawing":' + DEEP + "}"},
    "deep events": {"json_trigger_value": DEEP},
    "deep event": {"json_trigger_value": '[{"event":"picked","value":' + DEEP + "}]"},
    "no JSON": {"json_value": '{"drawing":'},
    "nothing": {"json_value": "null"},
    "a list": {"json_value": "[1, 2, 3]"},
    "a text": {"json_value": '"drawing"'},
    "all null": {"json_value": '{"drawing":null,"marks":null,"window":null,"hand":null}'},
    "a huge point": {"json_value": POINT % (1, "1" + "0" * 5000 + ",2")},
    "an infinite point": {"json_value": POINT % (1, "1e5000,2")},
    "a huge version": {"json_value": POINT % ("9" * 5000, "1,2")},
    "one number of a point": {"json_value": POINT % (1, "1")},
    "many points": {"json_value": POINT % (1, ",".join(["1.5"] * 90_000))},
    "a name of our state": {"json_value": '{"hand":{"version":"","values":[1e29,-1e29]}}'},
    "a mark at the end": {"json_value": '{"marks":{"name":"","pins":[[1e29,0]],"path":[[0,0]]}}'},
    "NaN": {"json_value": '{"hand":{"version":"1","values":[NaN]}}'},
    "no event": {"json_trigger_value": "[]"},
    "an unknown event": {"json_trigger_value": '[{"event":"zzz","value":1}]'},
    "nothing picked": {"json_trigger_value": '[{"event":"picked","value":null}]'},
    "picked far away": {"json_trigger_value": '[{"event":"picked","value":9007199254740991}]'},
    "turned": {"json_trigger_value": '[{"event":"turned","value":7}]'},
    "back": {"json_trigger_value": '[{"event":"back","value":1}]'},
    "rated": {"json_trigger_value": '[{"event":"rated","value":{"id":-1,"stars":1e29}}]'},
    "a press": {"trigger_value": True},
    "true": {"bool_value": True},
    "NaN as a number": {"double_value": NAN},
    "a huge number": {"double_value": HUGE},
    "a negative whole number": {"int_value": -(2**63)},
    "a large whole number": {"int_value": 2**63 - 1},
    "an empty text": {"string_value": ""},
    "a strange text": {"string_value": "\u202e[a](b) $x$ \x00\ufffe" + "x" * 20_000},
    "a text of an event": {"string_trigger_value": {"data": "x"}},
    "no numbers": {"double_array_value": {"data": []}},
    "NaN among numbers": {"double_array_value": {"data": [NAN, NAN]}},
    "numbers in the wrong order": {"double_array_value": {"data": [HUGE, -HUGE]}},
    "a number out of range": {"double_array_value": {"data": [-HUGE]}},
    "many numbers": {"double_array_value": {"data": [1.0] * 10_000}},
    "whole numbers": {"int_array_value": {"data": [2**62, -(2**62)]}},
    "no texts": {"string_array_value": {"data": []}},
    "unknown texts": {"string_array_value": {"data": ["zzz", "zzz"]}},
    "many texts": {"string_array_value": {"data": ["zzz"] * 10_000}},
    "bytes": {"bytes_value": b"\xff" * 1_000},
    "an unknown file": {"file_uploader_state_value": {"uploaded_file_info": [{"file_id": "zzz"}]}},
}
"""What a widget may be told: the kind of value and the value, by what it is."""


class Hostile:
    """One session of somebody who knows the protocol.

    Args:
        port: the server's.
        page, query: its name in the address, and what follows there.
        resumes: the session that it asks to go on with.
    """

    def __init__(self, port, page="", patience=60.0, resumes="", query=""):
        self.port, self.page, self.patience = port, page, patience
        self.widgets = {}
        self.fragments = {}
        self.query = query
        self.hash = self.session = ""
        self.ran = []
        self.seconds = 0.0
        self.told, self.answers = [], []
        protocols = ["streamlit", "token", resumes] if resumes else ["streamlit"]
        self._socket = connect(
            f"ws://127.0.0.1:{port}/_stcore/stream", subprotocols=protocols, max_size=None
        )

    def close(self):
        self._socket.close()

    def run(self, states=(), fragment="", by_timer=False):
        """Ask for a run, and return what went wrong in it, as texts; nothing where all is well."""
        return self.send(self.request(states, fragment, by_timer))

    def request(self, states=(), fragment="", by_timer=False):
        """Return the bytes that ask for a run."""
        message = BackMsg()
        message.rerun_script.is_auto_rerun = by_timer
        message.rerun_script.query_string = self.query
        message.rerun_script.page_script_hash = self.hash
        message.rerun_script.page_name = "" if self.hash else self.page
        message.rerun_script.fragment_id = fragment
        message.rerun_script.widget_states.widgets.extend(states)
        return message.SerializeToString()

    def send(self, data):
        """Send bytes, or a text, and wait for the end of the run that they ask for."""
        began = time.perf_counter()
        self._socket.send(data)
        errors = []
        while not self._take(self._socket.recv(timeout=self.patience), errors):
            pass
        self.seconds = time.perf_counter() - began
        return errors

    def tell(self, data):
        """Send what no run follows."""
        self._socket.send(data)

    def wait_for_answer(self):
        """Take what comes until something that was asked for is answered."""
        while not self.answers:
            self._take(self._socket.recv(timeout=self.patience), [])

    def is_closed(self, data):
        """Send what no run follows; tell whether the server ends the connection then."""
        self._socket.send(data)
        try:
            while True:
                self._socket.recv(timeout=self.patience)
        except TimeoutError:
            return False
        except Exception:
            return True

    def states(self, name):
        """Return one value for every widget seen, and for the events of every component."""
        ids = list(self.widgets)
        events = [f"$$STREAMLIT_INTERNAL_KEY_{one}__events" for one in ids]
        chosen = events if "json_trigger_value" in STATES[name] else ids
        return [WidgetState(id=one, **STATES[name]) for one in chosen]

    def _take(self, data, errors):
        message = ForwardMsg()
        message.ParseFromString(data)
        kind = message.WhichOneof("type")
        if kind == "new_session":
            self.hash = message.new_session.page_script_hash
            self.session = message.new_session.initialize.session_id or self.session
            self.ran = list(message.metadata.run.fragment_ids)
        elif kind == "navigation":
            self.hash = message.navigation.page_script_hash
        elif kind == "page_info_changed":
            self.query = message.page_info_changed.query_string
        elif kind == "backend_operation_response":
            self.answers.append(message.backend_operation_response.error_msg)
        elif kind == "delta":
            self._see(message.delta, errors)
        elif kind == "script_finished":
            if message.script_finished not in FINE:
                errors.append(ForwardMsg.ScriptFinishedStatus.Name(message.script_finished))
            return message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN
        return False

    def _see(self, delta, errors):
        if delta.WhichOneof("type") == "new_element":
            kind = delta.new_element.WhichOneof("type")
            element = getattr(delta.new_element, kind)
            if kind == "exception":
                errors.append(f"{element.type}: {element.message}")
            elif kind == "alert" and "went wrong" in element.body:
                errors.append(element.body)
            elif kind == "toast":
                self.told.append(element.body)
        else:
            element = delta.add_block
        self._keep(element, delta.fragment_id)

    def _keep(self, element, fragment):
        name = getattr(element, "id", "")
        if isinstance(name, str) and name.startswith("$$ID"):
            self.widgets[name] = type(element).__name__
            self.fragments[name] = fragment


def requests():
    """Return whole requests that are none, by what they are: bytes, or a text."""
    odd = BackMsg()
    odd.rerun_script.fragment_id = "f" * 32
    old = BackMsg()
    old.rerun_script.page_script_hash = "0" * 32
    nowhere = BackMsg()
    nowhere.rerun_script.page_name = "../../etc/passwd"
    long = BackMsg()
    long.rerun_script.query_string = "a=" + "x" * 500_000
    many = BackMsg()
    many.rerun_script.query_string = "&".join(f"a{i}={i}" for i in range(20_000))
    return {
        "an unknown fragment": odd.SerializeToString(),
        "an unknown page": old.SerializeToString(),
        "a path as a page": nowhere.SerializeToString(),
        "a long address": long.SerializeToString(),
        "many parameters": many.SerializeToString(),
    }


def for_developers():
    """Return what Streamlit's tools ask for, by what it is."""
    install, dismiss = BackMsg(), BackMsg()
    install.backend_operation_request.install_skills.SetInParent()
    dismiss.backend_operation_request.dismiss_skills_nudge.SetInParent()
    return {
        "caches emptied": BackMsg(clear_cache=True).SerializeToString(),
        "runs on change": BackMsg(set_run_on_save=True).SerializeToString(),
        "the repository": BackMsg(load_git_info=True).SerializeToString(),
        "the end of all": BackMsg(debug_shutdown_runtime=True).SerializeToString(),
        "skills installed": install.SerializeToString(),
        "a nudge dismissed": dismiss.SerializeToString(),
    }


def fetched(session):
    """Return the request for a file by somebody who says to be another session."""
    wanted = BackMsg()
    wanted.backend_operation_request.session_id = session
    wanted.backend_operation_request.deferred_file.file_id = "zzz"
    return wanted.SerializeToString()


def none_of_ours():
    """Return what is no request at all, by what it is."""
    noise = bytes(itertools.islice(itertools.cycle(range(256)), 5_000))
    return {"noise": noise, "a text": "hello", "nothing": b"", "JSON": json.dumps({"a": 1})}
