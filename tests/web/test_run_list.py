"""The list of runs beside the chooser: those that are finished, and those in training."""

import pytest

from ae import config
from ae.runs import jobs
from tests.conftest import START_SECONDS, tiny_config, wait_until
from tests.web.visits import all_fine, captions, control, visit
from tests.workers.processes import held

pytestmark = pytest.mark.slow


def offered(app):
    return control(app.selectbox, "Open a run")


def test_finished_runs_are_one_choice_away(server):
    app = visit()
    sparse = config.from_flat({"dataset": "digits", "architecture": "sparse"}).key()
    assert offered(app).value == config.from_flat({"dataset": "digits"}).key()
    assert "Built-in digits · Sparse, 64" in offered(app).options
    assert not any("tastes" in one or "AutoRec" in one for one in offered(app).options)
    offered(app).set_value(sparse).run()
    assert app.session_state["config"]["architecture"] == "sparse" and all_fine(app)
    assert "ships with the app" in captions(app)


def test_a_choice_that_is_no_run_is_none_of_the_list(server):
    assert offered(visit(latent_dim=9)).value is None


def test_a_run_in_training_can_be_looked_at(server):
    chosen = tiny_config(seed=51, epochs=200, train_size=1440, batch_size=720)
    begun = lambda: len(jobs.snapshot(server.store(), chosen.key()).history) > 1  # noqa: E731
    with held(server.workers().pid, begun) as stopped:
        server.workers().submit(jobs.training(chosen))
        wait_until(lambda: stopped, START_SECONDS, "the training under way")
        app = visit()
        names = [one for one in offered(app).options if one.endswith("in training")]
        assert len(names) == 1 and "seed 51" in names[0]
        offered(app).set_value(chosen.key()).run()
        assert "Ask for it, too" in [button.label for button in app.button]
        jobs.request_cancel(server.store(), chosen.key())
        wait_until(lambda: not jobs.specs(server.store()), START_SECONDS, "the job's end")
