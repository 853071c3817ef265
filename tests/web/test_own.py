"""A visitor's own trainings: told of on every page, opened and cancelled from there."""

import pytest

from ae import config
from ae.runs import jobs
from tests.conftest import START_SECONDS, tiny_config, wait_until
from tests.web.visits import START, captions, click, control, go, link, markdown, visit
from tests.workers.processes import held

pytestmark = pytest.mark.slow
LONG = {"epochs": 200, "train_size": 1440, "batch_size": 720}


def begun(server, chosen):
    return lambda: len(jobs.snapshot(server.store(), chosen.key()).history) > 1


def button(app, key):
    return next(one for one in app.button if one.key == key)


def test_a_training_that_is_left_is_told_of_on_every_page_and_can_be_opened_and_cancelled(server):
    chosen = tiny_config(seed=21, **LONG)
    app = visit(**link(chosen))
    with held(server.workers().pid, begun(server, chosen)) as stopped:
        click(app, "Train")
        wait_until(lambda: stopped, START_SECONDS, "the training under way")
        assert "Your training" not in markdown(app)  # the page tells of it by itself
        control(app.select_slider, "Latent size").set_value(8).run()
        assert "Your training: Basic, 32, Built-in digits**, epoch" in markdown(app)
        for page in ("pages/model.py", "pages/applications.py", "pages/recommend.py"):
            go(app, page)
            assert "Your training: Basic, 32" in markdown(app), page
        button(app, f"own-open-{chosen.key()}").click().run()
        assert not app.exception
        go(app, START)  # where AppTest has been already, without noticing it
        assert app.session_state["config"]["latent_dim"] == 32
        assert "Your training" not in markdown(app)
        control(app.select_slider, "Latent size").set_value(8).run()
        button(app, f"own-cancel-leave-{chosen.key()}").click().run()
        gone = lambda: not jobs.specs(server.store())  # noqa: E731
        wait_until(gone, START_SECONDS, "the job's end")
    app.run()
    assert "Your training" not in markdown(app)
    control(app.select_slider, "Latent size").set_value(32).run()
    assert "Cancelled." in markdown(app)


def test_somebody_elses_training_is_not_told_of_as_ones_own(server):
    chosen = tiny_config(seed=22, **LONG)
    with held(server.workers().pid, begun(server, chosen)) as stopped:
        server.workers().submit(jobs.training(chosen))
        wait_until(lambda: stopped, START_SECONDS, "the training under way")
        app = visit()
        assert "Your training" not in markdown(app)
        jobs.request_cancel(server.store(), chosen.key())
        wait_until(lambda: not jobs.specs(server.store()), START_SECONDS, "the job's end")


def test_before_a_click_the_page_says_how_long_it_takes_by_the_most_similar_run(server):
    app = visit(latent_dim=20)
    assert "Training takes about" in markdown(app)
    shipped = server.store().require(config.from_flat({"dataset": "digits"}).key())
    told = f"{max(shipped.seconds, 1):.0f} s here."
    assert told in markdown(app)  # as many epochs of as many digits in the same family
    assert "Training takes" not in markdown(visit()) and "ships with the app" in captions(visit())
