"""The claims of the theory once more, on the runs of MNIST, where that is to be had."""

import pytest

from ae.web.panels.theory.claims import runs_of
from ae.web.theory import CLAIMS
from ae.web.theory.claims import FAILS, PARTLY
from tests.web.test_lessons_mnist import with_mnist

__all__ = ["with_mnist"]
pytestmark = pytest.mark.mnist


@pytest.mark.parametrize(
    ("word", "verdict"),
    [("train", PARTLY), ("GAN", PARTLY), ("mirror", FAILS), ("high", FAILS), ("PCA", FAILS)],
)
@pytest.mark.usefixtures("with_mnist")
def test_what_is_told_of_a_claim_is_what_mnists_runs_say(word, verdict):
    claim = next(one for one in CLAIMS if word in one.said)
    runs = runs_of(claim)
    assert all(run.config.dataset == "mnist" for run in runs.values())
    assert claim.verdict(claim.figures(runs)) == verdict
