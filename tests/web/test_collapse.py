"""Failed trainings: the first page says what collapsed and what to change."""

import numpy as np
import pytest

from tests.conftest import tiny_config
from tests.stand_ins import takers
from tests.web.visits import link, publish_untrained, visit

pytestmark = pytest.mark.slow
CASES = {
    "beta": ({"architecture": "variational", "beta": 20.0, "latent_dim": 4}, "take β = "),
    "learning rate": ({"learning_rate": 0.1}, "A learning rate of 0.1"),
    "else": ({}, "Try more epochs, another seed"),
}


def silence(model):
    """Have it give one and the same answer to everything, as after a collapse."""
    for part in (model.encoder, model.decoder):
        part.set_weights([np.zeros_like(one) for one in part.get_weights()])


@pytest.mark.parametrize("name", CASES)
def test_a_failed_training_says_what_collapsed_and_what_to_change(server, name):
    choices, advice = CASES[name]
    chosen = tiny_config(seed=41, **choices)
    publish_untrained(server.store(), chosen, silence)
    (told,) = [one.value for one in visit(**link(chosen)).info if "has failed" in one.value]
    assert "all reconstructions are alike" in told
    assert "no number of the code varies" in told
    assert "is no smaller than what the mean of all training digits gives" in told
    assert advice in told


@pytest.mark.parametrize("name", takers("picture"))
def test_no_shipped_run_is_said_to_have_failed(server, name):
    app = visit(dataset="digits", architecture=name)
    assert not [one.value for one in app.info if "has failed" in one.value]
