"""What the host does: it takes effect at once, or is refused in words."""

from typing import Any

import streamlit as st

from ae.runs.classes import ClassError
from ae.web.server import classes

PROBLEM = "class-problem"


def change(code: str, secret: str, **changes: Any) -> None:
    """Change what the host decides: fields of `Board`."""
    try:
        classes().step(code, secret, **changes)
    except ClassError as error:
        st.session_state[PROBLEM] = str(error)


def complain() -> None:
    """Say why what was done last could not be done."""
    if problem := st.session_state.pop(PROBLEM, ""):
        st.warning(problem, icon=":material/error:")
