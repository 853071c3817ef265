"""The Draw page on MNIST, where that is to be had."""

import re

import pytest

from ae.data import drawing
from ae.web import server as services
from tests.conftest import START_SECONDS, answers, wait_until
from tests.data import pen_digits
from tests.web.test_draw import draw, visit
from tests.web.visits import choose, markdown

pytestmark = pytest.mark.mnist


@pytest.fixture(scope="module")
def with_mnist(server_folder):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AE_CACHE_DIR", str(server_folder / "cache"))
        wait_until(lambda: answers(services.workers()), START_SECONDS, "the workers' first answer")
        yield


@pytest.mark.slow
def test_what_the_network_has_hardly_seen_is_said_where_it_lands(with_mnist):
    """A 1 with a long hook, as much of Europe writes it, lands among 4s; a bare one does not."""
    app = visit(dataset="mnist")
    choose(app, "Look at", "draw.neighbourhood")
    draw(app, [drawing.Stroke("pen", 22.0, ((70.0, 150.0), (150.0, 40.0), (145.0, 240.0)))])
    assert "Not seen before" in markdown(app) and "held-out 1" in markdown(app)
    assert re.search(r"Its 10 nearest: \d × 4", markdown(app))
    draw(app, pen_digits.strokes(1))
    assert "Not seen before" not in markdown(app)
    assert "Its 10 nearest: 10 × 1." in markdown(app)
