"""What stands beside a run: wavelet shrinkage and Savitzky–Golay, set on training signals."""

import numpy as np

from ae import analysis
from ae.analysis.signal_filters import Filter
from ae.caching import cached
from ae.config import RunConfig
from ae.data import datasets
from ae.data.corruption import corrupt

TUNED_ON = 60
"""How many training signals the filters' settings are chosen on."""


@cached(256)
def tuned_filters(config: RunConfig, kind: str, level: float) -> dict[str, Filter]:
    """Return both filters, with the settings that serve training signals of this noise best."""
    samples = datasets.load(config.dataset, "train").samples
    clean = datasets.to_inputs(samples[analysis.sampled(len(samples), TUNED_ON)])
    noisy = corrupt(clean, kind, level, np.random.default_rng(1), config.data.value_range)
    offered = {
        "wavelet": analysis.wavelet_filters(),
        "polynomial": analysis.polynomial_filters(config.data.size),
    }
    return {name: analysis.tuned(filters, clean, noisy) for name, filters in offered.items()}
