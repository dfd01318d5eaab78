"""The history of a registration: every letter with what became of it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from events.reminders.models import ReminderRule
from events.reminders.usecases.write_due import write_due_reminders
from peace.outbox.choices import Status
from peace.outbox.models import OutboxMessage
from tests import cast
from tests.page import Page

pytestmark = pytest.mark.django_db


def test_every_letter_can_be_read_as_it_was_sent_and_says_what_became_of_it():
    now = timezone.now()
    event = cast.event(now=now)
    party = cast.registration(event, now=now)
    letter = OutboxMessage.objects.get()
    letter.move(among=Status.values, status=Status.SKIPPED, last_error="too late")
    client = cast.signed_in(cast.aoki())
    address = f"/staff/events/{event.slug}/registrations/{party.receipt_number}/"

    page = Page(client.get(address))
    one = Page(client.get(f"/staff/letters/{letter.pk}/"))

    assert "期限（催しの始まりなど）が過ぎたので、送りませんでした。" in page.words
    assert f"/staff/letters/{letter.pk}/" in page.links
    assert " ".join(letter.text.split()) in one.words
    assert address in one.links


def test_a_reminder_that_was_left_out_is_told_with_its_reason():
    event = cast.event(now=timezone.now())
    ReminderRule.objects.create(programme=event.programme)
    party = cast.registration(event, now=event.starts_at - timedelta(hours=3))
    write_due_reminders(now=event.starts_at - timedelta(hours=2))

    page = Page(
        cast.signed_in(cast.aoki()).get(
            f"/staff/events/{event.slug}/registrations/{party.receipt_number}/"
        )
    )

    assert "事前案内を送りませんでした。理由：案内の時刻より後の申込み" in page.words
