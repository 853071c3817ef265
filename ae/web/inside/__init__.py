"""What only one family can show, and what every code can: one file for each view.

To add a family's view: a function of a run in a file of its own, and one line in `VIEWS`.
"""

from collections.abc import Callable

from ae.runs.store import Run
from ae.web.inside.adversarial import adversarial
from ae.web.inside.code import traversals
from ae.web.inside.convolutional import convolutional
from ae.web.inside.denoising import denoising
from ae.web.inside.linear import linear
from ae.web.inside.sparse import sparse
from ae.web.inside.variational import variational

VIEWS: dict[str, Callable[[Run], None]] = {
    "adversarial": adversarial,
    "convolutional": convolutional,
    "denoising": denoising,
    "linear": linear,
    "sparse": sparse,
    "variational": variational,
}


def inside(run: Run) -> None:
    """Show what only this run's family can show, then what each number of its code does."""
    own = VIEWS.get(run.config.architecture.name)
    if own is not None:
        own(run)
    traversals(run)
