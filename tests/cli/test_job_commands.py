"""What an operator sees and ends: `python -m ae jobs` and `python -m ae cancel KEY`."""

import pytest

from ae.cli.main import main
from ae.runs import jobs
from ae.runs.store import Store
from tests.conftest import tiny_config

KEYS = [jobs.training(tiny_config(seed=seed)).key for seed in range(2)]


@pytest.fixture
def store(tmp_path, monkeypatch):
    monkeypatch.setenv("AE_CACHE_DIR", str(tmp_path))
    return Store(tmp_path)


@pytest.fixture
def owner(store):
    """One who has two jobs: one that two ask for runs, one that nobody is noted for waits."""
    owner = jobs.Owner(store)
    specs = [jobs.training(tiny_config(seed=seed)) for seed in range(2)]
    attempt = jobs.claim(store, specs[0], owner, jobs.asker())
    jobs.join(store, specs[0], jobs.asker())
    jobs.set_state(store, KEYS[0], attempt, "running")
    jobs.claim(store, specs[1], owner)
    yield owner
    owner.release()


def test_jobs_lists_what_each_does_how_it_stands_and_how_many_asked(store, owner, capsys):
    jobs.claim(store, jobs.download("mnist"), owner, jobs.asker())
    assert main(["jobs"]) == 0
    heads, first, second, third = capsys.readouterr().out.splitlines()
    assert heads.split()[:4] == ["key", "state", "what", "since"]
    told = "training: basic, 32, digits, 2 epochs"
    assert first.startswith(f"{KEYS[0]}  runs") and told in first and first.endswith(" 2")
    assert second.startswith(f"{KEYS[1]}  waits, place 1") and second.endswith(" 0")
    assert "download of mnist" in third and third.endswith(" 1")
    owner.release()
    main(["jobs"])
    assert capsys.readouterr().out.count("interrupted") == 3


def test_jobs_lists_nothing_but_its_heads_where_there_is_none(store, capsys):
    assert main(["jobs"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 1


def test_a_job_of_another_version_is_listed_too(store, owner, capsys):
    path = store.jobs / KEYS[1] / "status.json"
    path.write_text(path.read_text().replace("basic", "forgotten"))
    assert main(["jobs"]) == 0
    assert f"{KEYS[1]}  waits, place 1  training" in capsys.readouterr().out


def test_cancel_ends_a_job_whoever_asked_by_the_beginning_of_its_key(store, owner, capsys):
    assert main(["cancel", KEYS[0][:6]]) == 0
    assert KEYS[0] in capsys.readouterr().out
    assert jobs.cancel_requested(store, KEYS[0]) and not jobs.cancel_requested(store, KEYS[1])


@pytest.mark.parametrize("given", ["", "../../etc", "XYZ", "ABCDEF", "status.json"])
def test_cancel_refuses_what_is_no_key(store, owner, capsys, given):
    assert main(["cancel", given]) == 2
    assert "KEY: expected the first hexadecimal digits" in capsys.readouterr().err


def test_cancel_refuses_what_two_keys_begin_with(store, owner, capsys):
    common = jobs.training(tiny_config(seed=0)).key[0]
    seed = next(
        n for n in range(2, 999) if jobs.training(tiny_config(seed=n)).key.startswith(common)
    )
    jobs.claim(store, jobs.training(tiny_config(seed=seed)), owner)
    assert main(["cancel", common]) == 2
    error = capsys.readouterr().err
    assert "beginning of one key" in error and KEYS[0] in error
    assert not jobs.cancel_requested(store, KEYS[0])


def test_cancel_says_where_there_is_no_such_job(store, owner, capsys):
    assert main(["cancel", "0123456789abcdef"]) == 1
    assert "`python -m ae jobs` lists" in capsys.readouterr().err
    owner.release()
    assert main(["cancel", KEYS[0]]) == 1, "nobody does it any more"
