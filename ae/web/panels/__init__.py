"""What pages are made of: one folder a page, one file a panel, one line here.

To add a panel: write a function of a run (and of what else it needs), with its settings as
keyword-only parameters, and add it to `PANELS`. The contract test shows it on a bare page.
"""

from ae.i18n import N_
from ae.web.controls import links
from ae.web.panels import (
    anomalies,
    applications,
    draw,
    generate,
    inside,
    latent,
    library,
    model,
    recommend,
    reconstruct,
    signals,
    theory,
)
from ae.web.panels.registry import PANELS, Panel, choose, show

PANELS.update(
    {
        "applications.overview": Panel(N_("All applications"), applications.overview),
        "reconstruct.compare": Panel(N_("Compare"), reconstruct.compare),
        "reconstruct.measures": Panel(N_("Measures"), reconstruct.measures),
        "reconstruct.replay": Panel(N_("Replay"), reconstruct.replay),
        "draw.studio": Panel(N_("Draw"), draw.studio),
        "draw.every_run": Panel(N_("Other finished runs"), draw.every_run),
        "draw.fill": Panel(N_("Fill in what is hidden"), draw.fill),
        "draw.neighbourhood": Panel(N_("Its place among the codes"), draw.neighbourhood),
        "draw.morph": Panel(N_("Morph"), draw.morph),
        "draw.take_home": Panel(N_("Take it home"), draw.take_home),
        "latent.explore": Panel(N_("Walk through it"), latent.explore),
        "latent.map": Panel(N_("Map"), latent.show_map),
        "latent.codes": Panel(N_("What a code knows"), latent.show_codes),
        "latent.pair": Panel(N_("Two runs"), latent.show_pair),
        "generate.sample": Panel(N_("Sample"), generate.draw_samples),
        "generate.interpolate": Panel(N_("Interpolate"), generate.go_between),
        "generate.arithmetic": Panel(N_("Arithmetic"), generate.calculate),
        "generate.by_hand": Panel(N_("By hand"), generate.set_by_hand),
        "generate.take_home": Panel(N_("Take it home"), generate.take_codes_home),
        "inside.adversarial": Panel(N_("Codes over the prior"), inside.adversarial),
        "inside.convolutional": Panel(N_("Feature maps"), inside.convolutional),
        "inside.denoising": Panel(N_("Restoration"), inside.denoising),
        "inside.linear": Panel(N_("Its plane and PCA's"), inside.linear),
        "inside.sparse": Panel(N_("Active units"), inside.sparse),
        "inside.variational": Panel(N_("What each dimension carries"), inside.variational),
        "inside.traversals": Panel(N_("What each number does"), inside.traversals),
        "anomalies.threshold": Panel(N_("One threshold"), anomalies.show_threshold),
        "anomalies.compared": Panel(N_("Which score finds what"), anomalies.compared),
        "signals.restore": Panel(N_("Take noise out"), signals.restore),
        "signals.gain": Panel(N_("As the noise grows"), signals.gain),
        "signals.odd": Panel(N_("Odd ones"), anomalies.show_threshold),
        "signals.stranger": Panel(N_("Another heart"), signals.stranger),
        "recommend.source": Panel(N_("Whose ratings"), recommend.source),
        "recommend.rate": Panel(N_("Your stars"), recommend.rate),
        "recommend.measures": Panel(N_("Measures"), recommend.measures),
        "recommend.tastes": Panel(N_("The hidden tastes"), recommend.tastes),
        "theory.squeezed": Panel(N_("Through the bottleneck"), theory.squeezed),
        "theory.formulas": Panel(N_("In formulas"), theory.formulas),
        "theory.tie": Panel(N_("Why a linear one is PCA"), theory.tie),
        "theory.families": Panel(N_("The families"), theory.families),
        "theory.claims": Panel(N_("What is said of them, tried"), theory.claims),
        "theory.timeline": Panel(N_("How it came to this"), theory.timeline),
        "library.runs": Panel(N_("All runs"), library.list_runs),
        "library.compare": Panel(N_("Side by side"), library.compare),
        "library.sweep": Panel(N_("Sweep"), library.sweep),
        "model.layers": Panel(N_("Layers"), model.layers),
        "model.recipe": Panel(N_("Recipe"), model.recipe),
        "model.take_home": Panel(N_("Take it home"), model.take_home),
        "model.source": Panel(N_("Keras code"), model.source),
    }
)

VIEWS = ["latent.explore", "latent.map", "latent.codes", "latent.pair"]
"""What Latent space lets a person choose from; in the URL as `view`."""
WAYS = [
    f"generate.{name}" for name in ["sample", "interpolate", "arithmetic", "by_hand", "take_home"]
]
"""What Generate lets a person choose from; in the URL as `way`."""
OF_SIGNALS = [
    "signals.restore",
    "signals.gain",
    "signals.stranger",
    "signals.odd",
    "latent.map",
]
"""What Signals lets a person choose from; in the URL as `signals`."""

OF_RUNS = ["library.runs", "library.compare", "library.sweep"]
"""What the page of runs lets a person choose from; in the URL as `library`."""

links.declare("library", lambda: {name: PANELS[name].label for name in OF_RUNS})
links.declare("signals", lambda: {name: PANELS[name].label for name in OF_SIGNALS})
links.declare("view", lambda: {name: PANELS[name].label for name in VIEWS})
links.declare("way", lambda: {name: PANELS[name].label for name in WAYS})

__all__ = ["OF_RUNS", "OF_SIGNALS", "PANELS", "VIEWS", "WAYS", "Panel", "choose", "show"]
