"""Recommendation: autoencoders beside simple recommenders, on MovieLens and on invented tastes.

MovieLens' small set (AE_DATA_DIR), split by rating 80 to 10 to 10, anew for every seed. What has
a setting has it chosen by the validation ratings: of a matrix factorisation factors and penalty,
of neighbours their number, and so on; of AutoRec whether samples are people or things. Figures are
of the test ratings, mean ± standard deviation over the seeds. Every training has a fresh process.
"""

import sys
import time
from collections.abc import Iterator
from typing import Any

import common
import numpy as np
from common import in_fresh_process, machine, table

GRIDS: dict[str, list[dict[str, Any]]] = {
    "bias": [{"things": t, "people": p} for t in (2.0, 3.0, 5.0) for p in (3.0, 5.0)],
    "factorisation": [{"factors": f, "penalty": p} for f in (20, 40) for p in (11.0, 13.0, 15.0)],
    "popularity": [{}],
    "neighbours": [{"neighbours": n, "damping": d} for n in (50, 100, 200) for d in (10.0, 20.0)],
    "pure_svd": [{"factors": f} for f in (15, 20, 30)],
    "ease": [{"penalty": p} for p in (100.0, 200.0, 300.0)],
}
RUNS = {
    "AutoRec": [{"architecture": "autorec"}, {"architecture": "autorec", "based_on": "things"}],
    "Mult-VAE": [{"architecture": "mult_vae"}],
}
MEASURES = ("rmse", "recall20", "ndcg100")
RATINGS = (0.5, 5.0)


def alone(what: str, seed: int, given: dict[str, Any]) -> dict[str, Any]:
    """Measure one recommender, one training, or how the invented tastes are found again."""
    if what == "tastes":
        return _tastes(seed)
    _split_anew(seed)
    return _rival(what) if what in GRIDS else _run(given, seed)


def _split_anew(seed: int) -> None:
    """Have MovieLens' ratings split by this seed, in this process."""
    import dataclasses

    from ae.data import datasets
    from ae.data.datasets import movielens, rating_splits

    shape = (movielens.SPEC.train_size, movielens.SPEC.size)
    ours = dataclasses.replace(
        datasets.DATASETS["movielens"],
        read=lambda name: rating_splits.split(movielens._listed(), shape, name, seed),
    )
    datasets.DATASETS["movielens"] = ours


def _rival(name: str) -> dict[str, Any]:
    from ae.analysis import recommenders
    from ae.data import datasets

    validation, test = (datasets.load("movielens", part) for part in ("validation", "test"))
    make = recommenders.RECOMMENDERS[name]
    stars = make().in_stars

    def choice(given: dict[str, Any]) -> float:
        found = recommenders.measured(
            make(**given).fit(validation.samples), validation.samples, validation.targets, RATINGS
        )
        return found["rmse"] if stars else -found["ndcg100"]

    chosen = min(GRIDS[name], key=choice)
    one = make(**chosen).fit(test.samples)
    found = recommenders.measured(one, test.samples, test.targets, RATINGS)
    return found | {"chosen": chosen}


def _run(given: dict[str, Any], seed: int) -> dict[str, Any]:
    """Train one; return its measures on the validation and on the test ratings."""
    from ae import config
    from ae.analysis import ranking, recommenders
    from ae.data import datasets
    from ae.models import training
    from ae.models.architectures import REGISTRY
    from ae.models.samples import held_out

    flat = given | {"dataset": "movielens", "seed": seed}
    chosen = datasets.identified(config.from_flat(flat))
    began = time.perf_counter()
    model = training.train(chosen).model
    found: dict[str, Any] = {"seconds": time.perf_counter() - began}
    restored = model.predict(held_out(chosen).samples, batch_size=1000, verbose=0)
    rows = restored.T if chosen.architecture.turns() else restored
    for part in ("validation", "test"):
        split = datasets.load("movielens", part)
        measured = ranking.ranking(rows[: len(split.samples)], split.samples, split.targets)
        if not REGISTRY[chosen.architecture.name].ranks:
            stars = rows[: len(split.samples)]
            measured["rmse"] = recommenders.stars_rmse(split.targets, stars, RATINGS)
        found[part] = measured
    return found


def _tastes(seed: int) -> dict[str, Any]:
    from ae import config
    from ae.analysis.correlation import canonical_correlations
    from ae.data import datasets
    from ae.models import training

    chosen = config.from_flat({"dataset": "tastes", "architecture": "autorec", "seed": seed})
    began = time.perf_counter()
    model = training.train(chosen).model
    seconds = time.perf_counter() - began
    codes = model.encoder.predict(datasets.load("tastes", "train").samples, verbose=0)
    hidden = datasets.DATASETS["tastes"].made.hidden()[0]
    return {"seconds": seconds, "correlations": canonical_correlations(codes, hidden).tolist()}


def figures(seeds: int) -> Iterator[tuple[str, list[dict[str, Any]], str]]:
    """Yield of each model its name, its measures by seed, and what was chosen for it."""
    for name in GRIDS:
        found = [in_fresh_process(__file__, what=name, seed=s, given={}) for s in range(seeds)]
        yield name, found, "; ".join(dict.fromkeys(str(one["chosen"]) for one in found))
    for name, ways in RUNS.items():
        best, chosen = [], []
        for seed in range(seeds):
            tried = [in_fresh_process(__file__, what=name, seed=seed, given=one) for one in ways]
            at = min(range(len(ways)), key=lambda way: tried[way]["validation"].get("rmse", 0.0))
            best.append(tried[at]["test"] | {"seconds": tried[at]["seconds"]})
            chosen.append(ways[at].get("based_on", "people" if len(ways) > 1 else ""))
        yield name, best, " ".join(chosen)


def _shown(found: list[dict[str, Any]], measure: str) -> str:
    values = [one[measure] for one in found if measure in one]
    return f"{np.mean(values):.4f} ± {np.std(values):.4f}" if values else "–"


def report(arguments: Any) -> None:
    """Print the table and each goal beside what was reached."""
    print(machine())
    means: dict[str, dict[str, float]] = {}
    rows = []
    for name, found, chosen in figures(arguments.seeds):
        shown = [_shown(found, measure) for measure in MEASURES]
        seconds = [one["seconds"] for one in found if "seconds" in one]
        rows.append([name, *shown, f"{np.mean(seconds):.1f} s" if seconds else "", chosen])
        print(*rows[-1], sep="  ", file=sys.stderr, flush=True)  # it takes long
        means[name] = {
            measure: float(np.mean([one[measure] for one in found]))
            for measure in (*MEASURES, "seconds")
            if measure in found[0]
        }
    table([f"MovieLens, {arguments.seeds} seeds", *MEASURES, "trained in", "chosen"], rows)
    tastes = [
        in_fresh_process(__file__, what="tastes", seed=seed, given={})
        for seed in range(arguments.seeds)
    ]
    least = min(min(one["correlations"]) for one in tastes)
    print(f"\nInvented tastes: least canonical correlation of all seeds {least:.3f} (goal 0.9)")
    _compare(means)


def _compare(means: dict[str, dict[str, float]]) -> None:
    ours, lists = means["AutoRec"], means["Mult-VAE"]
    for rival in ("bias", "factorisation"):
        print(f"RMSE: AutoRec {ours['rmse']:.4f}, {rival} {means[rival]['rmse']:.4f}")
    for rival in ("neighbours", "pure_svd", "ease"):
        print(f"NDCG@100: Mult-VAE {lists['ndcg100']:.4f}, {rival} {means[rival]['ndcg100']:.4f}")
    for name in RUNS:
        print(f"Training of {name}: {means[name]['seconds']:.1f} s (goal 20 s)")


if __name__ == "__main__":
    common.main(__file__, __doc__, {"seeds": 5}, report, alone)
