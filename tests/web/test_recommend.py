"""The page Recommend: from stars to a list with its reasons, and what stands beside it."""

import re

import numpy as np
import pytest

from ae import config
from ae.analysis import ranking
from ae.data import datasets, ratings_file
from ae.data.datasets import own_ratings
from ae.web import components
from ae.web import server as services
from ae.web.components.stars import checked
from ae.web.panels.recommend import lists, rated, search
from ae.web.runs import find_run
from tests.conftest import train
from tests.data.test_ratings_file import WHOLE
from tests.web.visits import arrive, captions, click, control, go, html, link, markdown, visit

PAGE = "pages/recommend.py"
OTHERS = [f"pages/{name}.py" for name in ("reconstruct", "draw", "inside", "latent", "generate")]


def tastes(name="autorec", **more):
    return config.from_flat({"dataset": "tastes", "architecture": name, "epochs": 12} | more)


CONFIGS = {
    "by people": tastes(),
    "by things": tastes(based_on="things"),
    "likes": tastes("mult_vae"),
}
EVERY = pytest.mark.parametrize("name", CONFIGS)
PEOPLE = pytest.mark.parametrize("name", ["by people"])


@pytest.fixture(scope="module")
def runs(server):
    """Three short runs on the invented tastes."""
    return {name: train(services.workers(), chosen) for name, chosen in CONFIGS.items()}


def names():
    return datasets.DATASETS["tastes"].columns()


def listed(app):
    """Return the names in the page's lists, a list each."""
    return [re.findall(r"<li><b>(.*?)</b>", one) for one in re.findall(r"<ol.*?</ol>", html(app))]


def rate(app, stars):
    """Have the visitor rate things instead of what they had, and the page run again."""
    app.session_state["rated"] = {"tastes": stars}
    app.run()
    assert not app.exception, app.exception


def column(name):
    return names().index(name)


@EVERY
def test_a_visitor_finds_recommendations_for_an_example(runs, name):
    app = arrive(PAGE, **link(CONFIGS[name]))
    assert not app.error and not app.warning
    ours, *others = listed(app)
    assert len(ours) == lists.LENGTH and len(others) == 3
    mine = {names()[one] for one in app.session_state["rated"]["tastes"]}
    assert len(mine) == 3 and not mine & {one for some in listed(app) for one in some}
    assert "because" in html(app)
    assert "ratings that no model has seen" in captions(app)


@EVERY
def test_what_somebody_loves_moves_the_list_towards_its_like(runs, name):
    app = arrive(PAGE, **link(CONFIGS[name]))
    sweet, sporty = ["Ice cream", "Doughnuts", "Pancakes"], ["Skiing", "Running", "Hiking"]
    best = {}
    for what, (loved, not_loved) in {"sweet": (sweet, sporty), "out": (sporty, sweet)}.items():
        rate(app, {column(one): 5.0 for one in loved} | {column(one): 1.0 for one in not_loved})
        best[what] = listed(app)[0]
    things = datasets.DATASETS["tastes"].made.hidden()[1]

    def mean(chosen, taste):
        return np.mean([things[column(one), taste] for one in chosen])

    assert mean(best["sweet"], 0) > mean(best["out"], 0) + 0.2
    assert mean(best["out"], 2) > mean(best["sweet"], 2) + 0.2


@EVERY
def test_a_reason_is_what_leaving_a_rating_out_changes(runs, name):
    run = find_run(CONFIGS[name].key())
    mine = {column("Skiing"): 5.0, column("Poetry"): 1.0, column("Pizza"): 4.5}
    allowed = np.ones(len(names()), bool)
    found = lists.recommend(run, mine, allowed)
    for one in found[:3]:
        assert one.thing not in mine
        if one.because is None:
            continue
        rest = {thing: stars for thing, stars in mine.items() if thing != one.because}
        without = lists.recommend(run, rest, np.arange(len(names())) == one.thing)
        assert without[0].thing == one.thing
        assert one.value - without[0].value == pytest.approx(one.moved, abs=1e-4) or (
            name == "likes"  # whose shares are of all things, the rated ones too
        )


@EVERY
@pytest.mark.parametrize(
    ("stars", "said"),
    [
        ({}, "You have rated nothing"),
        ({3: 4.5}, "One rating says little"),
        ({3: 5.0, 9: 5.0, 20: 5.0}, "All your ratings are equal"),
        ({3: 2.0, 9: 1.0}, "You like nothing so far"),
    ],
    ids=["nothing", "one", "equal", "no likes"],
)
def test_little_to_go_by_gives_a_sensible_list_and_a_sentence(runs, name, stars, said):
    app = arrive(PAGE, **link(CONFIGS[name]))
    rate(app, stars)
    assert any(said in one.value for one in app.info)
    ours = listed(app)[0]
    assert len(ours) == len(set(ours)) == lists.LENGTH
    figures = [float(one) for one in re.findall(r"<i>★ ([\d.]+)</i>", html(app))]
    assert figures == sorted(figures, reverse=True) and all(0.5 <= one <= 5 for one in figures)
    if not any(value >= ranking.LIKED for value in stars.values()):
        assert "It looks at likes alone" in captions(app)


@PEOPLE
def test_clearing_and_taking_somebody_elses_ratings(runs, name):
    app = arrive(PAGE, **link(CONFIGS[name]))
    click(app, "Clear")
    assert app.session_state["rated"]["tastes"] == {}
    click(app, "Somebody else's")
    first = dict(app.session_state["rated"]["tastes"])
    assert len(first) == rated.SHOWN
    people = datasets.load("tastes", "train").samples
    agree = np.all([people[:, thing] == stars for thing, stars in first.items()], axis=0)
    assert agree.any()
    click(app, "Somebody else's")
    assert app.session_state["rated"]["tastes"] != first


@PEOPLE
def test_what_is_looked_for_can_be_rated(runs, name):
    app = arrive(PAGE, **link(CONFIGS[name]))
    control(app.text_input, "Look for something to rate").set_value("PIANO").run()
    click(app, "Playing the piano")
    assert column("Playing the piano") in app.session_state["laid"]["tastes"]
    control(app.text_input, "Look for something to rate").set_value("unheard of").run()
    assert "Nothing of that name" in captions(app)


def test_a_search_finds_all_words_the_best_known_first(runs):
    run = find_run(CONFIGS["by people"].key())
    found = search.search(run, "ing")
    counts = rated.known_by("tastes")[found]
    assert len(found) == search.FOUND and list(counts) == sorted(counts, reverse=True)
    assert [names()[one] for one in search.search(run, "the play")] == ["Playing the piano"]


def test_a_name_from_outside_is_shown_as_it_is():
    from ae.web import figures

    shown = figures.ranked_list([figures.Line("<img src=x onerror=alert(1)>", "<b>", "<i>")], "x")
    assert "<img" not in shown and "&lt;img" in shown


@PEOPLE
def test_things_laid_out_first_are_well_known_and_unlike(runs, name):
    run = find_run(CONFIGS[name].key())
    first = rated.first_things(run)
    assert len(set(first)) == rated.SHOWN
    best_known = np.sort(rated.known_by("tastes"))[-rated.KNOWN :]
    assert np.min(rated.known_by("tastes")[first]) >= best_known[0]


@PEOPLE
def test_the_hidden_tastes_lie_beside_the_codes(runs, name):
    app = arrive(PAGE, **link(CONFIGS[name]))
    app.session_state["invented"] = True
    app.run()
    assert "Canonical correlations of codes and tastes" in captions(app)
    assert "four numbers, drawn from a normal distribution" in markdown(app)


def test_measures_mark_the_best_and_say_of_what_they_are(runs):
    app = arrive(PAGE, **link(CONFIGS["likes"]))
    run = find_run(CONFIGS["likes"].key())
    row = next(line for line in markdown(app).splitlines() if "| **Mult-VAE" in line)
    assert row.split("|")[2].strip() == "–"
    assert f"{run.metrics['test_ndcg100']:.3f}" in row
    count = np.isfinite(datasets.load("tastes", "test").targets).sum()
    assert f"{count:,} ratings that no model has seen" in captions(app)


@pytest.mark.parametrize(
    "received",
    [
        {"id": 9, "stars": 3},
        {"id": 1, "stars": 9},
        {"id": 1, "stars": -1},
        {"id": 1, "stars": 1e30},
    ],
    ids=repr,
)
def test_no_rating_is_taken_that_the_list_does_not_offer(received):
    assert checked(received, {1, 2}, 5) is None


def test_what_a_browser_tells_is_taken_in_half_stars():
    assert checked({"id": 2, "stars": 3.4}, {1, 2}, 5) == (2, 3.5)
    assert checked({"id": 1, "stars": 0}, {1, 2}, 5) == (1, 0)
    assert components.Thing(1, "a", 0.0).stars == 0


@pytest.mark.parametrize("page", OTHERS)
def test_pages_that_need_whole_samples_neither_offer_ratings_nor_break(runs, page):
    app = visit(page, **link(CONFIGS["by people"]))
    assert any("dataset: expected one of" in one.value for one in app.warning)
    assert "Invented tastes" not in control(app.selectbox, "Data").options
    assert not app.error


@PEOPLE
def test_each_page_keeps_what_was_chosen_there(runs, name):
    app = arrive(PAGE, **link(CONFIGS[name]))
    go(app, "pages/reconstruct.py")
    assert app.session_state["config"]["dataset"] == "digits" and not app.warning
    go(app, PAGE)
    assert app.session_state["config"]["epochs"] == 12 and not app.warning
    go(app, "pages/model.py")
    assert app.session_state["config"]["dataset"] == "tastes"


def test_a_first_visit_begins_with_the_invented_tastes(runs):
    app = arrive(PAGE)
    assert app.session_state["config"]["dataset"] == "tastes" and not app.warning
    offered = control(app.selectbox, "Data").options
    assert len(offered) == 2 and not any("MNIST" in one for one in offered)


def test_movielens_is_offered_with_its_licence(runs):
    app = arrive(PAGE)
    assert "not for commercial" in markdown(app) and "Harper" in markdown(app)
    assert any(one.label.startswith("I keep to this") for one in app.button)


def test_ones_own_table_is_trained_on(runs):
    name = own_ratings.keep(WHOLE.encode())
    chosen = config.from_flat({"dataset": name, "architecture": "autorec", "epochs": 1})
    train(services.workers(), chosen)
    app = arrive(PAGE, **link(chosen))
    assert not app.warning and len(listed(app)[0]) == lists.LENGTH
    assert any("Your own ratings" in one for one in control(app.selectbox, "Data").options)
    app.run()
    assert not app.exception


def test_a_table_that_cannot_be_read_is_told(runs, monkeypatch):
    from ae.web.panels.recommend import own

    state = {"own-table": None}
    monkeypatch.setattr(own, "content", lambda given: b"a,b\n1,2\n")
    monkeypatch.setattr(own.st, "session_state", state)
    own._take()
    assert state["own-problem"].startswith("Expected a first line that names")
    assert ratings_file.Limits().bytes <= 4_000_000
