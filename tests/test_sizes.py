"""What a value keeps is counted in bytes, each part once."""

from collections import deque
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest

from ae.sizes import size_of

KILO = 100
ARRAY = np.zeros((KILO, 1000), np.uint8)  # 100 kB


@dataclass(frozen=True)
class Held:
    found: Any


class Slots:
    __slots__ = ("found", "never_set")

    def __init__(self, found):
        self.found = found


KEEPERS = {
    "itself": lambda part: part,
    "a list": lambda part: [part],
    "a tuple": lambda part: (1, part),
    "a dictionary": lambda part: {"part": part},
    "a queue": lambda part: deque([part]),
    "a dataclass": Held,
    "slots": Slots,
    "both": lambda part: {"one": [Held(part)], "two": part},
}


@pytest.mark.parametrize("keeper", KEEPERS)
@pytest.mark.parametrize(
    "part",
    [ARRAY, ARRAY.tobytes(), "x" * 100_000, bytearray(100_000), ARRAY[:, ::2], ARRAY.reshape(-1)],
    ids=["array", "bytes", "text", "bytearray", "part of an array", "view"],
)
def test_a_part_counts_once_whoever_keeps_it(keeper, part):
    assert size_of(KEEPERS[keeper](part)).total == pytest.approx(100_000, rel=0.02)


def test_an_array_over_bytes_counts_the_bytes():
    shown = np.frombuffer(b"x" * 100_000, np.uint8)[:10]
    assert size_of(shown).total == pytest.approx(100_000, rel=0.01)


def test_a_map_of_a_file_counts_nothing(tmp_path):
    np.save(tmp_path / "a.npy", ARRAY)
    mapped = np.load(tmp_path / "a.npy", mmap_mode="r")
    assert size_of([mapped, mapped[:50], Held(mapped)]).total < 2000


def test_arrays_of_objects_count_what_they_hold():
    texts = np.array(["x" * 50_000, "y" * 50_000], dtype=object)
    assert size_of(texts).total == pytest.approx(100_000, rel=0.02)


def test_figures_and_data_frames_are_counted():
    numbers = np.zeros(25_000)  # 200 kB
    figure = go.Figure(go.Scattergl(x=numbers))
    assert size_of(figure).total >= 200_000
    assert size_of(pd.DataFrame({"a": numbers})).total == pytest.approx(200_000, rel=0.02)


def test_what_refers_to_itself_has_an_end():
    ring: list[Any] = [ARRAY]
    ring.append(ring)
    assert size_of(ring).total == pytest.approx(100_000, rel=0.02)


def test_what_is_there_anyway_counts_nothing():
    assert size_of(np, len, Held, None, size_of).total == 0
