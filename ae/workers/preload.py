"""What whoever forks workers imports once, so that each of them starts with it in memory.

Importing is all it may do: a process forked after a TensorFlow operation hangs.
"""

import gc
import os
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def _silence() -> Iterator[None]:
    """Drop what TensorFlow writes to descriptor 2 on import, before it reads its log level."""
    kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)


with _silence():
    import h5py as h5py
    import keras as keras
    import sklearn.decomposition
    import tensorflow as tensorflow

    from ae.data import datasets
    from ae.models import training
    from ae.runs import evaluation

__all__ = ["evaluation", "sklearn", "training"]

# Pages of memory that every worker then shares, instead of reading the file again.
for _name in datasets.DATASETS:
    if datasets.availability(_name).state == "ready":
        for _split in datasets.DATASETS[_name].splits:
            datasets.load(_name, _split)

# A worker's garbage collector would write to all these pages, and so have them copied.
gc.collect()
gc.freeze()
