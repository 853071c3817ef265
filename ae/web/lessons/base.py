"""What a lesson is made of: steps, each with words, one panel of the app, and often a question."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ae import config as configs
from ae.config import RunConfig
from ae.data import datasets
from ae.runs.store import Run

Figures = Mapping[str, float]
"""What a question's runs were measured to do, by name."""
Opening = Callable[[str], Mapping[str, Any]]
"""`dataset -> flat names and values`: which run."""
BASIC = "basic"


def usual(**changes: Any) -> Opening:
    """Return an opening: the dataset's usual run, but for these fields."""
    return lambda dataset: changes


def config_of(opening: Opening, dataset: str) -> RunConfig:
    """Return the configuration of an opening's run on a dataset as it is here."""
    return datasets.identified(configs.from_flat_leniently(dict(opening(dataset)), dataset)[0])


@dataclass(frozen=True)
class Question:
    """What a person is asked before the answer can be seen.

    Args:
        text: what is asked; marked with `N_`, as all words here.
        choices: the answers to choose from.
        figures: reads from the lesson's runs, by name, what decides.
        right: `figures -> index` of the right choice: the rule.
        reason: why it is so, with the figures in braces.

    `figures` may ask a live model: it raises `WorkersNotReady` while that starts.
    """

    text: str
    choices: tuple[str, ...]
    figures: Callable[[Mapping[str, Run]], Figures]
    right: Callable[[Figures], int]
    reason: str


@dataclass(frozen=True)
class Step:
    """One screen of a lesson.

    Args:
        title, words: what it is about; the words are Markdown of ours.
        panel: the panel that it shows, by its name in `ae.web.panels`; none where empty.
        run: which of the lesson's runs the panel is a function of.
        settings: the panel's settings.
        question: asked before the panel is shown.
    """

    title: str
    words: str
    panel: str = ""
    run: str = ""
    settings: Mapping[str, Any] = field(default_factory=dict)
    question: Question | None = None


@dataclass(frozen=True)
class Lesson:
    """A path through some panels.

    Args:
        title, idea: its words.
        minutes: about how long it takes.
        runs: the runs that it needs, by a name of its own.
        steps: in order.
    """

    title: str
    idea: str
    minutes: int
    runs: Mapping[str, Opening]
    steps: tuple[Step, ...]

    def configs(self, dataset: str) -> dict[str, RunConfig]:
        """Return the configurations of its runs on a dataset, by their names."""
        return {name: config_of(opening, dataset) for name, opening in self.runs.items()}


def among(figure: float, *limits: float) -> int:
    """Return in which of the spans that some rising limits part a figure lies: 0, 1, …"""
    return sum(figure >= limit for limit in limits)


def smallest(*figures: float) -> int:
    """Return the place of the smallest of some figures."""
    return figures.index(min(figures))
