"""A person's own pictures: every page works on them, and nobody else is told of them."""

import numpy as np
import pytest

from ae import config
from ae.data.datasets import own_pictures
from ae.runs import jobs
from tests.conftest import START_SECONDS, train, wait_until
from tests.data import archives
from tests.web.visits import all_fine, arrive, control, link, markdown, visit
from tests.workers.processes import held

pytestmark = pytest.mark.slow
PAGES = ["reconstruct", "draw", "inside", "latent", "generate", "model", "anomalies"]
TITLE = "Made of bars"


@pytest.fixture(scope="module")
def own(server):
    """The name of a dataset that somebody has brought."""
    images, labels = archives.digits(200)
    names = np.array(["upper", "none"])[1 - labels]
    return own_pictures.keep(TITLE, archives.npz(images=images, labels=names))[0]


@pytest.fixture(scope="module")
def run(server, own):
    """A run on them."""
    return train(server.workers(), config.from_flat({"dataset": own, "epochs": 1}))


@pytest.mark.parametrize("page", PAGES)
def test_every_page_works_on_them(run, page):
    app = arrive(f"pages/{page}.py", **link(run.config))
    assert all_fine(app) and app.session_state["config"]["dataset"] == run.config.dataset
    assert TITLE in control(app.selectbox, "Data").value or any(
        TITLE in one for one in control(app.selectbox, "Data").options
    )


def test_who_has_no_link_is_not_told_of_them(run):
    app = visit()
    for label in ("Open a run", "Data"):
        assert not any(TITLE in one for one in control(app.selectbox, label).options)
    beside = visit(**link(run.config))
    assert any(TITLE in one for one in control(beside.selectbox, "Open a run").options)


def test_the_queue_names_them_to_nobody_else(server, own):
    theirs = config.from_flat({"dataset": own, "epochs": 200, "seed": 3})
    ours = config.from_flat({"dataset": "digits", "epochs": 2, "train_size": 200, "seed": 3})
    begun = lambda: len(jobs.snapshot(server.store(), theirs.key()).history) > 1  # noqa: E731
    with held(server.workers().pid, begun) as stopped:
        server.workers().submit(jobs.training(theirs))
        wait_until(lambda: stopped, START_SECONDS, "the training under way")
        server.workers().submit(jobs.training(ours))
        told = markdown(visit(**link(ours)))
        jobs.request_cancel(server.store(), theirs.key())
    assert "data of their own" in told and TITLE not in told
