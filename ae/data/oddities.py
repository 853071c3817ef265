"""What is odd: samples to set against normal ones, each kind with its words.

Another class is taken from the held-out samples; everything else is made, of held-out normal
samples or from nothing, so that it can be told what exactly is odd about it.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ae import analysis
from ae.config import Kind, RunConfig
from ae.data import datasets, drawing
from ae.data.corruption import corrupt
from ae.data.datasets import Dataset
from ae.i18n import N_

SAME_HANDS = 15
"""How many hands write each letter."""
HOLE = 6
"""Side of a hole in a picture; a signal's is as long as `HOLE_SHARE` of it."""
HOLE_SHARE = 0.15
NOISE = 0.3
"""Standard deviation of the noise: of a picture's brightness, or of standardised values."""


@dataclass(frozen=True)
class Odd:
    """Some odd samples.

    Args:
        samples: float32 (n, *shape), in a model's units.
        names: what each is called, marked with `N_`; none where all are alike.
        rows: which held-out sample each was made of, or is, int (n,); None where of none.
    """

    samples: np.ndarray
    names: tuple[str, ...] = ()
    rows: np.ndarray | None = None


@dataclass(frozen=True)
class Oddity:
    """One kind of being odd.

    Args:
        label, means: its words, marked with `N_`.
        kinds: of data that it makes sense for.
        make: `(normal, rng, dataset) -> samples`: of normal samples, float32 (n, *shape), as many
            odd ones; None where it is not made of them.
    """

    label: str
    means: str
    kinds: tuple[Kind, ...]
    make: Callable[[np.ndarray, np.random.Generator, Dataset], np.ndarray] | None = None


def offered(config: RunConfig) -> tuple[str, ...]:
    """Return what can be odd to a run that has learnt `config.classes`, or all classes."""
    dataset = datasets.DATASETS[config.dataset]
    left_out = {
        ANOTHER: not config.classes,
        LETTER: dataset.framing is None,  # a letter can only be framed as the digits were
    }
    kind = config.data.kind
    return tuple(n for n, one in ODDITIES.items() if kind in one.kinds and not left_out.get(n))


def normal_rows(
    config: RunConfig, most: int, split: datasets.SplitName | None = None
) -> np.ndarray:
    """Return which samples of a split are normal: of the classes that a run has learnt.

    Args:
        most: how many at most; more are drawn at random, always the same.
        split: the held-out one where none is named.

    Returns:
        int (n,), ascending.
    """
    labels = datasets.load(config.dataset, split or _held_out(config)).labels
    if split == "train":
        labels = labels[: config.train_size]
    own = np.isin(labels, config.classes) if config.classes else np.ones(len(labels), bool)
    return _some(np.flatnonzero(own), most)


def kept_back_rows(config: RunConfig, most: int) -> np.ndarray:
    """Return which normal training samples a run has not learnt from: int (n,), ascending.

    They lie behind the first `config.train_size` ones; there are none where all were learnt.
    """
    labels = datasets.load(config.dataset, "train").labels
    own = np.isin(labels, config.classes) if config.classes else np.ones(len(labels), bool)
    own[: config.train_size] = False
    return _some(np.flatnonzero(own), most)


def odd(name: str, config: RunConfig, most: int) -> Odd:
    """Return odd samples of a kind, at most so many, always the same.

    Args:
        name: one of `offered(config)`.

    Raises:
        KeyError: for an unknown name.
    """
    oddity, dataset = ODDITIES[name], datasets.DATASETS[config.dataset]
    if name == LETTER:
        return _letters(dataset, most)
    if name == BLANK:
        return Odd(np.zeros((1, *config.data.shape), np.float32))
    split = datasets.load(config.dataset, _held_out(config))
    if oddity.make is None:
        rows = _some(np.flatnonzero(~np.isin(split.labels, config.classes)), most)
        names = tuple(config.data.classes[label] for label in split.labels[rows])
        return Odd(datasets.to_inputs(split.samples[rows]), names, rows)
    rows = normal_rows(config, most)
    normal = datasets.to_inputs(split.samples[rows])
    made = oddity.make(normal, np.random.default_rng(0), dataset)
    return Odd(made.astype(np.float32), rows=rows)


def _held_out(config: RunConfig) -> datasets.SplitName:
    return datasets.DATASETS[config.dataset].held_out


def _some(rows: np.ndarray, most: int) -> np.ndarray:
    return rows[analysis.sampled(len(rows), most)]


def _letters(dataset: Dataset, most: int) -> Odd:
    rng = np.random.default_rng(0)
    names = (drawing.LETTERS * SAME_HANDS)[:most]
    assert dataset.framing is not None, "letters are framed as digits are: see `offered`"
    seen = [drawing.see(drawing.letter(name, rng), dataset.framing).image for name in names]
    return Odd(datasets.to_inputs(np.stack(seen)), names)


def _with_holes(normal: np.ndarray, rng: np.random.Generator, dataset: Dataset) -> np.ndarray:
    """Blank out a block of each sample, around a place that is drawn by how much stands there."""
    holed, shape = normal.copy(), normal.shape[1:]
    sides = [HOLE if len(shape) > 1 else round(HOLE_SHARE * side) for side in shape]
    for sample in holed:
        weights = np.abs(sample).ravel().astype(np.float64)
        total = weights.sum()
        place = rng.choice(len(weights), p=weights / total if total else None)
        middles = np.unravel_index(place, shape)
        starts = [
            min(max(int(middle) - side // 2, 0), whole - side)
            for middle, side, whole in zip(middles, sides, shape, strict=True)
        ]
        sample[tuple(slice(a, a + side) for a, side in zip(starts, sides, strict=True))] = 0.0
    return holed


def _noisy(normal: np.ndarray, rng: np.random.Generator, dataset: Dataset) -> np.ndarray:
    return corrupt(normal, "gaussian", NOISE, rng, dataset.spec.value_range)


def _upside_down(normal: np.ndarray, rng: np.random.Generator, dataset: Dataset) -> np.ndarray:
    return -normal if dataset.spec.kind == "signal" else normal[:, ::-1, ::-1]


ANOTHER, LETTER, BLANK = "another", "letter", "blank"
ODDITIES: dict[str, Oddity] = {
    ANOTHER: Oddity(
        N_("Another class"),
        N_("Held-out {samples} of the classes that were not learnt."),
        ("picture", "signal", "table"),
    ),
    LETTER: Oddity(
        N_("A letter"),
        N_(
            "Capital letters, drawn as strokes by this app and framed as the digits were; without "
            "B, I, O, S and Z, which look like 8, 1, 0, 5 and 2."
        ),
        ("picture",),
    ),
    "hole": Oddity(
        N_("A hole"),
        N_("Held-out normal {samples} with a part blanked out, where something stands."),
        ("picture", "signal"),
        _with_holes,
    ),
    "noise": Oddity(
        N_("Noise"),
        N_("Held-out normal {samples} with Gaussian noise of standard deviation 0.3."),
        ("picture", "signal", "table"),
        _noisy,
    ),
    "upside_down": Oddity(
        N_("Upside down"),
        N_("Held-out normal {samples}, turned upside down."),
        ("picture", "signal"),
        _upside_down,
    ),
    BLANK: Oddity(
        N_("A blank {sample}"),
        N_("One {sample} with nothing on it: every value is 0."),
        ("picture", "signal"),
    ),
}
"""The registry, in the order in which controls show it."""
