"""Files that a person has brought: their content, while the server still has it."""

from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.uploaded_file_manager import UploadedFile


def content(given: object) -> bytes | None:
    """Return what is in the file of an uploader; None where there is none.

    A browser names its file again after the server has forgotten it, as after a restart.
    """
    return given.getvalue() if isinstance(given, UploadedFile) else None


def taken(given: object) -> bytes | None:
    """Return the same, and have the server forget the file, which may be large."""
    found, context = content(given), get_script_run_ctx()
    manager = context.uploaded_file_mgr if context is not None else None
    if isinstance(given, UploadedFile) and isinstance(manager, MemoryUploadedFileManager):
        manager.remove_file(context.session_id, given.file_id)  # type: ignore[union-attr]
    return found
