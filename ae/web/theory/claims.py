"""What textbooks say of autoencoders, claim by claim, and what our runs say to it."""

import functools
import json
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ae import analysis
from ae.data.oddities import BLANK
from ae.i18n import N_
from ae.models import digit_classifier
from ae.runs.store import Run
from ae.web import measured
from ae.web.controls.topics import ANOMALIES
from ae.web.lessons.base import Figures, Opening, usual
from ae.web.runs import run_array

FIGURES = Path(__file__).resolve().parent.parent.parent.parent / "assets" / "claims.json"
"""What `tests/benchmarks/claims.py` measured of networks that are no runs of the app."""
HOLDS, PARTLY, FAILS = "holds", "partly", "fails"
VERDICTS = {
    HOLDS: N_("It holds here."),
    PARTLY: N_("It holds in part."),
    FAILS: N_("It does not hold here."),
}


@dataclass(frozen=True)
class Claim:
    """One claim.

    Args:
        said: what is said; marked with `N_`, as all words here.
        runs: the runs that it is tried on, by a name of its own, on the dataset that is here.
        figures: reads from them what decides.
        verdict: `figures -> one of VERDICTS`: the rule.
        reason: why, with the figures in braces.
        dataset: the only dataset that there are figures of; any where empty.
    """

    said: str
    runs: Mapping[str, Opening]
    figures: Callable[[Mapping[str, Run]], Figures]
    verdict: Callable[[Figures], str]
    reason: str
    dataset: str = ""


@functools.cache
def elsewhere() -> dict[str, Any]:
    """Return the figures of networks that are no runs of the app."""
    found: dict[str, Any] = json.loads(FIGURES.read_text())
    return found


def _generating(runs: Mapping[str, Run]) -> Figures:
    scores, gan = digit_classifier.load_scores(), elsewhere()["gan"]
    ours = {name: scores[digit_classifier.score_key(run.key, False)] for name, run in runs.items()}
    mixtures = {
        name: scores[digit_classifier.score_key(run.key, True)] for name, run in runs.items()
    }
    return {
        "gan": gan["frechet"],
        "gan_seconds": gan["seconds"],
        "prior": min(one.frechet for one in ours.values()),
        "mixture": min(one.frechet for one in mixtures.values()),
        "real": scores[digit_classifier.REAL].frechet,
    }


def _against_the_gan(figures: Figures) -> str:
    if figures["mixture"] <= figures["gan"]:
        return PARTLY if figures["prior"] > figures["gan"] else FAILS
    return HOLDS


def _features(runs: Mapping[str, Run]) -> Figures:
    (ours, pca), (deep, _pca) = (
        measured.accuracies(runs[name])["knn"] for name in ("basic", "deep")
    )
    asked = len(analysis.split(len(run_array(runs["basic"], "latents")))[1])
    return {
        "ours": ours,
        "deep": deep,
        "pca": pca,
        # Twice the standard error of the difference of two shares near PCA's.
        "chance": 2 * math.sqrt(2 * pca * (1 - pca) / asked),
    }


def _better_than_pca(figures: Figures) -> str:
    needed = figures["pca"] + figures["chance"]
    better = [figures[name] > needed for name in ("ours", "deep")]
    return HOLDS if all(better) else PARTLY if any(better) else FAILS


def _sizes(runs: Mapping[str, Run]) -> Figures:
    errors = {name: measured.error(run) for name, run in runs.items()}
    numbers = {f"{name}_numbers": run.config.latent_dim for name, run in runs.items()}
    return {**errors, **numbers, "values": runs["more"].config.data.size}


def _mirrors(runs: Mapping[str, Run]) -> Figures:
    found = elsewhere()["unlike"]
    return {**found["errors"], **{name: found[name] for name in ("numbers", "width", "epochs")}}


CLAIMS = (
    Claim(
        N_("They are simple to train."),
        {"basic": usual(), "adversarial": usual(architecture="adversarial")},
        lambda runs: {
            "basic": runs["basic"].seconds,
            "epochs": runs["basic"].config.epochs,
            "adversarial": runs["adversarial"].seconds,
            "others": runs["adversarial"].config.epochs,
        },
        lambda figures: PARTLY if figures["adversarial"] > 2 * figures["basic"] else HOLDS,
        N_(
            "The basic one took {epochs:.0f} epochs and {basic:.0f} s, with one loss that falls "
            "and nothing to balance. The adversarial one is two networks that play against each "
            "other: {others:.0f} epochs, {adversarial:.0f} s, and weights and speeds that had to "
            "be tuned."
        ),
    ),
    Claim(
        N_("They generate worse than a generative adversarial network (GAN)."),
        {
            "variational": usual(architecture="variational"),
            "adversarial": usual(architecture="adversarial"),
            "convolutional": usual(architecture="convolutional"),
            "denoising": usual(architecture="denoising"),
        },
        _generating,
        _against_the_gan,
        N_(
            "A small GAN of ours, trained once for {gan_seconds:.0f} s, draws digits at a squared "
            "Fréchet distance of {gan:.1f} from real ones (real digits themselves: {real:.2f}). "
            "The best of our families from its prior, or from one normal distribution: "
            "{prior:.1f}; from a mixture fitted to its codes: {mixture:.1f}. So it is the "
            "distribution of the codes that decides, more than the kind of network."
        ),
        dataset="mnist",
    ),
    Claim(
        N_("Encoder and decoder must mirror each other."),
        {},
        _mirrors,
        lambda figures: (
            FAILS if min(figures["encoder"], figures["decoder"]) < figures["none"] else HOLDS
        ),
        N_(
            "Squared error on MNIST's held-out digits, {numbers} numbers, {epochs} epochs: no "
            "hidden layer {none:.1f}; one of {width} before the code only {encoder:.1f}; after "
            "it only {decoder:.1f}; on both sides, with the most weights, {both:.1f}. They need "
            "not be alike: a hidden layer helps on one side alone, too."
        ),
    ),
    Claim(
        N_("They are hard to use in high dimensions."),
        {"two": usual(latent_dim=2), "eight": usual(latent_dim=8), "more": usual()},
        _sizes,
        lambda figures: FAILS if figures["more"] < figures["eight"] < figures["two"] else HOLDS,
        N_(
            "A digit has {values:.0f} values, and that is no trouble. Nor are more numbers in the "
            "code: the squared error is {two:.1f} with {two_numbers}, {eight:.1f} with "
            "{eight_numbers} and {more:.1f} with {more_numbers}. What gets harder with more "
            "numbers is to see them, and to draw new codes: most of a large space is empty."
        ),
    ),
    Claim(
        N_("Their codes are better features than PCA's."),
        {"basic": usual(), "deep": usual(architecture="deep")},
        _features,
        _better_than_pca,
        N_(
            "Half of the held-out digits, recognised by the 5 nearest of the other half: by the "
            "basic code {ours:.1%}, by the deep one {deep:.1%}, by as many components of PCA "
            "{pca:.1%}; up to {chance:.1%} between two of them may be chance. A code that rebuilds "
            "well need not put like beside like."
        ),
    ),
    Claim(
        N_("What they rebuild badly is abnormal, what they rebuild well is normal."),
        {"only": ANOMALIES.defaults},
        lambda runs: {
            "letters": measured.area(runs["only"], "letter", "squared_error"),
            "blank": measured.typical_score(runs["only"], BLANK, "squared_error"),
            "normal": measured.typical_score(runs["only"], "", "squared_error"),
        },
        lambda figures: PARTLY if figures["blank"] < figures["normal"] else HOLDS,
        N_(
            "A network that has only seen one kind of digit: a letter has the larger error in "
            "{letters:.1%} of all pairs of a letter and such a digit. But a usual one of these has "
            "an error of {normal:.1f} and a blank page {blank:.1f}: where there is nothing, there "
            "is little to get wrong. Divided by the ink it is found out; see the page Anomalies."
        ),
    ),
)
