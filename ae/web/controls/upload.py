"""The control that takes a file: Streamlit's, which says what it takes in English only."""

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from ae.i18n import _


def upload(
    label: str,
    kinds: Sequence[str],
    most_mb: int,
    key: str,
    on_change: Callable[..., None] | None = None,
    help_text: str | None = None,
) -> Any:
    """Take a file; the label says which, and `frame.css` leaves out what Streamlit says of that.

    Args:
        label: what the file is, in the person's language.
        kinds: endings without the dot.
        most_mb: its most, in megabytes.
    """
    told = _("{label} ({kinds}; at most {n} MB)").format(
        label=label, kinds=", ".join(kinds).upper(), n=most_mb
    )
    return st.file_uploader(
        told, list(kinds), max_upload_size=most_mb, key=key, on_change=on_change, help=help_text
    )
