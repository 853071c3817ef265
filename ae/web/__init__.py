"""All Streamlit glue that pages share: controls → configuration, run, progress, digits.

A page reads: `config = web.pick()`, `run = web.trained(config)`, then what it shows of the run.
"""

from ae.web.about import about
from ae.web.digits import compare, measures, replay
from ae.web.draw import studio
from ae.web.generate import generate
from ae.web.inside import inside
from ae.web.latent import latent_space
from ae.web.pick import pick
from ae.web.services import (
    find_run,
    lifespan,
    on_script_error,
    run_array,
    test_split,
    when_awake,
    workers,
)
from ae.web.training_panel import progress, trained

__all__ = [
    "about",
    "compare",
    "find_run",
    "generate",
    "inside",
    "latent_space",
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
