"""Fashion-MNIST by button: four files from a mirror, checked, moved into Keras' own cache."""

import functools
import hashlib
import http.server
import threading
from dataclasses import replace

import pytest

from ae.data import datasets
from ae.data.datasets import DatasetError, RemoteFile, fashion_mnist
from ae.runs import jobs
from ae.workers import download
from tests.data.test_fashion_mnist import files, put


@pytest.fixture(scope="module")
def content():
    return files()


@pytest.fixture
def mirror(tmp_path, content, monkeypatch):
    """A mirror on this machine, and a machine without data of its own."""
    put(tmp_path / "host", content)
    quiet = type("Quiet", (http.server.SimpleHTTPRequestHandler,), {"log_message": lambda *_: None})
    handler = functools.partial(quiet, directory=str(tmp_path / "host"))
    monkeypatch.delenv("AE_DATA_DIR", raising=False)
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}/{fashion_mnist.FOLDER}"
        monkeypatch.setenv("AE_FASHION_MNIST_URL", address)
        yield tmp_path / "host" / fashion_mnist.FOLDER
        server.shutdown()


@pytest.fixture
def attempt(tmp_path):
    made = jobs.Attempt(tmp_path / "attempt")
    made.start()
    return made


def fetch(store, attempt):
    download.fetch(store, jobs.download("fashion_mnist"), attempt)


def with_sums_of(content, monkeypatch):
    """Have the dataset expect these files instead of the published ones."""
    ours = datasets.DATASETS["fashion_mnist"]
    sums = {name: hashlib.md5(data, usedforsecurity=False) for name, data in content.items()}
    known = tuple(RemoteFile(name, one.hexdigest()) for name, one in sums.items())
    changed = replace(ours, download=replace(ours.download, files=known))
    monkeypatch.setitem(datasets.DATASETS, "fashion_mnist", changed)


def test_all_files_arrive_whole(store, attempt, mirror, content, monkeypatch):
    with_sums_of(content, monkeypatch)
    assert datasets.availability("fashion_mnist").state == "missing"
    fetch(store, attempt)
    assert datasets.availability("fashion_mnist").state == "ready"


def test_content_that_is_not_the_published_one_is_refused(store, attempt, mirror):
    with pytest.raises(DatasetError, match=r"Fashion-MNIST could not be downloaded.*built-in"):
        fetch(store, attempt)
    assert datasets.availability("fashion_mnist").state == "missing"


def test_nothing_is_there_where_one_file_is_missing(store, attempt, mirror, content, monkeypatch):
    with_sums_of(content, monkeypatch)
    (mirror / fashion_mnist.FILES[2].name).unlink()
    with pytest.raises(DatasetError, match="could not be downloaded"):
        fetch(store, attempt)
    assert datasets.availability("fashion_mnist").state == "missing"
