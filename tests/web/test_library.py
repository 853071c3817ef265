"""The page of runs: the list, some side by side, and one choice in many values."""

import json
import re

import pytest

from ae import config
from ae.runs import jobs, shelves
from ae.web.panels.library import values
from tests.conftest import START_SECONDS, tiny_config, wait_until
from tests.web.visits import (
    all_fine,
    arrive,
    captions,
    click,
    control,
    html,
    link,
    markdown,
    pictures,
    publish_untrained,
    visit,
)

pytestmark = pytest.mark.slow
PAGE = "pages/library.py"
SHIPPED = [
    config.from_flat({"dataset": "digits", "architecture": name})
    for name in ("basic", "variational", "deep")
]


def listed(app):
    """Return the keys of the runs on the page of the list, from the top."""
    marks = [one.key for one in app.checkbox if one.key and one.key.startswith("library-mark-")]
    return [key.removeprefix("library-mark-") for key in marks]


def standing(app):
    """Return how many runs pass the filters."""
    return int(re.search(r"(\d+) runs?\.", captions(app))[1])


def compared(*configs, **query):
    keys = ",".join(one.key() for one in configs)
    return arrive(PAGE, library="library.compare", compared=keys, **query)


def open_menu(app, key):
    app.session_state[f"library-more-{key}"] = True
    app.run()


# The list


def test_every_run_that_is_here_is_listed_a_page_at_a_time(server):
    app = visit(PAGE)
    every = [run for run in server.store().all() if run.config.dataset in config.known_data()]
    assert standing(app) == len(every) and len(listed(app)) == 12
    assert all_fine(app)
    seen = set(listed(app))
    for page in range(2, -(-len(every) // 12) + 1):
        app.session_state[f"library-page-{-(-len(every) // 12)}"] = page
        app.run()
        seen |= set(listed(app))
    assert seen == {run.key for run in every}


def test_filters_leave_what_they_say_and_orders_order(server):
    app = visit(PAGE)
    control(app.selectbox, "Data").set_value("digits").run()
    control(app.multiselect, "Families").set_value(["basic", "linear"]).run()
    runs = [server.store().require(key) for key in listed(app)]
    assert runs and standing(app) == len(runs)
    assert {one.config.dataset for one in runs} == {"digits"}
    assert {one.config.architecture.name for one in runs} == {"basic", "linear"}
    for order, key in (
        ("size", lambda run: run.config.latent_dim),
        ("error", lambda run: run.metrics["test_squared_error"]),
        ("time", lambda run: run.seconds),
    ):
        control(app.selectbox, "Order").set_value(order).run()
        found = [key(server.store().require(one)) for one in listed(app)]
        assert found == sorted(found), order
    control(app.text_input, "Name contains").set_value("lInEaR").run()
    left = [server.store().require(key).config.architecture.name for key in listed(app)]
    assert left and set(left) == {"linear"}
    control(app.text_input, "Name contains").set_value("no such run").run()
    assert not listed(app) and "No run is like this" in app.info[0].value


def test_a_row_says_what_a_run_is_and_what_it_makes(server):
    run = server.store().require(SHIPPED[0].key())
    app = visit(PAGE)
    control(app.text_input, "Name contains").set_value(run.key).run()
    assert listed(app) == [run.key]
    error, pca = run.metrics["test_squared_error"], run.metrics["pca_test_squared_error"]
    assert f"Squared error per digit: **{error:.2f}** (PCA {pca:.2f})" in markdown(app)
    assert f"32 numbers · {run.epochs} epochs in" in captions(app)
    assert "ships with the app" in captions(app)
    assert "ten held-out digits as this run rebuilds them" in html(app)


def test_a_visitor_names_and_pins_runs_and_nobody_else_sees_it(server):
    key = SHIPPED[2].key()
    app = visit(PAGE)
    control(app.text_input, "Name contains").set_value(key).run()
    open_menu(app, key)
    control(app.text_input, "Your name for it").set_value("My [best](http://x)").run()
    control(app.toggle, "Keep it on top").set_value(True).run()
    control(app.text_input, "Name contains").set_value("my [best]").run()
    assert listed(app) == [key] and "Deep, 32 · 32 numbers" in captions(app)
    assert "](http" not in markdown(app), "shown as text"
    control(app.text_input, "Name contains").set_value("").run()
    assert listed(app)[0] == key, "on top, though it ships"
    assert "best" not in markdown(visit(PAGE))


def test_only_ones_own_run_can_be_deleted_and_only_for_oneself(server):
    mine, chosen = jobs.asker("mine"), tiny_config(seed=501)
    publish_untrained(server.store(), chosen)
    key = chosen.key()
    app = visit(PAGE)
    control(app.text_input, "Name contains").set_value(key).run()
    open_menu(app, key)
    assert not [one for one in app.button if "elete" in one.label]
    assert "Only whoever had it trained can delete it." in captions(app)
    place = server.store().asked / key
    place.mkdir()
    for who in (app.session_state["visitor"], mine):
        (place / who).touch()
    control(app.toggle, "Only mine").set_value(True).run()
    assert listed(app) == [key] and "yours, 20" in captions(app)
    click(app, "Give it up")
    assert not listed(app) and server.store().has(key)
    assert jobs.had_trained(server.store(), key) == {mine}
    (place / mine).rename(place / app.session_state["visitor"])
    open_menu(app, key)
    click(app, "Delete it")
    assert not server.store().has(key) and all_fine(app)


def test_runs_that_are_marked_are_compared_and_no_more_than_four(server):
    app = visit(PAGE)
    for count, key in enumerate(listed(app)[:4]):
        next(one for one in app.checkbox if one.key == f"library-mark-{key}").check().run()
        assert ("Compare" in "".join(one.label for one in app.button)) == (count > 0)
    assert len([one for one in app.checkbox if not one.disabled]) == 4
    assert app.query_params["compared"] == ",".join(listed(app)[:4])
    click(app, "Compare 4 runs")
    assert control(app.segmented_control, "Look at").value == "library.compare"


# Side by side


def test_the_same_digits_stand_under_each_run(server):
    app = compared(*SHIPPED)
    assert len(pictures(app, "original")) == 10
    assert len(pictures(app, "reconstruction")) == 10 * len(SHIPPED)
    table = html(app).split("class='ae-table'")[1]
    runs = [server.store().require(one.key()) for one in SHIPPED]
    errors = [run.metrics["test_squared_error"] for run in runs]
    best = f"<td class='best'>{min(errors):.2f}</td>"
    row = next(one for one in table.split("<tr>") if "Squared error per digit" in one)
    assert best in row and row.count("class='best'") == 1
    assert all(f">{error:.2f}</td>" in row for error in errors)
    assert all_fine(app)


def test_curves_of_one_loss_share_a_chart_and_a_picked_digit_is_marked_on_every_map(server):
    app = compared(*SHIPPED)
    charts = [json.loads(one.proto.spec) for one in app.get("plotly_chart")]
    assert [len(one["data"]) for one in charts[:1]] == [3] and len(charts) == 4
    curve = server.store().require(SHIPPED[0].key()).history
    assert charts[0]["data"][0]["y"] == [one["test_loss"] for one in curve]
    assert not any(one.get("name") == "picked" for chart in charts for one in chart["data"])
    app.session_state["library-picked"] = "digits", 7
    app.run()
    charts = [json.loads(one.proto.spec) for one in app.get("plotly_chart")]
    rings = [one for chart in charts for one in chart["data"] if one.get("name") == "picked"]
    assert len(rings) == 3
    assert len(pictures(app, "tile")) == 1 + len(SHIPPED)


def test_runs_on_other_data_are_left_out_and_that_is_said(server):
    other = config.from_flat({"dataset": "ecg5000"})
    app = compared(*SHIPPED[:2], other) if server.store().has(other.key()) else None
    assert app is None or "Left out are runs on other data" in app.warning[0].value
    alone = compared(SHIPPED[0], tiny_config(seed=999))
    assert "Mark 2 to 4 runs in the list" in alone.info[0].value
    click(alone, "To the list")
    assert len(listed(alone)) == 12


def test_ratings_stand_side_by_side_too(server):
    kept = [run.config for run in server.store().all() if run.config.data.kind == "ratings"]
    app = compared(*[one for one in kept if one.dataset == kept[0].dataset][:2])
    assert all_fine(app) and "Root mean squared error" in html(app)


# A sweep


def test_what_is_suggested_can_be_had(server):
    for name in ("basic", "variational", "denoising", "adversarial"):
        flat = config.from_flat({"dataset": "digits", "architecture": name}).flat()
        names = values.sweepable(flat)
        assert names[0] == "latent_dim" and {"epochs", "learning_rate"} < set(names)
        for one in names:
            offered = values.suggested(flat, one)
            assert flat[one] in values.usual(flat, one) and len(offered) > 1
            assert all(values.varied(flat, one, value) for value in offered), one


def test_a_sweep_is_trained_in_one_click_and_drawn_as_runs_finish(server):
    seeds = [601, 602, 603, 604, 605]
    chosen = tiny_config(seed=seeds[0])
    told = f"seed:{','.join(map(str, seeds))}"
    app = arrive(PAGE, library="library.sweep", sweep=told, **link(chosen))
    assert control(app.multiselect, "Values").value == list(map(str, seeds))
    click(app, "Train 5 runs")
    keys = [tiny_config(seed=seed).key() for seed in seeds]
    store = server.store()

    def done():
        app.run()  # as the page does by itself, in a browser
        return all(store.has(key) for key in keys)

    wait_until(done, START_SECONDS, "all five")
    app.run()
    (chart,) = [json.loads(one.proto.spec) for one in app.get("plotly_chart")]
    errors = [store.require(key).metrics["test_squared_error"] for key in keys]
    assert chart["data"][0]["x"] == seeds and chart["data"][0]["y"] == errors
    assert all(jobs.had_trained(store, key) == {app.session_state["visitor"]} for key in keys)
    assert all_fine(app) and not [one for one in app.button if one.label.startswith("Train ")]


def test_a_sweep_over_sizes_has_pca_beside_it(server):
    known = [one.config for one in server.store().all() if one.config.flat()["latent_dim"]]
    sizes = sorted(
        {
            one.latent_dim
            for one in known
            if one == SHIPPED[0].model_copy(update={"latent_dim": one.latent_dim})
        }
    )
    told = f"latent_dim:{','.join(map(str, sizes))}"
    app = arrive(PAGE, library="library.sweep", sweep=told, **link(SHIPPED[0]))
    (chart,) = [json.loads(one.proto.spec) for one in app.get("plotly_chart")]
    assert [one["name"] for one in chart["data"]] == ["these runs", "PCA, as many components"]
    assert chart["data"][0]["x"] == chart["data"][1]["x"] == sizes and len(sizes) > 1


@pytest.mark.parametrize("told", ["nothing:1", "latent_dim:0,9999", "seed:1e9", "latent_dim"])
def test_an_address_that_asks_for_what_cannot_be_had_breaks_nothing(server, told):
    app = arrive(PAGE, library="library.sweep", sweep=told)
    assert not app.exception and not app.error


# Again from the same start


def test_a_finished_run_is_trained_again_and_comes_to_the_same(server):
    chosen = tiny_config(seed=610)
    server.workers().submit(jobs.training(chosen))
    wait_until(lambda: server.store().find(chosen.key()), START_SECONDS, "the first")
    first = server.store().require(chosen.key())
    made, error = first.made, first.metrics["test_squared_error"]
    app = visit(**link(chosen))
    click(app, "Train again")
    ended = lambda: not jobs.snapshot(server.store(), chosen.key()).active  # noqa: E731
    wait_until(ended, START_SECONDS, "the second")
    second = server.store().require(chosen.key())
    assert second.made > made
    assert second.metrics["test_squared_error"] == pytest.approx(error, rel=1e-3)
    app.run()
    assert "which you had trained" in captions(app) and all_fine(app)


def test_what_a_shelf_says_of_runs_that_are_gone_breaks_nothing(server):
    app = visit(PAGE)
    gone = "0" * 16
    shelf = shelves.Shelf().with_name(gone, "gone").with_pin(gone, True)
    shelves.write(server.store(), app.session_state["visitor"], shelf)
    app.run()
    assert all_fine(app) and len(listed(app)) == 12
