"""`check --deploy`: silent for a complete environment, clear about each gap."""

import os
import subprocess
import sys
from types import SimpleNamespace

import pytest

from peace.checks import carriers, doors, keys
from tests.run import ROOT, production


def test_a_complete_environment_passes_without_a_warning(tmp_path):
    done = _check(production(str(tmp_path)))

    assert done.returncode == 0, done.stdout + done.stderr
    assert "no issues" in done.stdout


COMPLETE = {
    "DEMO": False,
    "SECURE": True,
    "PROXY_COUNT": 1,
    "EMAIL_URL": "smtp+tls://mail.city.test:587",
    "EMAIL_DOMAIN": "city.test",
    "REDIS_URL": "redis://redis.city.test:6379/0",
    "DATABASES": {"default": {"ENGINE": "django.db.backends.postgresql"}},
}


@pytest.mark.parametrize(
    ("gap", "said"),
    [
        ({"DEMO": True}, "DEMO is on"),
        ({"SECURE": False}, "SITE_URL does not start with"),
        ({"PROXY_COUNT": 0}, "PROXY_COUNT is 0"),
        ({"EMAIL_URL": ""}, "EMAIL_URL is missing"),
        ({"EMAIL_DOMAIN": "peace.example.jp"}, "EMAIL_DOMAIN is still the example"),
        ({"REDIS_URL": ""}, "REDIS_URL is missing"),
        (
            {"DATABASES": {"default": {"ENGINE": "django.db.backends.sqlite3"}}},
            "The database is SQLite",
        ),
    ],
)
def test_each_gap_is_named_and_nothing_else(gap, said):
    complete = SimpleNamespace(**COMPLETE | gap)

    found = [*doors(complete), *carriers(complete)]

    assert len(found) == 1
    assert said in found[0].msg
    assert found[0].hint


def test_keys_made_on_this_machine_are_errors(monkeypatch):
    monkeypatch.delenv("TICKET_KEYS", raising=False)
    monkeypatch.setenv("AUDIT_KEY", "given")

    made = [message.msg.split()[0] for message in keys()]

    assert "TICKET_KEYS" in made
    assert "AUDIT_KEY" not in made


def _check(environment: dict[str, str]) -> subprocess.CompletedProcess:
    bare = {"PATH": os.environ["PATH"]}
    arguments = ["check", "--deploy", "--fail-level", "WARNING"]
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=bare | environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
