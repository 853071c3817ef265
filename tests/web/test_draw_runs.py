"""Which runs a drawing goes through: bounded whatever there is, and anybody's choice."""

import importlib
from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from ae import config
from ae.runs.store import Run
from ae.web import runs
from ae.web.panels.draw.shown_runs import MORE, MOST
from tests.conftest import START_SECONDS
from tests.web.visits import captions, html


def made(seed, shipped=False, dataset="digits"):
    chosen = config.from_flat({"dataset": dataset, "seed": seed})
    return Run(chosen.key(), Path("none"), chosen, shipped)


SHIPPED = [made(seed, shipped=True) for seed in range(8)]
OWN = [made(seed) for seed in range(100, 130)]
"""As the store lists them: the most recently used first."""
ELSEWHERE = [made(1, dataset="mnist")]


class House:
    """Stands in for the store and the workers; tells which runs were asked."""

    def __init__(self, monkeypatch):
        self.runs, self.asked = [*SHIPPED, *OWN, *ELSEWHERE], []
        monkeypatch.setattr(
            runs, "runs_on", lambda name: [one for one in self.runs if one.config.dataset == name]
        )
        for name in ("shared.through", "draw.take_home"):
            panel = importlib.import_module(f"ae.web.panels.{name}")
            monkeypatch.setattr(panel, "reconstruct_each", self.reconstruct_each)

    def reconstruct_each(self, runs, given):
        self.asked += runs
        return np.stack([np.full_like(given, place / 100) for place in range(len(runs))])


@pytest.fixture
def house(monkeypatch):
    return House(monkeypatch)


def page(panel, run, opened):
    """Show one panel below a drawing, as a visitor sees it who has opened these runs before."""
    import numpy as np

    from ae.data import drawing
    from ae.data.framing import Framing
    from ae.web import panels
    from ae.web.panels.shared.opened import note_opened

    for one in opened:
        note_opened(one)
    seen = drawing.see(drawing.EXAMPLE, Framing())
    panels.show(panel, run, seen, (seen.image[None] / 255).astype(np.float32))


def visit(panel="draw.every_run", run=SHIPPED[0], opened=()):
    app = AppTest.from_function(
        page, default_timeout=START_SECONDS, args=(panel, run, list(opened))
    )
    app.run()
    assert not app.exception, app.exception
    return app


@pytest.mark.parametrize("panel", ["draw.every_run", "draw.take_home"])
def test_a_stroke_asks_the_shipped_runs_and_the_last_used_however_many_there_are(house, panel):
    app = visit(panel)
    assert house.asked == [*SHIPPED, *OWN[:MORE]]
    assert len(app.multiselect) == 1
    assert f"{len(OWN) - MORE} more" in captions(app)


def test_the_run_of_the_page_is_asked_first_and_once(house):
    visit(run=OWN[20])
    assert house.asked == [OWN[20], *SHIPPED, *OWN[:MORE]]


def test_what_this_visitor_has_opened_comes_before_what_others_use(house):
    visit(opened=[OWN[25], SHIPPED[2], OWN[15]])
    assert house.asked == [*SHIPPED, OWN[15], OWN[25], *OWN[: MORE - 2]]


def test_what_this_visitor_has_opened_is_bounded_too(house):
    visit(opened=OWN[10:])
    assert house.asked == [*SHIPPED, *OWN[: -MORE - 1 : -1]]


def test_where_all_fit_there_is_nothing_to_choose(house):
    house.runs = [*SHIPPED, *OWN[:MORE], *ELSEWHERE]
    app = visit()
    assert house.asked == [*SHIPPED, *OWN[:MORE]]
    assert not app.multiselect
    assert "left out" not in captions(app)


def test_anybody_chooses_which_are_shown(house):
    app = visit()
    house.asked.clear()
    app.multiselect[0].set_value([OWN[29].key, OWN[28].key]).run()
    assert not app.exception, app.exception
    assert house.asked == [SHIPPED[0], OWN[29], OWN[28]]
    assert f"{len(SHIPPED) - 1 + len(OWN) - 2} more" in captions(app)
    house.asked.clear()
    app.multiselect[0].set_value([]).run()
    assert house.asked == [SHIPPED[0]]
    assert html(app)


def test_a_choice_forgets_a_run_that_has_gone(house):
    app = visit()
    app.multiselect[0].set_value([OWN[29].key, OWN[28].key]).run()
    house.runs.remove(OWN[29])
    house.asked.clear()
    app.run()
    assert not app.exception, app.exception
    assert house.asked == [SHIPPED[0], OWN[28]]


def test_a_choice_is_bounded(house):
    app = visit()
    assert app.multiselect[0].proto.max_selections == MOST
    assert len(SHIPPED) + MORE <= MOST
