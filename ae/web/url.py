"""Choices of the view that the URL carries beside the configuration, by any page.

Controls whose value Streamlit binds to the URL declare here which values it may have.
"""

from collections.abc import Callable, Mapping

from ae.config import Problem
from ae.i18n import _

LEVEL = "level"
_CHOICES: dict[str, Callable[[], list[str]]] = {
    name: lambda: ["true", "false"] for name in ("pca", "film", "about")
}


def declare(name: str, labels: Callable[[], list[str]]) -> None:
    """Let the URL carry a choice.

    Args:
        name: the parameter, and the control's key.
        labels: what it may be, untranslated: the URL carries it as it is shown, since that is how
            Streamlit binds it.
    """
    _CHOICES[name] = labels


def known(name: str) -> bool:
    """Tell whether the URL may carry a choice of the view by this name."""
    return name in _CHOICES or name == LEVEL


def view_problems(asked: Mapping[str, str]) -> list[Problem]:
    """Name what a URL asks of the view and cannot have; Streamlit leaves such a value out."""
    choices = {name: [_(label) for label in _CHOICES[name]()] for name in asked if name in _CHOICES}
    problems = [
        Problem(name, f"one of {', '.join(labels)}", asked[name])
        for name, labels in choices.items()
        if asked[name] not in labels
    ]
    if LEVEL in asked and not _is_level(asked[LEVEL]):
        problems.append(Problem(LEVEL, "a number from 0 to 1", asked[LEVEL]))
    return problems


def _is_level(text: str) -> bool:
    try:
        return 0.0 <= float(text) <= 1.0
    except ValueError:
        return False
