"""The families against the recipes they are compared with: time, on full MNIST, side by side.

Each recipe is built in plain Keras as its source describes it and trained for a few epochs;
the time of its first epoch (which compiles) and of the later ones is scaled to the epochs
that the recipe takes. Ours is `ae.models.training.train` with the family's defaults, to its end.
Every training has a fresh process. Quality is in the table of `python -m ae results`.

Recipes: Chollet 2016, "Building Autoencoders in Keras" (deep, convolutional, denoising);
keras.io, "Variational AutoEncoder" (variational, on the 60,000 training digits).
"""

import time

import common
from common import in_fresh_process, machine, table

RECIPES = {
    "deep": {"epochs": 100, "batch": 256},
    "convolutional": {"epochs": 50, "batch": 128},
    "denoising": {"epochs": 5, "batch": 128},
    "variational": {"epochs": 30, "batch": 128},
}
PRESETS = {"variational": "plane-2d"}


def alone(name: str, ours: bool, epochs: int) -> dict[str, float]:
    """Train once; return seconds of the first epoch, of each later one, and of all."""
    return _ours(name) if ours else _recipe(name, epochs)


def _ours(name: str) -> dict[str, float]:
    import tensorflow as tf

    from ae import config
    from ae.models import training

    given = {"dataset": "mnist", "architecture": name}
    if name in PRESETS:
        given = config.preset("mnist", name, PRESETS[name])
    chosen = config.from_flat(given)
    # As a worker does:
    tf.config.threading.set_intra_op_parallelism_threads(training.threads(chosen))
    marks = [epoch.seconds for epoch in training.train(chosen).history]
    later = (marks[-1] - marks[1]) / (len(marks) - 2)
    return {"first": marks[1], "later": later, "all": marks[-1], "epochs": chosen.epochs}


def _recipe(name: str, epochs: int) -> dict[str, float]:
    import keras
    import numpy as np

    from ae.data import datasets

    images = datasets.to_inputs(datasets.load("mnist", "train").samples)[..., None]
    given = images
    if name == "denoising":
        noise = np.random.default_rng(0).standard_normal(images.shape, np.float32)
        given = np.clip(images + 0.5 * noise, 0.0, 1.0)
    keras.utils.set_random_seed(0)
    model = {"deep": _deep, "variational": _variational}.get(name, lambda: _pooled(name))()
    marks = [time.perf_counter()]
    note = keras.callbacks.LambdaCallback(
        on_epoch_end=lambda epoch, logs: marks.append(time.perf_counter())
    )
    options = {"batch_size": RECIPES[name]["batch"], "epochs": epochs, "verbose": 0}
    model.fit(given, images, shuffle=True, callbacks=[note], **options)
    first, later = marks[1] - marks[0], (marks[-1] - marks[1]) / (epochs - 1)
    whole = RECIPES[name]["epochs"]
    return {"first": first, "later": later, "all": first + (whole - 1) * later, "epochs": whole}


def _deep():
    import keras
    from keras import layers

    widths = (128, 64, 32, 64, 128)
    dense = [layers.Dense(width, activation="relu") for width in widths]
    last = [layers.Dense(784, activation="sigmoid"), layers.Reshape((28, 28, 1))]
    model = keras.Sequential([keras.Input((28, 28, 1)), layers.Flatten(), *dense, *last])
    model.compile(optimizer="adam", loss="binary_crossentropy")
    return model


def _pooled(name: str):
    import keras
    from keras import layers

    down, up, last = ((16, 8, 8), (8, 8, 16), "valid")
    if name == "denoising":
        down, up, last = (32, 32), (32, 32), "same"

    def convolve(filters: int, padding: str = "same"):
        return layers.Conv2D(filters, 3, activation="relu", padding=padding)

    steps = [keras.Input((28, 28, 1))]
    for filters in down:
        steps += [convolve(filters), layers.MaxPooling2D(2, padding="same")]
    for filters in up[:-1]:
        steps += [convolve(filters), layers.UpSampling2D(2)]
    steps += [convolve(up[-1], last), layers.UpSampling2D(2)]
    steps += [layers.Conv2D(1, 3, activation="sigmoid", padding="same")]
    model = keras.Sequential(steps)
    model.compile(optimizer="adam", loss="binary_crossentropy")
    return model


def _variational():
    import keras
    from keras import layers, ops

    pixels = keras.Input((28, 28, 1))
    hidden = pixels
    for filters in (32, 64):
        hidden = layers.Conv2D(filters, 3, strides=2, padding="same", activation="relu")(hidden)
    hidden = layers.Dense(16, activation="relu")(layers.Flatten()(hidden))
    heads = keras.Model(pixels, [layers.Dense(2)(hidden), layers.Dense(2)(hidden)])
    back = [keras.Input((2,)), layers.Dense(7 * 7 * 64, activation="relu")]
    back += [layers.Reshape((7, 7, 64))]
    for filters in (64, 32):
        back += [layers.Conv2DTranspose(filters, 3, strides=2, padding="same", activation="relu")]
    back += [layers.Conv2DTranspose(1, 3, padding="same", activation="sigmoid")]
    decoder = keras.Sequential(back)

    class Variational(keras.Model):
        def __init__(self):
            super().__init__()
            self.heads, self.decoder = heads, decoder

        def call(self, x):
            mean, log_variance = self.heads(x)
            spread = ops.exp(0.5 * log_variance)
            kl = -0.5 * (1 + log_variance - ops.square(mean) - ops.exp(log_variance))
            self.add_loss(ops.mean(ops.sum(kl, axis=1)) / 784)
            return self.decoder(mean + spread * keras.random.normal(ops.shape(mean)))

    model = Variational()
    model.compile(optimizer="adam", loss="binary_crossentropy")
    return model


def report(given) -> None:
    """Measure every recipe, and ours right after it."""
    rows = []
    for name in [name for name in RECIPES if not any(given.only) or name in given.only]:
        theirs = in_fresh_process(__file__, name=name, ours=False, epochs=given.epochs)
        ours = in_fresh_process(__file__, name=name, ours=True, epochs=0)
        for who, found in (("recipe", theirs), ("ours", ours)):
            rows.append([name, who, found["epochs"], found["first"], found["later"], found["all"]])
        rows[-1] += [ours["later"] / theirs["later"], ours["all"] / theirs["all"]]
        rows[-2] += ["", ""]
    print(machine())
    heads = ["family", "training", "epochs", "first epoch, s", "later epochs, s", "all, s"]
    table([*heads, "an epoch, share of the recipe's", "all, share of the recipe's"], rows)


if __name__ == "__main__":
    common.main(__file__, __doc__, {"only": [""], "epochs": 3}, report, alone)
