"""The registry of architectures: one file each, one line here.

To add one: read `basic.py`, write a file like it, and add it to `REGISTRY`.
"""

# ruff: noqa: I001 - in the order in which controls show them, for importing registers options

from ae.models.architectures.base import Architecture, Examined, Speed, Words
from ae.models.architectures.basic import BASIC
from ae.models.architectures.deep import DEEP
from ae.models.architectures.convolutional import CONVOLUTIONAL
from ae.models.architectures.denoising import DENOISING
from ae.models.architectures.sparse import SPARSE
from ae.models.architectures.variational import VARIATIONAL
from ae.models.architectures.adversarial import ADVERSARIAL
from ae.models.architectures.linear import LINEAR
from ae.models.architectures.autorec import AUTOREC
from ae.models.architectures.mult_vae import MULT_VAE

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
        AUTOREC,
        MULT_VAE,
    )
}
