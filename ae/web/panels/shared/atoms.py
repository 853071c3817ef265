"""What each unit of a code adds to the picture."""

import numpy as np

from ae import analysis
from ae.caching import cached
from ae.models.architectures import REGISTRY
from ae.runs.store import Run
from ae.web.server import workers
from ae.workers import inference


@cached(16)
def atoms(run: Run) -> np.ndarray:
    """Return what each unit adds before the last non-linear function: (latent_dim, *shape).

    For a decoder of one layer these are the columns of its weights: the decoder is asked for
    each unit alone, and what it answers to nothing is taken away.

    Raises:
        WorkersNotReady: while the inference process starts.
    """
    size = run.config.latent_dim
    units = np.eye(size, dtype=np.float32)
    pictures = inference.decode(workers(), run.identity, np.concatenate([units, 0 * units[:1]]))
    bounded = REGISTRY[run.config.architecture.name].bounded
    if bounded and run.config.data.value_range == (0.0, 1.0):  # by a sigmoid: undo it
        p = np.clip(pictures.astype(np.float64), analysis.EPSILON, 1 - analysis.EPSILON)
        pictures = np.log(p) - np.log1p(-p)
    return (pictures[:-1] - pictures[-1]).astype(np.float32)
