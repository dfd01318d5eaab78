"""The relay against a mail server that misbehaves."""

from collections import Counter
from datetime import timedelta

import pytest

from peace.outbox import parts
from peace.outbox.letter import Recipient
from peace.outbox.models import DeliveryAttempt, OutboxMessage, UndeliverableAddress
from peace.outbox.usecases.relay import relay
from tests.outbox.writing import NOON, carrier_to, write, write_rows

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)


@pytest.fixture
def send(sink, dice):
    """One round at a moment."""

    def one_round(now=NOON, **options):
        return relay(now=now, carrier=carrier_to(sink), dice=dice, **options)

    return one_round


def statuses() -> Counter:
    return Counter(OutboxMessage.objects.values_list("status", flat=True))


def test_due_letters_leave_once_over_one_connection(sink, send):
    rows = write_rows(50)

    first, second = send(), send()

    assert (first.sent, second.sent) == (50, 0)
    assert sink.message_ids == Counter(row.message_id for row in rows)
    assert sink.connections == 1
    assert statuses() == {"SENT": 50}
    assert DeliveryAttempt.objects.count() == 0


def test_what_is_not_due_stays(sink, send):
    write("later", due_at=NOON + MINUTE)

    assert send().handled == 0
    assert send(NOON + MINUTE).sent == 1


def test_a_confirmation_goes_before_a_thousand_reminders(sink, send):
    write_rows(30, letter_class="B", due_at=NOON - MINUTE)
    confirmation = write()

    send(limit=1)

    assert list(sink.message_ids) == [confirmation.message_id]


def test_a_letter_costs_two_writes_and_a_claim_of_twenty(
    sink, send, django_assert_max_num_queries
):
    write_rows(20)

    # recover 3, expire 1, a claim 5, an empty claim 3, and two for each letter
    with django_assert_max_num_queries(12 + 2 * 20):
        send()


def test_4xx_is_tried_again_after_the_published_minutes_and_then_given_up(sink, send):
    sink.temporary = 99
    message = write()
    now, waited = NOON, []

    for _ in range(7):
        send(now)
        message.refresh_from_db()
        if message.status == "RETRY":
            waited.append((message.due_at - now) / MINUTE)
            now = message.due_at

    planned = (1, 5, 15, 60, 180, 360)
    assert message.status == "FAILED"
    assert message.last_error == "451 4.3.0 SMTPRecipientsRefused"
    assert len(waited) == 6
    assert all(
        0.79 * plan <= real <= 1.21 * plan
        for plan, real in zip(planned, waited, strict=True)
    )
    assert message.tries.count() == 7


def test_a_letter_that_was_put_off_arrives(sink, send):
    sink.temporary = 3
    write_rows(10)

    assert send().retry == 3
    assert send(NOON + 2 * MINUTE).sent == 3
    assert set(sink.message_ids.values()) == {1}
    assert len(sink.mails) == 10


def test_an_outage_loses_nothing_and_does_not_burn_every_letter(sink, send):
    write_rows(60)
    sink.close()

    outage = send()

    assert outage.is_carrier_down
    assert statuses() == {"RETRY": 20, "PENDING": 40}

    sink.open()
    send(NOON + 2 * MINUTE)
    assert statuses() == {"SENT": 60}
    assert set(sink.message_ids.values()) == {1}


def test_a_server_that_hangs_up_between_mails_is_called_again(sink, send):
    sink.cut_before_data = 1
    write()

    assert send().sent == 1


def test_a_server_that_always_hangs_up_ends_the_round(sink, send):
    sink.cut_before_data = 999
    write_rows(30, letter_class="B")

    assert send().is_carrier_down
    assert statuses() == {"RETRY": 20, "PENDING": 10}


def test_class_a_cut_after_data_goes_again_ten_minutes_later(sink, send):
    sink.cut_after_data = 1
    message = write()

    send()
    message.refresh_from_db()
    assert message.status == "RETRY"
    assert message.due_at >= NOON + 10 * MINUTE

    send(message.due_at)
    assert sink.message_ids == {message.message_id: 2}


def test_class_b_cut_after_data_is_uncertain_and_never_doubled(sink, send):
    sink.cut_after_data = 1
    message = write(letter_class="B")

    send()
    send(NOON + timedelta(days=1))

    message.refresh_from_db()
    assert message.status == "UNCERTAIN"
    assert message.tries.get().outcome == "UNCLEAR"
    assert sink.message_ids == {message.message_id: 1}


def test_5xx_marks_the_address_and_the_letter_goes_on_by_phone(sink, send):
    sink.refused = {"midori@example.jp": "550 5.1.1 <midori@example.jp> unknown"}
    recipient = Recipient("緑", email="midori@example.jp", phone="042-000-0000")
    message = write(recipient=recipient, about="registration:1")

    assert send().handed_to_phone == 1

    message.refresh_from_db()
    call = OutboxMessage.objects.get(key="confirmation:1:phone")
    assert message.status == "HANDED_TO_PHONE"
    assert (call.channel, call.status, call.phone) == (
        "PHONE",
        "PENDING",
        "042-000-0000",
    )
    assert (call.text, call.about) == (message.text, "registration:1")
    assert UndeliverableAddress.objects.get().email == "midori@example.jp"
    assert "midori" not in message.last_error + message.tries.get().code


def test_5xx_without_a_phone_is_failed(sink, send):
    sink.refused = {"midori@example.jp": "550 no such user"}
    message = write()

    assert send().failed == 1
    assert OutboxMessage.objects.count() == 1
    assert write("next").status == "SKIPPED"
    message.refresh_from_db()
    assert message.last_error == "550 SMTPRecipientsRefused"


def test_5xx_about_our_server_does_not_condemn_the_address(sink, send):
    sink.refused = {"midori@example.jp": "554 5.7.1 relay access denied"}
    write()

    assert send().retry == 1
    assert UndeliverableAddress.objects.count() == 0


def test_5xx_about_the_content_is_failed_and_the_address_stays_good(sink, send):
    sink.content_answer = "554 5.6.0 not like this"
    write()

    assert send().failed == 1
    assert UndeliverableAddress.objects.count() == 0


def test_nothing_leaves_after_its_last_moment_on_any_channel(sink, send):
    write("mail", not_after=NOON)
    phone = Recipient("緑", phone="042-000-0000")
    write("call", recipient=phone, not_after=NOON)
    write("still good", not_after=NOON + MINUTE)

    result = send()

    assert (result.sent, result.skipped) == (1, 2)
    assert statuses() == {"SKIPPED": 2, "SENT": 1}


def test_a_retry_that_would_come_too_late_is_failed(sink, send):
    sink.temporary = 1
    write(not_after=NOON + timedelta(seconds=30))

    assert send().failed == 1


def test_one_poisoned_letter_is_parked_and_the_others_leave(sink, send):
    write("poison", parts=[("nobody knows this", "1")])
    header = write("header")
    OutboxMessage.objects.filter(pk=header.pk).update(subject="a\r\nBcc: b@example.jp")
    address = write("address")
    OutboxMessage.objects.filter(pk=address.pk).update(email="a@x.jp, b@x.jp")
    write("good")

    result = send()

    assert (result.sent, result.failed) == (1, 3)
    errors = OutboxMessage.objects.filter(status="FAILED").order_by("key")
    assert [row.last_error for row in errors] == [
        "NotOneAddress",
        "BadHeaderError",
        "UnknownPart",
    ]


def test_attachments_are_made_at_delivery_and_never_stored(sink, send):
    made = []

    def maker(ref, language):
        made.append((ref, language))
        return [parts.Attachment("ticket.png", "image/png", b"\x89PNG", cid="ticket")]

    parts.register_part("test ticket", maker)
    message = write(parts=[("test ticket", 42)])
    assert made == []

    send()

    assert made == [("42", "ja")]
    message.refresh_from_db()
    assert message.parts == [["test ticket", "42"]]
    assert b'filename="ticket.png"' in sink.mails[0]


def test_a_dead_workers_letters_are_taken_back(sink, send):
    lease = {
        "status": "SENDING",
        "lease_until": NOON - MINUTE,
        "lease_token": "0" * 8 + "-0000-4000-8000-" + "0" * 12,
    }
    handed = {**lease, "handed_at": NOON - 3 * MINUTE}
    write_rows(1, key="never handed", **lease)
    write_rows(1, key="a", letter_class="A", **handed)
    write_rows(1, key="b", letter_class="B", **handed)
    write_rows(1, key="alive", **{**lease, "lease_until": NOON + MINUTE})

    assert send().sent == 1

    rows = {row.key: row for row in OutboxMessage.objects.all()}
    assert {key: row.status for key, row in rows.items()} == {
        "never handed": "SENT",
        "a": "RETRY",
        "b": "UNCERTAIN",
        "alive": "SENDING",
    }
    assert rows["a"].due_at == NOON + 7 * MINUTE


def test_a_worker_whose_lease_was_taken_does_not_send(sink, send):
    message = write()
    mine = OutboxMessage.objects.claim(token=message.uuid, now=NOON, size=1)[0]
    OutboxMessage.objects.recover(NOON + 3 * MINUTE)

    assert mine.hand(NOON) is False
    assert mine.settle(status="SENT") is False
    assert send(NOON + 3 * MINUTE).sent == 1


def test_a_stopped_worker_gives_back_what_it_has_not_handed_over(sink, send):
    write_rows(10)

    result = send(is_stopping=lambda: len(sink.mails) >= 3)

    assert result.sent == 3
    assert statuses() == {"SENT": 3, "PENDING": 7}
