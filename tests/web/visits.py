"""A person who visits a page: what the tests of all pages do there, and what they read."""

import base64
import io
import json
import re

import numpy as np
from PIL import Image
from streamlit.runtime.pages_manager import PagesManager
from streamlit.testing.v1 import AppTest, app_test

from ae.data import datasets
from ae.models import epochs, training
from ae.runs import evaluation
from ae.web.foreign import JOINER
from tests.conftest import START_SECONDS, keep_out_of_the_way


class _Pages(PagesManager):
    """Has every run begin with `app.py`, as on a server: see `ae.web.server.lifespan`.

    AppTest otherwise takes `pages/` for an app of its own after a first run.
    """

    def __init__(self, *args, **kwargs):
        PagesManager.uses_pages_directory = False
        super().__init__(*args, **kwargs)


app_test.PagesManager = _Pages
START = "pages/reconstruct.py"


def visit(page=START, **query):
    """Open a page as a new visitor who follows a link."""
    app = AppTest.from_file("../../app.py", default_timeout=START_SECONDS)
    for name, value in query.items():
        app.query_params[name] = str(value)
    app.run()
    if page != START:
        app.switch_page(page).run()
    assert not app.exception, app.exception
    return app


def arrive(page, **query):
    """Open a page as a new visitor who follows a link to it."""
    app = AppTest.from_file("../../app.py", default_timeout=START_SECONDS)
    for name, value in query.items():
        app.query_params[name] = str(value)
    app.switch_page(page).run()
    assert not app.exception, app.exception
    return app


def go(app, page):
    """Go to another page by the navigation, whose links carry no choices."""
    app.query_params.clear()
    app.switch_page(page).run()
    assert not app.exception, app.exception


def html(app):
    return "".join(element.proto.body for element in app.get("html"))


def markdown(app):
    return "\n".join(element.value for element in app.markdown)


def captions(app):
    return "\n".join(element.value for element in app.caption)


def pictures(app, kind):
    """Return the pictures of a kind that the page shows, in order, as arrays."""
    found = re.findall(rf'<img class="ae-{kind}"[^>]*;base64,([^"]+)"', html(app))
    return [np.asarray(Image.open(io.BytesIO(base64.b64decode(one)))) for one in found]


def read(shown):
    """Return what a person reads of a text from outside, as `foreign` shows it."""
    kept = shown.replace(JOINER + "\\", "")
    assert JOINER not in kept
    return kept


def click(app, label):
    button = next(button for button in app.button if button.label == label)
    button.click().run()
    assert not app.exception, app.exception


def control(elements, label):
    return next(element for element in elements if element.label == label)


def link(run_config):
    return {name: str(value) for name, value in run_config.flat().items()}


def publish_untrained(store, chosen, change=lambda model: None):
    """Have a whole run of an untrained model in the store: what pages show of it is the same.

    Args:
        change: done to the model before it is evaluated.
    """
    if store.has(chosen.key()):
        return
    model = training.build(chosen)
    change(model)
    snapshot = np.zeros((training.SNAPSHOTS, 28, 28), np.uint8)
    held_out = datasets.load(chosen.dataset, "test").samples
    codes = np.zeros((min(epochs.MAPPED, len(held_out)), chosen.latent_dim), np.float32)
    history = [
        training.Epoch(epoch, 0.7, 0.7, 1.0 * epoch, {}, snapshot, codes) for epoch in (0, 1)
    ]
    folder = store.root / "made" / chosen.key()
    evaluation.save(chosen, training.Trained(model, history), folder)
    with store.lock(chosen.key()):
        store.publish(chosen.key(), folder)
    keep_out_of_the_way()


def pickers(app):
    """Return what a page tells its pickers of pictures."""
    return [one for one in _told(app) if "items" in one]


def marked(app):
    """Return which picture is marked in each picker of a page."""
    return [one["chosen"] for one in _told(app) if "chosen" in one]


def _told(app):
    told = [component.proto.json for component in app.get("bidi_component")]
    return list(map(json.loads, filter(None, told)))


def choose(app, label, value):
    """Choose a panel, or another entry of a segmented control."""
    control(app.segmented_control, label).set_value(value).run()
    assert not app.exception, app.exception


def all_fine(app):
    return not (app.exception or app.error or app.warning)
