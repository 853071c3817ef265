"""The batches that a training learns from: their order, and how many run at once."""

from typing import TYPE_CHECKING

import numpy as np

from ae.models.epochs import Make
from ae.random_source import TensorRandom

if TYPE_CHECKING:
    import tensorflow as tf


def endless(
    samples: np.ndarray, make: Make, batch_size: int, seed: int
) -> "tuple[tf.data.Dataset, int]":
    """Return endless batches of inputs and targets, and how many make an epoch.

    Every epoch has an order of its own, drawn from the seed. What does not fill a batch is
    left for another epoch, so that all batches have one shape and XLA compiles once. Gathering
    batches from bytes beats `fit` on float arrays: `tests/benchmarks/input_pipeline.py`.

    Args:
        samples: as a split holds them, (n, …).
        make: makes inputs and targets, and perhaps weights, of each batch of them.
    """
    import tensorflow as tf

    size = min(batch_size, len(samples))
    steps = len(samples) // size
    stored = tf.constant(samples)
    start = tf.constant(seed, tf.int64)

    # Nothing here for AutoGraph to convert; it would leave a file for each in the temp folder.
    @tf.autograph.experimental.do_not_convert
    def order(epoch):
        key = tf.stack([start, epoch])
        shuffled = tf.random.experimental.stateless_shuffle(tf.range(len(samples)), seed=key)
        rows = tf.reshape(shuffled[: steps * size], (steps, size))
        return tf.data.Dataset.from_tensor_slices(rows)

    @tf.autograph.experimental.do_not_convert
    def gather(number, rows):
        batch = tf.image.convert_image_dtype(tf.gather(stored, rows), tf.float32)
        return make(batch, TensorRandom(tf.stack([start, number])))

    batches = tf.data.Dataset.counter().flat_map(order).enumerate().map(gather).prefetch(8)
    return batches, steps


def steps_per_execution(steps: int, most: int) -> int:
    """Choose how many batches to run between two returns to Python: at most the family's number.

    `fit` rounds an epoch up to whole executions. So take, from half of that number up, the one
    that divides an epoch of `steps` with the least left over; what is left over the next
    epoch begins with.
    """
    least_left, chosen = steps, min(steps, most)
    for number in range(min(steps, most), most // 2, -1):
        if steps % number < least_left:
            least_left, chosen = steps % number, number
    return chosen
