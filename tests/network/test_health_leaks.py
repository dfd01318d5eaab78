"""Health data cannot be read in a dump, a log, an error report, a queue or an audit."""

import base64
import io
import json
import logging
import os
import shutil
import sqlite3
import subprocess
import sys
from datetime import date
from unittest import mock

import pytest
from django.apps import apps
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from django.views.debug import ExceptionReporter

from network.youth.choices import ProtectedKind
from network.youth.models import ProtectedRecord
from network.youth.usecases.name_reader import name_reader
from network.youth.usecases.protect import protect
from network.youth.usecases.read_health import read_health
from network.youth.usecases.rotate_protected import rotate_protected
from peace import celery
from peace.accounts.choices import Role
from peace.audit.models import AuditEntry
from tests import cast
from tests.accounts.people import with_app
from tests.network import builders

CANARIES = {
    "illness": "金糸雀てんかん",
    "hospital": "金糸雀病院",
    "medicine": "CANARY-VALPROATE",
    "allergies": "金糸雀えび",
    "other": "CANARY-OTHER",
}
ANSWERS = {"nothing": False, "severity": "SEVERE", "diet": "", **CANARIES}


def disguises(text: str) -> list[bytes]:
    """TEXT as a dump, a log or a JSON may write it."""
    plain = text.encode()
    return [
        plain,
        base64.b64encode(plain).rstrip(b"="),
        base64.urlsafe_b64encode(plain).rstrip(b"="),
        plain.hex().encode(),
        json.dumps(text)[1:-1].encode(),
        repr(plain)[2:-1].encode(),
        text.encode("utf-16-le"),
        text.encode("cp932"),
    ]


def found_in(content: bytes) -> list[str]:
    return [
        text
        for text in CANARIES.values()
        if any(each in content for each in disguises(text))
    ]


def fill():
    """Answered twice, read by a reader, printed, rotated."""
    delegate = builders.delegate(builders.city(), builders.programme())
    for _turn in range(2):
        for kind in ProtectedKind:
            protect(
                delegate=delegate,
                kind=kind,
                answers=ANSWERS,
                erase_on=date(2099, 1, 1),
                actor="link:1",
                now=timezone.now(),
            )
    reader = name_reader(
        programme=delegate.programme,
        place=1,
        user=with_app(builders.user(Role.STAFF)),
        reason="看護師",
        actor="user:1",
        now=timezone.now(),
    )
    (line,) = read_health(delegates=[delegate], reader=reader, now=timezone.now())
    assert line.answers.text("illness") == CANARIES["illness"]
    return delegate, reader


def pages(delegate):
    year = delegate.programme.year
    return [
        reverse("youth:health-read", args=[year, delegate.pk]),
        reverse("youth:health-sheet", args=[year]),
        reverse("youth:sheet", args=[year, "emergency"]),
    ]


def dump() -> bytes:
    """The whole database, as its own tool writes it down."""
    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        with sqlite3.connect(settings["NAME"]) as database:
            return "\n".join(database.iterdump()).encode()
    if not shutil.which("pg_dump"):
        pytest.skip("no pg_dump here")
    command = ["pg_dump", "--inserts", "-h", settings["HOST"], "-U", settings["USER"]]
    environment = os.environ | {
        "PGPASSWORD": settings["PASSWORD"],
        "PGPORT": str(settings["PORT"] or 5432),
    }
    return subprocess.run(
        [*command, settings["NAME"]], env=environment, capture_output=True, check=True
    ).stdout


@pytest.mark.django_db(transaction=True)
def test_a_dump_of_the_database_holds_none_of_it(settings):
    settings.FIELD_KEYS = ["old"]
    delegate, reader = fill()
    client = cast.signed_in(reader.user)
    for page in pages(delegate)[:2]:
        assert CANARIES["illness"] in client.post(page).text
    settings.FIELD_KEYS = ["new", "old"]
    rotate_protected()

    content = dump()

    assert delegate.nomination.name.encode() in content  # it is the real one
    assert ProtectedRecord.objects.first().sealed.encode() in content
    assert found_in(content) == []


@pytest.mark.django_db
def test_the_dump_test_would_see_it_if_it_were_there():
    """The control: the same texts in a column that is not sealed."""
    for text in CANARIES.values():
        for disguised in disguises(text):
            assert text in found_in(b"INSERT " + disguised + b" INTO")


@pytest.mark.django_db
def test_a_log_of_everything_with_every_statement_holds_none_of_it():
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    root, sql = logging.getLogger(), logging.getLogger("django.db.backends")
    before = (root.level, sql.level)
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    sql.setLevel(logging.DEBUG)
    connection.force_debug_cursor = True
    try:
        delegate, reader = fill()
        client = cast.signed_in(reader.user)
        for page in pages(delegate)[:2]:
            assert client.post(page).status_code == 200
        client.get(pages(delegate)[0])
        client.post(reverse("youth:health-read", args=[1900, 1]))
    finally:
        connection.force_debug_cursor = False
        root.removeHandler(handler)
        root.setLevel(before[0])
        sql.setLevel(before[1])

    lines = written.getvalue()
    assert "youth_protectedrecord" in lines  # statements are there, with parameters
    assert ProtectedRecord.objects.first().sealed[:30] in lines
    assert found_in(lines.encode()) == []


def report(work) -> bytes:
    """The report of an error, with the local variables of every frame."""
    try:
        work()
    except ZeroDivisionError:
        reporter = ExceptionReporter(None, *sys.exc_info())
        return (reporter.get_traceback_html() + reporter.get_traceback_text()).encode()
    raise AssertionError("nothing was raised")


def broken(*args, **kwargs):
    answers = dict(ANSWERS)  # a frame that holds them, whoever called it
    raise ZeroDivisionError(len(answers))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "where",
    [
        "network.youth.usecases.protect.record",  # while sealing
        "peace.encryption.Fernet.encrypt",
        "network.youth.usecases.read_health.record",  # while reading
        "network.youth.views.secretariat_health.render",  # while showing
        "network.youth.views.secretariat_sheets.render",
    ],
)
def test_the_report_of_an_error_holds_none_of_it(settings, where):
    settings.DEBUG = False
    delegate, reader = fill()
    client = cast.signed_in(reader.user)
    office = cast.signed_in(with_app(builders.user(Role.SECRETARIAT)))

    def work():
        fill()
        client.post(pages(delegate)[0])
        client.post(pages(delegate)[1])
        office.post(pages(delegate)[2])

    with mock.patch(where, broken):
        content = report(work)

    assert b"ZeroDivisionError" in content
    assert found_in(content) == []


def test_the_report_test_would_see_it_if_nobody_kept_it_back(settings):
    settings.DEBUG = False

    def careless():
        broken()

    assert found_in(report(careless)) == list(CANARIES.values())


@pytest.mark.django_db
def test_the_error_page_of_the_site_holds_none_of_it(settings):
    delegate, reader = fill()
    client = cast.signed_in(reader.user)
    client.raise_request_exception = False

    where = "network.youth.views.secretariat_health.render"
    with mock.patch(where, broken):
        page = client.post(pages(delegate)[0])

    assert page.status_code == 500
    assert found_in(page.content) == []


@pytest.mark.django_db
def test_no_other_table_and_no_audit_entry_holds_any_of_it():
    fill()
    entries = AuditEntry.objects.values_list("verb", "actor", "about", "detail")
    assert found_in(repr(list(entries)).encode()) == []
    for model in apps.get_models():
        rows = repr(list(model._base_manager.values_list())).encode()
        assert found_in(rows) == [], model


@pytest.mark.django_db
def test_no_task_is_given_anything():
    """Beat rings; it carries nothing. Nor does any other room put health into a queue:
    nothing but the room itself imports what unseals it."""
    for entry in celery.app.conf.beat_schedule.values():
        assert not entry.get("args")
        assert not entry.get("kwargs")
    with mock.patch("celery.app.task.Task.apply_async") as queued:
        fill()
    assert found_in(repr(queued.mock_calls).encode()) == []
