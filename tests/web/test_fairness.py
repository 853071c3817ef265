"""What one visitor asked for is theirs: others see how it stands, and may ask for it, too."""

import psutil
import pytest

from ae.runs import jobs
from tests.conftest import START_SECONDS, tiny_config, wait_until
from tests.web.visits import captions, click, link, markdown, read, visit
from tests.workers.processes import held, trainers

pytestmark = pytest.mark.slow
LONG = {"epochs": 200, "train_size": 1440, "batch_size": 720}


def labels(app):
    return [button.label for button in app.button]


def state(server, chosen):
    return jobs.snapshot(server.store(), chosen.key(), epochs=False).state


@pytest.fixture
def under_way(server):
    """A long training that one visitor has asked for, held: its configuration, and the visit."""
    chosen = tiny_config(seed=61, **LONG)
    app = visit(**link(chosen))
    with held(server.workers().pid) as stopped:
        click(app, "Train")
        wait_until(lambda: stopped, START_SECONDS, "the training under way")
        yield chosen, app.run()
        for key in jobs.specs(server.store()):
            jobs.request_cancel(server.store(), key)
        wait_until(lambda: not jobs.specs(server.store()), START_SECONDS, "the job's end")


def test_a_visitor_cannot_cancel_what_another_asked_for(server, under_way):
    chosen, mine = under_way
    other = visit(**link(chosen))
    assert "Cancel" in labels(mine) and "Cancel" not in labels(other)
    assert "Ask for it, too" in labels(other)
    assert "Your training" not in markdown(other)
    assert state(server, chosen) == "running"
    click(mine, "Cancel")
    wait_until(lambda: state(server, chosen) == "absent", START_SECONDS, "the end")
    assert "Cancelled." in markdown(mine.run())


def test_who_has_just_cancelled_is_not_offered_to_ask_for_it_again(server, under_way):
    """A second press of the button would else be one of the button that takes its place."""
    _chosen, mine = under_way
    supervisor = psutil.Process(server.workers().pid)
    supervisor.suspend()
    try:
        click(mine, "Cancel")
        shown = {button.label: button.disabled for button in mine.run().button}
    finally:
        supervisor.resume()
    assert shown["Ending…"] and "Ask for it, too" not in shown


def test_it_ends_when_all_have_left_who_asked_for_it(server, under_way):
    chosen, mine = under_way
    other = visit(**link(chosen))
    click(other, "Ask for it, too")
    assert "Cancel" in labels(other.run())
    click(mine, "Cancel")
    assert "Ask for it, too" in labels(mine.run())
    (trainer,) = trainers(server.workers().pid)
    assert trainer.is_running() and state(server, chosen) == "running"
    click(other, "Cancel")
    wait_until(lambda: state(server, chosen) == "absent", START_SECONDS, "the end")


def test_whoever_comes_back_by_the_same_browser_may_still_cancel(server, under_way):
    chosen, mine = under_way
    again = visit(visitor=mine.session_state["visitor"], **link(chosen))
    assert "Cancel" not in labels(again), "nothing in an address makes one another's"
    again.session_state["visitor"] = mine.session_state["visitor"]  # as the cookie does
    assert "Cancel" in labels(again.run())


def test_the_fourth_that_waits_is_refused_in_words(server, under_way):
    _chosen, mine = under_way
    waiting = [tiny_config(seed=seed, **LONG) for seed in (62, 63, 64)]
    for chosen in waiting:
        server.workers().submit(jobs.training(chosen), mine.session_state["visitor"], True)
    fourth = tiny_config(seed=65, **LONG)
    app = visit(**link(fourth))
    app.session_state["visitor"] = mine.session_state["visitor"]
    click(app, "Train")
    (error,) = app.error
    assert "3 trainings that you asked for are waiting already" in read(error.value)
    assert state(server, fourth) == "absent" and "Train" in labels(app)
    other = visit(**link(fourth))
    click(other, "Train")
    assert state(server, fourth) == "queued"
    assert "1 training is ahead" in captions(other.run()), "visitors go in turn"
    place = jobs.snapshot(server.store(), fourth.key()).place
    assert [place, jobs.snapshot(server.store(), waiting[2].key()).place] == [1, 4]
