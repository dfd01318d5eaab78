"""What people decide: batches, letters sent again, calls and post."""

import pytest
from django.db import IntegrityError, transaction

from peace.outbox import reports
from peace.outbox.letter import Recipient
from peace.outbox.models import DeliveryAttempt, OutboxBatch, OutboxMessage
from peace.outbox.usecases.approve import SecondPersonNeeded, approve, withdraw
from peace.outbox.usecases.by_phone import go_on_by_phone
from peace.outbox.usecases.decide import CannotCall, call_instead
from peace.outbox.usecases.enqueue import BatchDecided
from peace.outbox.usecases.record_outcome import NotOnTheList, record_outcome
from peace.outbox.usecases.relay import relay
from peace.outbox.usecases.send_again import CannotSendAgain, send_again
from tests.outbox.writing import NOON, carrier_to, write, write_rows

pytestmark = pytest.mark.django_db

AOKI, BABA = "user:1", "user:2"
BY_PHONE = Recipient("馬場", phone="042-000-0000", postal="富士見台2-47-1")


@pytest.fixture
def batch():
    made = OutboxBatch.objects.create(
        kind="notice", recipient_count=3, requested_by=AOKI, requested_at=NOON
    )
    for number in range(3):
        write(f"notice:{number}", batch=made)
    write("of nobody's batch", recipient=Recipient("a"))
    return made


def statuses() -> dict[str, str]:
    return dict(OutboxMessage.objects.values_list("key", "status"))


def test_a_batch_waits_for_a_second_person(batch, sink):
    assert relay(now=NOON, carrier=carrier_to(sink)).sent == 0
    with pytest.raises(SecondPersonNeeded):
        approve(batch=batch, by=AOKI, now=NOON)
    assert list(reports.batches_to_approve()) == [batch]

    assert approve(batch=batch, by=BABA, now=NOON) == 3

    assert relay(now=NOON, carrier=carrier_to(sink)).sent == 3
    assert list(reports.batches_to_approve()) == []
    with pytest.raises(BatchDecided):
        approve(batch=batch, by=BABA, now=NOON)
    with pytest.raises(BatchDecided):
        withdraw(batch=batch, by=AOKI, now=NOON)


def test_the_database_knows_the_second_person_too(batch):
    rows = OutboxBatch.objects.filter(pk=batch.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(approved_by=AOKI, approved_at=NOON)


def test_a_withdrawn_batch_never_leaves(batch, sink):
    assert withdraw(batch=batch, by=AOKI, now=NOON) == 3

    assert relay(now=NOON, carrier=carrier_to(sink)).handled == 0
    assert set(statuses().values()) == {"SKIPPED"}


@pytest.mark.parametrize("status", ["UNCERTAIN", "FAILED"])
def test_a_person_sends_again_once(status, sink):
    (message,) = write_rows(1, status=status, attempts=7)

    send_again(message=message, by=AOKI, now=NOON)
    with pytest.raises(CannotSendAgain):
        send_again(message=message, by=BABA, now=NOON)

    assert relay(now=NOON, carrier=carrier_to(sink)).sent == 1
    assert sink.message_ids == {message.message_id: 1}
    assert DeliveryAttempt.objects.get().by == AOKI


def test_what_is_too_late_or_erased_is_not_sent_again():
    (late,) = write_rows(1, key="late", status="FAILED", not_after=NOON)
    (erased,) = write_rows(1, key="erased", status="UNCERTAIN", text="")

    for message in (late, erased):
        with pytest.raises(CannotSendAgain):
            send_again(message=message, by=AOKI, now=NOON)


@pytest.mark.parametrize(
    ("outcome", "status", "listed"),
    [
        ("REACHED", "SENT", 0),
        ("WRONG_NUMBER", "FAILED", 0),
        ("NO_ANSWER", "PENDING", 1),
        ("LEFT_MESSAGE", "PENDING", 1),
    ],
)
def test_a_call_ends_the_letter_or_keeps_it_on_the_list(outcome, status, listed):
    message = write(recipient=BY_PHONE)

    record_outcome(message=message, outcome=outcome, by=AOKI, now=NOON)

    message.refresh_from_db()
    assert (message.status, message.attempts) == (status, 1)
    assert reports.to_call(NOON).count() == listed
    assert DeliveryAttempt.objects.get().outcome == outcome


def test_two_people_cannot_end_the_same_call():
    message = write(recipient=BY_PHONE)
    record_outcome(message=message, outcome="REACHED", by=AOKI, now=NOON)

    with pytest.raises(NotOnTheList):
        record_outcome(message=message, outcome="REACHED", by=BABA, now=NOON)


def test_an_outcome_fits_its_channel():
    call, mail = write("call", recipient=BY_PHONE), write("mail")
    post = write("post", recipient=BY_PHONE, channel="POST")
    for message, outcome in ((call, "POSTED"), (post, "REACHED"), (mail, "REACHED")):
        with pytest.raises(NotOnTheList):
            record_outcome(message=message, outcome=outcome, by=AOKI, now=NOON)

    record_outcome(message=post, outcome="POSTED", by=AOKI, now=NOON)

    assert statuses() == {"call": "PENDING", "mail": "PENDING", "post": "SENT"}


def test_the_reports_count_and_tell_the_oldest():
    write("mail", due_at=NOON.replace(hour=2))
    write("call", recipient=BY_PHONE)
    write("nowhere", recipient=Recipient("a"))

    assert reports.counts() == {
        ("EMAIL", "PENDING"): 1,
        ("EMAIL", "SKIPPED"): 1,
        ("PHONE", "PENDING"): 1,
    }
    assert reports.oldest_due_seconds(NOON) == 3600
    assert [row.key for row in reports.to_decide()] == ["nowhere"]


def test_nothing_due_is_zero_seconds_old():
    write(due_at=NOON.replace(hour=4))

    assert reports.oldest_due_seconds(NOON) == 0


def test_what_came_back_is_to_be_decided_while_nobody_rings_and_news_never():
    write("rung")
    write("not rung")
    write("news", unsubscribe_url="https://example.jp/news/end/x/")
    OutboxMessage.objects.update(status="BOUNCED", phone="0425762111")
    go_on_by_phone(message=OutboxMessage.objects.get(key="rung"), now=NOON)

    assert [row.key for row in reports.to_decide()] == ["not rung"]


def test_nobody_is_rung_up_about_news():
    write("news", unsubscribe_url="https://example.jp/news/end/x/")
    OutboxMessage.objects.update(status="FAILED")
    news = OutboxMessage.objects.get()

    with pytest.raises(CannotCall):
        call_instead(message=news, phone="0425762111", by=AOKI, now=NOON)

    assert statuses() == {"news": "FAILED"}
