"""A run as a page of its own: what `ae.web.components.lone_page` needs to be told of it."""

import json
from collections.abc import Mapping
from typing import Any

import numpy as np

from ae import analysis, i18n
from ae.data import drawing
from ae.data.datasets import DATASETS
from ae.data.datasets.digits import CountedFraming
from ae.data.framing import Framing
from ae.i18n import _, sentences
from ae.runs.store import Run
from ae.runs.take_home import FORM, WEIGHTS
from ae.web import figures
from ae.web.components.lone_page import lone_page
from ae.web.runs import family_of, run_array
from ae.web.wording import class_names, named

SHOWN = 1000
"""How many codes the map of a page shows."""
EDGE = 0.08
"""So much of their reach is free around them."""
FRAMINGS: dict[type[Framing], str] = {Framing: "mass", CountedFraming: "counted"}
"""What `framing.js` calls the ways of framing that it knows."""


def page_of(run: Run, network: Mapping[str, bytes], labels: np.ndarray | None) -> bytes:
    """Return a run on pictures as one HTML file.

    Args:
        network: its network's files: see `ae.runs.take_home`.
        labels: of all held-out samples, or None where they are not known.
    """
    framing = DATASETS[run.config.dataset].framing
    kind = FRAMINGS.get(type(framing), "") if framing else ""
    told = {
        "form": json.loads(network[FORM]),
        "range": run.config.data.value_range or (0.0, 1.0),
        "framing": told_framing(run, framing, kind),
        "example": [told_stroke(one) for one in drawing.EXAMPLE] if kind else [],
        "map": _points(run, labels) if run.config.latent_dim == 2 else None,
        "words": {
            "here": _("Draw here"),
            "told": _("Squared error {error}; computed in {took} ms."),
            "where": _("The code here: {x}, {y}."),
            "drawn": _("your drawing"),
        },
    }
    return lone_page(_words(run, bool(kind)), told, network[WEIGHTS])


def told_framing(run: Run, framing: Framing | None, kind: str) -> dict[str, Any]:
    """Return a way of framing as `framing.js` takes it; without a kind the whole canvas is seen."""
    if framing is None or not kind:
        return {"kind": "", "shape": run.config.data.shape}
    shape, strokes = framing.shape, framing.strokes
    return {"kind": kind, "shape": shape, "centre": framing.centre, "strokes": strokes}


def told_stroke(one: drawing.Stroke) -> dict[str, Any]:
    """Return a stroke as `ink.js` takes it."""
    points = [number for point in one.points for number in point]
    return {"tool": one.tool, "size": one.size, "points": points}


def _points(run: Run, labels: np.ndarray | None) -> dict[str, Any]:
    codes = run_array(run, "latents")
    rows = analysis.sampled(len(codes), SHOWN)
    names = class_names(run) if labels is not None else []
    low, high = codes[rows].min(axis=0), codes[rows].max(axis=0)
    free = EDGE * np.maximum(high - low, 1e-3)
    window = [low[0] - free[0], high[0] + free[0], low[1] - free[1], high[1] + free[1]]
    return {
        "codes": codes[rows].astype(float).round(4).tolist(),
        "labels": labels[rows].tolist() if labels is not None and names else [0] * len(rows),
        "names": names,
        "colours": figures.class_colours(max(len(names), 1)),
        "window": [round(float(side), 4) for side in window],
    }


def _words(run: Run, framed: bool) -> dict[str, str]:
    dataset = DATASETS[run.config.dataset]
    about = _(
        "Draw, and an autoencoder rebuilds it from {n} numbers. All is computed in this page."
    )
    raw = _("The whole canvas, made smaller: these {samples} are not framed as digits are.")
    frame = _("Your drawing framed as the {samples} were that the network has learnt from.")
    return {
        "lang": i18n.language(),
        "title": f"{family_of(run)} · {_(dataset.label)}",
        "about": about.format(n=run.config.latent_dim),
        "draw": _("Draw"),
        "canvas": _("Canvas: draw here"),
        "tools": _("Drawing tools"),
        "undo": _("Undo"),
        "clear": _("Clear"),
        "example": _("An example"),
        "size": _("Brush size"),
        "keys": _("By keys: arrows move the pen, Space lowers and lifts it."),
        "seen": _("What the network sees"),
        "framed": named(frame if framed else raw, run),
        "made": _("What it makes of it"),
        "map": _("The map of codes"),
        "ways": _("Move over it, or use the arrow keys: each place is a code, and is decoded."),
        "place": _("Decoded from this place"),
        "credit": sentences([_("The data: {of}").format(of=_(dataset.credit)), dataset.cite]),
        "origin": _("Made by Autoencoder Lab; the run's key is {key}.").format(key=run.key),
    }
