"""The page Signals: what it shows is the run's own output, beside filters set on training beats."""

import json

import numpy as np
import pytest

from ae import analysis, config
from ae.data import datasets, heartbeats
from ae.data.corruption import corrupt
from ae.runs import evaluation
from tests.conftest import keep_out_of_the_way, train
from tests.web.visits import all_fine, arrive, captions, choose, control, link, markdown, visit

CHOSEN = config.from_flat(
    {"dataset": "heartbeats", "architecture": "denoising", "epochs": 3, "filters": 4}
)
PAGE = "pages/signals.py"


@pytest.fixture(scope="module")
def run(server):
    return train(server.workers(), CHOSEN)


@pytest.fixture(scope="module")
def restore(run):
    """The run's model, loaded here."""
    model = evaluation.load(run)
    keep_out_of_the_way()
    return lambda noisy: model.predict(noisy, verbose=0)


def opened(run):
    """Open the page on the run, as a link to it does."""
    app = arrive(PAGE, **link(run.config))
    assert all_fine(app), [one.value for one in (*app.error, *app.warning)]
    return app


def lines(app):
    (chart,) = app.get("plotly_chart")
    return {line["name"]: line for line in json.loads(chart.proto.spec)["data"]}


def values(line):
    """Return what a line of a chart shows; Plotly packs arrays."""
    given = line["y"]
    if isinstance(given, dict):
        import base64

        return np.frombuffer(base64.b64decode(given["bdata"]), given["dtype"])
    return np.array(given)


def test_it_opens_on_a_signal_and_the_other_pages_keep_their_own(server):
    app = visit(PAGE)
    assert control(app.selectbox, "Data").value == "heartbeats"
    assert control(app.selectbox, "Autoencoder").value == "denoising"
    assert "Built-in digits" not in control(app.selectbox, "Data").options
    app.switch_page("pages/reconstruct.py").run()
    assert control(app.selectbox, "Data").value == "digits"
    assert all_fine(app)


def test_a_link_to_pictures_is_refused_in_words(server):
    app = arrive(PAGE, dataset="digits")
    assert "dataset: expected one of heartbeats" in app.warning[0].value
    assert control(app.selectbox, "Data").value == "heartbeats"


def test_what_is_restored_is_the_runs_output_and_its_decibels(run, restore):
    app = opened(run)
    split = datasets.load("heartbeats", "test")
    index = int(np.flatnonzero(split.labels == 0)[0])
    clean = split.samples[index : index + 1]
    noisy = corrupt(clean, "mixed", 0.55, np.random.default_rng(index), None)
    expected = restore(noisy)
    shown = lines(app)
    np.testing.assert_allclose(values(shown["original"]), clean[0], atol=1e-5)
    np.testing.assert_allclose(values(shown["with noise"]), noisy[0], atol=1e-5)
    np.testing.assert_allclose(values(shown["restored"]), expected[0], atol=1e-3)
    error = np.square(expected[0] - clean[0])
    np.testing.assert_allclose(values(shown["error of restored"]), error, atol=5e-3)
    told = {one.label: one.value for one in app.metric}
    assert told["with noise"] == f"{analysis.snr(clean, noisy):.1f} dB"
    assert float(told["this network"].split()[0]) == pytest.approx(
        analysis.snr(clean, expected), abs=0.06
    )
    assert "60 training simulated beats" in captions(app)


def test_the_noise_can_be_chosen_and_only_what_signals_meet(run):
    app = opened(run)
    offered = control(app.selectbox, "Noise").options
    assert offered[-4:] == ["Baseline wander", "Mains hum", "Muscle burst", "All mixed"]
    before = values(lines(app)["with noise"])
    control(app.selectbox, "Noise").set_value("hum").run()
    assert all_fine(app)
    assert not np.allclose(values(lines(app)["with noise"]), before)


def test_the_gain_is_measured_on_held_out_beats_and_the_verdict_says_who_wins(run, restore):
    app = opened(run)
    choose(app, "Look at", "signals.gain")
    shown = {name: values(line) for name, line in lines(app).items()}
    samples = datasets.load("heartbeats", "test").samples
    clean = samples[analysis.sampled(len(samples), 100)]
    noisy = corrupt(clean, "mixed", 0.55, np.random.default_rng(0), None)
    gained = analysis.snr(clean, restore(noisy)) - analysis.snr(clean, noisy)
    assert shown["this network"][5] == pytest.approx(gained, abs=0.05)
    assert "100 of 600 held-out simulated beats, drawn at random" in captions(app)
    best = np.maximum(shown["wavelet shrinkage"], shown["Savitzky–Golay"])
    network_always_wins = bool((shown["this network"] > best).all())
    says_so = "the network takes out more noise than both filters" in markdown(app)
    assert says_so == network_always_wins


def test_another_hearts_beats_are_told_by_their_decibels(run, restore):
    app = opened(run)
    choose(app, "Look at", "signals.stranger")
    beats = np.repeat(heartbeats.stranger_beats(140, 200.0, heartbeats.BEFORE), 16, axis=0)
    noisy = corrupt(beats, "mixed", 0.55, np.random.default_rng(0), None)
    other = analysis.snr(beats, restore(noisy))
    assert f"On another heart's beats it reaches {other:.1f}" in markdown(app)
    assert "MIT-BIH record 101" in captions(app)


def test_the_map_shows_the_beats_by_class(run):
    app = opened(run)
    choose(app, "Look at", "latent.map")
    assert {"normal", "early ventricular"} <= set(lines(app))


@pytest.mark.parametrize("page", ["reconstruct", "inside", "latent", "generate", "model"])
def test_every_other_page_works_on_beats_and_speaks_of_them(run, page):
    app = visit(f"pages/{page}.py", **link(run.config))
    assert all_fine(app)
    assert control(app.selectbox, "Data").value == "heartbeats"
    told = markdown(app) + captions(app)
    assert "digit" not in told.lower()
    assert "pixel" not in captions(app).lower()
