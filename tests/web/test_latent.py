"""The Latent space page, as Streamlit runs it: every view, for codes of any size and kind."""

import numpy as np
import pytest

from ae import analysis
from ae.config import from_flat
from ae.data import datasets
from ae.models import training
from ae.runs import evaluation
from ae.web import runs
from ae.web.controls.plane_picker import pca_view
from ae.web.measured import accuracies
from ae.web.panels import VIEWS
from ae.web.panels.latent.selection import Selection
from ae.web.panels.shared.chart_events import rows_of
from tests.conftest import tiny_config
from tests.stand_ins import takers
from tests.web.visits import (
    all_fine,
    captions,
    choose,
    control,
    html,
    link,
    markdown,
    marked,
    pickers,
    publish_untrained,
    visit,
)

pytestmark = pytest.mark.slow
PAGE = "pages/latent.py"
SHIPPED = from_flat({"dataset": "digits", "architecture": "basic"}, "digits")


def charts(app):
    return [element.proto for element in app.get("plotly_chart")]


@pytest.mark.parametrize("name", takers("picture"))
def test_every_view_opens_for_every_family(server, name):
    app = visit(PAGE, dataset="digits", architecture=name)
    for panel in VIEWS:
        choose(app, "Look at", panel)
        assert all_fine(app), panel
        assert charts(app) or app.get("bidi_component"), panel


@pytest.mark.parametrize("size", [1, 2, 3, 128])
def test_every_view_takes_any_latent_size(server, size):
    chosen = tiny_config(latent_dim=size)
    publish_untrained(server.store(), chosen)
    app = visit(PAGE, **link(chosen))
    for panel in VIEWS:
        choose(app, "Look at", panel)
        assert all_fine(app), panel
    choose(app, "Look at", "latent.map")
    for form in ["forming", *(["space"] if size > 2 else []), "flat"]:
        choose(app, "Map", form)
        assert all_fine(app) and charts(app), form


@pytest.mark.parametrize("colour", ["error", "density"])
def test_a_map_can_be_coloured_by_other_things_than_the_digit(server, colour):
    app = visit(PAGE, architecture="basic")
    choose(app, "Look at", "latent.map")
    plain = charts(app)[0].spec
    control(app.selectbox, "Coloured by").set_value(colour).run()
    assert all_fine(app)
    shared = '"coloraxis":"coloraxis"'
    assert shared in charts(app)[0].spec and shared not in plain


def test_axes_of_the_code_are_offered_by_variance_and_each_once(server):
    app = visit(PAGE, architecture="basic")
    choose(app, "Look at", "latent.map")
    choose(app, "Plane", "axes")
    codes = runs.run_array(runs.find_run(SHIPPED.key()), "latents")
    order = [f"z{axis + 1}" for axis in np.argsort(-codes.var(axis=0), kind="stable")]
    across, up = control(app.selectbox, "Across"), control(app.selectbox, "Up")
    assert across.options == order
    assert up.options == order[1:]


def test_the_map_forms_from_the_untrained_network_on(server):
    app = visit(PAGE, architecture="basic")
    choose(app, "Look at", "latent.map")
    choose(app, "Map", "forming")
    assert "untrained network" in captions(app)
    film = runs.run_array(runs.find_run(SHIPPED.key()), "map_film")
    view = pca_view(runs.find_run(SHIPPED.key()), 2)
    assert film.shape[:2] == (13, 357)
    rounding = 0.005 * np.abs(film).max()  # both are kept with 8 significant bits
    np.testing.assert_allclose(film[-1, :, :2], view.points, atol=2 * rounding)
    assert np.abs(film[0, :, :2] - view.points).mean() > 1.0


def select(app, rows, picked=None):
    app.session_state["latent-selection"] = Selection(SHIPPED.key(), tuple(rows), picked)
    app.run()
    assert all_fine(app)


def test_selected_digits_stand_above_their_reconstructions(server):
    app = visit(PAGE, architecture="basic")
    choose(app, "Look at", "latent.map")
    select(app, [3, 5, 8])
    (shown,) = pickers(app)
    assert [one["id"] for one in shown["items"]] == [3, 5, 8]
    assert all(len(one["pictures"]) == 2 for one in shown["items"])
    assert "3 selected" in markdown(app)


def test_of_a_selection_of_all_points_some_are_shown(server):
    app = visit(PAGE, architecture="basic")
    choose(app, "Look at", "latent.map")
    select(app, range(357))
    assert "357 selected; 24 of them" in markdown(app)
    assert len(pickers(app)[0]["items"]) == 24


def test_a_picked_picture_is_marked_on_the_map(server):
    app = visit(PAGE, architecture="basic")
    choose(app, "Look at", "latent.map")
    assert "picked" not in charts(app)[0].spec
    select(app, [3, 5, 8], picked=5)
    assert "picked" in charts(app)[0].spec
    assert marked(app) == [5]


def test_a_selection_ends_with_its_run(server):
    app = visit(PAGE, architecture="basic")
    choose(app, "Look at", "latent.map")
    app.session_state["latent-selection"] = Selection("another", (1, 2), 1)
    app.run()
    assert all_fine(app) and not pickers(app)


def test_marks_on_a_map_are_not_selected():
    event = {"selection": {"points": [{"customdata": 4}, {"x": 1.0}, {"customdata": [9]}]}}
    assert rows_of(event) == [4, 9]


def test_the_code_is_judged_beside_pca_on_held_out_digits(server):
    run = runs.find_run(SHIPPED.key())
    found = accuracies(run)
    split = datasets.load("digits", "test")
    known, asked = analysis.split(len(split.labels))
    linear = analysis.fit_pca(datasets.to_inputs(datasets.load("digits", "train").samples), 32)
    codes = linear.project(datasets.to_inputs(split.samples))
    oracle = analysis.knn_accuracy(
        codes[known], split.labels[known], codes[asked], split.labels[asked]
    )
    assert found["knn"][1] == pytest.approx(oracle, abs=0.02)  # its PCA is kept in half precision
    assert all(0.7 < share <= 1 for pair in found.values() for share in pair)
    app = visit(PAGE, architecture="basic")
    choose(app, "Look at", "latent.codes")
    assert f"{found['knn'][0]:.1%}" in markdown(app)
    assert html(app).count('class="ae-strip"') >= 20


def test_a_collapsed_dimension_is_told_in_words(server):
    def silence(model):
        kernel, bias = next(
            layer for layer in reversed(model.encoder.layers) if layer.weights
        ).weights
        kernel.assign(np.asarray(kernel) * [1, 0, 1, 1])
        bias.assign(np.zeros(4))

    chosen = tiny_config(latent_dim=4, seed=41)
    publish_untrained(server.store(), chosen, silence)
    app = visit(PAGE, **link(chosen))
    for panel in VIEWS:
        choose(app, "Look at", panel)
        assert all_fine(app), panel
    choose(app, "Look at", "latent.codes")
    run = runs.find_run(chosen.key())
    errors, codes = run.array("errors"), run.array("latents")
    some, model = codes[analysis.sampled(357, 16)], evaluation.load(run)
    whole, unused = np.asarray(model.decoder(some)), 0
    for axis in range(4):
        without = some.copy()
        without[:, axis] = codes[:, axis].mean()
        change = np.square(np.asarray(model.decoder(without)) - whole).sum(axis=(1, 2)).mean()
        unused += change < 0.01 * errors.mean()
    assert unused >= 1
    assert f"{unused} of the 4 numbers make next to no difference" in app.info[0].value


def test_a_training_whose_weights_are_no_numbers_fails_in_words(tmp_path):
    chosen = tiny_config(latent_dim=4)
    model = training.build(chosen)
    model.decoder.weights[0].assign(np.full(model.decoder.weights[0].shape, np.nan))
    with pytest.raises(training.Diverged, match="Lower the learning rate"):
        evaluation.save(chosen, training.Trained(model), tmp_path)


def test_a_run_that_is_deleted_while_its_page_is_open_is_told_in_words(server):
    chosen = tiny_config(latent_dim=4, seed=42)
    publish_untrained(server.store(), chosen)
    app = visit(PAGE, **link(chosen))
    server.store().delete(chosen.key())
    choose(app, "Look at", "latent.map")
    assert not app.error
    assert "Train" in [button.label for button in app.button]
