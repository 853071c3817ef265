"""After a run has been trained again under its key, nothing of the first is shown anywhere."""

import shutil

import pytest

from ae import caching
from ae.data import datasets
from ae.models import training
from ae.runs import evaluation
from ae.web import panels
from tests.conftest import START_SECONDS, answers, tiny_config, wait_until
from tests.web.test_panels import FAMILIES, bare
from tests.web.visits import captions, html, markdown, pickers

pytestmark = pytest.mark.slow
CHOSEN = tiny_config(seed=60, epochs=1, latent_dim=4)
OTHERS = ("applications", "recommend", "signals", "theory", "library")
"""Pages whose panels show no run of pictures that they are given."""
NAMES = [
    name
    for name in panels.PANELS
    if FAMILIES.get(name, "basic") == "basic" and name.split(".")[0] not in OTHERS
]
SAME = {
    *("model.layers", "model.recipe", "model.source", "model.take_home"),
    *("reconstruct.replay", "draw.fill", "generate.take_home"),
    *("latent.explore", "draw.take_home", "anomalies.threshold"),
}
"""What does not depend on the weights, shows something of them when a person asks for it, or shows
it in bytes that are not compared here."""


@pytest.fixture(scope="module")
def trained_twice(tmp_path_factory):
    """Two trainings, written as runs of one configuration; the folder of each, by its seed."""
    root = tmp_path_factory.mktemp("twice")
    for seed in (60, 61):
        trained = training.train(CHOSEN.model_copy(update={"seed": seed}))
        evaluation.save(CHOSEN, trained, root / str(seed))
    return root


def publish(store, folder):
    made = shutil.copytree(folder, store.root / "made" / folder.name)
    with store.lock(CHOSEN.key()):
        store.publish(CHOSEN.key(), made)


def shown(name):
    """Return everything that a panel shows."""
    app = bare(name, CHOSEN.key())
    charts = [chart.proto.spec for chart in app.get("plotly_chart")]
    told = [element.value for element in app.info]
    return html(app), markdown(app), captions(app), str(pickers(app)), str(charts), told


def test_every_panel_shows_the_new_run_and_nothing_of_the_old(server, trained_twice):
    store, before, after = server.store(), {}, {}
    for seed, found in ((60, before), (61, after)):
        publish(store, trained_twice / str(seed))
        found |= {name: shown(name) for name in NAMES}
    for cache in caching.CACHES:
        cache.cache_clear()
    server.workers().close()  # the models in the inference process go as well
    wait_until(lambda: answers(server.workers()), START_SECONDS, "the new workers' first answer")
    afresh = {name: shown(name) for name in NAMES}
    assert not [name for name in NAMES if after[name] != afresh[name]], "something of the old run"
    assert {name for name in NAMES if before[name] == afresh[name]} <= SAME


def test_every_cache_is_in_the_registry():
    assert len(caching.CACHES) >= 25
    assert datasets._load in caching.CACHES
