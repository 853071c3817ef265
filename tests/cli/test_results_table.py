"""The table of results: its runs can be trained, and its lines are measured on real runs."""

import re
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import scipy.linalg

from ae import analysis, config
from ae.cli import results_rows, results_table
from ae.data import datasets
from ae.models import digit_classifier, generation, priors
from ae.runs import evaluation, mixtures
from ae.runs.anomalies import Areas
from tests.conftest import tiny_config, train

README = (Path(__file__).resolve().parent.parent.parent / "README.md").read_text()


@pytest.fixture(scope="module")
def variational(workers):
    return train(workers, tiny_config(architecture="variational", latent_dim=2))


def test_every_run_of_the_table_is_a_configuration_of_its_own():
    wanted = results_rows.wanted()
    assert all(chosen.dataset == "mnist" for chosen in wanted.values())
    assert len({chosen.key() for chosen in wanted.values()}) == len(wanted)
    assert {chosen.architecture.name for chosen in wanted.values()} == set(
        config.choices("architecture")
    )


def test_every_family_default_is_in_the_table():
    keys = {chosen.key() for chosen in results_rows.wanted().values()}
    for name in config.choices("architecture"):
        assert config.from_flat({"dataset": "mnist", "architecture": name}).key() in keys


def test_the_readme_holds_every_figure_that_the_command_prints():
    """Those of shipped runs are compared by value in `tests/runs/test_shipped_figures.py`."""
    for fact in results_rows.FACTS:
        row = re.escape(f"| {fact.model} | {fact.measure} | {fact.published} | {fact.reproduced} |")
        assert re.search(row + r" [\d.]+%?( ± [\d.]+)? \| \d+ s \|", README), fact.model


def from_prior(count, rng):
    return priors.sample("normal", count, 2, rng)


def test_samples_are_digits_decoded_from_drawn_codes(variational, monkeypatch):
    monkeypatch.setattr(results_table, "SAMPLES", 1500)
    first, second, *_others = results_table.samples(variational, from_prior)
    assert len(_others) + 2 == analysis.DRAWS
    assert first.shape == (results_table.SAMPLES, 28, 28)
    assert first.dtype == np.uint8
    assert len(np.unique(first.reshape(len(first), -1), axis=0)) > 1000
    again = next(results_table.samples(variational, from_prior))
    np.testing.assert_array_equal(first, again)
    assert not np.array_equal(first, second)


def test_codes_are_drawn_from_the_prior_and_from_a_mixture(variational):
    (prior, draw, nothing), (mixture, draw_mixed, seconds) = results_table._sources(variational)
    codes = draw(50, np.random.default_rng(3))
    np.testing.assert_array_equal(codes, from_prior(50, np.random.default_rng(3)))
    fitted = mixtures.fit(variational, lambda share: None)
    mixed = draw_mixed(50, np.random.default_rng(3))
    expected = generation.draw_mixture(fitted, 50, 1.0, np.random.default_rng(3))
    np.testing.assert_allclose(mixed, expected, atol=1e-4)
    assert (prior, mixture) == ("", f", mixture of {len(fitted.weights)}")
    assert nothing is None and seconds > 0


def test_without_a_prior_one_normal_distribution_stands_beside_the_mixture(finished_run):
    (normal, draw, nothing), (mixture, _draw, _seconds) = results_table._sources(finished_run)
    assert normal == ", one normal distribution" and nothing is None
    assert mixture.startswith(", mixture of ")
    codes = mixtures.training_codes(finished_run)
    drawn = draw(20_000, np.random.default_rng(0))
    spread = codes.std(axis=0)
    np.testing.assert_allclose(
        drawn.mean(axis=0), codes.mean(axis=0), atol=0.05 * spread.max() + 1e-6
    )
    np.testing.assert_allclose(drawn.std(axis=0), spread, rtol=0.05, atol=1e-4)


@pytest.mark.mnist
def test_a_line_of_the_two_sample_test_says_what_was_found(variational, monkeypatch):
    monkeypatch.setattr(priors, "COMPARED", 100)
    lines = list(results_table._two_samples(variational))
    assert [line.model for line in lines] == ["variational, 2-d"] * 2
    for line in lines:
        written = r"-?\d\.\d{5} ± \d\.\d+; \d\.\d{5}, p (= \d\.\d\d|< 0\.01)"
        assert re.fullmatch(written, line.ours), line.ours
        assert len(line.cells()) == len(results_rows.HEADS)


def test_a_figure_of_a_run_is_written_with_its_error_where_it_has_one():
    fact = next(one for one in results_rows.FACTS if one.metric == "test_negative_elbo")
    metrics = {"test_negative_elbo": 95.897, "test_negative_elbo_error": 0.0131}
    assert fact.figure(metrics) == "95.90 ± 0.01"
    assert fact.figure({"test_negative_elbo": 95.763}) == "95.76"


def stand_in_run(**metrics):
    """A finished run of which only this is known; its codes are a class's number, and noise."""
    chosen = config.from_flat({"dataset": "mnist", "architecture": "sparse"})
    return SimpleNamespace(config=chosen, metrics=metrics, seconds=12.0)


def test_the_line_beside_pca_has_both_errors():
    run = stand_in_run(test_squared_error=13.2037, pca_test_squared_error=13.1933)
    line = results_table._against_pca(run)
    assert (line.published, line.ours, line.cells()[-1]) == ("PCA 13.19", "13.20", "12 s")


def small_digits(monkeypatch):
    """Have the table measure on the built-in digits."""
    monkeypatch.setattr(results_table, "DATASET", "digits")


def test_the_probes_line_is_how_often_it_recognises_the_test_digits(monkeypatch):
    """Codes that name the class, but that of every fifth test digit another one."""
    small_digits(monkeypatch)
    train, test = (datasets.load("digits", split) for split in ("train", "test"))
    codes = np.eye(10, dtype=np.float32)[train.labels]
    told = np.where(np.arange(len(test.labels)) % 5 == 0, (test.labels + 1) % 10, test.labels)
    encoder = SimpleNamespace(predict=lambda inputs, **ignored: codes[: len(inputs)])
    monkeypatch.setattr(evaluation, "load", lambda run: SimpleNamespace(encoder=encoder))
    run = stand_in_run()
    run.array = {"latents": np.eye(10, dtype=np.float32)[told]}.__getitem__
    assert results_table._probe(run).ours == f"{np.mean(told == test.labels):.3f}" == "0.798"


def test_the_bounds_line_is_the_likelihood_of_a_model_that_knows_nothing(monkeypatch):
    """Where every pixel is white with probability 1/4 for any code, log p(x) follows by count."""
    small_digits(monkeypatch)
    monkeypatch.setattr(results_table, "BOUND_DRAWS", 3)

    def posterior(samples, **ignored):
        return [np.zeros((len(samples), 2), np.float32)] * 2

    model = SimpleNamespace(
        posterior=SimpleNamespace(predict=posterior),
        decoder=SimpleNamespace(
            predict=lambda codes, **ignored: np.full((len(codes), 28, 28), 0.25, np.float32)
        ),
    )
    monkeypatch.setattr(evaluation, "load", lambda run: model)
    run = stand_in_run()
    run.config = config.from_flat({"architecture": "variational", "binarise": True})
    ours = results_table._bound(run).ours
    bound, error = map(float, ours.split(" ± "))
    white = datasets.to_inputs(datasets.load("digits", "test").samples).reshape(-1, 784)
    expected = -(white * np.log(0.25) + (1 - white) * np.log(0.75)).sum(axis=1).mean()
    # Black and white are drawn twice: p (1 − p) is a pixel's variance, and log 3 what it changes.
    variance = (white * (1 - white)).sum(axis=1).mean() * np.log(3) ** 2
    assert error == pytest.approx(np.sqrt(variance / len(white) / 2), abs=0.02, rel=0.2)
    assert abs(bound - expected) < 4 * error


class ByBrightness:
    """A classifier's network of known form: features are two rows' sums, and sure is what is light.

    It is asked as the Keras one is.
    """

    def predict(self, inputs, **ignored):
        features = inputs[:, 10:12].sum(axis=2)
        logits = np.zeros((len(inputs), 10), np.float32)
        logits[:, 0] = np.where(features[:, 0] > 5, 9.0, 0.0)
        return logits, features


def test_the_scores_lines_are_the_frechet_distances_of_the_features(monkeypatch, tmp_path):
    small_digits(monkeypatch)
    classifier = digit_classifier.DigitClassifier(ByBrightness(), "digits")
    monkeypatch.setattr(digit_classifier, "train", lambda dataset: classifier)
    rng = np.random.default_rng(0)
    sets = [rng.integers(0, 256, (500, 28, 28)).astype(np.uint8) for _draw in range(3)]
    sources = (("", None, None), (", mixture of 4", None, 31.4))
    monkeypatch.setattr(results_table, "_sources", lambda run: iter(sources))
    monkeypatch.setattr(results_table, "samples", lambda run, draw: iter(sets))
    monkeypatch.setattr(results_table, "GENERATING", ("variational",))
    run = stand_in_run()
    run.key = "0123456789abcdef"
    keep = tmp_path / "scores.json"
    real, drawn, mixed, itself = results_table._scored({"variational": run}, keep)

    def features(samples):
        return samples[:, 10:12].sum(axis=2, dtype=np.float64) / 255

    def distance(samples):
        """The formula, with SciPy's root of a matrix."""
        one, other = features(samples), features(datasets.load("digits", "test").samples)
        first, second = (np.cov(part, rowvar=False) for part in (one, other))
        root = scipy.linalg.sqrtm(first @ second).real
        apart = np.square(one.mean(0) - other.mean(0)).sum()
        return apart + np.trace(first + second - 2 * root)

    train = datasets.load("digits", "train").samples
    back = train[-240:]
    assert real.ours == f"{distance(back):.2f}; {np.mean(features(back)[:, 0] > 5):.1%}"
    found = [distance(one) for one in sets]
    far, sure = drawn.ours.split("; ")
    assert far == analysis.with_error(np.mean(found), np.std(found, ddof=1) / 3**0.5, "{:.2f}")
    assert sure.startswith("100.0%")
    assert (drawn.model, drawn.cells()[-1]) == ("samples, variational", "")
    assert (mixed.model, mixed.cells()[-1]) == ("samples, variational, mixture of 4", "31 s")
    assert mixed.ours == drawn.ours
    assert itself.ours == f"{np.mean(datasets.load('digits', 'test').labels == 0):.4f}"
    kept = digit_classifier.load_scores(keep)
    assert kept[run.key].frechet == pytest.approx(np.mean(found), rel=1e-4)
    assert kept[run.key].frechet_error == pytest.approx(np.std(found, ddof=1) / 3**0.5, rel=1e-3)
    assert kept[digit_classifier.score_key(run.key, mixture=True)] == kept[run.key]
    assert kept[digit_classifier.REAL].frechet_error == 0


def test_each_digit_is_told_from_the_others_and_the_mean_is_told(monkeypatch):
    """What a run of one class tells apart stands beside PCA, neighbours and what was published."""

    def told(run):
        area = run.config.classes[0] / 10
        return Areas(
            1, {}, {"another": {"excess_per_ink": area}}, {"another": {"pca": 0.5, "knn": 1.0}}
        )

    monkeypatch.setattr(results_table, "told_apart", told)
    wanted = results_rows.wanted()
    runs = {
        digit: SimpleNamespace(config=wanted[f"one-class-{digit}"], seconds=4.0)
        for digit in results_rows.DEEP_SVDD
    }
    *digits, mean = results_table._one_class(runs)
    assert [line.ours for line in digits] == [f"{10 * digit:.1f}" for digit in range(10)]
    assert mean.ours == "45.0" and mean.seconds == 4.0
    assert mean.published == "94.8 (Deep SVDD, Ruff et al. 2018)"
    assert mean.reproduced == "PCA-8 50.0, 5 nearest 100.0"


@pytest.mark.mnist
def test_a_run_of_one_class_is_measured_on_all_test_digits(workers):
    chosen = tiny_config(dataset="mnist", architecture="basic", classes="4", train_size=1000)
    told = results_table.told_apart(train(workers, chosen))
    assert (told.normal, told.odd["another"]) == (982, 10_000 - 982)
    assert set(told.scores["another"]) >= {"excess_per_ink", "squared_error"}
    assert told.competitors["another"]["knn"] > 0.7


def test_every_family_is_scored():
    wanted = results_rows.wanted()
    families = {wanted[name].architecture.name for name in results_table.GENERATING}
    assert families == {chosen.architecture.name for chosen in wanted.values()}
