"""Every page on pictures that are no digits: what it shows is called what it is."""

import os
from pathlib import Path

import numpy as np
import pytest

from ae import config
from ae.data import datasets
from tests.data.test_fashion_mnist import files, put
from tests.web.visits import (
    captions,
    choose,
    control,
    html,
    link,
    markdown,
    pictures,
    publish_untrained,
    visit,
)

CHOSEN = config.from_flat({"dataset": "fashion_mnist", "train_size": 1000, "latent_dim": 8})
PAGES = ("reconstruct", "draw", "inside", "latent", "generate", "model")


@pytest.fixture(scope="module")
def fashion(server):
    put(Path(os.environ["AE_DATA_DIR"]), files())
    assert datasets.availability("fashion_mnist").state == "ready"
    publish_untrained(server.store(), datasets.identified(CHOSEN))


def words(app):
    texts = [element.value for element in (*app.info, *app.title)]
    labels = [
        element.label for kind in ("selectbox", "slider", "toggle") for element in app.get(kind)
    ]
    return "\n".join([markdown(app), captions(app), html(app), *texts, *labels])


@pytest.mark.parametrize("page", PAGES)
def test_every_page_works_on_it_and_speaks_of_pictures(fashion, page):
    app = visit(f"pages/{page}.py", **link(CHOSEN))
    assert not (app.exception or app.error or app.warning)
    assert control(app.selectbox, "Data").value == "fashion_mnist"
    if page != "draw":  # which says that it frames digits
        assert "digit" not in words(app).lower()


def test_classes_have_their_names(fashion):
    app = visit(**link(CHOSEN))
    assert 'alt="held-out picture ankle boot"' in html(app)
    options = control(app.selectbox, "Held-out pictures").options
    assert "sandal" in options and "7" not in options
    control(app.selectbox, "Held-out pictures").set_value("9").run()
    assert html(app).count('alt="held-out picture ankle boot"') == 10


def test_a_class_chosen_of_other_data_is_no_choice_here(fashion):
    app = visit(dataset="digits", digits="7")
    assert control(app.selectbox, "Held-out digits").value == "7"
    control(app.selectbox, "Data").set_value("fashion_mnist").run()
    assert not app.exception


def test_draw_says_that_it_frames_digits_and_starts_from_one_of_its_own(fashion):
    app = visit("pages/draw.py", **link(CHOSEN))
    assert "framed as handwritten digits" in app.info[0].value
    assert control(app.segmented_control, "Start from").options == ["Held-out picture", "Picture"]
    seen = pictures(app, "trio")[0]
    own = datasets.held_out("fashion_mnist").samples[0]
    np.testing.assert_array_equal(seen[..., 0], own)


def test_every_way_of_generating_and_looking_opens_on_it(fashion):
    app = visit("pages/generate.py", **link(CHOSEN))
    for way in ("interpolate", "arithmetic", "by_hand", "take_home", "sample"):
        choose(app, "Generate by", f"generate.{way}")
        assert not (app.error or app.warning)
    app = visit("pages/latent.py", **link(CHOSEN))
    for view in ("map", "codes", "explore"):
        choose(app, "Look at", f"latent.{view}")
        assert not (app.error or app.warning)
