"""The doctor: finds what is dead, says what to do, ends with 1."""

import json
from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from network.youth.choices import ProtectedKind
from network.youth.models import YouthProgramme
from network.youth.usecases.protect import protect
from peace.accounts.choices import Role
from peace.accounts.models import User
from peace.doctor import State, examine
from peace.outbox.models import Heartbeat
from tests.accounts.people import person, with_app
from tests.network import builders

pytestmark = pytest.mark.django_db


def test_all_parts_are_examined_in_the_order_of_repair():
    findings = examine(now=timezone.now())

    assert [finding.name for finding in findings] == [
        "database",
        "migrations",
        "redis",
        "worker",
        "beat",
        "outbox",
        "texts",
        "smtp",
        "returns",
        "clock",
        "backup",
        "disk",
        "secrets",
        "keys",
        "retention",
    ]
    assert all(finding.sentence for finding in findings)


def test_a_worker_that_never_beat_is_red_and_the_command_ends_with_1():
    out = StringIO()

    with pytest.raises(SystemExit) as ended:
        call_command("doctor", "--json", stdout=out)

    assert ended.value.code == 1
    assert json.loads(out.getvalue())["worker"]["state"] == "red"


def test_a_heartbeat_counts_for_three_minutes():
    now = timezone.now()
    Heartbeat.objects.create(
        name="worker", beat_at=now - timedelta(minutes=2, seconds=59)
    )

    fresh = examine(now=now, only="worker")
    stale = examine(now=now + timedelta(seconds=2), only="worker")

    assert [fresh[0].state, stale[0].state] == [State.OK, State.RED]


def test_an_embedded_house_with_its_worker_alive_is_not_red(settings, tmp_path):
    settings.REDIS_URL = ""
    now = timezone.now()
    for name in ["worker", "beat"]:
        Heartbeat.objects.create(name=name, beat_at=now)

    states = {finding.name: finding.state for finding in examine(now=now)}

    assert State.RED not in states.values()
    assert states["redis"] == State.OK


def test_a_site_for_residents_is_red_without_smtp_backup_and_own_keys(settings):
    settings.SECURE = True

    states = {finding.name: finding.state for finding in examine(now=timezone.now())}

    assert {states[name] for name in ["smtp", "backup", "secrets"]} == {State.RED}


def test_a_redis_that_does_not_answer_is_red_and_shows_no_password(settings):
    settings.REDIS_URL = "redis://:hidden-word@127.0.0.1:1/0"

    finding = examine(now=timezone.now(), only="redis")[0]

    assert finding.state == State.RED
    assert "hidden-word" not in finding.sentence
    assert "drain_outbox" in finding.sentence


def test_an_smtp_server_that_does_not_answer_is_red(settings):
    settings.EMAIL_URL = "smtp://127.0.0.1:1"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1

    assert examine(now=timezone.now(), only="smtp")[0].state == State.RED


def test_the_age_of_the_newest_backup_is_judged(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    (tmp_path / "backup").mkdir()
    (tmp_path / "backup" / "peace.dump").write_bytes(b"x")
    now = timezone.now()

    states = [
        examine(now=now + timedelta(hours=hours), only="backup")[0].state
        for hours in [1, 30, 80]
    ]

    assert states == [State.OK, State.WARN, State.RED]


def test_a_part_that_does_not_exist_is_refused():
    with pytest.raises(CommandError):
        call_command("doctor", "--only", "weather")


def test_keys_that_were_not_rotated_are_a_warning_and_lost_ones_are_red(settings):
    settings.FIELD_KEYS = ["old"]
    person("sato@example.jp", Role.STAFF)
    with_app(User.objects.get())

    states = []
    for keys in (["old"], ["new", "old"], ["new"]):
        settings.FIELD_KEYS = keys
        (found,) = examine(now=timezone.now(), only="keys")
        states.append(found.state)

    assert states == [State.OK, State.WARN, State.RED]


def test_what_should_have_been_erased_two_nights_ago_is_a_warning():
    year = builders.programme()
    YouthProgramme.objects.update(year=2025)
    delegate = builders.delegate(builders.city(), year)
    protect(
        delegate=delegate,
        kind=ProtectedKind.HEALTH,
        answers={"nothing": True},
        erase_on=date(2025, 9, 21),
        actor="link:1",
        now=timezone.now(),
    )
    due = datetime(2025, 9, 20, 15, tzinfo=UTC)

    states = [
        examine(now=due + timedelta(hours=hours), only="retention")[0].state
        for hours in (47, 48)
    ]

    assert states == [State.OK, State.WARN]
