"""The app for Community Cloud, which installs the packages that are listed beside this file."""

import sys
from pathlib import Path

import streamlit as st

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))

from app import SERVER  # noqa: E402

app = st.App(ROOT / "app.py", **SERVER)
