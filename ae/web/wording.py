"""What a dataset's samples and classes are called in the sentences of a page."""

from ae.config import RunConfig
from ae.data.datasets import DATASETS
from ae.i18n import _
from ae.runs.store import Run

About = Run | RunConfig | str
"""A run, a configuration or the name of a dataset: what a sentence is about."""


def named(text: str, about: About) -> str:
    """Fill `{sample}`, `{samples}` and `{value}` of a translated text; others are for `format`.

    A value is one number of a sample: a pixel of a picture.

    Args:
        about: whose dataset the text speaks of.
    """
    dataset = DATASETS[dataset_of(about)]
    value = _("pixel") if dataset.spec.kind == "picture" else _("value")
    text = text.replace("{sample}", _(dataset.sample)).replace("{samples}", _(dataset.samples))
    return text.replace("{value}", value)


def in_a_sentence(label: str) -> str:
    """Return a label in small letters, but for a name that has capitals within."""
    return label if label[1:] != label[1:].lower() else label.lower()


def class_name(about: About, label: int) -> str:
    """Return what a class is called, or an empty text where the dataset has no classes."""
    classes = DATASETS[dataset_of(about)].spec.classes
    return _(classes[label]) if classes else ""


def class_names(about: About) -> list[str]:
    """Return what all classes are called, in the order of their labels."""
    return [_(name) for name in DATASETS[dataset_of(about)].spec.classes]


def legend(about: About) -> list[str]:
    """Return the classes' names as a chart's legend needs them: one without letters for none."""
    return class_names(about) or [""]


def dataset_of(about: About) -> str:
    """Return the name of the dataset that a sentence is about."""
    if isinstance(about, str):
        return about
    return about.config.dataset if isinstance(about, Run) else about.dataset
