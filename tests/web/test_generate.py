"""The Generate page, as Streamlit runs it: every way of making new digits."""

import json

import numpy as np
import pytest

from ae import config
from ae.data import drawing
from ae.models import digit_classifier
from ae.web import runs
from ae.web.components import Slider, moved
from ae.web.panels import WAYS
from ae.web.panels.generate.sample import COUNTS
from tests.conftest import tiny_config
from tests.stand_ins import takers
from tests.web.visits import (
    all_fine,
    captions,
    choose,
    click,
    control,
    link,
    markdown,
    pickers,
    pictures,
    publish_untrained,
    visit,
)

pytestmark = pytest.mark.slow
PAGE = "pages/generate.py"


@pytest.mark.parametrize("name", takers("picture"))
def test_every_way_opens_for_every_family(server, name):
    app = visit(PAGE, dataset="digits", architecture=name)
    for panel in WAYS:
        choose(app, "Generate by", panel)
        assert all_fine(app), panel
        shown = [*pictures(app, "tile"), *app.get("bidi_component"), *app.download_button]
        assert shown, panel


@pytest.mark.parametrize("size", [1, 2, 128])
def test_every_way_takes_any_latent_size(server, size):
    chosen = tiny_config(latent_dim=size)
    publish_untrained(server.store(), chosen)
    app = visit(PAGE, **link(chosen))
    for panel in WAYS:
        choose(app, "Generate by", panel)
        assert all_fine(app), panel


def samples(app):
    return pickers(app)[0]["items"]


def test_samples_stand_above_their_nearest_training_digits(server):
    app = visit(PAGE, architecture="basic")
    assert len(samples(app)) == COUNTS[0]
    assert all(len(one["pictures"]) == 2 for one in samples(app))
    assert len({one["pictures"][0] for one in samples(app)}) == COUNTS[0]


def test_other_seeds_give_other_samples_and_the_same_seed_the_same(server):
    app = visit(PAGE, architecture="basic")
    first = samples(app)
    control(app.number_input, "Seed of the samples").set_value(7).run()
    assert samples(app) != first
    control(app.number_input, "Seed of the samples").set_value(0).run()
    assert samples(app) == first
    click(app, "Show others")
    assert samples(app) != first


def test_without_temperature_all_samples_are_the_mean(server):
    app = visit(PAGE, architecture="basic")
    control(app.slider, "Temperature").set_value(0.0).run()
    assert len({one["pictures"][0] for one in samples(app)}) == 1


@pytest.mark.parametrize(
    ("name", "told"), [("basic", "no prior"), ("variational", "Normal"), ("adversarial", "Normal")]
)
def test_the_page_says_what_samples_are_drawn_from(server, name, told):
    app = visit(PAGE, architecture=name)
    assert f"**{told}**" in markdown(app)


def test_the_verdict_of_the_classifier_is_that_of_the_results_table():
    found = digit_classifier.load_scores()
    shipped = config.from_flat({"architecture": "adversarial"}, "mnist").key()
    assert found[shipped].frechet > found[digit_classifier.REAL].frechet
    assert 0.5 < found[shipped].confident < found[digit_classifier.REAL].confident


def test_a_way_ends_at_the_digits_chosen_and_counts_real_ones_beside_it(server):
    app = visit(PAGE, architecture="basic")
    choose(app, "Generate by", "generate.interpolate")
    straight = pictures(app, "tile")
    assert len(straight) == 18, "nine steps in this run and nine in another"
    assert "held-out codes lie near it" in captions(app)
    choose(app, "Path", "spherical")
    turned = pictures(app, "tile")
    np.testing.assert_array_equal(turned[0], straight[0])
    np.testing.assert_array_equal(turned[8], straight[8])
    assert not np.array_equal(turned[4], straight[4])


def test_a_way_can_begin_at_the_drawing_of_the_draw_page(server):
    app = visit(PAGE, architecture="basic")
    choose(app, "Generate by", "generate.interpolate")
    before = pictures(app, "tile")[0]
    choose(app, "From", "drawing")
    assert all_fine(app)
    assert not np.array_equal(pictures(app, "tile")[0], before)
    assert drawing.EXAMPLE, "the Draw page's example is the drawing at first"


def test_a_way_can_begin_at_a_sample_once_one_was_picked(server):
    app = visit(PAGE, architecture="basic")
    choose(app, "Generate by", "generate.interpolate")
    choose(app, "From", "sample")
    assert "Pick a picture" in app.info[0].value
    run = runs.find_run(config.from_flat({}, "digits").key())
    app.session_state["sample-kept"] = (run.identity, np.zeros(32, np.float32))
    app.run()
    assert all_fine(app) and not app.info
    assert len(pictures(app, "tile")) == 9, "another run has no such code"


def test_a_minus_a_plus_c_is_c(server):
    app = visit(PAGE, architecture="basic")
    choose(app, "Generate by", "generate.arithmetic")
    choose(app, "b", "8")
    a, b, c, found = pictures(app, "tile")[:4]
    np.testing.assert_array_equal(a, b)
    np.testing.assert_allclose(found.astype(int), c, atol=1)


def hand(app):
    return json.loads(app.get("bidi_component")[0].proto.json)


def test_the_first_sixteen_numbers_have_sliders_and_the_others_on_demand(server):
    app = visit(PAGE, architecture="basic")
    choose(app, "Generate by", "generate.by_hand")
    assert len(hand(app)["names"]) == 16
    control(app.toggle, "All 32 numbers").set_value(True).run()
    assert len(hand(app)["names"]) == 32 == len(set(hand(app)["names"]))


@pytest.mark.parametrize("size", [1, 2, 3])
def test_a_short_code_moves_in_the_browser(server, size):
    chosen = tiny_config(latent_dim=size)
    publish_untrained(server.store(), chosen)
    app = visit(PAGE, **link(chosen))
    choose(app, "Generate by", "generate.by_hand")
    assert (hand(app)["field"] is not None) == (size <= 2)


SLIDERS = [Slider("z1", -1.0, 1.0, 0.5), Slider("z2", 0.0, 2.0, 1.0)]


@pytest.mark.parametrize(
    ("told", "wanted"),
    [
        (None, [0.5, 1.0]),
        ({"version": "v", "values": [0.25, 1.5]}, [0.25, 1.5]),
        ({"version": "v", "values": [-7, 9]}, [-1.0, 2.0]),
        ({"version": "another", "values": [0.25, 1.5]}, [0.5, 1.0]),
        ({"version": "v", "values": [0.25]}, [0.5, 1.0]),
    ],
)
def test_sliders_are_where_they_were_left_and_never_elsewhere(monkeypatch, told, wanted):
    monkeypatch.setattr("streamlit.session_state", {"hand": {"hand": told}})
    assert moved(SLIDERS, "v", "hand") == wanted


def test_the_codes_can_be_taken_home(server):
    app = visit(PAGE, architecture="basic")
    choose(app, "Generate by", "generate.take_home")
    labels = [one.label for one in app.download_button]
    assert labels == ["Codes (CSV)", "For the Embedding Projector (ZIP)"]
