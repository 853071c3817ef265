"""What of a script is a configuration's own: its choices, and what is done with them."""

import textwrap
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from ae.caching import cached
from ae.config import Options, RunConfig, data_spec
from ae.data import kinds
from ae.data.datasets import DATASETS, Dataset
from ae.models.architectures import REGISTRY
from ae.models.architectures.base import adapt_nothing
from ae.models.standalone.data_source import data_source
from ae.models.standalone.flatten import Section, joined, sections
from ae.models.standalone.modules import Inside

DISTRIBUTIONS = {
    "import tensorflow": "tensorflow",
    "import keras": "keras",
    "import numpy": "numpy",
    "from PIL": "pillow",
    "from scipy": "scipy",
    'find_spec("sklearn")': "scikit-learn",
}
"""What has to be installed where a script says this."""
FIRST = (
    "ae.models.architectures.parts",
    "ae.models.architectures.convolutional",
    "ae.models.losses",
    "ae.models.training",
    "ae.models.epochs",
    "ae.models.standalone.parts",
)
"""What a script tells after the family itself and before where its data come from."""
CALL = 'if __name__ == "__main__":\n    main()'


@cached(64)
def script(config: RunConfig) -> str:
    """Return a Python script that builds and trains what a configuration describes.

    It needs nothing of ours, prints both losses after every epoch, saves a picture of some held-out
    samples and of what the model made of them, and comes to the losses of the app's own training.
    """
    text = joined([*parts(config), Section(CALL)])
    return f'"""{title(config, text, f"python {file_name(config)}")}"""\n\n{text}'


def parts(config: RunConfig) -> list[Section]:
    """Return what a script consists of, without its title and the call that does it all."""
    options = type(config.architecture)
    own = {Inside(options.__module__, options.__name__): options.__name__}
    build = REGISTRY[config.architecture.name].build.__module__
    return sections(_choices(config), _work(config), own, (build, *FIRST))


def title(config: RunConfig, text: str, start: str) -> str:
    """Return what stands at the top of a script.

    Args:
        text: the script, of which is told what it needs.
        start: the command that starts it.
    """
    dataset, key = DATASETS[config.dataset], config.key()
    label = REGISTRY[config.architecture.name].words.label
    source = " ".join(filter(None, [f"The data: {dataset.credit}", dataset.cite]))
    needed = [_pinned(name) for sign, name in DISTRIBUTIONS.items() if sign in text]
    return (
        f"{label}: an autoencoder of latent size {config.latent_dim} for {dataset.label}.\n\n"
        f"Autoencoder Lab's run {key}, with nothing of the app to install:\n\n"
        f"    pip install {' '.join(needed)}\n"
        f"    {start}\n\n"
        f"{textwrap.fill(source, 100)}\n"
    )


def file_name(config: RunConfig) -> str:
    """Return what a script is called where it is kept."""
    return f"{config.architecture.name}-{config.key()}.py"


def _pinned(name: str) -> str:
    """Return a package as pip takes it, of the version that is here."""
    try:
        return f"{name}=={version(name)}"
    except PackageNotFoundError:  # its files are here under another name
        return name


def _choices(config: RunConfig) -> str:
    """Return what was chosen: the family's options, the size of the code, the samples."""
    options = config.architecture
    fields = [
        _field(name, options, DATASETS[config.dataset]) for name in type(options).model_fields
    ]
    lines = [
        "from dataclasses import dataclass",
        "@dataclass(frozen=True)",
        f"class {type(options).__name__}:",
        f'    """{type(options).__doc__}"""',
        "",
        *filter(None, fields),
        "",
        "",
        f"OPTIONS = {type(options).__name__}()",
        f"LATENT_DIM = {config.latent_dim}",
        f"TRAIN_SIZE = {config.train_size}",
    ]
    if config.classes:
        lines.append(f"CLASSES = {config.classes}")
    return "\n".join(lines)


def _field(name: str, options: Options, dataset: Dataset) -> str:
    """Return one option as a line of a dataclass, under what it means."""
    if name == "name":
        return ""
    words = type(options).model_fields[name].description or ""
    words = words.replace("{samples}", dataset.samples).replace("{sample}", dataset.sample)
    value = getattr(options, name)
    means = textwrap.fill(words, 100, initial_indent="    # ", subsequent_indent="    # ")
    return f"{means}\n    {name}: {type(value).__name__} = {_literal(value)}"


def _literal(value: Any) -> str:
    """Return a value as a formatter writes it."""
    return f'"{value}"' if isinstance(value, str) else repr(value)


def _work(config: RunConfig) -> str:
    """Return what is done: the data read, the model built, trained and looked at."""
    entry, speed = REGISTRY[config.architecture.name], REGISTRY[config.architecture.name].speed
    adapts = "" if entry.adapt is adapt_nothing else "\n    adapt(model, samples)"
    return f'''
import keras
from ae.data.datasets.base import Split
from ae.models.samples import of_classes, turned
from ae.models.standalone.parts import fit_and_tell, save_picture
from ae.models.training import Recipe
{_import(entry.build, "build")}
{_import(entry.inputs_and_targets, "inputs_and_targets")}
{_import(entry.adapt, "adapt")}
{_import(speed.optimizer, "optimizer")}
{_import(kinds.KINDS[config.data.kind].draw, "draw")}
{data_source(config)}

RECIPE = Recipe(
    loss="{config.loss}",
    epochs={config.epochs},
    batch_size={config.batch_size},
    learning_rate={config.learning_rate},
    seed={config.seed},
    optimizer=lambda schedule: optimizer(schedule, OPTIONS),
    jit_compile={speed.jit_compile},
    steps_per_execution={speed.steps_per_execution},
)


def make(samples, rng):
    """Make inputs and targets of samples."""
    return inputs_and_targets(OPTIONS, samples, rng, DATA)


def main():
    """Train the model; return it, and its training and held-out losses."""
{_samples(config)}
    keras.utils.set_random_seed(RECIPE.seed)
    model = build(OPTIONS, LATENT_DIM, DATA){adapts}
    history = fit_and_tell(model, samples, held_out, make, RECIPE)
    save_picture(model, held_out.samples[:10], make, DATA, draw)
    return model, history
'''


def _samples(config: RunConfig) -> str:
    """Return the lines that read what is learnt from, and what judges."""
    held_out = DATASETS[config.dataset].held_out
    if config.architecture.turns():
        people = data_spec(config.dataset).train_size
        return f"""    samples = turned(read("train").samples[:TRAIN_SIZE], {people})
    held_out = read("{held_out}")
    targets = turned(held_out.targets, {people})
    held_out = Split(turned(held_out.samples, {people}), held_out.labels, targets)"""
    if config.classes:
        return f"""    samples = of_classes(read("train"), CLASSES, TRAIN_SIZE)
    held_out = read("{held_out}")
    held_out = Split(of_classes(held_out, CLASSES), held_out.labels)"""
    return f"""    samples = read("train").samples[:TRAIN_SIZE]
    held_out = read("{held_out}")"""


def _import(function: Callable[..., Any], name: str) -> str:
    return f"from {function.__module__} import {function.__name__} as {name}"
