"""A presentation, hidden controls, and the link for a class that leads to both."""

import io
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from PIL import Image

from ae import config
from ae.web.controls import hiding
from ae.web.panels.shared.class_link import link_of, qr_png
from tests.web.visits import START, arrive, html, link, visit

CHOSEN = config.from_flat(
    {"dataset": "digits", "architecture": "sparse", "latent_dim": 8, "seed": 3}
)


def styles(app):
    return "".join(re.findall("<style>.*?</style>", html(app), re.DOTALL))


def test_a_link_hides_what_it_names(server):
    told = styles(visit(hide="run,level"))
    assert ".st-key-run, .st-key-level { display: none; }" in told
    assert ".st-key-noise" not in told


@pytest.mark.parametrize("asked", ["run;}body{display:none", "runs", "run,,", "<b>"])
def test_what_cannot_be_hidden_is_refused_and_never_styled(server, asked):
    app = visit(hide=asked)
    assert asked not in styles(app)
    assert "hide: expected names among run, latent_dim" in app.warning[0].value


def test_every_control_that_can_be_hidden_is_there(server):
    """A name without a control would hide nothing, and nobody would notice."""
    keys = set()
    pages = [START, "pages/latent.py", "pages/generate.py"]
    apps = [arrive(page, architecture="variational") for page in pages]
    apps.append(visit(seed=4711))  # which nobody has trained
    for app in apps:
        for element in [*app.main, *app.get("popover"), *app.get("expander")]:
            keys |= set(hiding.HIDEABLE) & set(every_key(element))
    assert keys == set(hiding.HIDEABLE)


def every_key(element):
    """Return the keys of an element and of all within it."""
    proto = getattr(element, "proto", None)
    told = str(getattr(proto, "id", "")).rsplit("-", 1)[-1]
    yield told
    for child in getattr(element, "children", {}).values():
        yield from every_key(child)


def test_a_presentation_lasts_over_pages_until_it_is_ended(server):
    app = visit(present="1")
    assert "font-size: 20px" in styles(app)
    app.switch_page("pages/applications.py").run()
    assert "font-size: 20px" in styles(app)
    next(one for one in app.button if one.label.startswith("End the presentation")).click().run()
    assert "font-size: 20px" not in styles(app)


def test_a_link_carries_what_its_dataset_and_family_do_not_say_by_themselves(server):
    app = visit(**link(CHOSEN))
    app.button(key="share").click().run()
    told = app.code[0].value
    query = {name: value[0] for name, value in parse_qs(urlsplit(told).query).items()}
    assert set(query) == {"dataset", "architecture", "latent_dim", "seed"}
    assert config.from_flat(query) == CHOSEN
    app = visit(**link(CHOSEN), present="1", hide="words,train")
    app.button(key="share").click().run()
    assert app.code[0].value == told + "&present=1&hide=words,train"


def test_what_a_link_needs_can_be_trained_before_the_lesson(server):
    app = visit(**link(CHOSEN))
    app.button(key="share").click().run()
    words = f"prepare-{CHOSEN.key()}"
    assert app.button(key=words).label.startswith("Train Sparse, 8 now")
    ready = visit(**link(config.from_flat({"dataset": "digits"})))
    ready.button(key="share").click().run()
    assert "All that it shows is trained." in [one.value for one in ready.success]


def test_the_qr_code_is_a_picture_with_quiet_edges():
    picture = Image.open(io.BytesIO(qr_png("http://localhost:8501/?seed=1"))).convert("L")
    edge = picture.crop((0, 0, picture.width, 20))
    assert picture.width == picture.height and edge.getextrema() == (255, 255)
    assert picture.getextrema() == (0, 255)
    assert qr_png("a") != qr_png("b")


def test_without_choices_a_link_is_the_pages_address(server):
    assert link_of("draw", None, False, []).endswith("/draw")
