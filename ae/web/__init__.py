"""The face in the browser: everything that knows Streamlit. Pages, and nothing else, import it."""
