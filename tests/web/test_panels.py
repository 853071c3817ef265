"""One contract for every panel of the registry: it stands on a bare page, with its settings."""

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from ae import config
from ae.web import panels
from ae.web.controls.topics import ANOMALIES, RATINGS, SIGNALS
from ae.web.panels.draw.studio import BELOW
from tests.conftest import START_SECONDS
from tests.web.visits import html, pictures

FAMILIES = {f"inside.{name}": name for name in config.known_architectures()}
ROOMS = {
    "recommend": RATINGS.defaults(),
    "signals": SIGNALS.defaults(),
    "anomalies": ANOMALIES.defaults("digits"),
}
"""What a page's panels are a function of, where it is no run of digits."""


def page(name, key, settings):
    """Show one panel and nothing else, as a lesson does."""
    import numpy as np

    from ae.data import drawing
    from ae.data.framing import Framing
    from ae.web import panels
    from ae.web.panels.draw.studio import BELOW
    from ae.web.runs import find_run

    run = find_run(key)
    of_choices = ("model.", "recommend.source", "library.sweep")
    given = (run.config,) if name.startswith(of_choices) else (run,)
    if name in BELOW:
        seen = drawing.see(drawing.EXAMPLE, Framing())
        given = (run, seen, (seen.image[None] / 255).astype(np.float32))
    of_nothing = name.startswith("theory.") and name not in ("theory.squeezed", "theory.tie")
    if of_nothing or name in ("library.runs", "library.compare"):
        given = ()
    panels.show(name, *given, **settings)


def bare(name, key="", **settings):
    flat = {"dataset": "digits", "architecture": FAMILIES.get(name, "basic")}
    key = key or config.from_flat(ROOMS.get(name.split(".")[0], flat)).key()
    app = AppTest.from_function(page, default_timeout=START_SECONDS, args=(name, key, settings))
    app.run()
    assert not app.exception, app.exception
    return app


LINKING = ("applications.overview", "theory.families", "library.runs")
"""To pages, which only the whole app has: see the tests of these pages."""
ALONE = [name for name in panels.PANELS if name not in LINKING]


@pytest.mark.parametrize("name", ALONE)
def test_every_panel_stands_alone(server, name):
    app = bare(name)
    kinds = ("plotly_chart", "bidi_component", "expander", "markdown", "download_button")
    assert html(app) or any(app.get(kind) for kind in kinds) or app.info
    assert not app.error and not app.warning


@pytest.mark.parametrize("name", panels.PANELS)
def test_every_panel_has_a_label_and_defaults_for_its_settings(name):
    panel = panels.PANELS[name]
    assert panel.label.strip()
    assert all(value is not None for value in panel.settings().values())


def test_settings_are_what_a_panel_starts_from(server):
    plain, set_up = bare("reconstruct.compare"), bare("reconstruct.compare", level=0.5, pca=True)
    assert not pictures(plain, "corrupted") and not pictures(plain, "pca")
    assert len(pictures(set_up, "corrupted")) == len(pictures(set_up, "pca")) == 10
    worst = bare("reconstruct.compare", which="worst")
    assert not np.array_equal(pictures(worst, "original"), pictures(plain, "original"))


def test_a_panel_or_a_setting_that_does_not_exist_is_refused_in_words():
    with pytest.raises(
        ValueError, match=r"panel: expected one of .*latent\.map.* Received: 'maps'"
    ):
        panels.show("maps")
    with pytest.raises(ValueError, match=r"reconstruct\.compare: expected settings among .*level"):
        panels.show("reconstruct.compare", None, levels=3)


def test_the_panels_below_a_drawing_are_in_the_registry():
    assert set(BELOW) < set(panels.PANELS)
