"""Datasets of ratings: invented, MovieLens, and a person's own."""

import io
import shutil
import zipfile
from dataclasses import replace

import numpy as np
import pytest

from ae import config
from ae.analysis.ranking import liked
from ae.data import datasets, ratings
from ae.data.datasets import (
    DatasetError,
    keras_cache,
    movielens,
    own_ratings,
    rating_splits,
    tastes,
)
from ae.data.ratings_file import RatingsError
from tests.data.test_ratings_file import WHOLE


@pytest.fixture
def folders(tmp_path, monkeypatch):
    """An empty data folder, and an empty Keras cache."""
    monkeypatch.setenv("AE_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    return tmp_path


NAMES = ("train", "validation", "test")


def known(array):
    return np.isfinite(array)


def test_every_rating_is_learnt_from_or_validates_or_judges():
    rng = np.random.default_rng(0)
    cells = rng.permutation(30 * 20)[:200]
    stars = rng.integers(1, 11, 200) / 2
    listed = ratings.Ratings(cells // 20, cells % 20, stars.astype(np.float32), ("",) * 20, 30)
    parts = {name: rating_splits.split(listed, (30, 20), name) for name in NAMES}
    given, validation, test = (
        parts["train"].samples,
        parts["validation"].targets,
        parts["test"].targets,
    )
    assert [int(known(part).sum()) for part in (given, validation, test)] == [160, 20, 20]
    assert (known(given).astype(int) + known(validation) + known(test)).max() == 1
    together = np.where(known(given), given, np.where(known(validation), validation, test))
    np.testing.assert_array_equal(together.ravel()[cells], stars)
    np.testing.assert_array_equal(parts["test"].samples, given)
    assert parts["train"].targets is None
    other = rating_splits.split(listed, (30, 20), "test", seed=1).targets
    assert not np.array_equal(known(other), known(test))


def test_rows_and_columns_beyond_the_ratings_stay_unknown():
    listed = ratings.Ratings(
        np.arange(10), np.arange(10), np.full(10, 3, np.float32), ("",) * 10, 10
    )
    given = rating_splits.split(listed, (12, 15), "train").samples
    assert given.shape == (12, 15)
    assert not known(given[10:]).any() and not known(given[:, 10:]).any()


def test_the_invented_tastes_are_as_they_say():
    split = datasets.load("tastes", "train")
    people, things = tastes.hidden()
    assert split.samples.shape == (2000, len(tastes.THINGS)) and len(tastes.THINGS) >= 60
    assert people.shape == (2000, 4) and things.shape == (len(tastes.THINGS), 4)
    stars = split.samples[known(split.samples)]
    assert set(np.unique(2 * stars)) <= set(range(1, 11))
    assert 0.2 < liked(stars).mean() < 0.5
    assert known(split.samples).sum(axis=1).min() >= 5
    # Who is for what is sweet gives ice cream more stars.
    column = list(tastes.THINGS).index("Ice cream")
    rated = known(split.samples[:, column])
    found = np.corrcoef(split.samples[rated, column], people[rated, 0])[0, 1]
    assert found > 0.5


def test_the_invented_tastes_are_the_same_every_time():
    first = datasets.load("tastes", "test").targets
    tastes._listed.cache_clear()
    np.testing.assert_array_equal(tastes._read("test").targets, first)


SMALL = "userId,movieId,rating,timestamp\n" + "".join(
    f"{person},{10 * thing},{1 + (person * thing) % 5 * 0.5},1\n"
    for person in range(1, 151)
    for thing in range(1, 26)
    if (person + thing) % 2
)
TITLES = 'movieId,title,genres\n10,"Émile, the (2001)",Drama\n20,Second (1999),Comedy\n'


def write_movielens(folder, table=SMALL, titles=TITLES):
    target = folder / "data" / movielens.FOLDER
    target.mkdir(parents=True)
    (target / movielens.RATINGS).write_text(table)
    (target / movielens.TITLES).write_text(titles)
    return target


def test_movielens_is_read_from_a_folder(folders):
    assert datasets.availability("movielens").state == "missing"
    write_movielens(folders)
    found = datasets.availability("movielens")
    assert found.state == "ready" and found.content  # which names it in every key
    split = datasets.load("movielens", "test")
    assert split.samples.shape == (671, 9724)
    assert known(split.samples).sum() == int(0.8 * (SMALL.count("\n") - 1))
    names = datasets.DATASETS["movielens"].columns()
    assert {"Émile, the (2001)", "Second (1999)", "30"} < set(names)


def test_movielens_is_read_from_the_archive_as_it_comes(folders):
    keras_cache.folder().mkdir(parents=True)
    with zipfile.ZipFile(keras_cache.folder() / movielens.ARCHIVE, "w") as archive:
        archive.writestr("ml-latest-small/ratings.csv", SMALL)
        archive.writestr("ml-latest-small/movies.csv", TITLES)
    assert datasets.availability("movielens").state == "ready"
    assert known(datasets.load("movielens", "train").samples).any()


@pytest.mark.parametrize("damage", ["no archive", "ratings in words", "no titles", "cut short"])
def test_a_damaged_movielens_is_told_as_such(folders, damage):
    if damage in ("no archive", "cut short"):
        keras_cache.folder().mkdir(parents=True)
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            archive.writestr("ml-latest-small/ratings.csv", SMALL)
        content = b"no zip" if damage == "no archive" else buffer.getvalue()
        (keras_cache.folder() / movielens.ARCHIVE).write_bytes(content)
    elif damage == "ratings in words":
        write_movielens(folders, SMALL + "1,9999,four,1\n")
    else:
        write_movielens(folders, titles="a,b\n1,2\n")
    found = datasets.availability("movielens")
    assert found.state == "broken" and "download it again" in str(found.message)


def test_a_movielens_that_is_not_there_says_what_to_do(folders):
    with pytest.raises(DatasetError, match="MovieLens is not on this machine"):
        datasets.load("movielens", "train")


def test_the_licence_and_the_citation_are_there():
    dataset = datasets.DATASETS["movielens"]
    assert "commercial" in dataset.download.licence and "Harper" in dataset.cite


def test_ones_own_ratings_become_a_dataset(folders):
    name = own_ratings.keep(WHOLE.encode())
    assert own_ratings.keep(WHOLE.encode()) == name  # by what they hold
    assert name not in config.known_data() and config.is_known(name)
    spec = config.data_spec(name)
    assert (spec.kind, spec.shape, spec.train_size) == ("ratings", (30,), 120)
    assert datasets.availability(name).state == "ready"
    split = datasets.load(name, "test")
    assert known(split.samples).sum() == 960 and known(split.targets).sum() == 120
    assert set(datasets.DATASETS[name].columns()) == {f"m{number}" for number in range(30)}
    chosen = config.from_flat({"dataset": name, "architecture": "autorec", "seed": 3})
    assert config.from_json(chosen.canonical_json()) == chosen


def test_a_name_that_is_none_is_refused(folders):
    for name in ("ratings-", "ratings-../../../etc", "ratings-" + "g" * 16, "ratings-" + "0" * 16):
        assert not config.is_known(name)
        with pytest.raises(config.ConfigError, match="dataset: expected one of"):
            config.from_flat({"dataset": name})


def test_a_table_that_cannot_be_read_leaves_nothing(folders):
    with pytest.raises(RatingsError):
        own_ratings.keep(b"nothing")
    assert not (keras_cache.folder() / "own-ratings").exists()


def test_own_ratings_make_room_for_each_other(folders, monkeypatch):
    first = own_ratings.keep(WHOLE.encode())
    size = own_ratings.FILES.path(first).stat().st_size
    less = replace(own_ratings.FILES, most_bytes=int(1.5 * size))
    monkeypatch.setattr(own_ratings, "FILES", less)
    second = own_ratings.keep((WHOLE + "u1,new,4\n").encode())
    assert config.is_known(second) and not config.is_known(first)


def test_own_ratings_that_are_damaged_or_gone_are_told(folders):
    name = own_ratings.keep(WHOLE.encode())
    own_ratings._listed.cache_clear()
    own_ratings._found.cache_clear()
    own_ratings.FILES.path(name).write_bytes(b"nothing")
    with pytest.raises(DatasetError, match="Bring them again"):
        own_ratings.find(name)
    shutil.rmtree(keras_cache.folder())
    assert own_ratings.find(name) is None
