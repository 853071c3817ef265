"""All Streamlit glue that pages share: controls → configuration, run, progress, digits.

A page reads: `config = ui.pick()`, `run = ui.trained(config)`, then what it shows of the run.
"""

from ae.ui.about import about
from ae.ui.digits import compare, latent_selection, measures, replay
from ae.ui.draw import studio
from ae.ui.embedding import embedding
from ae.ui.inside import inside
from ae.ui.pick import pick
from ae.ui.services import (
    find_run,
    lifespan,
    on_script_error,
    run_array,
    test_split,
    when_awake,
    workers,
)
from ae.ui.training_panel import progress, trained

__all__ = [
    "about",
    "compare",
    "embedding",
    "find_run",
    "inside",
    "latent_selection",
    "lifespan",
    "measures",
    "on_script_error",
    "pick",
    "progress",
    "replay",
    "run_array",
    "studio",
    "test_split",
    "trained",
    "when_awake",
    "workers",
]
