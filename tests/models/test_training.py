"""Training and evaluation on the built-in digits: repeatable, reported, stoppable, whole."""

import itertools
import json

import numpy as np
import pytest

from ae import analysis, config
from ae.data import datasets
from ae.models import batches, layers, training
from ae.models.architectures import REGISTRY
from ae.runs import evaluation
from ae.runs.store import Run
from tests.conftest import tiny_config

pytestmark = pytest.mark.slow
DENSE = ("basic", "deep", "sparse", "variational", "adversarial", "linear")
FILES = {
    *("config.json", "history.json", "metrics.json", "layers.json"),
    *("model.weights.h5", "arrays.npz"),
}


def weights(trained):
    return trained.model.get_weights()


def same(first, second):
    return all(np.array_equal(a, b) for a, b in zip(first, second, strict=True))


@pytest.fixture(scope="module")
def trained():
    return training.train(tiny_config(epochs=3))


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    """The folder of an evaluated training of its own, since saving may change the model."""
    run_config = tiny_config(epochs=3, latent_dim=8)
    folder = tmp_path_factory.mktemp("saved") / "new" / "folder"
    result = training.train(run_config)
    metrics = evaluation.save(run_config, result, folder)
    return run_config, result, folder, metrics


def test_the_same_seed_gives_the_same_result(trained):
    again = training.train(tiny_config(epochs=3))
    assert same(weights(trained), weights(again))
    for first, second in zip(trained.history, again.history, strict=True):
        assert (first.train_loss, first.test_loss) == (second.train_loss, second.test_loss)
        np.testing.assert_array_equal(first.snapshot, second.snapshot)


def test_snapshots_inside_the_first_epoch_show_the_network_on_its_way(tmp_path):
    run_config = tiny_config(epochs=2, train_size=1200, batch_size=16)
    result = training.train(run_config)
    untrained, first, second = result.history
    shares = [share for share, _snapshot in first.within]
    assert shares == pytest.approx([0.2, 0.4, 0.6])
    assert not untrained.within and not second.within and "within" not in first.numbers()
    films = [untrained.snapshot, *(one for _share, one in first.within), first.snapshot]
    assert all(not np.array_equal(a, b) for a, b in itertools.pairwise(films))
    evaluation.save(run_config, result, tmp_path / "run")
    with np.load(tmp_path / "run" / "arrays.npz") as kept:
        np.testing.assert_allclose(kept["film_within_shares"], shares, rtol=0.01)
        np.testing.assert_array_equal(kept["film_within"], np.stack(films[1:-1]))


def test_another_seed_gives_another_result(trained):
    other = training.train(tiny_config(epochs=3, seed=1))
    assert not same(weights(trained), weights(other))
    assert trained.history[0].test_loss != other.history[0].test_loss


def test_the_seed_orders_the_batches():
    images = np.arange(100, dtype=np.uint8)[:, None, None].repeat(28, 1).repeat(28, 2)

    def first_epochs(seed):
        chosen = tiny_config(batch_size=16, seed=seed)
        endless, steps = batches.endless(images, training.maker(chosen), 16, seed)
        taken = [np.rint(x[:, 0, 0] * 255).astype(int) for x, _ in endless.take(2 * steps)]
        return np.concatenate(taken[:steps]), np.concatenate(taken[steps:])

    one, two = first_epochs(0)
    assert len(one) == len(set(one)) == 96
    assert not np.array_equal(one, two)
    assert np.array_equal(one, first_epochs(0)[0])
    assert not np.array_equal(one, first_epochs(1)[0])


def test_every_epoch_is_recorded_from_the_untrained_model_on(trained):
    assert [epoch.epoch for epoch in trained.history] == [0, 1, 2, 3]
    seconds = [epoch.seconds for epoch in trained.history]
    assert seconds == sorted(seconds)
    assert trained.history[-1].test_loss < 0.98 * trained.history[0].test_loss
    assert trained.history[-1].train_loss < 0.98 * trained.history[0].train_loss


def test_the_film_shows_one_digit_of_each_class(trained):
    for epoch in trained.history:
        assert epoch.snapshot.shape == (10, 28, 28)
        assert epoch.snapshot.dtype == np.uint8
    held_out = datasets.load("digits", "test")
    chosen = analysis.choose(held_out.labels, None, "each", 10)
    shown = trained.model(datasets.to_inputs(held_out.samples[chosen]), training=False)
    np.testing.assert_array_equal(
        trained.history[-1].snapshot, datasets.to_pixels(np.asarray(shown))
    )


def test_the_losses_are_measured_on_held_out_pictures(trained):
    held_out = datasets.to_inputs(datasets.load("digits", "test").samples)
    measured = analysis.bce(held_out, np.asarray(trained.model(held_out)))
    assert trained.history[-1].test_loss == pytest.approx(measured, rel=1e-4)


def test_what_is_reported_is_what_is_returned():
    reported, fractions = [], []
    result = training.train(tiny_config(), report=reported.append, progress=fractions.append)
    assert reported == result.history
    assert fractions == sorted(fractions)
    assert fractions[-1] == 2.0
    assert json.loads(json.dumps(reported[-1].numbers())).keys() == {
        *("epoch", "train_loss", "test_loss", "seconds", "measures")
    }


@pytest.mark.parametrize(("train_size", "batch_size"), [(100, 1024), (150, 128)])
def test_few_pictures_and_large_batches(train_size, batch_size):
    chosen = tiny_config(train_size=train_size, batch_size=batch_size, epochs=5)
    history = training.train(chosen).history
    assert len(history) == 6
    assert history[-1].test_loss < history[0].test_loss


@pytest.mark.parametrize("latent_dim", [1, 128])
def test_the_linear_architecture_nears_pca_and_never_beats_it(latent_dim):
    """Eckart & Young 1936: where it was fitted, no linear map of that rank errs less."""
    chosen = config.from_flat({"architecture": "linear", "latent_dim": latent_dim, "epochs": 40})
    inputs = datasets.to_inputs(datasets.load("digits", "train").samples)
    pca = analysis.fit_pca(inputs, latent_dim)
    bound = analysis.squared_error(inputs, pca.restore(pca.project(inputs)).reshape(inputs.shape))
    reached = analysis.squared_error(inputs, np.asarray(training.train(chosen).model(inputs)))
    assert reached.mean() >= bound.mean() * 0.9999
    assert reached.mean() <= bound.mean() * 1.03


def test_a_denoising_network_is_judged_and_filmed_on_noisy_digits():
    chosen = tiny_config(architecture="denoising")
    images = datasets.load("digits", "test").samples
    inputs, targets = training.inputs_and_targets(chosen, images)
    np.testing.assert_array_equal(targets, datasets.to_inputs(images))
    assert np.std(inputs - targets) > 0.2
    trained = training.train(chosen)
    restored = np.asarray(trained.model(inputs))
    assert trained.history[-1].test_loss == pytest.approx(analysis.bce(targets, restored), rel=1e-4)


def test_the_warm_up_of_beta_follows_the_training():
    """With a warm-up over the whole training, early epochs pay little for their KL."""
    kl = {}
    for warm_up in (0.0, 1.0):
        chosen = tiny_config(architecture="variational", beta=20, kl_warm_up=warm_up, epochs=4)
        kl[warm_up] = [epoch.measures["kl"] for epoch in training.train(chosen).history[1:]]
    assert kl[1.0][0] > 2 * kl[0.0][0]


def test_a_run_has_every_file_and_no_other(saved):
    _, _, folder, _ = saved
    assert {path.name for path in folder.iterdir()} == FILES
    assert all(name in evaluation.__doc__ for name in FILES)
    assert all(name in evaluation.__doc__ for name in np.load(folder / "arrays.npz").files)


def test_the_texts_of_a_run(saved):
    run_config, result, folder, metrics = saved
    assert (folder / "config.json").read_text() == run_config.canonical_json()
    history = json.loads((folder / "history.json").read_text())
    assert history == [epoch.numbers() for epoch in result.history]
    assert json.loads((folder / "metrics.json").read_text()) == metrics
    assert np.isfinite(list(metrics.values())).all()


def test_the_arrays_of_a_run(saved):
    run_config, _, folder, _ = saved
    run = Run(run_config.key(), folder, run_config, shipped=False)
    shapes = {
        "film": (4, 10, 28, 28),
        "latents": (357, 8),
        "errors": (357,),
        "pca_mean": (784,),
        "pca_components": (8, 784),
        "code_mean": (8,),
        "code_components": (3, 8),
        "map_film": (4, 357, 3),
        "map_epochs": (4,),
    }
    dtypes = {"film": np.uint8, "map_epochs": np.int32}
    for name, shape in shapes.items():
        array = run.array(name)
        assert array.shape == shape
        assert array.dtype == dtypes.get(name, np.float32)
        assert np.isfinite(array).all()


def test_the_map_forms_from_the_untrained_model_to_the_kept_one(saved):
    run_config, result, folder, _ = saved
    run = Run(run_config.key(), folder, run_config, shipped=False)
    plane = analysis.Projection(run.array("code_mean"), run.array("code_components"))
    film = run.array("map_film")
    assert run.array("map_epochs").tolist() == [0, 1, 2, 3]
    for frame, codes in ((film[0], result.history[0].codes), (film[-1], run.array("latents"))):
        wanted = plane.project(codes)
        np.testing.assert_allclose(frame, wanted, atol=0.02 * np.abs(wanted).max())


@pytest.mark.parametrize("count", [1, 2, 16, 17, 61, 201])
def test_the_epochs_of_the_map_begin_untrained_end_trained_and_are_few(count):
    epochs = evaluation.map_epochs(count)
    assert epochs[0] == 0 and epochs[-1] == count - 1
    assert (np.diff(epochs) > 0).all() and len(epochs) <= evaluation.MAP_FRAMES


def test_the_metrics_follow_from_the_saved_weights(saved):
    run_config, _, folder, metrics = saved
    held_out = datasets.to_inputs(datasets.load("digits", "test").samples)
    model = training.build(run_config)
    model.load_weights(folder / "model.weights.h5")
    restored = model.predict(held_out, verbose=0)
    for name, value in analysis.metrics(held_out, restored).items():
        assert metrics[f"test_{name}"] == pytest.approx(value, rel=1e-4)
    arrays = np.load(folder / "arrays.npz", allow_pickle=False)
    errors = analysis.squared_error(held_out, restored)
    np.testing.assert_allclose(arrays["errors"], errors, rtol=5e-3)  # 8 significant bits
    latents = model.encoder.predict(held_out, verbose=0)
    np.testing.assert_allclose(arrays["latents"], latents, rtol=5e-3, atol=1e-4)


def test_the_pca_beside_it_is_fitted_on_the_same_pictures(saved):
    run_config, _, _, metrics = saved
    assert metrics["pca_test_squared_error"] == pytest.approx(
        pca_error_by_svd(run_config), rel=1e-3
    )


def pca_error_by_svd(run_config):
    """Return PCA's squared error on the held-out digits, from a plain SVD in double precision."""
    train, test = (
        datasets.to_inputs(datasets.load("digits", split).samples).reshape(-1, 784).astype(float)
        for split in ("train", "test")
    )
    train = train[: run_config.train_size]
    rows = np.linalg.svd(train - train.mean(0), full_matrices=False)[2][: run_config.latent_dim]
    centred = test - train.mean(0)
    return np.square(centred - centred @ rows.T @ rows).sum(1).mean()


def test_the_table_of_layers_sums_to_the_parameters(saved):
    _, result, folder, _ = saved
    table = json.loads((folder / "layers.json").read_text())
    assert sum(row["parameters"] for row in table) == result.model.count_params()
    assert table == layers.described(result.model)
    assert {row["part"] for row in table} == {"encoder", "decoder"}
    assert table[-1]["shape"] == [28, 28]


def test_a_code_of_one_number_is_evaluated_too(tmp_path):
    run_config = tiny_config(latent_dim=1, epochs=1, train_size=100)
    metrics = evaluation.save(run_config, training.train(run_config), tmp_path)
    assert np.isfinite(list(metrics.values())).all()
    assert np.load(tmp_path / "arrays.npz")["code_components"].shape == (1, 1)


def test_a_run_is_kept_in_half_precision_and_measured_so(saved):
    _, result, folder, _ = saved
    import h5py

    kinds = []
    with h5py.File(folder / "model.weights.h5") as file:
        file.visititems(lambda name, item: kinds.append(getattr(item, "dtype", None)))
    assert {kind for kind in kinds if kind is not None} == {np.dtype(np.float16)}
    for weight in weights(result):
        np.testing.assert_array_equal(weight, weight.astype(np.float16))


@pytest.mark.mnist
def test_mnist_trains():
    chosen = {"dataset": "mnist", "train_size": 10_000, "epochs": 2}
    history = training.train(tiny_config(**chosen)).history
    assert history[-1].test_loss < 0.15 < history[0].test_loss


@pytest.mark.parametrize("family", DENSE)
@pytest.mark.parametrize(("dataset", "compiled"), [("digits", False), ("mnist", True)])
def test_only_long_trainings_are_compiled_first(family, dataset, compiled):
    chosen = config.from_flat({"dataset": dataset, "architecture": family})
    model = training.build(chosen)
    steps = chosen.train_size // chosen.batch_size
    training._compile(model, training.recipe(chosen), steps, at_once=1)
    assert model.jit_compile is (compiled and REGISTRY[family].speed.jit_compile)


@pytest.mark.parametrize("family", DENSE)
def test_a_step_is_traced_once(family, monkeypatch):
    """Tracing takes longer than an epoch; a step that makes variables would be traced twice."""
    traced, plain = [], training._compile

    def spied(model, *given, **named):
        plain(model, *given, **named)
        step = model.train_step
        model.train_step = lambda data: traced.append(1) or step(data)

    monkeypatch.setattr(training, "_compile", spied)
    training.train(tiny_config(architecture=family, epochs=1))
    assert traced == [1]


def test_small_batches_use_one_thread():
    deep = [tiny_config(architecture="deep", batch_size=size) for size in (32, 200)]
    assert [training.threads(one) for one in deep] == [1, 0]
    assert training.threads(tiny_config()) == 1
    assert training.threads(tiny_config(architecture="convolutional", batch_size=16)) == 0
