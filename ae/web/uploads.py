"""Files that a person has brought: their content, while the server still has it."""

from streamlit.runtime.uploaded_file_manager import UploadedFile


def content(given: object) -> bytes | None:
    """Return what is in the file of an uploader; None where there is none.

    A browser names its file again after the server has forgotten it, as after a restart.
    """
    return given.getvalue() if isinstance(given, UploadedFile) else None
