"""Pictures and photos: each gives the ink of its digit, or a clear sentence, and costs little."""

import contextlib
import sys

import numpy as np
import pytest
from PIL import Image

from ae.data import datasets, drawing
from ae.data.drawing import DrawingError, Stroke
from ae.data.drawing.parts import has_more_than
from ae.data.framing import Framing
from tests.data import hard_pictures, paper_photos

MNIST = Framing()


def overlap(first, second):
    """Return how far two drawings cover the same pixels: 1 for the same, 0 for none."""
    first, second = first > 127, second > 127
    return (first & second).sum() / (first | second).sum()


@pytest.fixture(scope="module")
def expected():
    """The example as it comes back from a clean picture."""
    return drawing.photo(hard_pictures.encoded(hard_pictures.light_on_dark(), "PNG"))


def test_a_clean_picture_gives_the_drawing_itself(expected):
    assert (
        overlap(drawing.see([], MNIST, expected).image, drawing.see(drawing.EXAMPLE, MNIST).image)
        > 0.9
    )


@pytest.mark.slow
def test_every_hard_picture_that_shows_a_digit_gives_it(expected):
    bad = {}
    for name, content in hard_pictures.showing().items():
        ink = drawing.photo(content)
        assert ink.shape == (280, 280)
        assert ink.dtype == np.uint8
        enough = 0.75 if name == "a few pixels" else 0.9
        if (found := overlap(ink, expected)) < enough:
            bad[name] = found
    assert not bad


def test_where_nothing_stands_out_there_is_no_ink():
    bad = [name for name, file in hard_pictures.blank().items() if drawing.photo(file).any()]
    assert not bad


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
def test_every_file_that_cannot_be_used_is_refused_in_words():
    for name, content in hard_pictures.refused().items():
        with pytest.raises(DrawingError) as refusal:
            drawing.photo(content)
        sentence = str(refusal.value)
        assert 40 < len(sentence) < 200, name
        assert sentence.startswith("The "), name
        assert sentence.endswith("."), name


@pytest.fixture(scope="module")
def heavy():
    return hard_pictures.heavy()


PARTS = {
    "PNG of 400,000 texts",
    "PNG of 600,000 empty pieces",
    "PNG of 500,000 unknown parts",
    "JPEG of a million comments",
}


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
def test_what_is_made_to_take_long_is_read_or_refused_in_words(heavy):
    """`tests/benchmarks/uploads.py` prints how long each takes."""
    for name, content in heavy.items():
        try:
            assert drawing.photo(content).shape == (280, 280), name
            assert name not in PARTS
        except DrawingError as refusal:
            assert str(refusal).startswith("The "), name
            assert ("much more than one picture" in str(refusal)) == (name in PARTS), name


def test_parts_are_counted_before_anything_is_decoded(heavy):
    """Of PNG and JPEG; a picture's own parts never reach the bound."""
    assert not has_more_than(heavy["PNG of 9 million points of noise"], 2_000)
    assert has_more_than(heavy["PNG of 400,000 texts"], 400_000)
    assert not has_more_than(heavy["PNG of 400,000 texts"], 400_003)  # and IHDR, IDAT, IEND
    assert has_more_than(heavy["JPEG of a million comments"], 1_000_000)
    assert not has_more_than(heavy["JPEG of 64 million points"], 20)
    assert not has_more_than(heavy["GIF of 200,000 comments"], 0)
    assert not has_more_than(b"\xff\xd8\xff\xe1", 1)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF", "BMP"])
def test_a_file_cut_off_anywhere_is_refused_or_shows_its_digit(kind, expected):
    """A few last bytes may be missing; never is half a digit taken for one."""
    whole = hard_pictures.encoded(hard_pictures.light_on_dark(), kind)
    for share in np.linspace(0.0, 0.999, 12):
        try:
            ink = drawing.photo(whole[: int(len(whole) * share)])
        except DrawingError:
            continue
        assert overlap(ink, expected) > 0.9


@pytest.mark.slow
def test_digits_are_found_on_the_papers_of_schools():
    """Nine in ten at least: ruled, squared, with margin, punched; pens, lights and tilts."""
    found, names = [], []
    for name, content, alone in paper_photos.every():
        wanted = drawing.photo(hard_pictures.encoded(255 - alone, "PNG"))
        ink = np.zeros_like(wanted)
        with contextlib.suppress(DrawingError):  # which asks for plain paper: not found, either
            ink = drawing.photo(content)
        pictures = [drawing.see([], MNIST, one).image for one in (wanted, ink)]
        alike = pictures[1].any() and np.corrcoef(*(one.ravel() for one in pictures))[0, 1] > 0.8
        found.append(alike)
        names.append(name)
    bad = [name for name, is_found in zip(names, found, strict=True) if not is_found]
    assert len(found) >= 30
    assert np.mean(found) >= 0.9, bad


@pytest.mark.parametrize("pen", ["pencil", "felt pen"])
@pytest.mark.parametrize("lean", [0.1, 0.4])
def test_where_the_lines_of_paper_stay_plain_paper_is_asked_for(pen, lean):
    """From aslant, squares are no squares: no line is level, and none runs as the others do."""
    picture, alone = paper_photos.photo("squared", pen, "even", 4.0, 7)
    slanted = paper_photos.encoded(paper_photos.seen_aslant(picture, lean))
    wanted = drawing.photo(hard_pictures.encoded(255 - alone, "PNG"))
    try:
        ink = drawing.photo(slanted)
    except DrawingError as error:
        assert str(error).startswith("The lines of this paper") and "plain paper" in str(error)
        return
    pictures = [drawing.see([], MNIST, one).image.ravel() for one in (wanted, ink)]
    assert np.corrcoef(*pictures)[0, 1] > 0.5, "neither the digit nor a sentence"


def test_a_photo_of_a_kind_that_phones_take_is_refused_with_the_way_to_another():
    with pytest.raises(DrawingError, match=r"HEIC cannot be read\. .*Most Compatible"):
        drawing.photo(b"\0\0\0\x18ftypheic" + bytes(100))


def test_random_damage_is_refused_or_read():
    rng = np.random.default_rng(0)
    whole = [hard_pictures.encoded(hard_pictures.paper(), kind) for kind in ("JPEG", "GIF", "WEBP")]
    for content in whole * 5:
        damaged = bytearray(content)
        for place in rng.integers(0, len(damaged), 20):
            damaged[place] = rng.integers(256)
        with contextlib.suppress(DrawingError):
            assert drawing.photo(bytes(damaged)).shape == (280, 280)


def test_thin_ink_is_widened_to_what_a_network_can_see():
    thin = [Stroke("pen", 2.0, stroke.points) for stroke in drawing.EXAMPLE]
    ink = drawing.photo(hard_pictures.encoded(255 - drawing.paint(thin, "pen"), "PNG"))
    pen = drawing.see(drawing.EXAMPLE, MNIST).image
    seen = drawing.see([], MNIST, ink).image
    assert seen.max() > 230
    assert seen.mean() == pytest.approx(pen.mean(), rel=0.4)


def test_specks_and_the_table_at_the_edge_are_left_out(expected):
    picture = hard_pictures.paper(noise=3.0)
    picture[:, :40] = 30  # a table beside the paper
    picture[420:426, 560:566] = 20
    assert overlap(drawing.photo(hard_pictures.encoded(picture, "PNG")), expected) > 0.9


def test_a_digit_that_reaches_the_edge_is_kept(expected):
    left, top, right, bottom = Image.fromarray(hard_pictures.light_on_dark()).getbbox()
    tight = hard_pictures.light_on_dark()[top + 3 : bottom - 3, left + 3 : right - 3]
    assert overlap(drawing.photo(hard_pictures.encoded(tight, "PNG")), expected) > 0.8


def test_the_array_taken_home_comes_back():
    for image in datasets.load("digits", "test").samples[:10]:
        ink = drawing.photo(hard_pictures.encoded(image, "PNG"))
        framing = datasets.DATASETS["digits"].framing
        assert overlap(drawing.see([], framing, ink).image, image) > 0.6


@pytest.mark.slow
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory is read from /proc")
def test_no_hard_picture_takes_more_than_50_mb(tmp_path):
    """Each in a process of its own allocator's settings: Pillow's memory is not Python's."""
    hard_pictures.write(tmp_path)
    table = hard_pictures.in_own_process(tmp_path)
    print(table)
    assert len(table.splitlines()) == len(list(tmp_path.iterdir())) + 1
    assert int(table.splitlines()[-1]) < 50_000_000
