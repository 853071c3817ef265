"""What a run makes of held-out samples, as a row of pictures with their errors."""

import numpy as np

from ae import analysis
from ae.data import datasets
from ae.i18n import _
from ae.models.training import snapshot_rows
from ae.runs.evaluation import RECONSTRUCTIONS
from ae.runs.store import Run
from ae.web.figures import Row
from ae.web.live import reconstruct, when_awake
from ae.web.runs import run_array
from ae.web.samples import drawn


def restored_by(run: Run, shown: np.ndarray, given: np.ndarray) -> np.ndarray | None:
    """Reconstruct; what a page shows at first needs no worker, for the run has kept it.

    Args:
        shown: which held-out samples these are, int (n,).
        given: what the run is given of them, float32 (n, *shape).

    Returns:
        float32 (n, *shape), or None after saying that the network is waking up.
    """
    split = datasets.held_out(run.config.dataset)
    first = np.array_equal(shown, snapshot_rows(split.labels))
    clean = first and np.array_equal(given, datasets.to_inputs(split.samples[shown]))
    if clean and run.has_array(RECONSTRUCTIONS):
        return run_array(run, RECONSTRUCTIONS)
    return when_awake(lambda: reconstruct(run, given))


def with_errors(
    run: Run, label: str, kind: str, clean: np.ndarray, restored: np.ndarray, names: list[str]
) -> Row:
    """Return a row of reconstructions, each with its squared error below it."""
    errors = analysis.squared_error(clean, restored)
    text = _("reconstruction of the {name}, squared error {error:.1f}")
    texts = [text.format(name=n, error=e) for n, e in zip(names, errors, strict=True)]
    return Row(label, kind, drawn(run, restored), texts, [f"{error:.1f}" for error in errors])
