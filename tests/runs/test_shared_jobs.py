"""Jobs that any machine's worker may take: whose they are, and what happens when that one dies."""

import json

import pytest

from ae.runs import jobs
from ae.runs.jobs import claiming
from ae.runs.store import StoreError
from tests.conftest import tiny_config
from tests.runs.test_store import published

SPEC = jobs.training(tiny_config())


@pytest.fixture
def server(store):
    owner = jobs.Owner(store, shares=True)
    yield owner
    owner.release()


@pytest.fixture
def worker(store):
    owner = jobs.Owner(store)
    yield owner
    owner.release()


def state(store, spec=SPEC):
    return jobs.snapshot(store, spec.key).state


def status(store, spec=SPEC):
    return json.loads((store.jobs / spec.key / "status.json").read_text())


def test_one_worker_takes_a_job_once(store, server, worker):
    attempt = jobs.claim(store, SPEC, server)
    assert jobs.take(store, SPEC.key, attempt, worker)
    assert state(store) == "running"
    assert not jobs.take(store, SPEC.key, attempt, jobs.Owner(store))
    server.release()
    assert state(store) == "running", "it is the worker's now"


def test_what_is_over_or_cancelled_is_not_taken(store, server, worker):
    attempt = jobs.claim(store, SPEC, server)
    assert not jobs.take(store, SPEC.key, "another", worker)
    jobs.request_cancel(store, SPEC.key)
    assert not jobs.take(store, SPEC.key, attempt, worker)
    jobs.drop(store, SPEC.key, attempt)
    assert not jobs.take(store, SPEC.key, attempt, worker)


def test_an_attempt_is_current_until_it_is_over_and_keeps_its_epochs_without_a_result(
    store, server
):
    assert not jobs.is_current(store, SPEC.key, "any")
    name = jobs.claim(store, SPEC, server)
    assert jobs.is_current(store, SPEC.key, name) and not jobs.is_current(store, SPEC.key, "other")
    attempt = jobs.Attempt(store.jobs / SPEC.key / name)
    attempt.result.mkdir(parents=True)
    (attempt.result / "metrics.json").write_text("{}")
    (attempt.folder / "epochs.jsonl").write_text('{"epoch": 1}\n')
    for _again in range(2):  # nothing is there the second time
        attempt.discard_result()
        assert not attempt.result.exists() and attempt.history() == [{"epoch": 1}]
    jobs.drop(store, SPEC.key, name)
    assert not jobs.is_current(store, SPEC.key, name)


def test_a_dead_workers_job_waits_again_at_its_place_as_a_new_attempt(store, server, worker):
    first = jobs.claim(store, SPEC, server, jobs.asker("a"))
    jobs.take(store, SPEC.key, first, worker)
    before = status(store)
    attempt = jobs.Attempt(store.jobs / SPEC.key / first)
    attempt.start()
    jobs.take_up(store, SPEC.key, server)
    assert status(store) == before, "nothing happens while its worker lives"
    worker.release()
    assert state(store) == "interrupted"
    jobs.take_up(store, SPEC.key, server)
    after = status(store)
    assert state(store) == "queued" and after["attempt"] != first
    assert (after["turn"], after["since"]) == (before["turn"], before["since"])
    assert not attempt.folder.exists() and jobs.asked(store, SPEC.key)
    assert not jobs.finish(store, SPEC.key, first), "a worker that was only thought dead is late"


def test_a_dead_servers_jobs_wait_on_for_another(store, server):
    attempt = jobs.claim(store, SPEC, server)
    server.release()
    other = jobs.Owner(store, shares=True)
    jobs.take_up(store, SPEC.key, other)
    assert state(store) == "queued" and status(store)["attempt"] == attempt
    assert status(store)["tries"] == 0


def test_while_a_server_leads_nothing_shared_is_interrupted(store, server, worker):
    attempt = jobs.claim(store, SPEC, server)
    jobs.take(store, SPEC.key, attempt, worker)
    worker.release()
    leadership = jobs.leadership(store)
    with leadership:
        assert state(store) == "queued"
        assert jobs.claim(store, SPEC, server) is None, "it will be taken up"
    assert state(store) == "interrupted"


def test_what_ends_its_workers_again_and_again_fails_in_words(store, server, monkeypatch):
    monkeypatch.setattr(claiming, "TRIES", 2)
    attempt = jobs.claim(store, SPEC, server)
    for _ in range(2):
        worker = jobs.Owner(store)
        assert jobs.take(store, SPEC.key, attempt, worker)
        worker.release()
        jobs.take_up(store, SPEC.key, server)
        attempt = status(store)["attempt"]
    seen = jobs.snapshot(store, SPEC.key)
    assert seen.state == "failed" and "2 workers in a row have ended" in str(seen.message)


def test_one_that_died_after_publishing_leaves_no_job(store, server, worker):
    attempt = jobs.claim(store, SPEC, server)
    jobs.take(store, SPEC.key, attempt, worker)
    published(store, tiny_config())
    worker.release()
    jobs.take_up(store, SPEC.key, server)
    assert not (store.jobs / SPEC.key).exists() and state(store) == "done"


def test_settling_says_interrupted_of_ones_own_job_only(store, server, worker):
    attempt = jobs.claim(store, SPEC, server)
    jobs.settle(store, SPEC.key, attempt, worker)
    assert state(store) == "queued"
    jobs.take(store, SPEC.key, attempt, worker)
    jobs.settle(store, SPEC.key, attempt, server)
    assert state(store) == "running"
    jobs.settle(store, SPEC.key, attempt, worker)
    assert state(store) == "interrupted"


def test_settling_a_cancelled_job_removes_it(store, server, worker):
    """Its worker may see the wish before the server that leads does."""
    attempt = jobs.claim(store, SPEC, server)
    jobs.take(store, SPEC.key, attempt, worker)
    jobs.request_cancel(store, SPEC.key)
    jobs.settle(store, SPEC.key, attempt, worker)
    assert not (store.jobs / SPEC.key).exists()


def test_all_servers_have_one_queue_and_one_bound(store, server):
    other, limits = jobs.Owner(store, shares=True), jobs.Limits(waiting=2)
    specs = [jobs.training(tiny_config(seed=seed)) for seed in range(3)]
    jobs.claim(store, specs[0], server, jobs.asker("a"), limits)
    jobs.claim(store, specs[1], other, jobs.asker("b"), limits)
    assert [jobs.snapshot(store, spec.key).place for spec in specs[:2]] == [1, 2]
    with pytest.raises(jobs.Refused, match="2 trainings wait"):
        jobs.claim(store, specs[2], other, jobs.asker("c"), limits)
    other.release()


def test_a_download_is_for_its_own_machine(store, server):
    jobs.claim(store, jobs.download("mnist"), server)
    assert not status(store, jobs.download("mnist"))["shared"]


@pytest.mark.parametrize(
    "text",
    [
        "redis://queue:6379/0",
        "http://:secret@queue",
        "redis://:secret@",
        "redis://:secret@a:b",
        "x",
    ],
)
def test_an_engine_that_is_none_is_refused_and_not_told(monkeypatch, text):
    monkeypatch.setenv("AE_ENGINE", text)
    with pytest.raises(StoreError, match="AE_ENGINE: expected") as refused:
        jobs.redis_url()
    assert "secret" not in str(refused.value) and "nowhere" not in str(refused.value)


def test_without_its_packages_redis_is_refused_with_what_to_install(monkeypatch):
    monkeypatch.setenv("AE_ENGINE", "redis://:secret@queue:6379/0")
    monkeypatch.setattr("ae.runs.jobs.engine.find_spec", lambda name: None)
    with pytest.raises(StoreError, match=r"requirements-extras\.txt"):
        jobs.redis_url()


@pytest.mark.parametrize("text", ["", "local"])
def test_usually_the_machines_own_processes_do_the_jobs(monkeypatch, text):
    monkeypatch.setenv("AE_ENGINE", text)
    assert jobs.redis_url() is None
