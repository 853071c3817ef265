"""The theory of autoencoders, as data: formulas, claims that are tried, and the history.

To add a formula, a claim or a stop of the time line: write one entry in its file. The page shows
it, and the contract test looks at it.
"""

from ae.web.theory.claims import CLAIMS, VERDICTS, Claim
from ae.web.theory.formulas import FORMULAS, Formula
from ae.web.theory.history import STOPS, Stop

__all__ = ["CLAIMS", "FORMULAS", "STOPS", "VERDICTS", "Claim", "Formula", "Stop"]
