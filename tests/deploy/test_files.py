"""The files by which others run the app: what they name is there, and nothing secret is in them."""

import json
import re
from pathlib import Path

import pytest

from ae.cli.parser import parser

ROOT = Path(__file__).resolve().parent.parent.parent
DOCKERFILE = (ROOT / "Dockerfile").read_text()
COMPOSE = ROOT / "deploy" / "compose.yaml"
DOCS = (ROOT / "docs" / "deploy.md").read_text()


@pytest.fixture(scope="module")
def compose():
    """What docker compose would read, its own variables put in."""
    import yaml

    given = {"AE_REDIS_PASSWORD": "secret", "AE_COOKIE_SECRET": "other"}

    def put_in(found):
        name, rest = found[1], found[2] or ""
        if name in given:
            return given[name]
        assert rest.startswith(":-"), f"{name} has neither a value nor a default"
        return rest[2:]

    text = COMPOSE.read_text().replace("$$", "\0")
    return yaml.safe_load(re.sub(r"\$\{(\w+)(:[-?][^}]*)?\}", put_in, text).replace("\0", "$"))


def test_compose_has_the_parts_and_each_is_whole(compose):
    services = compose["services"]
    assert set(services) == {"app", "worker", "redis", "nginx"}
    assert services["worker"]["deploy"]["replicas"] == 2
    for name, service in services.items():
        assert ("image" in service) != ("build" in service), name
        assert service["restart"] == "unless-stopped"
        for other, asked in service.get("depends_on", {}).items():
            assert asked["condition"] == "service_healthy" and other in services
        for volume in service.get("volumes", []):
            source = volume.split(":")[0]
            here = (COMPOSE.parent / source).exists() if source[0] == "." else None
            assert here if source[0] == "." else source in compose["volumes"]
    assert (COMPOSE.parent / services["app"]["build"]["context"] / "Dockerfile").exists()


def test_only_nginx_can_be_reached_from_outside(compose):
    open_ones = [name for name, service in compose["services"].items() if "ports" in service]
    assert open_ones == ["nginx"]
    assert "requirepass" in " ".join(compose["services"]["redis"]["command"])


def test_no_secret_has_a_default(compose):
    assert not re.findall(r"\$\{\w*(?:PASSWORD|SECRET)\w*(?!:\?)[:}][^?]", COMPOSE.read_text())
    engine = compose["services"]["app"]["environment"]["AE_ENGINE"]
    assert engine == "redis://:secret@redis:6379/0"


def test_the_worker_is_a_command_of_ours_on_the_apps_own_folder(compose):
    app, worker = compose["services"]["app"], compose["services"]["worker"]
    assert worker["command"][:3] == ["python", "-m", "ae"]
    parser().parse_args(worker["command"][3:])
    assert worker["environment"] == app["environment"] and worker["volumes"] == app["volumes"]


def test_every_server_has_the_same_path_as_nginx(compose):
    below = compose["services"]["app"]["environment"]["STREAMLIT_SERVER_BASE_URL_PATH"]
    assert f"location /{below}/ {{" in (ROOT / "deploy" / "nginx.conf").read_text()


def test_the_image_is_run_by_a_user_without_rights_and_says_how_it_is():
    lines = re.sub(r"\\\n", " ", DOCKERFILE).splitlines()
    steps = [line.split(maxsplit=1) for line in lines if line and line[0] not in "# "]
    names = [name for name, _rest in steps]
    assert names[0] == "FROM" and names.index("USER") < names.index("CMD")
    assert dict(steps)["USER"] == "1000" and "--uid 1000" in DOCKERFILE
    (check,) = (rest for name, rest in steps if name == "HEALTHCHECK")
    program = json.loads(check.partition("CMD ")[2])
    assert (ROOT / program[1]).exists()
    assert json.loads(dict(steps)["CMD"])[:3] == ["python", "-m", "streamlit"]


def test_a_space_is_a_docker_one_on_the_images_port():
    import yaml

    head = (ROOT / "deploy" / "huggingface" / "README.md").read_text().split("---")[1]
    found = yaml.safe_load(head)
    assert found["sdk"] == "docker" and f"EXPOSE {found['app_port']}" in DOCKERFILE


def test_community_cloud_gets_the_same_packages_without_those_for_graphics_cards():
    ours = (ROOT / "requirements.txt").read_text().replace("tensorflow==", "tensorflow-cpu==")
    assert (ROOT / "deploy" / "community-cloud" / "requirements.txt").read_text() == ours


@pytest.mark.parametrize("path", ["Dockerfile", "deploy/compose.yaml", "docs/deploy.md"])
def test_no_registry_is_named(path):
    assert not re.search(r"index-url|PIP_|simple/|file:///", (ROOT / path).read_text())
