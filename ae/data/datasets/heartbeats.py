"""Simulated heartbeats: built in, made anew from a fixed seed; see `ae.data.heartbeats`."""

from functools import cache

import numpy as np

from ae.config import DataSpec
from ae.data.datasets.base import Dataset, Split, SplitName, standardised
from ae.data.heartbeats import BEFORE, simulate
from ae.i18n import N_

SHARES = (0.6, 0.2, 0.1, 0.1)
"""How often each class comes."""
SIZES: dict[SplitName, int] = {"train": 800, "validation": 200, "test": 600}
SPEC = DataSpec(
    name="heartbeats",
    kind="signal",
    shape=(140,),
    train_size=SIZES["train"],
    scale="small",
    value_range=None,
    classes=(N_("normal"), N_("early ventricular"), N_("shifted ST"), N_("other")),
    rate=200.0,
)


def _read(split: SplitName) -> Split:
    volts, labels = _simulated()[split]
    return Split(standardised(volts, _simulated()["train"][0]), labels.copy())


@cache
def _simulated() -> dict[SplitName, tuple[np.ndarray, np.ndarray]]:
    """Return millivolts and labels of each split; of a fixed seed, the same on every machine."""
    made = {}
    for number, (split, size) in enumerate(SIZES.items()):
        rng = np.random.default_rng([2003, number])
        labels = rng.choice(len(SHARES), size, p=SHARES).astype(np.uint8)
        made[split] = simulate(labels, SPEC.size, SPEC.rate or 1.0, BEFORE, rng), labels
    return made


HEARTBEATS = Dataset(
    spec=SPEC,
    label=N_("Heartbeats, simulated"),
    credit=N_(
        "1,600 simulated heartbeats, made after the model of McSharry, Clifford, Tarassenko & "
        "Smith (2003): no person's."
    ),
    read=_read,
    splits=tuple(SIZES),
    sample=N_("simulated beat"),
    samples=N_("simulated beats"),
)
