"""Every page, as Streamlit runs it, on the built-in digits and with real workers."""

import ast
import base64
import functools
import inspect
import io
import json
import re
import shutil
import time
import zipfile
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from ae import config
from ae.data import datasets
from ae.data.corruption import corrupt
from ae.models.architectures import REGISTRY
from ae.models.export import missing_onnx
from ae.models.standalone import optimizer_call, script
from ae.models.training import snapshot_rows
from ae.runs import evaluation, jobs
from ae.runs.store import ARRAYS, CONFIG, WEIGHTS
from ae.web import live, runs, take_home
from ae.web import server as services
from ae.web.wording import named
from tests.conftest import START_SECONDS, tiny_config, train, wait_until
from tests.stand_ins import takers
from tests.web.visits import (
    all_fine,
    arrive,
    captions,
    click,
    control,
    go,
    html,
    link,
    markdown,
    pictures,
    publish_untrained,
    read,
    visit,
)
from tests.workers.processes import held, hold

pytestmark = pytest.mark.slow
PAGES = tuple(
    f"pages/{name}.py" for name in ("reconstruct", "draw", "inside", "latent", "generate", "model")
)
MODEL = "pages/model.py"
CONTROLS = ("selectbox", "number_input", "toggle", "checkbox", "slider")


@pytest.mark.parametrize("page", PAGES)
def test_a_first_visit_shows_a_finished_run_everywhere(server, page):
    app = visit(page)
    assert not app.error and not app.warning
    assert app.title[0].value
    if page != MODEL:
        assert "ships with the app" in captions(app)


def test_a_first_visit_shows_ten_digits_above_their_reconstructions(server):
    page = html(visit())
    assert page.count('class="ae-original"') >= 10
    assert page.count('class="ae-reconstruction"') >= 10
    assert page.count('class="ae-error"') == 10


def test_a_figure_that_rests_on_draws_is_shown_with_its_error(server):
    chosen = config.from_flat({"dataset": "digits", "architecture": "variational"})
    metrics = services.store().require(chosen.key()).metrics
    page = visit(**link(chosen))
    elbo, error = metrics["test_negative_elbo"], metrics["test_negative_elbo_error"]
    assert f"{elbo:.2f} ± {error:.2f} |" in markdown(page)
    assert "standard error over 16 draws" in captions(page)
    inside = visit("pages/inside.py", **link(chosen))
    assert f"**{elbo:.2f} ± {error:.2f}**" in markdown(inside)


def test_the_cross_entropy_of_values_outside_its_range_says_how_they_were_clipped(server):
    chosen = config.from_flat({"dataset": "digits", "architecture": "linear"})
    metrics, page = services.store().require(chosen.key()).metrics, visit(**link(chosen))
    assert f"{metrics['pca_test_outside']:.0%} of its values lie outside 0 to 1" in captions(page)
    assert "moved to 1e-07 from the ends" in captions(page)
    assert f"to {metrics['test_outside']:.0%} of this run's values" in captions(page)


def test_the_url_carries_every_choice(server):
    wanted = config.from_flat({"dataset": "digits", "latent_dim": 7, "loss": "mse", "seed": 5})
    app = visit(**link(wanted))
    assert {name: one(value) for name, value in app.query_params.items()} == link(wanted)
    assert control(app.select_slider, "Latent size").value == 7
    assert control(app.number_input, "Seed").value == 5


def one(value):
    return value[0] if isinstance(value, list) else value


@pytest.mark.parametrize(
    ("name", "value", "allowed"),
    [
        ("latent_dim", "500", "1 to 128"),
        ("epochs", "many", "1 to 200"),
        ("learning_rate", "nan", "1e-05 to 0.1"),
        ("dataset", "<script>", "digits, mnist"),
        ("activation", "sine", "relu, linear, tanh"),
        ("latent_dims", "7", "one of the fields"),
        ("noise", "thunder", "gaussian, salt_and_pepper, masking, block"),
        ("digits", "all", "best, worst"),
        ("level", "7", "0 to 1"),
        ("pca", "maybe", "true, false"),
    ],
)
def test_a_bad_value_in_the_url_is_named_and_only_it_falls_back(server, name, value, allowed):
    app = visit(**{"seed": "9", name: value})
    message = read(app.warning[0].value)
    assert name in message and allowed in message and value in message
    assert control(app.number_input, "Seed").value == 9


def test_new_seed_changes_the_seed_alone_and_reset_everything(server):
    app = visit(latent_dim=5, seed=1)
    before = link(config.from_flat({"dataset": "digits", "latent_dim": 5, "seed": 1}))
    click(app, "New seed")
    after = {name: one(value) for name, value in app.query_params.items()}
    assert after.pop("seed") != before.pop("seed")
    assert after == before
    click(app, "Reset")
    expected = link(config.from_flat({"dataset": "digits"}))
    assert {name: one(value) for name, value in app.query_params.items()} == expected


def test_choices_survive_a_page_change(server):
    app = visit(latent_dim=6)
    app.switch_page(MODEL).run()
    assert control(app.select_slider, "Latent size").value == 6
    assert "6 numbers" in captions(app)


@pytest.mark.parametrize("page", PAGES)
def test_an_untrained_configuration_can_be_looked_at(server, page):
    app = visit(page, latent_dim=3, epochs=3)
    if page != MODEL:
        assert "Train" in [button.label for button in app.button]
        assert html(app).count('class="ae-original"') == 10


def test_training_from_the_page_ends_in_a_run_that_everyone_has(server):
    chosen = tiny_config(seed=11, epochs=3)
    app = visit(**link(chosen))
    click(app, "Train")
    store = services.store()
    wait_until(lambda: store.has(chosen.key()), START_SECONDS, "the training's end")
    app.run()
    assert "which you had trained" in captions(app)
    assert "PCA" in markdown(app)
    other = visit(**link(chosen))
    assert "trained earlier on this server" in captions(other)


def test_a_training_under_way_shows_progress_and_can_be_cancelled(server):
    chosen = tiny_config(seed=12, epochs=200, train_size=1440, batch_size=720)
    app = visit(**link(chosen))
    click(app, "Train")
    begun = lambda: len(jobs.snapshot(services.store(), chosen.key()).history) > 2  # noqa: E731
    hold(services.workers().pid, begun)
    app.run()
    assert html(app).count('class="ae-reconstruction"') == 10
    app.switch_page(MODEL).run()
    assert "Cancel" in [button.label for button in app.button]
    click(app, "Cancel")
    gone = lambda: jobs.snapshot(services.store(), chosen.key()).state == "absent"  # noqa: E731
    wait_until(gone, START_SECONDS, "the cancelled job's end")
    assert "Train" in [button.label for button in visit(**link(chosen)).button]


def test_a_waiting_training_shows_the_queue_and_its_place(server):
    long = tiny_config(seed=13, epochs=200, train_size=1440, batch_size=720)
    waiting = tiny_config(seed=14)
    store = services.store()
    with held(services.workers().pid) as stopped:
        for chosen in (long, waiting):
            services.workers().submit(jobs.training(chosen))
        wait_until(lambda: stopped, START_SECONDS, "the first training")
        app = visit(**link(waiting))
        assert "1 training is ahead:" in captions(app)
        assert "- running: Basic, 32, Built-in digits" in markdown(app)
        assert "yours" not in markdown(app)
        for chosen in (waiting, long):
            jobs.request_cancel(store, chosen.key())
        wait_until(lambda: not jobs.specs(store), START_SECONDS, "both jobs' end")


def test_an_interrupted_training_says_so_and_can_be_started_again(server):
    chosen, store = tiny_config(seed=15), services.store()
    owner = jobs.Owner(store)
    attempt = jobs.claim(store, jobs.training(chosen), owner)
    jobs.set_state(store, chosen.key(), attempt, "running")
    owner.release()
    app = visit(**link(chosen))
    assert "interrupted" in read(app.warning[0].value)
    click(app, "Train again")
    wait_until(lambda: store.has(chosen.key()), START_SECONDS, "the second attempt's end")


def test_a_training_that_diverges_stops_there_and_shows_its_curve_and_what_to_change(server):
    """At this learning rate the wide network truly diverges, some epochs into the warm-up."""
    chosen = tiny_config(
        architecture="variational", width=1024, learning_rate=0.1, batch_size=64, epochs=199
    )
    services.workers().submit(jobs.training(chosen))
    ended = lambda: not jobs.snapshot(services.store(), chosen.key()).active  # noqa: E731
    wait_until(ended, START_SECONDS, "the failure")
    seen = jobs.snapshot(services.store(), chosen.key())
    assert seen.state == "failed"
    assert 2 < len(seen.history) < 50
    assert np.isfinite([epoch["train_loss"] for epoch in seen.history]).all()
    left = services.store().jobs / chosen.key()
    assert not list(left.rglob("result*")), "a partial result stays"
    app = visit(**link(chosen))
    assert f"in epoch {len(seen.history)} of 199, received nan" in read(app.error[0].value)
    assert "Lower the learning rate (it was 0.1)" in read(app.error[0].value)
    told = read(visit(**link(chosen), lang="zh").error[0].value)  # what a worker has written
    assert "训练发散" in told and "学习率" in told and "nan" in told and "rate" not in told
    (curves, *_others) = app.get("plotly_chart")
    assert f"after epoch {seen.history[-1]['epoch']}, training" in curves.proto.alt
    assert html(app).count('class="ae-reconstruction"') == 10
    assert "Train again" in [button.label for button in app.button]


@pytest.fixture(scope="module")
def really_trained(server, tmp_path_factory):
    """A run of a real training, and its files, to be put back after they were damaged."""
    run = train(services.workers(), tiny_config(seed=16))
    return run, shutil.copytree(run.folder, tmp_path_factory.mktemp("kept") / run.key)


@pytest.mark.parametrize("page", PAGES)
def test_a_damaged_run_is_no_traceback_but_an_invitation(really_trained, tmp_path, page):
    (run, files), store = really_trained, services.store()
    with store.lock(run.key):
        store.publish(run.key, shutil.copytree(files, tmp_path / run.key))
    chosen = run.config
    told = captions(visit(page, **link(chosen)))
    assert "trained earlier on this server" in told or page == MODEL
    for name in (WEIGHTS, CONFIG, ARRAYS):
        path = run.folder / name
        path.write_bytes(path.read_bytes()[:50])
    time.sleep(runs.MOMENT)  # for which a look at the files holds
    app = visit(page, **link(chosen))
    if page != MODEL:
        assert "Train" in [button.label for button in app.button]


def run_of(**chosen):
    return services.store().find(config.from_flat({"dataset": "digits"} | chosen).key())


@functools.cache
def model_of(run):
    return evaluation.load(run)


def told(app, kind):
    """Return the numbers below the pictures of a kind."""
    return [float(one) for one in re.findall(rf'"ae-{kind}"[^>]*><small>([^<]*)<', html(app))]


def shown_rows(app):
    """Return which held-out digits are shown as originals."""
    held_out = datasets.held_out("digits").samples
    return [
        int(np.flatnonzero((held_out == one).all(axis=(1, 2)))[0])
        for one in pictures(app, "original")
    ]


@pytest.mark.parametrize("name", takers("picture"))
def test_what_is_shown_and_judged_is_the_networks_own_output(server, name):
    """Also of the linear one, whose output leaves 0 to 1: it is clipped for the eye only."""
    run, app = run_of(architecture=name), visit(architecture=name)
    clean = datasets.to_inputs(datasets.held_out("digits").samples[shown_rows(app)])
    restored = np.asarray(model_of(run)(clean, training=False))
    errors = np.square(restored - clean).sum(axis=(1, 2))
    np.testing.assert_allclose(told(app, "reconstruction"), errors, atol=0.06)
    seen = np.rint(np.clip(restored, 0, 1) * 255)
    assert np.abs(np.stack(pictures(app, "reconstruction")) - seen).max() <= 1


@pytest.mark.parametrize("name", takers("picture"))
def test_noise_is_added_and_what_is_rebuilt_is_judged_against_the_clean_digit(server, name):
    run, app = run_of(architecture=name), visit(architecture=name)
    assert "ae-corrupted" not in html(app)
    control(app.slider, "Noise level").set_value(0.5).run()
    assert not app.warning
    clean = datasets.to_inputs(datasets.held_out("digits").samples[shown_rows(app)])
    noisy = corrupt(clean, "gaussian", 0.5, np.random.default_rng(0), (0.0, 1.0))
    assert np.abs(np.stack(pictures(app, "corrupted")) - np.rint(255 * noisy)).max() <= 1
    restored = np.asarray(model_of(run)(noisy, training=False))
    errors = np.square(restored - clean).sum(axis=(1, 2))
    np.testing.assert_allclose(told(app, "reconstruction"), errors, rtol=1e-3, atol=0.06)
    assert html(app).count('class="ae-error"') == 10


@pytest.mark.parametrize("way", ["random", "best", "worst", "3"])
def test_digits_are_chosen_by_class_at_random_best_or_worst(server, way):
    app = visit()
    usual = shown_rows(app)
    control(app.selectbox, "Held-out digits").set_value(way).run()
    assert not app.exception
    rows, run = shown_rows(app), run_of()
    errors, labels = run.array("errors"), datasets.held_out("digits").labels
    order = np.argsort(errors, kind="stable")
    if way == "random":
        assert len(set(rows)) == 10 and rows != usual
    elif way == "3":
        assert rows == np.flatnonzero(labels == 3)[:10].tolist()
    else:
        assert rows == (order if way == "best" else order[::-1])[:10].tolist()


@pytest.mark.parametrize("name", ["basic", "linear"])
def test_pca_stands_beside_the_autoencoder_on_equal_terms(server, name):
    run, app = run_of(architecture=name), visit(architecture=name)
    app.toggle[0].set_value(True).run()
    clean = datasets.to_inputs(datasets.held_out("digits").samples[shown_rows(app)])
    flat = clean.reshape(10, -1) - run.array("pca_mean")
    basis = run.array("pca_components")
    missed = flat - flat @ basis.T @ basis
    np.testing.assert_allclose(
        told(app, "pca"), np.square(missed).sum(axis=1), rtol=0.01, atol=0.06
    )
    ours, pca = np.mean(told(app, "reconstruction")), np.mean(told(app, "pca"))
    if name == "linear":  # it can do no better than PCA, but for the test digits' luck
        assert ours == pytest.approx(pca, rel=0.03)
    else:
        assert ours < pca


def film_of(app):
    """Return what a page tells its film, and the frames in it: (frames and still rows, n, h, w)."""
    found = [component.proto.json for component in app.get("bidi_component")]
    told = next(one for one in map(json.loads, filter(None, found)) if "frames" in one)
    _head, _comma, packed = told["url"].partition(",")
    sheet = np.asarray(Image.open(io.BytesIO(base64.b64decode(packed))))
    n, height, width = len(told["names"]), told["height"], told["width"]
    return told, sheet.reshape(-1, height, n, width).swapaxes(1, 2)


def test_the_film_shows_every_epoch_with_its_errors(server):
    assert not any("frames" in one.proto.json for one in visit().get("bidi_component"))
    app, run = visit(film="true"), run_of()
    told, frames = film_of(app)
    within, shares = run.array("film_within"), run.array("film_within_shares")
    assert len(run.history) == run.config.epochs + 1 and 0 < len(within) == len(shares)
    films = np.concatenate([run.array("film")[:1], within, run.array("film")[1:]])
    np.testing.assert_array_equal(frames[:-1], films)
    rows = snapshot_rows(datasets.held_out("digits").labels)
    np.testing.assert_array_equal(frames[-1], datasets.held_out("digits").samples[rows])
    inside = [f"After {share:.0%} of the first epoch." for share in shares]
    assert told["told"][1 : 1 + len(shares)] == inside
    epochs = [told["told"][0], *told["told"][1 + len(shares) :]]
    for record, text in zip(run.history, epochs, strict=True):
        figures = f"{record['train_loss']:.4f}, held-out error {record['test_loss']:.4f}"
        assert text == f"After epoch {record['epoch']}: training error {figures}."


def test_the_words_of_the_architecture_can_be_read(server):
    app = visit(about="true")
    assert "W_e" in app.latex[0].value
    assert "Strengths" in markdown(app)


def test_the_model_page_shows_the_real_source(server):
    app = visit(MODEL)
    assert keras_code(app) == script(config.from_flat({"dataset": "digits"})).strip()
    assert inspect.getsource(REGISTRY["basic"].build).splitlines()[-1] in keras_code(app)
    assert "50,992" in markdown(app)


def test_the_model_page_says_how_a_run_is_trained_again(server):
    chosen = config.from_flat({"dataset": "digits", "latent_dim": 7, "epochs": 3})
    files = ["Configuration (JSON)", "Notebook", "Script"]
    app = visit(MODEL, **link(chosen))
    line = next(one.value for one in app.code if one.language == "bash")
    assert line == config.command(chosen)
    assert f"`{chosen.key()}`" in markdown(app)
    assert "Its optimizer is Muon, made by `keras.optimizers.Muon(" in markdown(app)
    assert [one.label for one in app.download_button] == files


@pytest.mark.parametrize(
    ("flat", "missing"),
    [
        ({"dataset": "digits", "architecture": "variational", "latent_dim": 2}, ""),
        ({"dataset": "heartbeats", "architecture": "denoising"}, "There is nothing to draw"),
        ({"dataset": "tastes", "architecture": "mult_vae"}, "There is nothing to draw"),
    ],
    ids=["pictures", "signals", "ratings"],
)
def test_all_of_a_run_can_be_taken_home_in_one_place(server, flat, missing):
    """Where a format makes no sense for a kind of data, words say so in its place."""
    chosen = config.from_flat(flat)
    run = server.store().require(chosen.key())
    app = arrive("pages/recommend.py" if "tastes" in flat.values() else MODEL, **link(chosen))
    go(app, MODEL)
    app.button(key="take-home").click().run()
    assert not app.exception and not app.error and not app.warning
    labels = {one.label for one in app.download_button}
    models = {f"{half}.keras" for half in ("encoder", "decoder", "autoencoder")}
    if missing_onnx():
        assert "This server lacks the package onnx" in markdown(app)
    else:
        models |= {"encoder.onnx", "decoder.onnx"}
    assert models | {"All of it (ZIP)", "Notebook", "Script", "codes.csv", "ZIP"} <= labels
    assert ("draw.html" in labels) == (not missing) and missing in markdown(app)
    with zipfile.ZipFile(io.BytesIO(take_home.whole_archive(run))) as archive:
        names = archive.namelist()
        readme = archive.read("README.txt").decode()
        assert archive.testzip() is None
    assert {name.partition("/")[0] for name in names} - {"README.txt"} == {
        name for name, one in take_home.FORMATS.items() if not one.why_not(chosen)
    }
    assert all(name.rpartition("/")[2] in readme for name in names)
    assert missing in readme and chosen.key() in readme


def test_a_runs_network_is_made_once_however_often_it_is_asked_for(server):
    run = server.store().require(config.from_flat({"dataset": "digits"}).key())
    before = take_home.network_files.cache_info().misses
    assert take_home.network_files(run) is take_home.network_files(run)
    assert take_home.network_files.cache_info().misses <= before + 1


def keras_code(app):
    """Return the Python code that a page shows."""
    return next(one.value for one in app.code if one.language == "python")


@pytest.mark.parametrize("name", takers("picture"))
def test_every_family_ships_trained_and_can_be_looked_into(server, name):
    app = visit("pages/inside.py", dataset="digits", architecture=name)
    assert not app.error and not app.warning
    assert "ships with the app" in captions(app)
    assert html(app).count('class="ae-strip"') >= 9
    heads = [element.value for element in app.header]
    assert len(heads) >= (1 if name in ("basic", "deep") else 2)


@pytest.mark.parametrize("name", takers("picture"))
def test_every_family_can_be_looked_into_with_a_code_of_one_number(server, name):
    chosen = tiny_config(architecture=name, latent_dim=1, epochs=1)
    publish_untrained(services.store(), chosen)
    for page in ("pages/reconstruct.py", "pages/inside.py"):
        app = visit(page, **link(chosen))
        assert not app.error and not app.warning


@pytest.mark.parametrize("name", takers("picture"))
def test_every_family_has_its_words_its_options_and_its_source(server, name):
    app = visit(about="true", architecture=name)
    words = REGISTRY[name].words
    assert words.formula in app.latex[0].value
    for text in (words.purpose, words.look_for, words.strengths, words.weaknesses, words.uses):
        assert named(text, "digits") in markdown(app)
    assert words.paper in markdown(app)
    labels = {element.label.lower() for kind in CONTROLS for element in app.get(kind)}
    for option in config.option_fields(name):
        assert option.replace("_", " ") in labels
    app = visit(MODEL, architecture=name)
    chosen = config.from_flat({"dataset": "digits", "architecture": name})
    assert keras_code(app) == script(chosen).strip()
    assert optimizer_call(chosen) in keras_code(app)


def test_another_family_takes_its_defaults_and_keeps_what_was_chosen(server):
    app = visit(latent_dim=7, seed=3)
    control(app.selectbox, "Autoencoder").set_value("sparse").run()
    assert (one(app.query_params["latent_dim"]), one(app.query_params["seed"])) == ("7", "3")
    app = visit()
    control(app.selectbox, "Autoencoder").set_value("sparse").run()
    assert one(app.query_params["latent_dim"]) == "64"
    control(app.selectbox, "Autoencoder").set_value("linear").run()
    assert not app.exception and not app.warning
    assert (one(app.query_params["latent_dim"]), one(app.query_params["loss"])) == ("32", "mse")


def test_a_preset_fills_the_controls_and_shows_that_it_is_chosen(server):
    app = visit(architecture="adversarial", seed=4)
    assert control(app.selectbox, "Preset").value == ""
    control(app.selectbox, "Preset").set_value("swiss-roll").run()
    assert one(app.query_params["prior"]) == "swiss_roll"
    assert one(app.query_params["seed"]) == "4"
    assert control(app.selectbox, "Preset").value == "swiss-roll"
    control(app.select_slider, "Latent size").set_value(12).run()
    assert control(app.selectbox, "Preset").value is None


@pytest.mark.parametrize(
    ("architecture", "name", "value", "allowed"),
    [
        ("linear", "loss", "bce", "one of mse"),
        ("sparse", "latent_dim", "1025", "1 to 1024"),
        ("denoising", "training_noise", "fog", "gaussian, salt_and_pepper, masking, block"),
        ("denoising", "training_noise_level", "1.5", "0.0 to 1.0"),
        ("variational", "beta", "-1", "0.0 to 20.0"),
        ("adversarial", "prior", "heart", "normal, mixture, ring, swiss_roll"),
        ("convolutional", "filters", "65", "4 to 64"),
    ],
)
def test_a_wrong_option_of_a_family_is_refused_with_a_sentence(
    server, architecture, name, value, allowed
):
    app = visit(architecture=architecture, **{name: value})
    assert name in read(app.warning[0].value) and allowed in read(app.warning[0].value)


def test_a_family_that_learns_from_noise_shows_what_it_was_given(server):
    told, frames = film_of(visit(architecture="denoising", film="true"))
    assert told["rows"] == ["Original", "Input", "Reconstruction"]
    assert not np.array_equal(frames[-1], frames[-2])


def test_mnist_that_is_not_here_is_offered_and_explained(server):
    app = visit(dataset="mnist")
    assert "not on this machine" in app.info[0].value
    assert "Get MNIST (11 MB)" in [button.label for button in app.button]


def test_a_broken_mnist_is_explained_and_the_built_in_digits_go_on(server, tmp_path, monkeypatch):
    (tmp_path / "mnist.npz").write_bytes(b"not an archive")
    monkeypatch.setenv("AE_DATA_DIR", str(tmp_path))
    app = visit()
    assert "MNIST cannot be read" in read(app.warning[0].value)
    assert html(app).count('class="ae-reconstruction"') >= 10


def test_a_cache_folder_that_cannot_be_used_is_said_plainly(server, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("AE_CACHE_DIR", str(tmp_path / "file"))
    kept = services.store
    services.store.cache_clear()
    try:
        app = visit()
        assert "AE_CACHE_DIR" in read(app.error[0].value)
    finally:
        monkeypatch.undo()
        kept.cache_clear()


def test_a_page_is_quick_to_run_again_when_nothing_changed(server):
    """Not a timing: a second run asks the worker nothing, since the answer is kept."""
    app = visit(level=0.3)
    hits = live.reconstructed.cache_info().hits
    app.run()
    assert live.reconstructed.cache_info().hits > hits


@pytest.mark.parametrize("path", ["app.py", *sorted(map(str, Path("pages").glob("*.py")))])
def test_a_page_says_nothing_by_a_bare_text(path):
    """Streamlit shows whatever stands alone in a line of a page, a constant's words too."""
    _own, *others = ast.parse(Path(path).read_text()).body
    assert not [one for one in others if isinstance(one, ast.Expr) and is_text(one.value)]


def is_text(node):
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def test_a_link_to_the_model_of_ratings_opens_it(server):
    tastes = config.from_flat({"dataset": "tastes", "architecture": "autorec"})
    app = arrive(MODEL, **link(tastes))
    assert all_fine(app) and app.session_state["config"]["dataset"] == "tastes"
