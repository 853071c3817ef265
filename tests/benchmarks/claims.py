"""What textbooks repeat about autoencoders, and no shipped run can answer: measured once, on MNIST.

Trains a small generative adversarial network (Goodfellow et al. 2014) and autoencoders whose
decoder mirrors the encoder or does not; scores them as `python -m ae results` does. With `--write`
the figures go to `assets/claims.json`, which the page The theory shows. A part may be named: the
others stay as they are.

    python tests/benchmarks/claims.py [--write] [gan] [unlike]
"""

import json
import sys
import time
from pathlib import Path

import numpy as np

from ae import analysis
from ae.config import from_flat
from ae.data import datasets
from ae.models import digit_classifier, training
from ae.models.architectures.parts import autoencoder, decoder, encoder, muon

CLAIMS = Path(__file__).resolve().parent.parent.parent / "assets" / "claims.json"
NOISE, EPOCHS, BATCH, RATE, BETA = 64, 60, 256, 3e-4, 0.5
SMOOTH = 0.9
"""What the discriminator is told of real digits, for 1 (Salimans et al. 2016)."""
AVERAGED = 0.999
"""The generator's weights are a running mean: of each step's so much is the mean before."""
DRAWS, SAMPLES = 16, 10_000
NUMBERS, WIDTH, UNLIKE_EPOCHS = 32, 256, 10
"""Of the autoencoders: the code's size, the hidden layer's, and how long they learn."""


def generator():
    import keras
    from keras import layers

    return keras.Sequential(
        [
            keras.Input((NOISE,)),
            *(part for width in (256, 512) for part in _hidden(width)),
            layers.Dense(784, activation="sigmoid"),
            layers.Reshape((28, 28)),
        ]
    )


def _hidden(width):
    from keras import layers

    return (
        layers.Dense(width, use_bias=False),
        layers.BatchNormalization(momentum=0.9),
        layers.LeakyReLU(0.2),
    )


def discriminator():
    import keras
    from keras import layers

    return keras.Sequential(
        [
            keras.Input((28, 28)),
            layers.Flatten(),
            *(
                part
                for width in (512, 256)
                for part in (layers.Dense(width), layers.LeakyReLU(0.2), layers.Dropout(0.3))
            ),
            layers.Dense(1),
        ]
    )


def trained_gan():
    """Train; return the averaged generator and the seconds it took."""
    import keras
    import tensorflow as tf

    keras.utils.set_random_seed(0)
    maker, critic, mean = generator(), discriminator(), generator()
    mean.set_weights(maker.get_weights())
    cross_entropy = keras.losses.BinaryCrossentropy(from_logits=True)
    optimizers = [keras.optimizers.Adam(RATE, beta_1=BETA) for _one in range(2)]
    for optimizer, model in zip(optimizers, (maker, critic), strict=True):
        optimizer.build(model.trainable_variables)

    @tf.function
    def step(real):
        noise = tf.random.normal((BATCH, NOISE))
        with tf.GradientTape() as first, tf.GradientTape() as second:
            made = maker(noise, training=True)
            told, taken = critic(real, training=True), critic(made, training=True)
            ones = tf.ones_like(told)
            apart = cross_entropy(SMOOTH * ones, told) + cross_entropy(0 * ones, taken)
            fooled = cross_entropy(ones, taken)
        for model, loss, tape, optimizer in (
            (maker, fooled, first, optimizers[0]),
            (critic, apart, second, optimizers[1]),
        ):
            gradients = tape.gradient(loss, model.trainable_variables)
            optimizer.apply_gradients(zip(gradients, model.trainable_variables, strict=True))
        for kept, now in zip(mean.variables, maker.variables, strict=True):
            if kept.dtype == "float32":
                kept.assign(AVERAGED * kept + (1 - AVERAGED) * now)

    began = time.perf_counter()
    digits = datasets.to_inputs(datasets.load("mnist", "train").samples)
    rng = np.random.default_rng(0)
    for epoch in range(EPOCHS):
        order = rng.permutation(len(digits))
        for start in range(0, len(digits) - BATCH + 1, BATCH):
            step(tf.constant(digits[order[start : start + BATCH]]))
        print(f"epoch {epoch + 1}: {time.perf_counter() - began:.0f} s", file=sys.stderr)
    return mean, time.perf_counter() - began


def drawn(model):
    """Yield sets of samples, uint8 (SAMPLES, 28, 28)."""
    for seed in range(DRAWS):
        noise = np.random.default_rng(seed).standard_normal((SAMPLES, NOISE), np.float32)
        yield np.rint(255 * model.predict(noise, batch_size=1000, verbose=0)).astype(np.uint8)


def gan():
    """Return how a small GAN fares: the classifier's score, its weights, its seconds."""
    model, seconds = trained_gan()
    score = digit_classifier.train("mnist").score_draws(drawn(model))
    return {
        "frechet": score.frechet,
        "frechet_error": score.frechet_error,
        "confident": score.confident,
        "weights": model.count_params(),
        "epochs": EPOCHS,
        "seconds": round(seconds, 1),
    }


def unlike():
    """Return the held-out squared errors with a hidden layer on both sides, on one, on none."""
    sides = {
        "both": ([WIDTH], [WIDTH]),
        "encoder": ([WIDTH], []),
        "decoder": ([], [WIDTH]),
        "none": ([], []),
    }
    return {
        "numbers": NUMBERS,
        "width": WIDTH,
        "epochs": UNLIKE_EPOCHS,
        "errors": {name: asymmetric(*one) for name, one in sides.items()},
    }


def asymmetric(before, after):
    """Return the held-out squared error of an autoencoder with these hidden layers on each side."""
    import keras
    from keras import layers

    config = from_flat({"dataset": "mnist", "architecture": "basic", "epochs": UNLIKE_EPOCHS})
    keras.utils.set_random_seed(0)
    into, out = ([layers.Dense(n, activation="silu") for n in one] for one in (before, after))
    model = autoencoder(
        encoder(into, layers.Dense(NUMBERS, name="code"), config.data),
        decoder(out, NUMBERS, config.data),
        "asymmetric",
    )
    recipe = training.Recipe("bce", UNLIKE_EPOCHS, 250, 0.01, 0, muon_of, False, 48)
    samples = datasets.load("mnist", "train").samples
    training.fit(model, samples, training.maker(config), recipe, [])
    held_out = datasets.to_inputs(datasets.held_out("mnist").samples)
    restored = model.predict(held_out, batch_size=1000, verbose=0)
    return float(analysis.squared_error(held_out, restored).mean())


def muon_of(schedule):
    return muon(schedule, None)


PARTS = {"gan": gan, "unlike": unlike}


def main():
    """Print the figures; write them where that was asked for."""
    named = set(sys.argv[1:]) - {"--write"} or set(PARTS)
    if odd := named - set(PARTS):
        sys.exit(f"parts: expected some of {', '.join(PARTS)}. Received: {', '.join(odd)}.")
    kept = json.loads(CLAIMS.read_text()) if CLAIMS.exists() else {}
    found = {name: run() if name in named else kept.get(name) for name, run in PARTS.items()}
    text = json.dumps(found, indent=1)
    print(text)
    if "--write" in sys.argv:
        CLAIMS.write_text(text + "\n")


if __name__ == "__main__":
    main()
