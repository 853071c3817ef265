"""The Draw page, as Streamlit runs it: any drawing, every family, and what is no drawing."""

import base64
import itertools
import json
import re

import numpy as np
import pytest
import streamlit as st
from PIL import Image
from streamlit.proto.WidgetStates_pb2 import WidgetStates

from ae import config
from ae.data import datasets, drawing
from ae.data.corruption import corrupt
from ae.models.architectures import REGISTRY
from ae.web.panels.draw.studio import BELOW, NEED_DATA
from ae.web.runs import find_run
from ae.workers import inference
from tests.data import hard_pictures, pen_digits
from tests.stand_ins import takers
from tests.web.visits import (
    all_fine,
    captions,
    choose,
    click,
    control,
    html,
    link,
    markdown,
    pickers,
    pictures,
)
from tests.web.visits import visit as visit_page

DOT = {"tool": "pen", "size": 20, "points": [140, 140]}
FAR = {"tool": "pen", "size": 20, "points": [250, 30]}
NEAR_A_CORNER = pen_digits.strokes(3, height=60.0, place=(10.0, 20.0))
WIPE = drawing.Stroke("mask", 40.0, ((130.0, 215.0), (180.0, 180.0)))


def visit(**query):
    return visit_page("pages/draw.py", **query)


def canvas(app):
    """Return what the page tells the canvas."""
    return json.loads(app.get("bidi_component")[0].proto.json)


def send(app, message):
    """Send a message as the canvas does when a stroke has ended."""
    states = WidgetStates()
    states.CopyFrom(app._tree.get_widget_states())
    component = app.get("bidi_component")[0].proto
    states.widgets.add(id=component.id, json_value=json.dumps({"drawing": message}))
    app._run(states)
    assert not app.exception, app.exception


def draw(app, strokes, **others):
    """Send strokes, over the ground that is there."""
    given = [one if isinstance(one, dict) else as_sent(one) for one in strokes]
    now = canvas(app)
    known = {"version": now["version"], "ground": now["ground"], "strokes": given}
    send(app, known | others)


def as_sent(stroke):
    points = [way for point in stroke.points for way in point]
    return {"tool": stroke.tool, "size": stroke.size, "points": points}


def seen(app):
    """Return what the page says that the network sees."""
    return pictures(app, "trio")[0][..., 0]


def rebuilt(app):
    return pictures(app, "trio")[1][..., 0]


def extent(picture):
    """Return the longer side of the box around what is not black."""
    left, top, right, bottom = Image.fromarray(picture).getbbox()
    return max(right - left, bottom - top)


def test_a_first_visit_shows_an_example_and_what_a_network_makes_of_it(server):
    app = visit()
    assert all_fine(app) and not app.info
    assert len(canvas(app)["strokes"]) == len(drawing.EXAMPLE)
    given, restored, errors = (one.astype(int) for one in pictures(app, "trio"))
    assert extent(seen(app)) == 20
    difference = (restored - given)[..., 0]
    orange = errors[..., 0] > errors[..., 2]
    assert orange[difference > 30].all() and not orange[difference < -30].any()
    assert (difference > 30).any() and (difference < -30).any()
    assert "Squared error" in markdown(app)


def test_a_first_visit_shows_every_shipped_architecture_best_first(server):
    app = visit()
    shown = [float(number) for number in re.findall(r"<small>[^<]*?([\d.]+)</small>", html(app))]
    assert len(shown) == len(takers("picture"))
    assert shown == sorted(shown)
    for architecture in map(REGISTRY.get, takers("picture")):
        assert architecture.words.label in html(app)
    given = seen(app) / 255
    errors = [np.square(one / 255 - given).sum() for one in pictures(app, "tile")]
    near = np.abs(np.array(errors) - shown) < 0.15
    # The linear one's picture is cut off at black and white.
    assert near.sum() >= len(takers("picture")) - 1


def test_every_stroke_changes_what_is_seen_and_rebuilt(server):
    app = visit()
    before = seen(app), rebuilt(app)
    draw(app, pen_digits.strokes(2))
    assert all_fine(app)
    assert not np.array_equal(seen(app), before[0])
    assert not np.array_equal(rebuilt(app), before[1])


def test_a_drawing_is_framed_as_its_dataset_is_and_raw_is_not_framed(server):
    app = visit()
    draw(app, NEAR_A_CORNER)
    assert extent(seen(app)) == 20
    control(app.toggle, "Do not centre").set_value(True).run()
    assert all_fine(app)
    assert extent(seen(app)) <= 9
    assert not seen(app)[14:].any()


@pytest.mark.parametrize("dataset", ["digits", "mnist"])
def test_a_drawing_lies_where_the_digits_of_its_dataset_lie(server, dataset):
    app, rows = visit(dataset=dataset), []
    for digit, form in itertools.product(range(10), range(2)):
        draw(app, pen_digits.strokes(digit, form))
        picture = seen(app).astype(float)
        rows.append(picture.sum(axis=1) @ np.arange(28) / picture.sum())
    assert np.mean(rows) == pytest.approx(datasets.DATASETS[dataset].framing.centre, abs=0.2)


def test_noise_is_seen_and_rebuilt(server):
    app = visit()
    before = seen(app), rebuilt(app)
    control(app.slider, "Noise level").set_value(0.5).run()
    assert all_fine(app)
    assert not np.array_equal(seen(app), before[0])
    assert not np.array_equal(rebuilt(app), before[1])


def told(app):
    """Return the squared error that the page tells, and the share of others below it."""
    found = re.search(r"\*\*([\d.]+)\*\*: larger than that of (\d+)%", markdown(app))
    return float(found[1]), int(found[2]) / 100


def by_hand(server, app, damage):
    """Return error and share as the words claim them, computed anew.

    Args:
        damage: what is done to clean pictures, float32 (n, 28, 28).
    """
    run = find_run(config.from_flat({"dataset": "digits"}).key())

    def error(clean):
        given = damage(clean).astype(np.float32)
        restored = inference.reconstruct(server.workers(), run.key, given)
        return np.square(restored - clean).sum(axis=(1, 2))

    others = error(datasets.to_inputs(datasets.held_out("digits").samples))
    (own,) = error(app[None].astype(np.float32) / 255)
    return own, np.mean(others < own)


def test_noise_is_judged_against_the_clean_drawing_and_digits_as_noisy(server):
    app = visit()
    clean = seen(app)
    assert told(app) == pytest.approx(by_hand(server, clean, lambda one: one), abs=0.006)
    control(app.slider, "Noise level").set_value(0.5).run()

    def noisy(pictures):
        return corrupt(pictures, "gaussian", 0.5, np.random.default_rng(0), (0.0, 1.0))

    assert "before the damage" in markdown(app) and "damaged alike: All 357" in markdown(app)
    assert told(app) == pytest.approx(by_hand(server, clean, noisy), abs=0.006)
    shown = [float(number) for number in re.findall(r"<small>[^<]*?([\d.]+)</small>", html(app))]
    errors = [np.square(one / 255 - clean / 255).sum() for one in pictures(app, "tile")]
    assert (np.abs(np.array(errors) - shown) < 0.15).sum() >= len(takers("picture")) - 1
    assert shown == sorted(shown)


def test_what_is_erased_is_judged_against_the_whole_drawing(server):
    app = visit()
    clean = seen(app)
    draw(app, [*drawing.EXAMPLE, WIPE])
    erased = (seen(app) == 0) & (clean > 0)
    assert erased.any()
    near = by_hand(server, clean, lambda pictures: np.where(erased, 0, pictures))
    assert told(app)[0] == pytest.approx(near[0], abs=0.006)


@pytest.mark.parametrize("name", takers("picture"))
def test_every_panel_opens_for_every_family(server, name):
    app = visit(architecture=name)
    draw(app, [*drawing.EXAMPLE, WIPE])
    for panel in BELOW:
        choose(app, "Look at", panel)
        assert all_fine(app) and not app.info, panel
        shown = [*pictures(app, "tile"), *pictures(app, "strip"), *app.download_button]
        shown += [one for picker in pickers(app) for one in picker["items"]]
        assert len(shown) >= 2, panel


def test_what_is_erased_is_filled_in_and_the_rest_stays(server):
    app = visit()
    whole = seen(app)
    choose(app, "Look at", "draw.fill")
    assert "wipe over" in app.info[-1].value
    draw(app, [*drawing.EXAMPLE, WIPE])
    assert not app.info
    strips = np.stack(pictures(app, "strip"))
    steps = strips.reshape(-1, 10, 28, 28)
    erased = (steps[0, 0] == 0) & (whole > 0)
    assert 10 < erased.sum() < 150
    for one in steps:
        np.testing.assert_array_equal(one[0], steps[0, 0])
        np.testing.assert_array_equal(one[-1], whole)
        left = np.abs(whole - one[-2].astype(float))[erased].mean()
        assert left < whole[erased].mean(), "filling in is no better than leaving black"
        lit = (whole > 0) & (steps[0, 0] > 0)
        np.testing.assert_array_equal(one[-2][lit], whole[lit])


def test_a_drawing_survives_a_page_change(server):
    app = visit()
    draw(app, NEAR_A_CORNER)
    before = seen(app)
    app.switch_page("pages/model.py").run()
    app.switch_page("pages/draw.py").run()
    assert not app.exception
    np.testing.assert_array_equal(seen(app), before)
    assert canvas(app)["strokes"] == [as_sent(one) for one in NEAR_A_CORNER]


def test_only_what_is_new_is_told_and_told_twice_it_is_the_same(server):
    app = visit()
    draw(app, pen_digits.strokes(4))
    first = seen(app)
    news = {"version": canvas(app)["version"], "turn": 2, "ground": 0, "since": 3, "strokes": [FAR]}
    send(app, news)
    told = canvas(app)
    assert (told["count"], told["turn"]) == (4, 2)
    assert not told["strokes"] and not told["picture"]  # the browser has them
    after = seen(app)
    assert not np.array_equal(after, first)
    app.run()
    assert canvas(app)["count"] == 4
    np.testing.assert_array_equal(seen(app), after)
    send(app, news | {"turn": 3, "strokes": []})
    np.testing.assert_array_equal(seen(app), first)


def test_an_earlier_picture_comes_back_by_its_number_and_by_no_other(server):
    app = visit()
    choose(app, "Start from", "held-out")
    click(app, "Use this digit")
    taken, number = seen(app), canvas(app)["ground"]
    undone = {"version": canvas(app)["version"], "turn": 1, "since": 0, "strokes": []}
    send(app, undone | {"ground": 0})
    assert not canvas(app)["ground"]
    send(app, undone | {"turn": 2, "ground": number})
    np.testing.assert_array_equal(seen(app), taken)
    send(app, undone | {"turn": 3, "ground": number + 1})
    assert not app.exception and not canvas(app)["ground"]


def test_a_held_out_digit_can_be_taken_and_drawn_over(server):
    app = visit()
    choose(app, "Start from", "held-out")
    control(app.number_input, "Number").set_value(7).run()
    click(app, "Use this digit")
    assert all_fine(app)
    now = canvas(app)
    assert now["picture"].startswith("data:image/png") and not now["strokes"]
    digit = datasets.load("digits", "test").samples[7]
    np.testing.assert_array_equal(seen(app), digit)
    control(app.toggle, "Do not centre").set_value(True).run()
    np.testing.assert_array_equal(seen(app), digit)
    control(app.toggle, "Do not centre").set_value(False).run()
    draw(app, [DOT])
    assert not np.array_equal(seen(app), digit)
    draw(app, [], ground=0)
    assert "empty" in app.info[-1].value
    app.run()
    assert not canvas(app)["ground"]


def test_a_part_of_a_held_out_digit_can_be_erased_and_the_rest_stays_as_it_is(server):
    app = visit()
    choose(app, "Start from", "held-out")
    click(app, "Use this digit")
    draw(app, [drawing.Stroke("mask", 60.0, ((0.0, 140.0), (280.0, 140.0)))])
    digit = datasets.load("digits", "test").samples[0]
    np.testing.assert_array_equal(seen(app)[:10], digit[:10])
    np.testing.assert_array_equal(seen(app)[18:], digit[18:])
    assert digit[12:16].any() and not seen(app)[12:16].any()


def test_the_last_held_out_digit_can_be_taken(server):
    app = visit()
    choose(app, "Start from", "held-out")
    last = len(datasets.load("digits", "test").samples) - 1
    assert control(app.number_input, "Number").max == last
    control(app.number_input, "Number").set_value(last).run()
    click(app, "Use this digit")
    assert all_fine(app)


def test_an_example_replaces_what_was_drawn(server):
    app = visit()
    first = seen(app)
    draw(app, NEAR_A_CORNER)
    version = canvas(app)["version"]
    click(app, "An example")
    np.testing.assert_array_equal(seen(app), first)
    assert canvas(app)["version"] != version
    draw(app, NEAR_A_CORNER, version=version)  # a message that was under way
    np.testing.assert_array_equal(seen(app), first)


def test_an_empty_canvas_gives_one_sentence_and_no_number(server):
    app = visit()
    draw(app, [])
    assert all_fine(app)
    assert [one.value for one in app.info] == [
        "The canvas is empty. Draw a digit, or start from an example."
    ]
    assert not pictures(app, "trio") and "Squared error **" not in markdown(app)
    click(app, "An example")
    assert not app.info and seen(app).any()


ROUND = np.linspace(0, 2 * np.pi, 40).tolist()
SMILEY = [
    drawing.Stroke("pen", 16.0, tuple((140 + 90 * np.cos(a), 140 + 90 * np.sin(a)) for a in ROUND)),
    *(drawing.Stroke("pen", 16.0, ((x, 110.0),)) for x in (110.0, 170.0)),
    drawing.Stroke("pen", 16.0, ((95.0, 160.0), (140.0, 195.0), (185.0, 160.0))),
]


@pytest.mark.parametrize("dataset", ["digits", "mnist"])
def test_a_drawing_is_said_to_be_what_it_reads_as(server, dataset):
    app = visit(dataset=dataset)
    right = 0
    for digit in range(10):
        draw(app, pen_digits.strokes(digit))
        right += f"reads as a **{digit}** (" in markdown(app)
    assert right >= 9


@pytest.mark.parametrize("dataset", ["digits", "mnist"])
def test_a_drawing_that_is_no_digit_is_told_why_it_is_rebuilt_badly(server, dataset):
    app = visit(dataset=dataset)
    draw(app, SMILEY)
    assert "held-out digit is rebuilt this badly" in markdown(app)
    assert "it paints the closest it knows" in markdown(app)


def bomb():
    content = hard_pictures.png(13_000, 13_000, hard_pictures.black(13_000, 13_000))
    return "data:image/png;base64," + base64.b64encode(content).decode()


NO_STROKES = {
    "a text": "five",
    "nothing": None,
    "no list": {"0": DOT},
    "a list in a list": [[DOT]],
    "another tool": [DOT | {"tool": "spade"}],
    "a point that is no number": [DOT | {"points": [140, float("nan")]}],
    "a tool without end": [DOT | {"size": float("inf")}],
    "a million points": [DOT | {"points": [140] * 2_000_000}],
    "ten thousand strokes": [DOT] * 10_000,
    "points as a text": [DOT | {"points": "140,140"}],
}


@pytest.mark.parametrize("name", NO_STROKES)
def test_what_is_no_drawing_gives_one_sentence_and_changes_nothing(server, name):
    app = visit()
    before = seen(app)
    send(app, {"version": canvas(app)["version"], "ground": 0, "strokes": NO_STROKES[name]})
    assert not app.error and len(app.warning) == 1
    assert app.warning[0].value.startswith("The drawing ")
    np.testing.assert_array_equal(seen(app), before)
    draw(app, NEAR_A_CORNER)
    assert all_fine(app) and not np.array_equal(seen(app), before)


def test_a_picture_bomb_in_place_of_strokes_gives_one_sentence(server):
    app = visit()
    send(app, {"version": canvas(app)["version"], "ground": 0, "strokes": bomb()})
    assert not app.error and len(app.warning) == 1
    assert seen(app).any()


@pytest.mark.parametrize("message", [None, {"version": -1, "ground": 0, "strokes": []}])
def test_no_message_and_one_from_before_leave_the_drawing_as_it_is(server, message):
    app = visit()
    before = seen(app)
    send(app, message)
    assert not app.error and not app.warning
    np.testing.assert_array_equal(seen(app), before)


def test_a_photo_can_be_drawn_over(server):
    app = visit()
    before = seen(app)
    choose(app, "Start from", "file")
    photo = hard_pictures.encoded(hard_pictures.paper(), "JPEG")
    app.file_uploader(key="draw-file").set_value(("paper.jpg", photo, "image/jpeg")).run()
    assert all_fine(app)
    assert canvas(app)["ground"] and not canvas(app)["strokes"]
    assert np.corrcoef(seen(app).ravel(), before.ravel())[0, 1] > 0.8
    draw(app, [DOT])
    assert canvas(app)["ground"], "the photo is not read anew over what was drawn on it"
    assert not np.array_equal(seen(app), before)


def test_a_file_that_is_no_picture_gives_one_sentence(server):
    app = visit()
    before = seen(app)
    choose(app, "Start from", "file")
    app.file_uploader(key="draw-file").set_value(("digit.png", b"not a picture", "image/png")).run()
    assert not app.exception and not app.error
    assert len(app.warning) == 1 and "cannot be read" in app.warning[0].value
    np.testing.assert_array_equal(seen(app), before)


NO_DIGITS = {"one pixel": (1, 1), "paper": (300, 400)}
"""Name → height and width of a picture with nothing on it."""


@pytest.mark.parametrize("name", NO_DIGITS)
def test_a_picture_without_a_digit_is_shown_and_the_drawing_kept(server, name):
    app = visit()
    draw(app, NEAR_A_CORNER)
    before = seen(app)
    choose(app, "Start from", "file")
    file = hard_pictures.encoded(np.full(NO_DIGITS[name], 240, np.uint8), "PNG")
    app.file_uploader(key="draw-file").set_value(("paper.png", file, "image/png")).run()
    assert not app.exception and not app.error
    assert [one.value[:32] for one in app.warning] == ["No digit found in this picture: "]
    assert app.get("image") and not canvas(app)["ground"]
    np.testing.assert_array_equal(seen(app), before)


def test_the_same_file_again_after_clear_is_read_again(server):
    app = visit()
    choose(app, "Start from", "file")
    file = ("paper.jpg", hard_pictures.encoded(hard_pictures.paper(), "JPEG"), "image/jpeg")
    app.file_uploader(key="draw-file").set_value(file).run()
    photo = seen(app)
    draw(app, [], ground=0)
    assert not canvas(app)["ground"]
    app.run()
    assert not canvas(app)["ground"], "what still stands there is not read anew"
    app.file_uploader(key="draw-file").set_value(file).run()
    assert canvas(app)["ground"]
    np.testing.assert_array_equal(seen(app), photo)


def test_over_http_the_camera_is_explained_and_on_this_machine_it_is_there(server, monkeypatch):
    app = visit()
    choose(app, "Start from", "camera")
    assert app.get("camera_input") and not app.info
    monkeypatch.setattr(type(st.context), "url", "http://192.0.2.7:8501/draw")
    app.run()
    assert not app.get("camera_input")
    assert "over https only" in app.info[0].value and "Picture" in app.info[0].value


def test_without_mnist_its_shipped_runs_rebuild_a_drawing(server):
    app = visit(dataset="mnist")
    assert "ships with the app" in captions(app)
    assert all_fine(app)
    draw(app, pen_digits.strokes(2))
    assert len(pictures(app, "trio")) == 3
    assert len(pictures(app, "tile")) == len(takers("picture"))
    assert "Squared error" in markdown(app)


@pytest.mark.parametrize("panel", BELOW)
def test_without_mnist_every_panel_shows_something_or_says_why_not(server, panel):
    app = visit(dataset="mnist")
    draw(app, [*drawing.EXAMPLE, WIPE])
    choose(app, "Look at", panel)
    assert all_fine(app)
    shown = [*pictures(app, "tile"), *pictures(app, "strip"), *app.download_button]
    told = "held-out digits of MNIST" in app.info[-1].value
    assert told != bool(shown)
    assert told == (panel in NEED_DATA)


def test_a_run_that_nobody_trained_is_offered_and_the_drawing_waits(server):
    app = visit()
    draw(app, NEAR_A_CORNER)
    before = seen(app)
    size = control(app.select_slider, "Latent size")
    usual = size.value
    size.set_value(6).run()
    assert "Train" in [button.label for button in app.button]
    assert not pictures(app, "trio")
    control(app.select_slider, "Latent size").set_value(usual).run()
    np.testing.assert_array_equal(seen(app), before)


def test_a_link_carries_the_run_that_looks_at_the_drawing(server):
    wanted = config.from_flat({"dataset": "digits", "architecture": "sparse"})
    app = visit(**link(wanted))
    assert wanted.key() in captions(app)
    assert len(pictures(app, "trio")) == 3


def test_a_link_carries_a_drawing_which_is_then_anybodys_to_change(server):
    given = [*pen_digits.strokes(2), WIPE]
    app = visit(dataset="digits", drawn=drawing.packed(given))
    assert all_fine(app)
    assert [one["tool"] for one in canvas(app)["strokes"]] == [one.tool for one in given]
    draw(app, pen_digits.strokes(7))
    before = seen(app)
    app.run()
    np.testing.assert_array_equal(seen(app), before)


def test_a_link_with_another_text_opens_the_page_all_the_same(server):
    app = visit(dataset="digits", drawn="AAAA")
    assert not app.exception and not app.error
    assert [one.value.startswith("The link") for one in app.warning] == [True]
    assert len(canvas(app)["strokes"]) == len(drawing.EXAMPLE)


def test_a_card_comes_with_its_link_and_tells_what_it_cannot_write(server):
    app = visit(dataset="digits", architecture="deep")
    choose(app, "Look at", "draw.take_home")
    (link,) = [one.value for one in app.code]
    assert "architecture=deep" in link and f"drawn={drawing.packed(drawing.EXAMPLE)}" in link
    assert "Left out" not in captions(app)
    control(app.text_input, "Title").set_value("fünf, schön \U0010ffff").run()
    assert "Left out, since no font on this machine has them" in captions(app)
