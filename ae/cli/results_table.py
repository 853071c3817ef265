"""The table of results: what was published, what its recipe gives here, what ours gives.

Figures of ours are measured on finished runs that any page opens: on all of MNIST's test digits,
but for codes (a thousand are compared with the prior, of training digits too), samples, which are
drawn, and the real digits beside them, which are training digits. What rests on draws is a mean
over several of them, with its standard error. Runs, presets and settings were chosen on a part of
the training digits that was held back.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import numpy as np

from ae import analysis
from ae.cli.results_rows import DATASET, DEEP_SVDD, FACTS, Line
from ae.data import datasets
from ae.data.oddities import ANOTHER
from ae.models import digit_classifier, generation, priors
from ae.models.anomalies import scores_for
from ae.models.architectures import REGISTRY
from ae.models.bound import importance_weighted_bound
from ae.models.digit_classifier import SampleScore
from ae.random_source import NumpyRandom
from ae.runs import evaluation, mixtures
from ae.runs.anomalies import Areas, areas
from ae.runs.store import Run
from ae.workers.inference_process import functions

SAMPLES = 10_000
"""How many generated digits are scored at once: as many as there are test digits."""
GENERATING = (
    *("variational-2d", "variational-8d", "variational", "adversarial-2d", "adversarial"),
    *("basic", "deep", "convolutional", "denoising", "sparse", "linear"),
)
"""The runs whose samples are scored."""
MIXTURE = ", mixture"
"""So the names of lines go on whose codes were drawn from a mixture."""
Draw = Callable[[int, np.random.Generator], np.ndarray]
"""How many codes, by which generator: float32 (count, latent_dim)."""
BOUND_DRAWS, BOUND_REPEATS = 200, 2
"""Draws of the code for each digit in the importance-weighted bound, and how often every digit is
drawn in black and white and bounded: two suffice for the standard error over ten thousand."""


def lines(
    runs: Mapping[str, Run], say: Callable[[str], None], keep: Path | None = None
) -> Iterator[Line]:
    """Yield the table's lines, as they are measured.

    Args:
        runs: the runs of `wanted`, by their names.
        say: told what is being measured, since some of it takes a minute.
        keep: a file to write the classifier's scores into, for pages to show.
    """
    for fact in FACTS:
        run = runs[fact.run]
        figure = fact.figure(run.metrics)
        yield Line(fact.model, fact.measure, fact.published, fact.reproduced, figure, run.seconds)
    say("Fitting the logistic regression …")
    yield _probe(runs["sparse"])
    yield from map(_against_pca, (runs[name] for name in ("linear-2d", "linear", "linear-128d")))
    say("Measuring the importance-weighted bound …")
    yield _bound(runs["binarised"])
    for name in ("adversarial-2d", "variational-2d", "adversarial", "variational-8d"):
        yield from _two_samples(runs[name])
    say("Telling one digit from the others …")
    yield from _one_class({digit: runs[f"one-class-{digit}"] for digit in DEEP_SVDD})
    say("Training the classifier of digits …")
    yield from _scored(runs, keep)


def _probe(run: Run) -> Line:
    train = datasets.load(DATASET, "train")
    encoder = evaluation.load(run).encoder
    codes = encoder.predict(datasets.to_inputs(train.samples), batch_size=1000, verbose=0)
    test = datasets.load(DATASET, "test")
    score = analysis.logistic_probe(codes, train.labels, run.array("latents"), test.labels)
    measure = "recognised by logistic regression on the training digits' codes"
    return Line("sparse, 96 units", measure, "–", "–", f"{score:.3f}", run.seconds)


def _against_pca(run: Run) -> Line:
    ours, pca = run.metrics["test_squared_error"], run.metrics["pca_test_squared_error"]
    model = f"linear, {run.config.latent_dim}-d"
    return Line(model, "squared error", f"PCA {pca:.2f}", "–", f"{ours:.2f}", run.seconds)


def _bound(run: Run) -> Line:
    """Bound −log p of all test digits, each drawn in black and white anew every time."""
    test = datasets.to_inputs(datasets.load(DATASET, "test").samples)
    make = REGISTRY[run.config.architecture.name].inputs_and_targets
    noise, rng = NumpyRandom(np.random.default_rng(0)), np.random.default_rng(1)
    model, found = evaluation.load(run), []
    for _repeat in range(BOUND_REPEATS):
        binary = make(run.config.architecture, test, noise, run.config.data)[0]
        found.append(-importance_weighted_bound(model, binary, BOUND_DRAWS, rng))
    return Line(
        "variational, 32-d, binarised digits",
        f"−log p(x) ≤, {BOUND_DRAWS} draws a digit, nats",
        "86.76, 5,000 draws a digit (Burda et al. 2015)",
        "–",
        analysis.with_error(*analysis.over_draws(np.stack(found)), "{:.2f}"),
        run.seconds,
    )


def _two_samples(run: Run) -> Iterator[Line]:
    """Test the codes of training and of held-out digits against the normal prior.

    The test digits are by other writers, so even a perfect fit of the training digits' codes
    leaves the held-out ones a little aside; both are told.
    """
    model = evaluation.load(run)
    for split, digits in (("train", "training"), ("test", "held-out")):
        images = datasets.to_inputs(datasets.load(DATASET, split).samples)  # type: ignore[arg-type]
        draw = priors.code_draws(model, images)
        found = [
            priors.compare(draw(seed), "normal", priors.COMPARED, seed)
            for seed in range(analysis.DRAWS)
        ]
        mmd = analysis.with_error(*analysis.over_draws(np.array([t.mmd for t in found])), "{:.5f}")
        critical, p = np.mean([t.critical for t in found]), np.median([t.p for t in found])
        yield Line(
            f"{run.config.architecture.name}, {run.config.latent_dim}-d",
            f"MMD² of {priors.COMPARED} {digits} codes to the prior; chance stays below, median p",
            "–",
            "–",
            f"{mmd}; {critical:.5f}, {analysis.p_value(float(p))}",
            run.seconds,
        )


def _one_class(runs: Mapping[str, Run]) -> Iterator[Line]:
    """Tell all other test digits from one that a run has learnt: each digit, then the mean."""
    found = []
    for digit, run in runs.items():
        told, score = told_apart(run), scores_for(run.config)[0]
        simpler = told.competitors[ANOTHER]
        beside = (DEEP_SVDD[digit] / 100, simpler["pca"], simpler["knn"])
        found.append((*beside, told.scores[ANOTHER][score], run.seconds))
        yield _areas_line(f"only {digit} learnt", *found[-1])
    means = np.mean(found, axis=0)
    yield _areas_line("mean of the ten", *means)


def told_apart(run: Run) -> Areas:
    """Measure how well a run of one class tells all others, beside simpler detectors."""
    operations = functions(run.config, evaluation.load(run))
    return areas(run.config, lambda name, array: operations[name](array), (ANOTHER,))


def _areas_line(
    what: str, published: float, pca: float, knn: float, ours: float, seconds: float
) -> Line:
    return Line(
        f"deep, one class, 8-d: {what}",
        "AUC, in percent, excess cross-entropy ÷ ink; all other test digits are odd",
        f"{100 * published:.1f} (Deep SVDD, Ruff et al. 2018)",
        f"PCA-8 {100 * pca:.1f}, 5 nearest {100 * knn:.1f}",
        f"{100 * ours:.1f}",
        seconds,
    )


def _scored(runs: Mapping[str, Run], keep: Path | None) -> Iterator[Line]:
    """Score samples of every family, and real digits for comparison."""
    classifier = digit_classifier.train(DATASET)
    real = classifier.score(digit_classifier.held_back(DATASET)[:SAMPLES])
    kept = {digit_classifier.REAL: real}
    yield _score_line("real digits that the classifier has not learnt from", real)
    for name in GENERATING:
        run = runs[name]
        for source, draw, seconds in _sources(run):
            found = classifier.score_draws(samples(run, draw))
            kept[digit_classifier.score_key(run.key, source.startswith(MIXTURE))] = found
            yield _score_line(f"samples, {name}{source}", found, seconds)
    yield Line("the classifier itself", "test accuracy", "–", "–", f"{classifier.accuracy:.4f}")
    if keep is not None:
        digit_classifier.save_scores(kept, keep)


def _score_line(model: str, score: SampleScore, seconds: float | None = None) -> Line:
    confident = f"one class given {digit_classifier.CONFIDENT:.0%} or more"
    measure = f"squared Fréchet distance of features to the test digits'; {confident}"
    far = analysis.with_error(score.frechet, score.frechet_error, "{:.2f}")
    sure = analysis.with_error(score.confident, score.confident_error, "{:.1%}")
    return Line(model, measure, "–", "–", f"{far}; {sure}", seconds)


def _sources(run: Run) -> Iterator[tuple[str, Draw, float | None]]:
    """Yield what a run's codes are drawn from: a name, how, and how long the fitting took.

    First its prior, or one normal distribution fitted to the training digits' codes; then a mixture
    fitted to them, which is a single thread's work: its time is that of the processor.
    """
    prior, size = generation.prior_of(run.config), run.config.latent_dim
    if prior is not None:
        yield "", lambda count, rng: priors.sample(prior, count, size, rng), None
    else:
        normal = generation.fit_normal(mixtures.training_codes(run))
        draw = lambda count, rng: generation.draw_normal(normal, count, 1.0, rng)  # noqa: E731
        yield ", one normal distribution", draw, None
    began = time.process_time()
    fitted = mixtures.fit(run, lambda share: None)
    seconds = time.process_time() - began
    yield (
        f"{MIXTURE} of {len(fitted.weights)}",
        lambda count, rng: generation.draw_mixture(fitted, count, 1.0, rng),
        seconds,
    )


def samples(run: Run, draw: Draw) -> Iterator[np.ndarray]:
    """Yield sets of digits decoded from drawn codes, uint8 (SAMPLES, height, width).

    Each set has draws of its own.
    """
    decoder = evaluation.load(run).decoder
    for seed in range(analysis.DRAWS):
        codes = draw(SAMPLES, np.random.default_rng(seed))
        yield datasets.to_pixels(decoder.predict(codes, batch_size=1000, verbose=0))
