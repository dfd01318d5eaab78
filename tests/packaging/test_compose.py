"""The compose file, as far as it can be proved without an engine."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text("utf-8"))
SERVICES = COMPOSE["services"]
NEEDED = {
    "SITE_HOST": "peace.city.test",
    "EMAIL_URL": "smtp://mailbox:1025",
    "EMAIL_DOMAIN": "city.test",
}


def test_there_is_exactly_one_beat():
    beats = [
        name for name, one in SERVICES.items() if "beat" in str(one.get("command"))
    ]

    assert beats == ["beat"]
    assert SERVICES["beat"]["deploy"]["replicas"] == 1
    assert " -B" not in SERVICES["worker"]["command"]


def test_every_service_restarts_and_says_whether_it_is_well():
    for name, service in SERVICES.items():
        assert "healthcheck" in service, name
        assert service["restart"] == ("no" if name == "migrate" else "unless-stopped")


def test_every_image_has_an_exact_version():
    images = [service["image"] for service in SERVICES.values()]
    stages = re.findall(r"^FROM (\S+)", (ROOT / "Dockerfile").read_text(), re.MULTILINE)

    for image in images + [stage for stage in stages if ":" in stage]:
        assert re.search(r":v?\d+\.\d+", image), image


def test_no_secret_stands_in_the_file():
    for name, service in SERVICES.items():
        for variable, value in (service.get("environment") or {}).items():
            if re.search(r"SECRET|PASSWORD|KEY|DATABASE_URL", variable):
                assert variable.endswith("_FILE"), f"{name}: {variable}"
                assert value.removeprefix("/run/secrets/") in service["secrets"]


def test_only_the_proxy_is_reachable_from_outside():
    open_to_all = {
        name
        for name, service in SERVICES.items()
        if any(not str(p).startswith("127.0.0.1:") for p in service.get("ports", []))
    }

    assert open_to_all == {"proxy"}
    assert "outside" not in SERVICES["db"]["networks"] + SERVICES["redis"]["networks"]


def test_our_own_processes_cannot_write_into_their_image():
    for name in ["web", "worker", "beat", "migrate"]:
        assert SERVICES[name]["read_only"] is True
        assert SERVICES[name]["cap_drop"] == ["ALL"]


def test_compose_itself_accepts_the_file(tmp_path):
    shutil.copy(ROOT / "docker-compose.yml", tmp_path)

    done = _compose("config", "-q", folder=tmp_path, environment=NEEDED)

    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("missing", sorted(NEEDED))
def test_compose_refuses_to_start_without_what_only_the_city_knows(tmp_path, missing):
    shutil.copy(ROOT / "docker-compose.yml", tmp_path)
    rest = {name: value for name, value in NEEDED.items() if name != missing}

    done = _compose("config", "-q", folder=tmp_path, environment=rest)

    assert done.returncode != 0
    assert missing in done.stderr


def _compose(
    *arguments: str, folder: Path, environment: dict[str, str]
) -> subprocess.CompletedProcess:
    """Runs the real `docker-compose`; reading a file needs no engine."""
    # The binary itself: the wrapper of its package swallows the exit code.
    own = (ROOT / ".tools/compose").glob("lib/*/site-packages/compose/docker-compose")
    program = next(map(str, own), None) or shutil.which("docker-compose")
    if program is None:
        pytest.skip("docker-compose is not installed (.ci/run installs it)")
    clean = {k: v for k, v in os.environ.items() if k not in NEEDED}
    return subprocess.run(
        [program, *arguments],
        cwd=folder,
        env=clean | environment | {"HOME": str(folder)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
