"""Many are cancelled at once; nobody is told for a quarter of an hour."""

import pytest

from events.programme.models import Quota
from events.registration.models import (
    Registration,
)
from events.registration.models.bulk_action import MOST_WITHOUT_APPROVAL, UNDO_FOR
from events.registration.reports import miscounts
from peace.audit.models import AuditEntry
from peace.outbox.models import OutboxBatch, OutboxMessage
from peace.outbox.usecases.approve import approve
from tests import cast
from tests.registration.bulk import (
    LATER,
    cancel,
    cancellations,
    many,
    undo,
)

pytestmark = pytest.mark.django_db


def test_the_chosen_are_cancelled_and_the_others_stay():
    event = cast.event()
    first, second = (cast.registration(event) for _n in range(2))
    third = cast.registration(event, slots=cast.timeslots(event))
    cancel(first, third)

    active = Registration.objects.active()
    assert [each.pk for each in active] == [second.pk]
    assert sum(Quota.objects.values_list("taken", flat=True)) == 1
    assert miscounts() == []
    assert [
        (entry.about, entry.actor)
        for entry in AuditEntry.objects.filter(verb="registration.cancelled")
    ] == [(first.about, "user:1"), (third.about, "user:1")]


def test_letters_wait_and_who_has_no_address_is_rung():
    event = cast.event()
    cancel(cast.registration(event), cast.registration(event, email=""))

    assert [each.channel for each in cancellations()] == ["EMAIL", "PHONE"]
    assert {each.due_at for each in cancellations()} == {LATER + UNDO_FOR}
    assert {each.status for each in cancellations()} == {"PENDING"}
    assert not OutboxMessage.objects.to_call(LATER).exists()
    assert OutboxMessage.objects.to_call(LATER + UNDO_FOR).count() == 1


def test_more_than_fifty_letters_wait_for_a_second_person():
    event = cast.event(seats=100)
    many(event, MOST_WITHOUT_APPROVAL + 1)
    action = cancel(*Registration.objects.all())

    batch = OutboxBatch.objects.get()
    assert (batch.kind, batch.recipient_count) == ("bulk_cancelled", 51)
    assert cancellations().filter(status="AWAITING_APPROVAL").count() == 51
    undo(action)
    batch.refresh_from_db()
    assert not batch.is_open
    assert not batch.approved_at


def test_fifty_letters_need_no_second_person():
    event = cast.event(seats=100)
    many(event, MOST_WITHOUT_APPROVAL)
    cancel(*Registration.objects.all())

    assert not OutboxBatch.objects.exists()


def test_an_approved_batch_still_waits_and_is_still_taken_back():
    event = cast.event(seats=100)
    many(event, MOST_WITHOUT_APPROVAL + 1)
    action = cancel(*Registration.objects.all())
    approve(batch=OutboxBatch.objects.get(), by="user:2", now=LATER)

    assert not OutboxMessage.objects.due(LATER).filter(kind="cancellation").exists()
    undo(action)
    assert {each.status for each in cancellations()} == {"SKIPPED"}


@pytest.mark.parametrize(
    ("language", "subject", "said"),
    [
        (
            "ja",
            "申込みを取り消しました（体験伝承者講話）",
            "市役所で、次の席の申込みを取り消しました。",
        ),
        ("ja-easy", "取", "市役所"),
        (
            "en",
            "Registration cancelled: Testimony talks",
            "We cancelled these seats.",
        ),
    ],
)
def test_the_letter_says_in_every_language_that_the_office_did_it(
    language, subject, said
):
    event = cast.event()
    first, second, _third = cast.timeslots(event)
    party = cast.registration(event, language=language, slots=[first, second])
    cancel(party, now=first.starts_at + cast.HOUR / 2)

    letter = cancellations().get()
    assert subject in letter.subject
    assert said in letter.text
    assert "国立 花子" in letter.text
    # The talk that has begun stays theirs; the other one is gone.
    gone, _line, kept = letter.text.partition(
        {"ja": "残っている席", "ja-easy": "まだ ある", "en": "Seats you still have"}[
            language
        ]
    )
    titles = [slot.title.in_language(language) for slot in (first, second)]
    assert titles[1] in gone
    assert titles[0] in kept
    assert "{" not in letter.text
