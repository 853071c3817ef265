"""The registry of architectures: one file each, one line here.

To add one: read `basic.py`, write a file like it, and add it to `REGISTRY`.
"""

from ae.architectures.base import Architecture, Speed, Words
from ae.architectures.basic import BASIC

__all__ = ["REGISTRY", "Architecture", "Speed", "Words"]

REGISTRY: dict[str, Architecture] = {
    entry.options.model_fields["name"].default: entry for entry in (BASIC,)
}
