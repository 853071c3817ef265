"""All that can be taken home of a run, by format.

What needs Keras a worker makes, once for each run; the words and pictures are put on here.
"""

from ae.web.take_home.everything import all_files, whole_archive
from ae.web.take_home.files import (
    PROJECTED,
    code_files,
    codes_table,
    network_files,
    projector_files,
)
from ae.web.take_home.formats import FORMATS, Format

__all__ = [
    "FORMATS",
    "PROJECTED",
    "Format",
    "all_files",
    "code_files",
    "codes_table",
    "network_files",
    "projector_files",
    "whole_archive",
]
