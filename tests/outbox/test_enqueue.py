"""A letter is written once, with its fact, by a way that reaches the person."""

import pytest
from django.db import transaction

from peace.outbox.letter import Letter, Recipient
from peace.outbox.models import OutboxBatch, OutboxMessage, UndeliverableAddress
from peace.outbox.usecases.enqueue import (
    BatchDecided,
    OutsideTransaction,
    UnsafeHeader,
    enqueue,
    enqueue_many,
)
from tests.outbox.writing import MIDORI, NOON, TEXT, write

pytestmark = pytest.mark.django_db

ORDER = {
    "kind": "reminder",
    "letter_class": "B",
    "language": "ja",
    "letter": Letter("ご案内", TEXT),
}


@pytest.mark.django_db(transaction=True)
def test_a_letter_outside_a_transaction_is_refused():
    with pytest.raises(OutsideTransaction):
        enqueue(key="a", recipient=MIDORI, now=NOON, **ORDER)

    assert OutboxMessage.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_a_letter_vanishes_with_its_fact():
    with transaction.atomic():
        enqueue(key="a", recipient=MIDORI, now=NOON, **ORDER)
        transaction.set_rollback(True)

    assert OutboxMessage.objects.count() == 0


def test_the_same_key_makes_one_letter():
    first = write("confirmation:7")
    second = write("confirmation:7", letter=Letter("別の件名", "別の本文"))

    assert first.message_id == f"<{first.uuid}@peace.example.jp>"
    assert second is None
    assert OutboxMessage.objects.get().subject == "申込みを受け付けました"


@pytest.mark.parametrize(
    ("recipient", "expected"),
    [
        (Recipient("a", email="a@example.jp", phone="042"), ("EMAIL", "PENDING")),
        (Recipient("a", phone="042", postal="富士見台"), ("PHONE", "PENDING")),
        (Recipient("a", postal="富士見台"), ("POST", "PENDING")),
        (Recipient("a", email="Gone@example.jp", phone="042"), ("PHONE", "PENDING")),
        (Recipient("a", email="gone@example.jp"), ("EMAIL", "SKIPPED")),
        (Recipient("a"), ("EMAIL", "SKIPPED")),
    ],
)
def test_the_channel_is_the_first_that_reaches_the_person(recipient, expected):
    UndeliverableAddress.objects.note(email="gone@example.jp", code="550", now=NOON)

    message = write(recipient=recipient)

    assert (message.channel, message.status) == expected


@pytest.mark.parametrize("sign", ["\r\n", "\n", "\r"])
def test_a_line_break_in_a_header_is_refused(sign):
    with pytest.raises(UnsafeHeader):
        write(letter=Letter(f"件名{sign}Bcc: thief@example.jp", TEXT))
    with pytest.raises(UnsafeHeader):
        write(recipient=Recipient("a", email=f"a@example.jp{sign}Bcc: b@example.jp"))

    assert OutboxMessage.objects.count() == 0


@pytest.mark.parametrize(
    "wrong",
    [{"letter_class": "C"}, {"channel": "FAX"}, {"language": "fr"}, {"key": "k" * 191}],
)
def test_what_the_database_would_swallow_is_refused_before(wrong):
    with pytest.raises(ValueError, match=r"."):
        write(**wrong)


def test_many_letters_are_one_insert_and_known_keys_stay(django_assert_num_queries):
    write("reminder:1")
    orders = [
        {"key": f"reminder:{n}", "recipient": Recipient("a", email=f"a{n}@x.jp")}
        for n in range(20)
    ]

    with django_assert_num_queries(3):
        new = enqueue_many([{**ORDER, **order} for order in orders], now=NOON)

    assert new == 19
    assert OutboxMessage.objects.count() == 20


def test_one_letter_costs_two_statements(django_assert_num_queries):
    with django_assert_num_queries(2):
        enqueue(key="a", recipient=MIDORI, now=NOON, **ORDER)


def test_nothing_is_added_to_a_batch_that_was_decided():
    batch = OutboxBatch.objects.create(
        kind="notice",
        recipient_count=1,
        requested_by="user:1",
        requested_at=NOON,
        approved_by="user:2",
        approved_at=NOON,
    )

    with pytest.raises(BatchDecided):
        write(batch=batch)


def test_finished_letters_are_erased_and_their_keys_stay_taken():
    done, open_ = write("a"), write("b")
    OutboxMessage.objects.filter(pk=done.pk).update(status="SENT")
    later = NOON.replace(month=3)

    assert OutboxMessage.objects.all().erase_before(later) == 1
    assert OutboxMessage.objects.all().erase_before(later) == 0

    done.refresh_from_db()
    open_.refresh_from_db()
    assert (done.email, done.recipient_name, done.subject, done.text) == ("",) * 4
    assert open_.text == TEXT
    assert write("a") is None
