"""Sets of pictures that somebody brings: read whole, or refused in words."""

import numpy as np
import pytest

from ae import config
from ae.config import from_flat
from ae.data import datasets, pictures_file
from ae.data.datasets import DATASETS, DatasetError, own_pictures
from ae.data.pictures_file import PicturesError
from tests.data import archives

IMAGES, LABELS = archives.digits()
HOSTILE = archives.hostile()


@pytest.mark.parametrize("names", [("images", "labels"), ("x_train", "y_train")])
def test_arrays_are_read_as_they_are(names):
    found = pictures_file.read(archives.npz(**dict(zip(names, (IMAGES, LABELS), strict=True))))
    np.testing.assert_array_equal(found.images, IMAGES)
    np.testing.assert_array_equal(found.labels, LABELS)
    assert found.classes == ("0", "1") and found.left_out == 0


@pytest.mark.parametrize(
    "images",
    [
        IMAGES / 255.0,
        (IMAGES / 255.0).astype(np.float16),
        IMAGES.astype(np.int64),
        IMAGES[..., None],
        np.repeat(IMAGES[..., None], 3, axis=3),
        np.asfortranarray(IMAGES),
    ],
    ids=["0 to 1", "half", "int64", "a channel", "three channels", "in columns"],
)
def test_whatever_form_they_have_they_come_as_grey_bytes(images):
    found = pictures_file.read(archives.npz(images=images))
    assert found.images.dtype == np.uint8 and found.images.shape == IMAGES.shape
    assert np.abs(found.images.astype(int) - IMAGES).max() <= 1
    assert found.classes == () and not found.labels.any()


def test_labels_may_be_texts_and_their_names_are_nothing_but_letters():
    names = np.array(["**[a](b)**", "$x$"])[LABELS]
    found = pictures_file.read(archives.npz(images=IMAGES, labels=names))
    assert found.classes == ("x", "a b")


def test_folders_are_classes():
    found = pictures_file.read(archives.of_files(IMAGES, LABELS))
    assert found.classes == ("0", "1")
    order = np.argsort(found.labels, kind="stable")
    np.testing.assert_array_equal(np.sort(found.labels), np.sort(LABELS))
    pairs = {one.tobytes(): label for one, label in zip(IMAGES, LABELS, strict=True)}
    for at in order:
        assert pairs[found.images[at].tobytes()] == found.labels[at]


def test_one_folder_is_no_class():
    assert pictures_file.read(archives.of_files(IMAGES)).classes == ()


def test_pictures_of_several_sizes_are_fitted_into_one():
    large = [np.kron(one, np.ones((10, 10), np.uint8)) for one in IMAGES[:30]]
    found = pictures_file.read(archives.of_files([*large, *IMAGES[30:]], kind="JPEG"))
    assert found.images.shape == (archives.COUNT, 28, 28)


def test_what_cannot_be_read_is_left_out_and_counted():
    content = archives.zipped(
        [
            *((f"a/{at}.png", archives.encoded(one, "PNG")) for at, one in enumerate(IMAGES)),
            ("a/b.png", b"no picture"),
        ]
    )
    found = pictures_file.read(content)
    assert len(found.images) == archives.COUNT and found.left_out == 1


def test_progress_is_told():
    told = []
    images, labels = archives.digits(300)
    pictures_file.read(archives.of_files(images, labels), progress=told.append)
    assert told == sorted(told) and len(told) == 3 and told[0] >= 0 and told[-1] < 1


@pytest.mark.parametrize("name", HOSTILE)
def test_what_means_harm_is_refused_in_words(name):
    content, expected = HOSTILE[name]
    with pytest.raises(PicturesError) as refused:
        pictures_file.read(content)
    assert expected in str(refused.value) and len(str(refused.value)) < 300


# As a dataset


@pytest.fixture
def kept(tmp_path, monkeypatch):
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    return own_pictures.keep("My *things*", archives.npz(images=IMAGES, labels=LABELS))[0]


def test_they_become_a_dataset_split_once(kept):
    train, test = datasets.load(kept, "train"), datasets.held_out(kept)
    assert len(test.samples) == 20 and len(train.samples) == 110
    whole = {one.tobytes() for one in IMAGES}
    parts = [{one.tobytes() for one in part.samples} for part in (train, test)]
    assert parts[0] | parts[1] == whole and not parts[0] & parts[1]
    again = own_pictures.keep("My *things*", archives.npz(images=IMAGES, labels=LABELS))[0]
    assert again == kept
    spec, label = DATASETS[kept].spec, DATASETS[kept].label
    assert (spec.shape, spec.train_size, spec.classes) == ((12, 10), 110, ("0", "1"))
    assert label == "My things"


def test_a_configuration_may_name_them_and_nobody_else_is_shown_the_name(kept):
    assert from_flat({"dataset": kept}).dataset == kept
    assert kept not in config.known_data() and kept not in list(DATASETS)


def test_other_pictures_have_another_name(kept):
    other = own_pictures.keep("My *things*", archives.npz(images=IMAGES[::-1], labels=LABELS))[0]
    assert other != kept


def test_a_damaged_file_is_told(kept):
    own_pictures._found.cache_clear()
    own_pictures.FILES.path(kept).write_bytes(b"nothing")
    with pytest.raises(DatasetError, match="Your pictures cannot be read any more"):
        own_pictures.find(kept)
