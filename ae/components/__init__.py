"""The browser components that Streamlit lacks: each a folder of HTML, CSS, JS and a Python face."""

from ae.components.canvas import canvas

__all__ = ["canvas"]
