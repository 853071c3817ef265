"""Where Keras keeps what it downloads, and where `AE_DATA_DIR` has it instead."""

import os
from pathlib import Path


def folder() -> Path:
    """Return the folder of Keras' own datasets."""
    return Path(os.environ.get("KERAS_HOME", Path.home() / ".keras")) / "datasets"


def found(name: str) -> Path:
    """Return where a file lies: in `AE_DATA_DIR` if it is there, else in Keras' cache."""
    given = os.environ.get("AE_DATA_DIR")
    if given and (Path(given) / name).exists():
        return Path(given) / name
    return folder() / name
