"""A configuration as one script that needs nothing of ours, made of our own source.

What the script does is what `ae.models.training` does, by the same functions: `flatten` copies them
and all that they use. So it cannot differ from what is trained here.
"""

from ae.models.standalone.optimizer import optimizer_call, optimizer_name
from ae.models.standalone.script import file_name, script

__all__ = ["file_name", "optimizer_call", "optimizer_name", "script"]
