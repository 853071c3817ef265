"""How well a run of one class tells the odd from the normal, beside simpler detectors.

On MNIST each digit is normal in turn and all other test digits are odd, with one recipe for all
ten; letters, holes, noise, what is upside down and a blank picture for the page's own run. On the
table of measurements the benign ones are normal. Score and recipe were chosen on training samples
held back. Published: Ruff et al. 2018, "Deep one-class classification".
"""

from typing import Any

import common
import numpy as np
from common import in_fresh_process, machine, table

OPENING = {"mnist": "7", "breast_cancer": "1"}
"""What is normal where the page opens."""


def alone(dataset: str, normal: str) -> dict[str, Any]:
    """Train on what is normal; return areas by what is odd, and the seconds it took."""
    import tensorflow as tf

    from ae import config
    from ae.models import training
    from ae.models.anomalies import scores_for
    from ae.runs.anomalies import areas
    from ae.web.controls.topics import ANOMALIES
    from ae.workers.inference_process import functions

    chosen = config.from_flat(ANOMALIES.defaults(dataset) | {"classes": normal})
    tf.config.threading.set_intra_op_parallelism_threads(0)  # as a worker does for this family
    trained = training.train(chosen)
    operations = functions(chosen, trained.model)
    wanted = () if normal == OPENING.get(dataset) else ("another",)
    found = areas(chosen, lambda name, array: operations[name](array), wanted)
    usual = scores_for(chosen)[0]
    return {
        "seconds": trained.history[-1].seconds,
        "usual": {kind: of[usual] for kind, of in found.scores.items()},
        "scores": found.scores,
        "simpler": found.competitors,
        "counts": {"normal": found.normal, **found.odd},
    }


def report(given) -> None:
    """Print the areas of every digit, of what else is odd, and of the table."""
    from ae.cli.results_rows import DEEP_SVDD

    print(machine())
    digits = [digit for digit in DEEP_SVDD if not any(given.only) or digit in given.only]
    found = {digit: in_fresh_process(__file__, dataset="mnist", normal=digit) for digit in digits}
    _digits(found, DEEP_SVDD)
    opening = found.get(OPENING["mnist"])
    if opening:
        print(f"\nA run that has learnt {OPENING['mnist']} only: areas by what is odd\n")
        _by_kind(opening)
    print("\nBenign measurements are normal\n")
    _by_kind(in_fresh_process(__file__, dataset="breast_cancer", normal="1"))


def _digits(found: dict[str, Any], published: dict[str, float]) -> None:
    rows: list[list[Any]] = []
    for digit, one in found.items():
        simpler = one["simpler"]["another"]
        areas = [one["usual"]["another"], simpler["pca"], simpler["knn"], published[digit] / 100]
        rows.append([digit, *areas, one["seconds"]])
    means = np.mean([row[1:] for row in rows], axis=0)
    rows.append(["mean", *(float(mean) for mean in means)])
    heads = ["normal digit", "ours (goal: mean 0.970)", "PCA error", "5 nearest", "Deep SVDD"]
    table([*heads, "trained in, s (goal: 10)"], rows)


def _by_kind(one: dict[str, Any]) -> None:
    kinds = list(one["scores"])
    scores, simpler = list(one["scores"][kinds[0]]), list(one["simpler"][kinds[0]])
    goals = {"letter": 0.95, "blank": 0.99, "hole": 0.93}
    rows = []
    for kind in kinds:
        areas = [one["scores"][kind][name] for name in scores]
        areas += [one["simpler"][kind][name] for name in simpler]
        rows.append([f"{kind} ({one['counts'][kind]})", goals.get(kind), *areas])
    table(["what is odd", "goal", *scores, *simpler], rows)


if __name__ == "__main__":
    common.main(__file__, __doc__, {"only": [""]}, report, alone)
