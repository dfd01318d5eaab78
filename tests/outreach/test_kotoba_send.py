"""A resident's line: sent once, on time, corrected, shown as agreed, taken back."""

import uuid
from datetime import datetime, timedelta

import pytest

from events.outreach.choices import KotobaConsent, KotobaStatus
from events.outreach.models import Kotoba
from events.outreach.models.kotoba import read_kotoba_token
from events.outreach.usecases.kotoba_read import (
    NotToDecide,
    ReasonMissing,
    WordsChanged,
    decide_line,
)
from events.outreach.usecases.kotoba_send import (
    AlreadyWithdrawn,
    CallClosed,
    change_consent,
    correct_line,
    send_line,
    withdraw_line,
)
from peace.audit.models import AuditEntry
from peace.language.dates import TOKYO
from peace.outbox.choices import Status
from peace.outbox.models import OutboxMessage
from tests.cast import DAY, NOW
from tests.outreach import kotoba as words

pytestmark = pytest.mark.django_db
STAFF = "user:1"


def test_a_line_is_kept_as_typed_and_its_writer_gets_the_private_link():
    text = "「ただいま」と  言える、朝を。"
    made = words.sent(words.call(), text, email=words.WRITER_EMAIL, pen_name="ひばり")

    assert Kotoba.objects.get().text == text
    letter = OutboxMessage.objects.get()
    assert (letter.kind, letter.letter_class) == ("kotoba_received", "A")
    assert made.full_url in letter.text
    assert text in letter.text
    assert read_kotoba_token(made.signed_token) == made.code


def test_a_line_without_an_address_is_a_line_without_a_letter():
    words.sent(words.call())

    assert not OutboxMessage.objects.exists()


def test_the_same_form_twice_is_one_line_and_one_letter():
    call, key = words.call(), uuid.uuid4()
    lines = [
        send_line(
            call=call,
            line=words.line(email=words.WRITER_EMAIL),
            key=key,
            language="en",
            now=NOW,
        )
        for _again in range(2)
    ]

    assert lines[0] == lines[1]
    assert Kotoba.objects.count() == OutboxMessage.objects.count() == 1


@pytest.mark.parametrize(("second", "is_open"), [(-1, True), (0, False), (1, False)])
def test_the_deadline_is_a_second_on_the_clock_of_tokyo(second, is_open):
    closes = datetime(2026, 7, 31, 17, 0, tzinfo=TOKYO)
    call = words.call(closes_at=closes, scoring_closes_at=None)
    at = closes.astimezone(tz=None) + timedelta(seconds=second)
    send = {"call": call, "line": words.line(), "key": uuid.uuid4(), "language": "ja"}

    if is_open:
        assert send_line(**send, now=at)
    else:
        with pytest.raises(CallClosed):
            send_line(**send, now=at)


def test_a_draft_takes_no_lines():
    with pytest.raises(CallClosed):
        words.sent(words.call(is_published=False))


def test_a_corrected_line_is_read_again():
    made = words.accepted(words.call())

    correct_line(kotoba=made, line=words.line("夜の窓をしめる。"), now=NOW)

    made.refresh_from_db()
    assert (made.text, made.status) == ("夜の窓をしめる。", KotobaStatus.RECEIVED)


def test_correcting_only_the_contact_leaves_what_staff_decided():
    made = words.accepted(words.call(), "朝")

    correct_line(kotoba=made, line=words.line("朝", phone="0425762111"), now=NOW)

    made.refresh_from_db()
    assert (made.status, made.phone) == (KotobaStatus.ACCEPTED, "0425762111")


def test_after_the_deadline_the_words_stand_but_the_consent_does_not():
    made = words.sent(words.call())
    late = made.call.closes_at

    with pytest.raises(CallClosed):
        correct_line(kotoba=made, line=words.line("遅い"), now=late)
    change_consent(kotoba=made, consent=KotobaConsent.NOT_SHOWN, now=late + 90 * DAY)

    made.refresh_from_db()
    assert made.consent == KotobaConsent.NOT_SHOWN


def test_withdrawing_erases_the_words_and_the_contact_and_says_so():
    made = words.accepted(words.call(), "消える", email=words.WRITER_EMAIL)

    withdraw_line(kotoba=made, now=NOW)
    withdraw_line(kotoba=made, now=NOW)

    made.refresh_from_db()
    assert made.is_withdrawn
    assert (made.text, made.email, made.pen_name) == ("", "", "")
    kinds = dict(OutboxMessage.objects.values_list("kind", "status"))
    assert kinds == {
        "kotoba_received": Status.SKIPPED,
        "kotoba_withdrawn": Status.PENDING,
    }
    with pytest.raises(AlreadyWithdrawn):
        change_consent(kotoba=made, consent=KotobaConsent.WITH_NAME, now=NOW)


def test_no_words_of_a_writer_stand_in_the_audit_trail():
    made = words.sent(words.call(), "秘密の一行", email=words.WRITER_EMAIL)
    correct_line(kotoba=made, line=words.line("別の一行"), now=NOW)
    withdraw_line(kotoba=made, now=NOW)

    trail = str(list(AuditEntry.objects.values()))
    assert "一行" not in trail
    assert words.WRITER_EMAIL not in trail


# Staff read it


def test_staff_let_a_line_through_hold_it_back_with_a_reason_and_undo():
    made = words.sent(words.call(), "朝")
    decide = {"kotoba": made, "read": "朝", "actor": STAFF, "now": NOW}

    with pytest.raises(ReasonMissing):
        decide_line(**decide, status=KotobaStatus.HELD_BACK, reason=" ")
    held = decide_line(**decide, status=KotobaStatus.HELD_BACK, reason="同じ作品")
    assert (held.reason, held.decided_by) == ("同じ作品", STAFF)
    undone = decide_line(**decide, status=KotobaStatus.RECEIVED)
    assert (undone.reason, undone.decided_by, undone.decided_at) == ("", "", None)
    assert decide_line(**decide, status=KotobaStatus.ACCEPTED).text == "朝"


def test_a_line_that_was_corrected_meanwhile_is_not_decided_unread():
    made = words.sent(words.call(), "朝")
    correct_line(kotoba=made, line=words.line("夜"), now=NOW)

    with pytest.raises(WordsChanged):
        decide_line(
            kotoba=made,
            status=KotobaStatus.ACCEPTED,
            read="朝",
            actor=STAFF,
            now=NOW,
        )


def test_a_withdrawn_line_is_not_decided():
    made = words.sent(words.call(), "朝")
    withdraw_line(kotoba=made, now=NOW)

    with pytest.raises(NotToDecide):
        decide_line(
            kotoba=made, status=KotobaStatus.ACCEPTED, read="朝", actor=STAFF, now=NOW
        )
