"""How a family's optimizer is made, read where it is made."""

import ast

from ae.config import RunConfig
from ae.models.architectures import REGISTRY
from ae.models.standalone.modules import Inside
from ae.models.standalone.pieces import piece

PREFIX = "keras.optimizers."


def optimizer_call(config: RunConfig) -> str:
    """Return the call that makes a run's optimizer, as it stands in the source.

    Raises:
        LookupError: if the family's function makes none of Keras' optimizers, or several.
    """
    make = REGISTRY[config.architecture.name].speed.optimizer
    found = piece(Inside(make.__module__, make.__name__))
    calls = [node for node in found.nodes() if isinstance(node, ast.Call)]
    texts = [ast.unparse(one) for one in calls if ast.unparse(one.func).startswith(PREFIX)]
    if len(texts) != 1:
        raise LookupError(f"{make.__name__}: expected one of {PREFIX}…. Received: {texts}.")
    return texts[0]


def optimizer_name(config: RunConfig) -> str:
    """Return the class of a run's optimizer: `Muon`."""
    return optimizer_call(config).removeprefix(PREFIX).partition("(")[0]
