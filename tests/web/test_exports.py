"""What a person takes home, read back by other programs' means."""

import csv
import io
import json
import re
import zipfile

import numpy as np
import pytest
from PIL import Image, ImageSequence

from ae import config
from ae.data import datasets
from ae.runs.store import Store
from ae.web import exports, projector


@pytest.fixture(scope="module")
def digits():
    """Held-out digits and their labels."""
    split = datasets.load("digits", "test")
    return split.samples, split.labels


def codes_of(count, dimensions=3):
    """Codes of every magnitude, as float32 has them."""
    rng = np.random.default_rng(0)
    codes = rng.standard_normal((count, dimensions)) * 10.0 ** rng.integers(-12, 12, dimensions)
    return codes.astype(np.float32)


def opened(data):
    return np.asarray(Image.open(io.BytesIO(data)))


def cells(picture, columns, count, side=28):
    """Cut a grid into its first `count` pictures."""
    places = [divmod(number, columns) for number in range(count)]
    return [
        picture[row * side : (row + 1) * side, column * side : (column + 1) * side]
        for row, column in places
    ]


@pytest.mark.parametrize(("count", "columns"), [(1, 1), (6, 3), (7, 3), (2, 5), (5, 1)])
@pytest.mark.parametrize("scale", [1, 3])
def test_a_grid_holds_its_pictures_row_by_row(digits, count, columns, scale):
    data = exports.grid_png(digits[0][:count], columns, scale)
    picture = opened(data)
    rows = -(-count // columns)
    assert data.startswith(b"\x89PNG")
    assert picture.shape == (rows * 28 * scale, columns * 28 * scale)
    for shift in (0, scale - 1):  # all pixels of an enlarged one are alike
        found = cells(picture[shift::scale, shift::scale], columns, count)
        np.testing.assert_array_equal(found, digits[0][:count])
    left_over = cells(picture[::scale, ::scale], columns, rows * columns)[count:]
    assert not np.any(left_over)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"pictures": np.zeros((2, 28, 28), np.float32)}, "expected uint8"),
        ({"pictures": np.zeros((28, 28), np.uint8)}, "expected uint8"),
        ({"pictures": np.zeros((0, 28, 28), np.uint8)}, "one or more"),
        ({"columns": 0}, "columns: expected 1 or more. Received: 0"),
        ({"scale": 0}, "scale: expected 1 or more"),
        ({"scale": 147}, "at most 8192×8192 pixels. Received: 4 pictures that make 8232×8232"),
    ],
)
def test_a_grid_that_cannot_be_is_refused(change, message):
    chosen = {"pictures": np.zeros((4, 28, 28), np.uint8), "columns": 2} | change
    with pytest.raises(ValueError, match=re.escape(message)):
        exports.grid_png(**chosen)


@pytest.mark.parametrize(
    ("count", "order"), [(1, [0]), (2, [0, 1]), (4, [0, 1, 2, 3, 2, 1])], ids=str
)
@pytest.mark.parametrize("scale", [1, 4])
def test_a_gif_plays_there_and_back_for_ever(digits, count, order, scale):
    moving = Image.open(io.BytesIO(exports.gif(digits[0][:count], 120, scale)))
    frames = [np.asarray(frame.convert("L")) for frame in ImageSequence.Iterator(moving)]
    assert len(frames) == len(order)
    for frame, number in zip(frames, order, strict=True):
        assert frame.shape == (28 * scale, 28 * scale)
        np.testing.assert_array_equal(frame[::scale, ::scale], digits[0][number])
    if count > 1:
        assert (moving.info["loop"], moving.info["duration"]) == (0, 120)


def test_a_gif_without_pictures_or_too_fast_is_refused(digits):
    with pytest.raises(ValueError, match="milliseconds: expected 20 or more"):
        exports.gif(digits[0][:2], 10)
    with pytest.raises(ValueError, match="scale: expected 1"):
        exports.gif(digits[0][:2], 80, 0)
    with pytest.raises(ValueError, match="one or more"):
        exports.gif(digits[0][:0])


@pytest.mark.parametrize("dimensions", [1, 2, 128])
def test_a_table_gives_the_same_codes_back(digits, dimensions):
    codes, labels = codes_of(50, dimensions), digits[1][:50]
    rows = list(csv.reader(io.StringIO(exports.codes_csv(codes, labels).decode())))
    assert rows[0] == [*(f"z{n + 1}" for n in range(dimensions)), "label"]
    np.testing.assert_array_equal(np.array(rows[1:])[:, :-1].astype(np.float32), codes)
    assert [int(row[-1]) for row in rows[1:]] == labels.tolist()


def test_numbers_are_written_shortly():
    codes = np.float32([[0.1, -2.5, 1e-8], [0.0, 100, 1 / 3]])
    table = exports.codes_csv(codes, np.array([3, 4])).decode()
    assert table == "z1,z2,z3,label\n0.1,-2.5,1e-08,3\n0.0,100.0,0.33333334,4\n"


@pytest.mark.parametrize(
    ("codes", "labels"), [((3, 2), (4,)), ((3,), (3,)), ((0, 2), (0,)), ((3, 2), (3, 1))]
)
def test_codes_without_their_labels_are_refused(codes, labels):
    with pytest.raises(ValueError, match=r"Expected codes \(n, d\)"):
        exports.codes_csv(np.zeros(codes, np.float32), np.zeros(labels, int))


def projector_zip(*given):
    return exports.archive(projector.files(*given) | projector.readme())


def unpacked(digits, count, dimensions=3):
    data = projector_zip(codes_of(count, dimensions), digits[1][:count], digits[0][:count])
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_archive_names_what_it_holds(digits):
    files = unpacked(digits, 10)
    config = files["projector_config.pbtxt"].decode()
    paths = re.findall(r'_path: "(.+)"', config)
    assert {*paths, "projector_config.pbtxt", "README.txt"} == set(files)
    assert len(paths) == 3
    assert re.findall(r"single_image_dim: (\d+)", config) == ["28", "28"]
    assert config.count("{") == config.count("}") == 2
    assert all(name in files["README.txt"].decode() for name in ("vectors.tsv", "metadata.tsv"))


@pytest.mark.parametrize("dimensions", [2, 32])
def test_the_vectors_are_the_codes_and_neither_table_has_a_header(digits, dimensions):
    files = unpacked(digits, 20, dimensions)
    vectors = np.loadtxt(io.BytesIO(files["vectors.tsv"]), np.float32, delimiter="\t", ndmin=2)
    np.testing.assert_array_equal(vectors, codes_of(20, dimensions))
    assert files["metadata.tsv"].decode() == "".join(f"{label}\n" for label in digits[1][:20])


def test_codes_of_one_number_get_a_second_for_the_projector(digits):
    vectors = np.loadtxt(io.BytesIO(unpacked(digits, 5, 1)["vectors.tsv"]), np.float32)
    np.testing.assert_array_equal(vectors, np.pad(codes_of(5, 1), ((0, 0), (0, 1))))


@pytest.mark.parametrize(("count", "side"), [(1, 1), (4, 2), (5, 3), (7, 3), (300, 18)])
def test_the_sprite_is_a_square_grid_of_the_pictures(digits, count, side):
    sprite = opened(unpacked(digits, count)["sprite.png"])
    assert sprite.shape == (side * 28, side * 28)
    np.testing.assert_array_equal(cells(sprite, side, count), digits[0][:count])
    assert not np.any(cells(sprite, side, side * side)[count:])


def test_equal_content_is_an_equal_archive(digits):
    def made():
        return projector_zip(codes_of(9), digits[1][:9], digits[0][:9])

    assert made() == made()


def test_an_archive_that_the_projector_would_refuse_is_not_made(digits):
    codes, (images, labels) = codes_of(9), digits
    with pytest.raises(ValueError, match="expected one for each of 9 codes"):
        projector_zip(codes, labels[:9], images[:8])
    with pytest.raises(ValueError, match=r"Expected codes \(n, d\)"):
        projector_zip(codes, labels[:8], images[:9])
    wide = np.zeros((9, 1, 3000), np.uint8)
    with pytest.raises(ValueError, match="at most 8192×8192"):
        projector_zip(codes, labels[:9], wide)


def test_codes_without_labels_are_a_table_of_numbers_alone():
    head, *rows = exports.codes_csv(codes_of(5, 2)).decode().split()
    assert head == "z1,z2"
    read = np.array([row.split(",") for row in rows], np.float32)
    np.testing.assert_array_equal(read, codes_of(5, 2))


def test_columns_of_numbers_are_read_back():
    given = {"level": np.array([0.1, 0.2]), "ours": np.array([1.5, -2.25])}
    lines = exports.columns_csv(given).decode().splitlines()
    assert lines[0] == "level,ours"
    read = np.array([[float(cell) for cell in line.split(",")] for line in lines[1:]])
    np.testing.assert_allclose(read, np.stack(list(given.values()), axis=1), rtol=1e-5)


def test_a_history_is_a_table_with_a_column_for_what_a_family_measures():
    history = [
        {"epoch": 0, "train_loss": 0.7, "test_loss": 0.71, "seconds": 0.5, "measures": {}},
        {"epoch": 1, "train_loss": 0.25, "test_loss": 0.3, "seconds": 1.5, "measures": {"kl": 4.5}},
    ]
    head, *rows = csv.reader(io.StringIO(exports.history_csv(history).decode()))
    assert head == ["epoch", "train_loss", "test_loss", "seconds", "kl"]
    assert rows[0] == ["0", "0.7", "0.71", "0.5", ""]
    assert [float(cell) for cell in rows[1]] == [1, 0.25, 0.3, 1.5, 4.5]


def test_a_shipped_runs_history_is_read_back_whole():
    chosen = config.from_flat({"dataset": "digits", "architecture": "adversarial"})
    history = Store.default().require(chosen.key()).history
    rows = list(csv.DictReader(io.StringIO(exports.history_csv(history).decode())))
    assert [float(row["test_loss"]) for row in rows] == [one["test_loss"] for one in history]
    assert float(rows[-1]["fooling"]) == history[-1]["measures"]["fooling"]


def test_a_configuration_is_one_line_that_gives_it_back():
    chosen = config.from_flat({"dataset": "digits", "architecture": "deep", "classes": "1,7"})
    line, end = exports.configuration_json(chosen).decode().split("\n")
    assert config.from_flat(json.loads(line)) == chosen and not end
