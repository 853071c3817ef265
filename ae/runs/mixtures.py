"""The mixture of a run: fitted to the codes of the samples that it has learnt from."""

from collections.abc import Callable

import numpy as np

from ae.analysis import code_mixture
from ae.data import datasets
from ae.models import priors
from ae.models import samples as samples_of
from ae.runs import evaluation
from ae.runs.store import Run


def training_codes(run: Run) -> np.ndarray:
    """Return the codes of a run's training samples, float32 (n, latent_dim). For workers.

    They are those that together would follow a prior: where the encoder gives distributions, draws
    of them. Of more than `code_mixture.CODES` samples as many, drawn at random.

    Raises:
        ae.data.datasets.DatasetError: if the run's dataset is not as it was.
    """
    samples = samples_of.training_samples(run.config)
    inputs = datasets.to_inputs(samples[code_mixture.rows(len(samples))])
    return priors.code_draws(evaluation.load(run), inputs)(code_mixture.SEED)


def fit(run: Run, report: Callable[[float], None]) -> code_mixture.Mixture:
    """Fit a mixture to a finished run: see `ae.analysis.code_mixture`. For workers.

    Args:
        report: told the share of the fitting done, 0 to 1.

    Raises:
        ae.data.datasets.DatasetError: if the run's dataset is not as it was.
        ae.analysis.UnusableCodes: if the codes are too few, or not finite.
    """
    return code_mixture.fit(training_codes(run), code_mixture.SEED, report)
