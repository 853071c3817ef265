"""What an operator is told: `python -m ae status`."""

import json
import os
import time

import pytest

from ae.cli.main import main
from ae.runs import jobs, reports
from ae.runs.store import Store
from tests.conftest import tiny_config
from tests.runs.test_store import published


@pytest.fixture
def store(tmp_path, monkeypatch):
    monkeypatch.setenv("AE_CACHE_DIR", str(tmp_path))
    monkeypatch.delenv("AE_ENGINE", raising=False)
    return Store(tmp_path)


@pytest.fixture
def told(store, capsys):
    def look(*options):
        assert main(["status", *options]) == 0
        return capsys.readouterr().out

    return look


def test_without_a_server_it_says_so(told):
    assert told().startswith("No server runs on this cache folder.\n")


def test_servers_queue_cache_and_errors_are_told(store, told):
    web, supervisor = reports.Reporter(store, "web"), reports.Reporter(store, "supervisor")
    web.tell(sessions=30, left=2, kept_mb=41.5, last_error="2026-11-28 ERROR ae.web: it")
    supervisor.tell(slots=2, running=1, memory_mb=900.0, errors=3, last_error="")
    published(store, tiny_config())
    owner = jobs.Owner(store)
    for seed in (1, 2):
        jobs.claim(store, jobs.training(tiny_config(seed=seed)), owner)
    first, second, queue, cache, error = told().splitlines()
    assert first.startswith("server: 30 sessions (2 may come back), ") and "42 MB of it" in first
    assert second.startswith("workers of a server: 1 of 2 slots taken, 900 MB")
    assert "3 errors" in second and "jobs: 2 wait" in queue
    assert "1 runs; bound 1,024" in cache and error == "last error: 2026-11-28 ERROR ae.web: it"
    owner.release()
    assert "2 were interrupted" in told()


def test_programs_get_json(store, told):
    reports.Reporter(store, "web").tell(sessions=1, left=0, kept_mb=0.0)
    found = json.loads(told("--json"))
    assert found["processes"][0]["sessions"] == 1 and found["processes"][0]["memory_mb"] > 1
    assert found["engine"] == {"name": "local"}
    assert found["jobs"]["queued"] == 0 and found["cache"]["bound_mb"] == 1024


def test_who_has_ended_or_tells_nothing_any_more_is_not_told_of(store, told):
    for _ in range(2):
        reporter = reports.Reporter(store, "web")
        reporter.tell(sessions=1, left=0, kept_mb=0.0)
    assert told().count("server:") == 2
    reporter.end()
    assert told().count("server:") == 1
    (path,) = (store.root / "reports").iterdir()
    long_ago = time.time() - reports.FRESH_SECONDS - 5
    os.utime(path, (long_ago, long_ago))
    assert "No server runs" in told()


def test_damaged_reports_are_passed_over(store, told):
    (store.root / "reports").mkdir()
    for name, text in (("a", ""), ("b", "[]"), ("c", '{"role": "spy"}')):
        (store.root / "reports" / f"{name}.json").write_text(text)
    assert "No server runs" in told()


def test_a_redis_that_does_not_answer_is_told_of(told, monkeypatch):
    pytest.importorskip("rq")
    monkeypatch.setenv("AE_ENGINE", "redis://:secret@127.0.0.1:1/0")
    text = told()
    assert "Redis: it does not answer" in text and "secret" not in text
