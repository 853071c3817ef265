"""A classifier of digits, trained on real ones, that scores generated ones.

It is asked two things of a set of pictures. How far do their features lie from those of real
test digits (a squared Fréchet distance, as Heusel et al. 2017, "GANs trained by a two
time-scale update rule", take it on Inception's features)? And how many of them does it recognise
with confidence, which says neither that they are right nor that they are varied? It learns from
five sixths of the training digits; the rest is held back, so that real digits which it has not
learnt either can stand beside generated ones. For workers and the command line: it imports Keras.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ae import analysis
from ae.config import DataSpec, data_spec
from ae.data import datasets
from ae.models import training

if TYPE_CHECKING:
    import keras

CONFIDENT = 0.95
"""The probability of one class from which a digit counts as recognised with confidence."""
EPOCHS, BATCH, LEARNING_RATE = 12, 250, 0.003
FEWEST_STEPS = 50
"""Steps in an epoch of a small dataset; its batches are smaller."""
FEATURES = 64
HELD_BACK = 6
"""One of so many training digits, the last ones, the classifier does not learn from."""


@dataclass(frozen=True)
class SampleScore:
    """How the classifier finds some pictures.

    Args:
        frechet: squared Fréchet distance of their features to those of the test digits.
        confident: the share to which it gives one class with `CONFIDENT` or more.
        frechet_error, confident_error: standard errors, where these are means over several sets
            of draws; 0 where nothing was drawn.
    """

    frechet: float
    confident: float
    frechet_error: float = 0.0
    confident_error: float = 0.0


REAL = "real"
"""Under this name stands the score of real digits that the classifier has not learnt from."""
SCORES = Path(__file__).resolve().parent.parent.parent / "assets" / "sample_scores.json"


def score_key(key: str, mixture: bool) -> str:
    """Return under which name the score of a run's samples stands.

    Args:
        key: the run's.
        mixture: whether its codes were drawn from a mixture fitted to it, not from its prior or one
            normal distribution.
    """
    return f"{key}:mixture" if mixture else key


def save_scores(scores: Mapping[str, SampleScore], path: Path = SCORES) -> None:
    """Write scores, by the names that `score_key` gives them."""
    path.write_text(json.dumps({key: asdict(one) for key, one in scores.items()}, indent=1))


def load_scores(path: Path = SCORES) -> dict[str, SampleScore]:
    """Return the scores that ship with the app: what `results` measured."""
    return {key: SampleScore(**one) for key, one in json.loads(path.read_text()).items()}


class DigitClassifier:
    """A trained classifier of a dataset's pictures.

    Args:
        model: gives log-odds (n, classes) and features (n, FEATURES).
        dataset: its held-out pictures are what others are compared with.
    """

    def __init__(self, model: "keras.Model", dataset: str):
        test = datasets.held_out(dataset)
        self._model = model
        probabilities, self._real = self._look(test.samples)
        self.accuracy = float(np.mean(probabilities.argmax(axis=1) == test.labels))

    def classify(self, images: np.ndarray) -> np.ndarray:
        """Return the probabilities of the classes, (n, classes), of uint8 pictures (n, h, w)."""
        return self._look(images)[0]

    def score(self, images: np.ndarray) -> SampleScore:
        """Score uint8 pictures (n, h, w); compare only scores of equal n."""
        probabilities, features = self._look(images)
        confident = float(np.mean(probabilities.max(axis=1) >= CONFIDENT))
        return SampleScore(analysis.frechet_distance(features, self._real), confident)

    def score_draws(self, sets: Iterable[np.ndarray]) -> SampleScore:
        """Score two sets of draws or more, each of uint8 pictures (n, h, w): mean and error."""
        scores = [self.score(images) for images in sets]
        named = [{"frechet": one.frechet, "confident": one.confident} for one in scores]
        return SampleScore(**analysis.averaged(named))

    def weights(self) -> list[tuple[np.ndarray, np.ndarray]]:
        """Return kernel and bias of each layer that has some, from the pictures on."""
        pairs = [layer.get_weights() for layer in self._model._flatten_layers()]
        return [(pair[0], pair[1]) for pair in pairs if len(pair) == 2]

    def _look(self, images: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return probabilities (n, classes) and features (n, FEATURES)."""
        inputs = datasets.to_inputs(images)
        logits, features = self._model.predict(inputs, batch_size=1000, verbose=0)
        odds = np.exp(logits - logits.max(axis=1, keepdims=True))
        return odds / odds.sum(axis=1, keepdims=True), features


def held_back(dataset: str) -> np.ndarray:
    """Return the training digits that the classifier does not learn from, uint8 (n, h, w)."""
    samples = datasets.load(dataset, "train").samples
    return samples[-(len(samples) // HELD_BACK) :]


def train(dataset: str, seed: int = 0) -> DigitClassifier:
    """Train a classifier on a dataset's training digits but for those held back.

    About a minute for MNIST on two cores.
    """
    import keras

    keras.utils.set_random_seed(seed)
    model, features = _build(data_spec(dataset))
    split, count = datasets.load(dataset, "train"), -len(held_back(dataset))
    inputs, labels = datasets.to_inputs(split.samples[:count]), split.labels[:count]
    batch = min(BATCH, len(inputs) // FEWEST_STEPS)
    steps = EPOCHS * -(-len(inputs) // batch)
    model.compile(
        optimizer=keras.optimizers.Adam(training.schedule(LEARNING_RATE, steps)),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        steps_per_execution=16,
    )
    model.fit(inputs, labels, batch_size=batch, epochs=EPOCHS, verbose=0)
    return DigitClassifier(keras.Model(model.inputs, [*model.outputs, *features.outputs]), dataset)


def _build(data: DataSpec) -> "tuple[keras.Model, keras.Model]":
    import keras
    from keras import layers

    pictures = keras.Input(data.shape)
    hidden = layers.Reshape((*data.shape, 1))(_shift(pictures))
    for filters in (16, 32):
        hidden = layers.Conv2D(filters, 3, padding="same", activation="relu")(hidden)
        hidden = layers.MaxPooling2D(2)(hidden)
    hidden = layers.Dropout(0.3)(layers.Flatten()(hidden))  # MNIST: (7, 7, 32) → 1568
    hidden = layers.Dense(FEATURES, activation="relu")(hidden)
    logits = layers.Dense(len(data.classes))(layers.Dropout(0.3)(hidden))
    return keras.Model(pictures, logits), keras.Model(pictures, hidden)


def _shift(pictures: Any) -> Any:
    """Move each batch by up to two pixels while training, so that places are not learnt."""
    import keras
    import tensorflow as tf

    class Shift(keras.layers.Layer):
        def __init__(self) -> None:
            super().__init__()
            self.seed_generator = keras.random.SeedGenerator()

        def call(self, images, training=False):
            if not training:
                return images
            return tf.roll(
                images, keras.random.randint((2,), -2, 3, seed=self.seed_generator), [1, 2]
            )

    return Shift()(pictures)
