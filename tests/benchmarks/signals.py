"""How well runs free heartbeats of noise and tell odd ones, beside simpler ways.

On the recorded beats: noise of mixed kinds at 5 dB, wavelet shrinkage and Savitzky–Golay set on
training beats; then beats of another heart. On ECG5000's training file: half of its normal beats
are learnt, the threshold is chosen there, and all other beats are told apart. Each is the mean over
seeds: of the training, and of the halves. What is not here is left out, and said.
"""

import dataclasses
from typing import Any

import common
import numpy as np
from common import in_fresh_process, machine, table

DECIBELS = 5.0
GOALS = {"restored": 16.5, "auc": 0.993, "accuracy": 0.97, "seconds": 15.0}
PUBLISHED_ACCURACY = 0.94
"""A dense autoencoder in TensorFlow's tutorial "Intro to Autoencoders"."""
ODD = {"architecture": "deep", "latent_dim": 8}
"""What is trained to tell odd beats."""
ALARMS = 0.02
"""The share of the learnt beats that may lie above the threshold."""


def alone(part: str, seed: int) -> dict[str, Any]:
    """Measure one part with one seed."""
    return {"restore": _restore, "odd": _odd}[part](seed)


def _trained(chosen) -> tuple[Any, float]:
    import tensorflow as tf

    from ae.models import training

    tf.config.threading.set_intra_op_parallelism_threads(0)
    trained = training.train(chosen)
    return trained.model, trained.history[-1].seconds


def _restore(seed: int) -> dict[str, Any]:
    from ae import config
    from ae.data import datasets, heartbeats
    from ae.web.controls.topics import SIGNALS
    from ae.web.panels.signals.filters import tuned_filters

    chosen = config.from_flat({**SIGNALS.opening, "dataset": "recorded_beats", "seed": seed})
    model, seconds = _trained(chosen)
    own = datasets.load("recorded_beats", "test").samples
    beats = heartbeats.stranger_beats(chosen.data.size, chosen.data.rate, heartbeats.BEFORE)
    found: dict[str, Any] = {"seconds": seconds, "beats": len(own)}
    for name, clean in (("own", own), ("stranger", np.repeat(beats, 16, axis=0))):
        level = 10 ** (-DECIBELS / 20) * float(np.sqrt(np.square(clean).mean()))
        noisy = _noisy(clean, level, seed)
        filters = tuned_filters(chosen, "mixed", min(level, 1.0))
        ways = {"nothing done": noisy, "this network": model.predict(noisy, verbose=0)}
        ways |= {label: one(noisy) for label, one in filters.items()}
        found[name] = {label: _decibels(clean, signals) for label, signals in ways.items()}
    return found


def _noisy(clean: np.ndarray, level: float, seed: int) -> np.ndarray:
    from ae.data.corruption import corrupt

    return corrupt(clean, "mixed", level, np.random.default_rng(1000 + seed), None)


def _decibels(clean: np.ndarray, restored: np.ndarray) -> float:
    """Return the power of all clean signals together over that of all errors."""
    return float(10 * np.log10(np.square(clean).sum() / np.square(clean - restored).sum()))


def _odd(seed: int) -> dict[str, Any]:
    from ae import analysis, config
    from ae.data import datasets
    from ae.data.datasets import ecg5000

    samples, labels = ecg5000.read_table(ecg5000.paths()[0])
    normal = np.random.default_rng(seed).permutation(np.flatnonzero(labels == 0))
    learnt = normal[: len(normal) // 2]
    rest = np.setdiff1d(np.arange(len(labels)), learnt)
    name = f"ecg5000-{seed}"
    spec = dataclasses.replace(ecg5000.SPEC, name=name, train_size=len(learnt))
    rows = {"train": learnt, "test": rest}
    datasets.DATASETS[name] = dataclasses.replace(
        ecg5000.ECG5000,
        spec=spec,
        files=tuple,
        read=lambda split: datasets.Split(samples[rows[split]], labels[rows[split]]),
    )
    config.register(spec)
    chosen = config.from_flat({**ODD, "dataset": name, "seed": seed})
    model, seconds = _trained(chosen)
    pca = analysis.fit_pca(samples[learnt], chosen.latent_dim)
    ways = {
        "this network": model.predict(samples, verbose=0),
        "PCA": pca.restore(pca.project(samples)),
    }
    odd = labels[rest] != 0
    found: dict[str, Any] = {"seconds": seconds, "normal": int((~odd).sum()), "odd": int(odd.sum())}
    for label, restored in ways.items():
        errors = analysis.squared_error(samples, restored)
        limit = analysis.threshold_at(errors[learnt], ALARMS)
        found[label] = {
            "auc": analysis.auc(errors[rest][~odd], errors[rest][odd]),
            "accuracy": float(((errors[rest] > limit) == odd).mean()),
        }
    return found


def report(given) -> None:
    """Print both parts."""
    from ae.data import datasets

    print(machine())
    here = {name: datasets.availability(name).state for name in ("recorded_beats", "ecg5000")}
    for name, state in here.items():
        if state != "ready":
            print(f"{name}: {state}; left out.")
    if here["recorded_beats"] == "ready":
        _print_restored([_one("restore", seed) for seed in range(given.seeds)])
    if here["ecg5000"] == "ready":
        _print_odd([_one("odd", seed) for seed in range(given.seeds)])


def _one(part: str, seed: int) -> dict[str, Any]:
    return in_fresh_process(__file__, part=part, seed=seed)


def _print_restored(found: list[dict[str, Any]]) -> None:
    print(f"\nNoise of mixed kinds at {DECIBELS:g} dB, {found[0]['beats']} held-out beats\n")
    rows = []
    for label in found[0]["own"]:
        of = [[one[name][label] for one in found] for name in ("own", "stranger")]
        goal = GOALS["restored"] if label == "this network" else None
        rows.append([label, goal, *(f"{np.mean(v):.2f} ± {np.std(v):.2f}" for v in of)])
    table(["", "goal, dB", "held-out beats, dB", "another heart's, dB"], rows)
    seconds = max(one["seconds"] for one in found)
    print(f"\nLongest training: {seconds:.1f} s (goal: {GOALS['seconds']:g})")


def _print_odd(found: list[dict[str, Any]]) -> None:
    print(f"\nECG5000: {found[0]['normal']} normal and {found[0]['odd']} odd beats told apart\n")
    rows = []
    for label in ("this network", "PCA"):
        of = {name: [one[label][name] for one in found] for name in ("auc", "accuracy")}
        rows.append([label, *(f"{np.mean(v):.4f} ± {np.std(v):.4f}" for v in of.values())])
    rows.append(["goal", *(f"{GOALS[name]:g}" for name in ("auc", "accuracy"))])
    rows.append(["TensorFlow's tutorial", "–", f"{PUBLISHED_ACCURACY:g}"])
    table(["", "AUC", "accuracy"], rows)
    seconds = max(one["seconds"] for one in found)
    print(f"\nLongest training: {seconds:.1f} s (goal: {GOALS['seconds']:g})")


if __name__ == "__main__":
    common.main(__file__, __doc__, {"seeds": 5}, report, alone)
