"""Choices of the view that the URL carries beside the configuration, by any page."""

from collections.abc import Mapping

from ae.config import Problem
from ae.data.corruption import CORRUPTIONS
from ae.i18n import _
from ae.web.digits import WAYS
from ae.web.generate import PANELS as GENERATING
from ae.web.latent import PANELS as LATENT

SWITCHES = ("pca", "film", "about")
LEVEL = "level"


def _choices() -> dict[str, list[str]]:
    """Return what each choice may be, as it is shown, since that is how Streamlit binds it."""
    panels = {"view": LATENT, "way": GENERATING}
    shown = {name: [_(label) for label, _show in those.values()] for name, those in panels.items()}
    switches = {name: ["true", "false"] for name in SWITCHES}
    noises = [_(entry.label) for entry in CORRUPTIONS.values()]
    return {"noise": noises, "digits": [_(way) for way in WAYS.values()], **switches, **shown}


VIEW = (*_choices(), LEVEL)
"""The names of these choices in the URL."""


def view_problems(asked: Mapping[str, str]) -> list[Problem]:
    """Name what a URL asks of the view and cannot have; Streamlit leaves such a value out."""
    problems = [
        Problem(name, f"one of {', '.join(values)}", asked[name])
        for name, values in _choices().items()
        if name in asked and asked[name] not in values
    ]
    if LEVEL in asked and not _is_level(asked[LEVEL]):
        problems.append(Problem(LEVEL, "a number from 0 to 1", asked[LEVEL]))
    return problems


def _is_level(text: str) -> bool:
    try:
        return 0.0 <= float(text) <= 1.0
    except ValueError:
        return False
