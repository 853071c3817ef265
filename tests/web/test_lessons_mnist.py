"""The contract of all lessons once more, on the runs of MNIST, where that is to be had."""

import pytest

from ae.data import datasets
from ae.web import server as services
from ae.web.lessons import LESSONS
from tests.conftest import START_SECONDS, answers, wait_until
from tests.web.test_lessons import ASKING, assert_answered, assert_shipped

pytestmark = pytest.mark.mnist


@pytest.fixture(scope="module")
def with_mnist(server_folder):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AE_CACHE_DIR", str(server_folder / "cache"))
        wait_until(lambda: answers(services.workers()), START_SECONDS, "the workers' first answer")
        assert datasets.default_dataset() == "mnist"
        yield


@pytest.mark.parametrize("name", LESSONS)
def test_a_lessons_runs_ship(with_mnist, name):
    assert_shipped(name, "mnist")


@pytest.mark.parametrize(("name", "number"), ASKING)
def test_the_right_answer_follows_from_the_runs_figures(with_mnist, name, number):
    assert_answered(name, number, "mnist")
