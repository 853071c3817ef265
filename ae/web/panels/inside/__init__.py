"""Inside: what only one family can show, and what every code can; one file for each view.

To add a family's view: a function of a run in a file of its own, and one line in the registry
under `inside.<family>`.
"""

from ae.web.panels.inside.adversarial import adversarial
from ae.web.panels.inside.convolutional import convolutional
from ae.web.panels.inside.denoising import denoising
from ae.web.panels.inside.linear import linear
from ae.web.panels.inside.sparse import sparse
from ae.web.panels.inside.traversals import traversals
from ae.web.panels.inside.variational import variational

__all__ = [
    "adversarial",
    "convolutional",
    "denoising",
    "linear",
    "sparse",
    "traversals",
    "variational",
]
