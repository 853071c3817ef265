"""The registry of architectures: one file each, one line here.

To add one: read `basic.py`, write a file like it, and add it to `REGISTRY`.
"""

from ae.architectures.adversarial import ADVERSARIAL
from ae.architectures.base import Architecture, Examined, Speed, Words
from ae.architectures.basic import BASIC
from ae.architectures.convolutional import CONVOLUTIONAL
from ae.architectures.deep import DEEP
from ae.architectures.denoising import DENOISING
from ae.architectures.linear import LINEAR
from ae.architectures.sparse import SPARSE
from ae.architectures.variational import VARIATIONAL

__all__ = ["REGISTRY", "Architecture", "Examined", "Speed", "Words"]

REGISTRY: dict[str, Architecture] = {
    entry.options.model_fields["name"].default: entry
    for entry in (
        BASIC,
        DEEP,
        CONVOLUTIONAL,
        DENOISING,
        SPARSE,
        VARIATIONAL,
        ADVERSARIAL,
        LINEAR,
    )
}
