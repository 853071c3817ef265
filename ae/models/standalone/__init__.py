"""A configuration as one script, or notebook, that needs nothing of ours, made of our own source.

What it does is what `ae.models.training` does, by the same functions: `flatten` copies them
and all that they use. So it cannot differ from what is trained here.
"""

from ae.models.standalone.notebook import notebook, notebook_name
from ae.models.standalone.optimizer import optimizer_call, optimizer_name
from ae.models.standalone.script import file_name, script

__all__ = [
    "file_name",
    "notebook",
    "notebook_name",
    "optimizer_call",
    "optimizer_name",
    "script",
]
