"""Cards: closed with a word, opened again, and gone when their reason is."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from events.door.models import Conflict, Scan
from events.door.reports_conflicts import closed_cards, open_cards
from events.door.usecases.close_conflict import (
    ReopenTooLate,
    close_conflict,
    reopen_conflict,
)
from events.door.usecases.undo import IncomingUndo, Undoer, undo
from events.registration.models import Seat
from peace.audit.models import AuditEntry
from tests.door.builders import Phone, event, party, slots_of
from tests.door.paper import minutes_ago

pytestmark = pytest.mark.django_db
ACTOR = "user:1"


@pytest.fixture
def double(talk, slot) -> Conflict:
    """Two phones without signal let in the same two people."""
    ticket = party(slot, 2)
    for name, minutes in (("西口", 3), ("入口A", 14)):
        phone = Phone(talk, name=name)
        phone.scan(ticket.token, mode="offline", at=minutes_ago(minutes))
    return Conflict.objects.get()


def closed(card: Conflict, word: str = "同じ人", **more) -> Conflict:
    now = more.pop("now", timezone.now())
    return close_conflict(conflict=card, word=word, actor=ACTOR, now=now)


def test_a_card_shows_every_scan_in_the_order_of_the_door(talk, double):
    (card,) = open_cards(talk, now=timezone.now())

    assert [(line.gate, line.by, line.people) for line in card.lines] == [
        ("入口A", "phone", 2),
        ("西口", "phone", 2),
    ]
    assert [line.late_minutes for line in card.lines] == [14, 3]
    assert [line.is_reason for line in card.lines] == [False, True]
    assert Conflict.objects.open().filter(event=talk).count() == 1


def test_closing_keeps_the_word_on_the_card_and_out_of_the_audit_trail(talk, double):
    closed(double, "山田さんが2回かざした")
    again = closed(double, "ほか")

    assert again.word == "山田さんが2回かざした"
    told = AuditEntry.objects.get(verb="conflict.closed")
    assert told.detail == {"kind": "double"}
    assert (
        Conflict.objects.open().filter(event=talk).count(),
        len(closed_cards(talk, now=timezone.now())),
    ) == (0, 1)
    assert Seat.objects.admitted().count() == 2


def test_a_closed_card_opens_again_for_15_minutes(double):
    card = closed(double)
    reopen_conflict(
        conflict=card, actor=ACTOR, now=card.closed_at + timedelta(minutes=15)
    )
    double.refresh_from_db()
    assert (double.closed_at, double.word) == (None, "")

    card = closed(double)
    with pytest.raises(ReopenTooLate):
        reopen_conflict(
            conflict=card, actor=ACTOR, now=card.closed_at + timedelta(minutes=16)
        )


def test_a_card_without_its_reason_does_not_open_again(talk, double):
    closed(double)
    first = Scan.objects.exclude(pk=double.scan_id).get()
    back = IncomingUndo(uuid4(), first.pk, timezone.now(), reason="外にいた")
    by = Undoer(event_id=talk.pk, actor=ACTOR, is_supervisor=True)
    undo(undos=[back], by=by, now=timezone.now())
    assert len(closed_cards(talk, now=timezone.now())) == 1
    reopen_conflict(conflict=Conflict.objects.get(), actor=ACTOR, now=timezone.now())

    assert Conflict.objects.open().filter(event=talk).count() == 0


def test_whoever_was_moved_to_where_they_sit_is_in_once_the_card_is_closed():
    here, there = slots_of(event(slots=2))
    ticket = party(there)
    phone = Phone(here.event)
    phone.scan(ticket.token, mode="offline", at=minutes_ago(1))
    card = Conflict.objects.get(kind="wrong_timeslot")
    Seat.objects.update(timeslot=here, quota=here.quotas.get())

    closed(card)

    assert Seat.objects.admitted().count() == 1


def test_cards_cost_the_same_however_many(talk, slot, django_assert_num_queries):
    for _ in range(3):
        ticket = party(slot)
        for minutes in (3, 5):
            phone = Phone(talk)
            phone.scan(ticket.token, mode="offline", at=minutes_ago(minutes))

    with django_assert_num_queries(5):
        cards = open_cards(talk, now=timezone.now())
        assert [card.names for card in cards]
    assert len(cards) == 3
