"""Pictures: that they show what they were given, escape their words, and can be told apart."""

import io
import itertools

import numpy as np
import pytest
from PIL import Image

from ae.config import data_spec
from ae.web import figures
from ae.web.figures import fonts

# Machado, Oliveira & Fernandes 2009, "A physiologically-based model for simulation of color
# vision deficiency", severity 1.0, on linear RGB.
VISION = {
    "full": np.eye(3),
    "protan": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deutan": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "tritan": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}
# Ottosson 2020, "A perceptual color space for image processing".
TO_LMS = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)


def linear(colours):
    """Turn #rrggbb into linear RGB, (n, 3)."""
    bytes_ = [[int(colour[i : i + 2], 16) for i in (1, 3, 5)] for colour in colours]
    srgb = np.array(bytes_) / 255
    return np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)


def oklab(rgb):
    return np.cbrt(np.clip(rgb, 0, 1) @ TO_LMS.T) @ TO_LAB.T


@pytest.mark.parametrize("vision", VISION)
def test_digit_colours_can_be_told_apart_by_everyone(vision):
    seen = oklab(linear(figures.CLASS_COLOURS) @ VISION[vision].T)
    distances = [np.linalg.norm(a - b) for a, b in itertools.combinations(seen, 2)]
    assert len(seen) == 10
    assert min(distances) >= 0.11


def test_digit_colours_are_lost_neither_on_white_nor_on_black():
    lightness = oklab(linear(figures.CLASS_COLOURS))[:, 0]
    assert lightness.min() > 0.5 and lightness.max() < 0.87


def test_png_keeps_every_pixel():
    image = np.arange(784, dtype=np.uint16).reshape(28, 28).astype(np.uint8)
    assert np.array_equal(np.asarray(Image.open(io.BytesIO(figures.png(image)))), image)


def test_error_map_is_orange_above_blue_below_black_where_equal():
    image = np.full((1, 28, 28), 0.5, np.float32)
    restored = image.copy()
    restored[0, 0, 0], restored[0, 0, 1] = 1.0, 0.0
    red, _green, blue = figures.error_map(image, restored, data_spec("digits"))[0].transpose(
        2, 0, 1
    )
    assert red[0, 0] > blue[0, 0] and blue[0, 1] > red[0, 1]
    assert red[5, 5] == blue[5, 5] == 0


@pytest.mark.parametrize(("count", "bands"), [(1, 1), (5, 1), (10, 2), (12, 3)])
def test_rows_fill_bands_of_five_and_name_every_picture(count, bands):
    images = np.zeros((count, 28, 28), np.uint8)
    text = figures.sample_rows([figures.Row("Original", "original", images, ["digit"] * count)])
    assert text.count("ae-band'") == bands
    assert text.count('alt="digit"') == count


def test_rows_escape_their_words():
    row = figures.Row("<b>", "original", np.zeros((1, 28, 28), np.uint8), ['"><script>'], ["<i>"])
    text = figures.sample_rows([row])
    assert "<script>" not in text and "<b>" not in text and "<i>" not in text


def test_curves_hold_the_untrained_model_and_every_epoch():
    history = [{"epoch": e, "train_loss": 0.7 / (e + 1), "test_loss": 0.8} for e in range(4)]
    names = ("training digits", "held-out digits")
    figure = figures.training_curves(history, 10, "BCE per pixel", names)
    assert [list(trace.x) for trace in figure.data] == [[0, 1, 2, 3]] * 2
    assert list(figure.data[0].y) == [record["train_loss"] for record in history]


def test_a_scatter_colours_each_digit_and_keeps_its_number():
    points, labels = np.random.default_rng(0).normal(size=(50, 2)), np.arange(50) % 10
    figure = figures.latent_scatter(points, labels, list("0123456789"), ("z1", "z2"))
    for digit, trace in enumerate(figure.data):
        assert trace.marker.color == figures.CLASS_COLOURS[digit]
        assert np.array_equal(labels[np.array(trace.customdata)], [digit] * 5)
        assert np.allclose(trace.x, points[labels == digit, 0])


@pytest.mark.parametrize("count", [1, 2, 10, 26])
def test_every_class_has_a_colour_of_its_own_and_the_first_ten_never_change(count):
    colours = figures.class_colours(count)
    assert len(colours) == len(set(colours)) == count
    assert colours[:10] == list(figures.CLASS_COLOURS[:count])
    assert all(len(bytes.fromhex(colour[1:])) == 3 for colour in colours)


def test_values_colour_a_scatter_by_a_byte_beside_which_their_numbers_stand():
    values = np.concatenate([np.linspace(2.0, 4.0, 999), [1e6]])
    points, labels = np.zeros((1000, 2)), np.arange(1000) % 2
    figure = figures.latent_scatter(points, labels, ["a", "b"], ("z1", "z2"), values, "error")
    shades = np.concatenate([np.asarray(trace.marker.color) for trace in figure.data])
    assert shades.dtype == np.uint8 and shades.max() == 255
    bar = figure.layout.coloraxis.colorbar
    told = np.interp(shades, bar.tickvals, [float(text) for text in bar.ticktext])
    given = np.concatenate([values[labels == label] for label in (0, 1)])
    inside = given < 3.97
    assert inside.sum() > 950 and np.abs(told - given)[inside].max() < 0.03
    alike = figures.latent_scatter(points, labels, ["a", "b"], ("z1", "z2"), np.ones(1000))
    assert not any(np.any(trace.marker.color) for trace in alike.data)


@pytest.mark.parametrize("classes", [["odd", "even"], [""], [f"letter {n}" for n in range(26)]])
def test_a_scatter_has_a_trace_for_each_class_by_its_name(classes):
    points, labels = np.random.default_rng(0).normal(size=(80, 2)), np.arange(80) % len(classes)
    figure = figures.latent_scatter(points, labels, classes, ("z1", "z2"))
    assert [trace.name for trace in figure.data] == classes
    assert sum(len(trace.x) for trace in figure.data) == 80
    assert figure.layout.showlegend == (len(classes) > 1)


def test_the_layer_diagram_has_a_bar_for_each_layer():
    row = {"part": "encoder", "kind": "Dense", "activation": "relu", "shape": [32]}
    assert figures.layer_diagram([row, row | {"part": "decoder"}]).count('class="ae-bar') == 2


def shown(content):
    picture = Image.open(io.BytesIO(content))
    assert picture.format == "PNG"
    return np.asarray(picture.convert("RGB")).astype(int)


def differing(first, second):
    """Return left, top, right and bottom of where two pictures differ."""
    return Image.fromarray(np.abs(first - second).max(axis=2) > 0).getbbox()


STRIPES = np.tile(np.array([[0, 255]], np.uint8), (28, 14))


@pytest.mark.parametrize("count", [1, 3, 5, 6, 10, 23])
@pytest.mark.parametrize("width", [600, 1200])
def test_a_card_has_its_width_and_wraps_to_rows(count, width):
    card = shown(figures.card("My digit", [("seen", STRIPES)] * count, width))
    assert card.shape[1] == width
    white = (card == 255).all(axis=2)
    rows = np.count_nonzero(np.diff(white.sum(axis=1) > width // 20) == 1) / 2
    assert rows == pytest.approx(-(-count // 5), abs=0.5)


def test_a_card_shows_every_pixel_of_a_digit_as_a_square():
    card = shown(figures.card("", [("seen", STRIPES)]))
    white = (card == 255).all(axis=2)
    row = white[np.argmax(white.sum(axis=1))]
    widths = np.diff(np.flatnonzero(np.diff(row.astype(int))))
    assert widths.size == 27
    assert set(widths) == {11}


def test_a_card_shows_pictures_in_colour_and_of_other_sizes():
    orange = np.full((300, 100, 3), (255, 150, 30), np.uint8)
    card = shown(figures.card("", [("error", orange), ("dot", np.full((1, 1), 200, np.uint8))]))
    assert (card == (255, 150, 30)).all(axis=2).sum() > 10_000
    assert (card == 200).all(axis=2).sum() > 10_000


@pytest.mark.parametrize("title", ["W" * 300, "digit " * 60, "a 7\n\tof mine\x00", "日本語 🎉", ""])
def test_a_title_stays_inside_the_margins_and_above_the_pictures(title):
    pictures = [("seen", STRIPES)] * 3
    card = shown(figures.card(title, pictures))
    white = np.flatnonzero((card == 255).all(axis=2).sum(axis=1) > 300)
    written = card[: white[0] - 20]
    background = np.zeros_like(written) + card[0, 0]
    box = differing(written, background)
    assert box is None or (box[0] >= 60 and box[2] <= 1140 and box[3] < len(written))


def test_a_label_stays_below_its_picture():
    """A very long label changes nothing left of its picture, right of it, or in the next row."""
    pictures = [(name, STRIPES) for name in "abcdef"]
    plain = shown(figures.card("", pictures))
    pictures[1] = ("an extraordinarily long name of a network " * 3, STRIPES)
    left, top, right, bottom = differing(plain, shown(figures.card("", pictures)))
    side = (1200 - 2 * 64 - 2 * 24) // 3
    assert left >= 64 + side + 24
    assert right <= 64 + side + 24 + side
    assert bottom - top <= 76


def test_a_card_needs_a_picture():
    with pytest.raises(ValueError, match="expected one or more"):
        figures.card("My digit", [])


@pytest.mark.parametrize(
    "text", ["fünf, schön", "πέντε, ωραίο", "пять, красиво", "cinq — « beau » ×²"]
)
def test_a_card_writes_latin_greek_and_cyrillic(text):
    assert fonts.missing(text) == ""
    signs = [sign for sign in text if not sign.isspace()]
    widths = {sign: fonts.length(sign, 30) for sign in signs}
    assert min(widths.values()) > 3
    written = {bytes(figures.card(sign, [("", STRIPES)])) for sign in set(signs)}
    assert len(written) == len(set(signs))  # no box stands for two of them


def test_what_no_font_has_takes_no_room_and_is_told():
    assert fonts.missing("a\U0010ffffb\U0010ffff") == "\U0010ffff"
    assert fonts.length("a\U0010ffffb", 30) == pytest.approx(fonts.length("ab", 30), abs=1.5)
    with_sign, without = (figures.card(text, [("x", STRIPES)]) for text in ("\U0010ffff", ""))
    assert shown(with_sign)[..., 0].shape[1] == shown(without)[..., 0].shape[1]
