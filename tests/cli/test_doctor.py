"""The doctor: a line for each thing that the app needs, with what to do where it is missing."""

import socket

import pytest

from ae.cli import doctor
from ae.cli.main import main


@pytest.fixture
def told(tmp_path, monkeypatch, capsys):
    """A function that returns exit code and lines; without the processes that hold Keras."""
    monkeypatch.setenv("AE_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("AE_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    monkeypatch.delitem(doctor.CHECKS, "engine")

    def look():
        code = main(["doctor"])
        return code, capsys.readouterr().out.splitlines()

    return look


def line(lines, beginning):
    return next(one for one in lines if one[6:].startswith(beginning))


def test_a_machine_that_can_run_the_app_is_told_so(told):
    code, lines = told()
    assert code == 0 and not any(one.startswith("WRONG") for one in lines)
    assert {one[6:].partition(":")[0] for one in lines} == set(doctor.CHECKS)
    assert line(lines, "data: MNIST") == "note  data: MNIST is not here: by a button in the app"


def test_every_setting_that_is_none_is_told(told, monkeypatch):
    monkeypatch.setenv("AE_MAX_WAITING", "many")
    code, lines = told()
    assert code == 1
    expected = "AE_MAX_WAITING: expected a whole number, 1 or more. Received: 'many'."
    assert line(lines, "settings") == f"WRONG settings: {expected}"


def test_a_cache_folder_that_is_none_is_told(told, monkeypatch, tmp_path):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("AE_CACHE_DIR", str(tmp_path / "file"))
    code, lines = told()
    assert code == 1 and line(lines, "cache folder").startswith("WRONG")
    assert str(tmp_path / "file") in line(lines, "cache folder")


def test_data_that_are_damaged_are_told(told, tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "mnist.npz").write_bytes(b"nothing")
    code, lines = told()
    assert code == 1 and line(lines, "data: MNIST").startswith("WRONG data: MNIST: MNIST cannot be")


def test_a_port_that_is_taken_and_a_package_of_another_version_are_notes(told, monkeypatch):
    with socket.socket() as taken:
        taken.bind(("", 0))
        taken.listen()
        monkeypatch.setenv("STREAMLIT_SERVER_PORT", str(taken.getsockname()[1]))
        monkeypatch.setattr(doctor.metadata, "version", lambda name: "0.0")
        code, lines = told()
    assert code == 0
    assert line(lines, "port").startswith("note  port:") and "--server.port" in line(lines, "port")
    assert "streamlit: expected " in line(lines, "packages: streamlit")


@pytest.mark.parametrize(
    ("bound", "state"), [("max", "ok"), ("1500000000", "WRONG"), ("3000000000", "note")]
)
def test_memory_is_what_a_container_may_take(told, monkeypatch, tmp_path, bound, state):
    monkeypatch.setattr(doctor, "CGROUP", tmp_path / "memory.max")
    (tmp_path / "memory.max").write_text(bound + "\n")
    monkeypatch.setattr(doctor.os, "sysconf", lambda name: 1_000_000)  # a million pages of 1 MB
    code, lines = told()
    assert line(lines, "memory").startswith(state) and code == (state == "WRONG")


@pytest.mark.slow
def test_the_processes_that_hold_keras_are_started_and_asked(tmp_path, monkeypatch):
    monkeypatch.setenv("AE_CACHE_DIR", str(tmp_path))
    (found,) = doctor.CHECKS["engine"]()
    assert found.state == "fine"
