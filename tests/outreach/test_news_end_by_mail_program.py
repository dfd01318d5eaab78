"""The header that a mail program reads ends the news, and nothing but a POST does."""

import email
from datetime import time

import pytest
from django.test import Client
from django.utils import timezone

from events.outreach.models import Subscription
from peace.outbox.choices import Status
from peace.outbox.models import OutboxMessage
from peace.outbox.usecases.relay import relay
from tests import cast
from tests.outbox.smtp_sink import SmtpSink
from tests.outbox.writing import carrier_to
from tests.outreach.news import approved, subscriber

pytestmark = pytest.mark.django_db


@pytest.fixture
def sink():
    server = SmtpSink()
    yield server
    server.close()


def relay_at_noon(sink) -> None:
    """News rest at night, and a test may run then."""
    noon = cast.tokyo(timezone.now(), days=0, at=time(12))
    OutboxMessage.objects.update(due_at=noon)
    relay(now=noon, carrier=carrier_to(sink))


def test_one_click_in_the_mail_program_ends_the_news(sink, settings):
    subscriber()
    approved()
    relay_at_noon(sink)
    (mail,) = map(email.message_from_bytes, sink.mails)
    address = mail["List-Unsubscribe"].strip("<>").removeprefix(settings.SITE_URL)
    scanner, program = Client(), Client(enforce_csrf_checks=True)

    assert b"List-Unsubscribe: <http" in sink.mails[0]
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert scanner.get(address).status_code == 200
    assert Subscription.objects.active().count() == 1

    # RFC 8058, 3.2: no cookie, no mark, this body.
    answer = program.post(address, {"List-Unsubscribe": "One-Click"})

    assert answer.status_code == 200
    assert Subscription.objects.active().count() == 0


def test_what_still_waits_for_who_ended_the_news_does_not_leave(sink, settings):
    subscriber()
    approved()
    letter = OutboxMessage.objects.get()
    Client().post(letter.unsubscribe_url.removeprefix(settings.SITE_URL))

    relay_at_noon(sink)

    assert sink.mails == []
    letter.refresh_from_db()
    assert letter.status == Status.SKIPPED
