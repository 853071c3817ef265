"""What pages open with while nobody has chosen a run; what stands beside one that fits badly."""

import pytest

from ae import config
from ae.models import digit_classifier
from ae.runs.store import SHIPPED
from ae.web.controls.openings import EXPLAINING, GENERATING, TOGETHER
from tests.conftest import tiny_config
from tests.web.visits import (
    START,
    captions,
    click,
    control,
    go,
    html,
    link,
    markdown,
    publish_untrained,
    visit,
)

pytestmark = pytest.mark.slow
OPENINGS = {
    "pages/latent.py": TOGETHER,
    "pages/generate.py": GENERATING,
    "pages/inside.py": EXPLAINING,
    START: {},
}


def now(app):
    return config.from_flat(app.session_state["config"])


def labels(app):
    return [button.label for button in app.button]


@pytest.mark.parametrize("dataset", ["digits", "mnist"])
@pytest.mark.parametrize("changes", OPENINGS.values(), ids=str)
def test_what_a_page_opens_with_is_shipped(dataset, changes):
    assert (SHIPPED / config.from_flat({"dataset": dataset, **changes}).key()).is_dir()


def test_generate_opens_on_the_run_whose_samples_from_its_prior_were_measured_best():
    scores = digit_classifier.load_scores()
    wanted = config.from_flat({"dataset": "mnist", **GENERATING}).key()
    own = {key: score.frechet for key, score in scores.items() if (SHIPPED / key).is_dir()}
    assert min(own, key=own.get) == wanted


def test_each_page_opens_on_its_own_run_until_one_is_chosen(server):
    app = visit()
    for page, changes in OPENINGS.items():
        go(app, page)
        assert now(app) == config.from_flat({"dataset": "digits", **changes}), page
    control(app.select_slider, "Latent size").set_value(8).run()
    chosen = now(app)
    for page in OPENINGS:
        go(app, page)
        assert now(app) == chosen


@pytest.mark.parametrize("page", ["pages/latent.py", "pages/generate.py", "pages/inside.py"])
def test_beside_a_run_that_shows_the_idea_badly_stands_one_that_shows_it(server, page):
    app = visit(page, architecture="basic")
    offered = [label for label in labels(app) if label.startswith("See it with: ")]
    assert len(offered) == 1
    click(app, offered[0])
    assert now(app) == config.from_flat({"dataset": "digits", **OPENINGS[page]})
    assert not [label for label in labels(app) if label.startswith("See it with: ")]


def test_where_a_run_is_missing_the_nearest_finished_one_is_offered(server):
    app = visit(latent_dim=9)
    click(app, "Nearest finished: Basic, 8")
    assert now(app) == config.from_flat({"dataset": "digits", "latent_dim": 8})
    assert "ships with the app" in captions(app)


def test_three_runs_stand_side_by_side_on_the_same_digits(server):
    app = visit()
    alone = html(app).count('class="ae-reconstruction"')
    click(app, "Beside 2 and 8 numbers")
    assert html(app).count('class="ae-reconstruction"') == alone + 20
    assert ">Basic, 2<" in html(app) and ">Basic, 8<" in html(app)
    keys = [config.from_flat({"dataset": "digits", "latent_dim": n}).key() for n in (2, 8)]
    again = visit(beside=",".join(keys))
    assert html(again).count('class="ae-reconstruction"') == alone + 20
    assert not again.warning


def test_a_link_to_runs_that_are_none_is_told(server):
    app = visit(beside="../../etc")
    assert "beside: expected keys of runs" in app.warning[0].value


def test_where_pca_wins_the_page_says_so_and_what_to_try(server):
    chosen = tiny_config(seed=31)  # untrained, it is worse than PCA
    publish_untrained(server.store(), chosen)
    assert "Here PCA wins" in captions(visit(**link(chosen)))
    assert "Here PCA wins" not in captions(visit())
    assert "PCA" in markdown(visit())
