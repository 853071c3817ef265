"""Which runs this visitor has opened, on any page."""

import streamlit as st

from ae.runs.store import Run


def note_opened(run: Run) -> None:
    """Remember that this visitor looks at a run."""
    keys = st.session_state.setdefault("opened", {})
    keys.pop(run.key, None)
    keys[run.key] = True


def opened() -> list[str]:
    """Return the keys of the runs that this visitor has opened, the last one first."""
    return list(reversed(st.session_state.get("opened", {})))
