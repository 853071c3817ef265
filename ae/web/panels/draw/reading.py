"""What a drawing reads as to the digit classifier, and why it is rebuilt badly."""

import numpy as np

from ae import analysis
from ae.caching import cached
from ae.data import datasets
from ae.i18n import _, sentences
from ae.models import digit_reader
from ae.runs.store import Run
from ae.web.runs import run_array
from ae.web.samples import drawn
from ae.web.wording import class_names, named

SURE = 0.95
"""From this probability on no second class is named."""
BAD = 0.99
"""An error larger than this share of the held-out ones' is explained."""
COMPARED = 500
"""So many held-out samples of a class, at most, are compared with their nearest others."""


def odds(run: Run, image: np.ndarray) -> np.ndarray | None:
    """Return how probable each class is for a picture, uint8 (h, w); None if none can tell."""
    dataset = run.config.dataset
    if not digit_reader.can_read(dataset) or not image.any():
        return None
    return digit_reader.read(dataset, image)


def reads_as(run: Run, probable: np.ndarray | None) -> str:
    """Say what a drawing reads as, and with how much doubt; an empty text if nothing can tell."""
    if probable is None:
        return ""
    first, second = np.argsort(probable)[::-1][:2]
    names = class_names(run)
    text = _("To a classifier of {samples} it reads as a **{first}** ({sure:.0%}).")
    if probable[first] < SURE:
        text = _(
            "To a classifier of {samples} it reads as a **{first}** ({sure:.0%}) or a {second} "
            "({other:.0%})."
        )
    shares = {"sure": probable[first], "other": probable[second]}
    return named(text, run).format(first=names[first], second=names[second], **shares)


def why_bad(run: Run, share: float, restored: np.ndarray) -> str:
    """Say why an error is so large; an empty text if it is not.

    Args:
        share: of the held-out samples that have a smaller error.
        restored: what the run rebuilds, float32 (1, h, w).
    """
    if share < BAD:
        return ""
    text = _("Hardly any held-out {sample} is rebuilt this badly.")
    if share >= 1.0:
        text = _("No held-out {sample} is rebuilt this badly.")
    why = _("The network has only seen {samples}; it paints the closest it knows.")
    rebuilt = odds(run, drawn(run, restored)[0])
    if rebuilt is None or rebuilt.max() < 0.5:
        return named(sentences([text, why]), run)
    why = _("The network has only seen {samples}; it paints the closest it knows: a {name}.")
    name = class_names(run)[int(rebuilt.argmax())]
    return named(sentences([text, why]), run).format(name=name)


def unlike(run: Run, code: np.ndarray, probable: np.ndarray | None) -> str:
    """Say so where a code lies far from all held-out ones of the class that the drawing reads as.

    Args:
        code: of the drawing, (d,).
    """
    if probable is None:
        return ""
    label = int(probable.argmax())
    codes = run_array(run, "latents")
    own = codes[datasets.held_out(run.config.dataset).labels == label].astype(np.float32)
    if probable[label] < 0.5 or len(own) < 2:
        return ""
    distance = float(analysis.nearest_many(code[None], own, 1)[1][0, 0])
    share = float(np.mean(_usual(run, label) < distance))
    if share < BAD:
        return ""
    text = _(
        "**Not seen before:** it reads as a {name}, and lies further from every held-out {name} "
        "than {share:.0%} of these lie from their nearest. Among what the network has learnt from "
        "there is hardly a {name} drawn so."
    )
    return text.format(name=class_names(run)[label], share=share)


@cached(64)
def _usual(run: Run, label: int) -> np.ndarray:
    """Return how far held-out codes of a class lie from the nearest other of it, float (n,)."""
    codes = run_array(run, "latents")
    own = codes[datasets.held_out(run.config.dataset).labels == label].astype(np.float32)
    rows = analysis.sampled(len(own), COMPARED)
    return analysis.nearest_many(own[rows], own, 2)[1][:, 1]  # the first is itself
