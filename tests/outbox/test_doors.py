"""The doors of the outbox: Django's backend, the folder, the tasks, the command."""

import mailbox
from io import StringIO

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone, translation

from peace.outbox import reports
from peace.outbox.folder import FolderBackend
from peace.outbox.models import OutboxMessage
from peace.outbox.tasks import pulse, relay_due
from tests.outbox.writing import write, write_rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(settings, tmp_path):
    settings.OUTBOX_CARRIER = "peace.outbox.folder.FolderBackend"
    settings.MAIL_FOLDER = tmp_path / "deep" / "mail"
    return settings.MAIL_FOLDER


def test_a_librarys_mail_becomes_a_row_for_each_recipient():
    message = mail.EmailMessage("コード", "123456", to=["a@x.jp", "b@x.jp"])

    with translation.override("en"):
        backend = mail.get_connection("peace.outbox.backend.OutboxBackend")
        sent = backend.send_messages([message])

    rows = OutboxMessage.objects.order_by("email")
    assert sent == 1
    assert [(row.email, row.kind, row.language) for row in rows] == [
        ("a@x.jp", "account", "en"),
        ("b@x.jp", "account", "en"),
    ]
    assert rows[0].text == "123456"


def test_the_demo_finds_its_mails_in_a_folder(folder):
    message = write(now=timezone.now())

    call_command("drain_outbox", stdout=StringIO())

    (found,) = mailbox.Maildir(folder)
    assert found["Message-ID"] == message.message_id
    message.refresh_from_db()
    assert message.status == "SENT"


def test_the_command_stops_at_its_limit(folder):
    write_rows(30)
    out = StringIO()

    call_command("drain_outbox", "--limit", "7", stdout=out)

    assert out.getvalue() == "sent 7\n"
    assert reports.counts()["EMAIL", "SENT"] == 7


def test_the_tasks_deliver_and_leave_a_heartbeat(folder):
    write_rows(2)

    relay_due(from_a_newer_version=True)
    assert set(reports.heartbeats()) == {"worker"}
    pulse(from_a_newer_version=True)
    pulse()

    assert reports.counts() == {("EMAIL", "SENT"): 2}
    assert set(reports.heartbeats()) == {"worker", "beat"}


def test_a_full_disk_is_a_reason_to_try_later(folder, tmp_path):
    (tmp_path / "deep").write_text("a file where the folder should be")
    write_rows(1, letter_class="B")

    relay_due()

    assert OutboxMessage.objects.get().status == "RETRY"
    assert FolderBackend.is_unclear is False
