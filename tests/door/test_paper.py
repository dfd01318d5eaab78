"""The printed list, typed in: once, beside the phones, and back again."""

from datetime import timedelta

import pytest
from django.utils import timezone

from events.door.models import Conflict, PaperEntry, Scan
from events.door.usecases.enter_paper import UndoTooLate, enter_paper, undo_paper
from events.registration.models import Attendee, Seat, WalkIn
from peace.audit.models import AuditEntry
from tests.door.builders import NAME, Phone, event, party, slots_of
from tests.door.paper import ACTOR, draft, minutes_ago, seats_of, typed_in

pytestmark = pytest.mark.django_db


def inside(*tickets) -> list[int]:
    """Attendee numbers that are in, party by party."""
    return [
        Seat.objects.admitted().filter(registration=each.registration_id).count()
        for each in tickets
    ]


def quota(slot):
    return slot.quotas.get()


def test_a_draft_admits_nobody_and_is_one_a_person(slot):
    ticket = party(slot)
    draft(slot, *seats_of(ticket))
    draft(slot)
    draft(slot, actor="user:2")

    assert inside(ticket) == [0]
    assert PaperEntry.objects.drafts().count() == 2


def test_those_who_are_ticked_are_in_and_the_others_of_the_party_are_not(slot):
    whole, part, absent = party(slot, 2), party(slot, 3), party(slot)
    entry = typed_in(slot, *seats_of(whole), *seats_of(part)[:2])

    assert inside(whole, part, absent) == [2, 2, 0]
    scans = Scan.objects.order_by("registration_id")
    assert [(s.mode, s.actor, s.let_in, s.at) for s in scans] == [
        ("paper", ACTOR, [1, 2], slot.starts_at),
        ("paper", ACTOR, [1, 2], slot.starts_at),
    ]
    assert entry.written_at
    told = AuditEntry.objects.get(verb="paper.entered")
    assert told.detail == {"people": 4, "walk_ins": 0}
    assert NAME not in str(told.detail)


def test_the_same_paper_twice_is_once(slot):
    ticket = party(slot, 2)
    heads = {"|": 3, "TWENTIES|FIRST": 1}
    entry = typed_in(slot, *seats_of(ticket), heads=heads)
    enter_paper(entry=entry, actor=ACTOR, now=timezone.now())
    typed_in(slot, *seats_of(ticket), heads=heads)
    typed_in(slot, *seats_of(ticket), heads=heads, actor="user:2")

    assert inside(ticket) == [2]
    assert Scan.objects.count() == 1
    assert WalkIn.objects.counted().count() == 4
    assert quota(slot).taken == 2 + 4


def test_a_larger_tally_adds_only_what_is_new_and_a_smaller_one_takes_nobody_away(slot):
    typed_in(slot, heads={"|": 3})
    typed_in(slot, heads={"|": 5})
    typed_in(slot, heads={"|": 1})

    assert WalkIn.objects.counted().count() == 5


def test_walk_ins_over_the_seats_are_counted_and_marked(slot):
    seats = quota(slot)
    seats.capacity = 2
    seats.save()
    typed_in(slot, heads={"|": 3})

    assert sorted(WalkIn.objects.values_list("is_over", flat=True)) == [0, 0, 1]
    assert quota(slot).taken == 2


def test_who_is_in_by_a_phone_stays_as_they_are(talk, phone, slot):
    ticket = party(slot)
    phone.scan(ticket.token, mode="offline", at=minutes_ago(2))
    before = Seat.objects.get().admitted_by
    typed_in(slot, *seats_of(ticket))

    assert Seat.objects.get().admitted_by == before
    assert not Scan.objects.filter(mode="paper").exists()
    assert not Conflict.objects.exists()


@pytest.mark.parametrize("minutes", [1, 12])
def test_a_phone_that_comes_later_admits_and_the_paper_opens_no_card(
    talk, slot, minutes
):
    """Its reading may be before the hour on the paper, or after it."""
    ticket = party(slot, 2)
    typed_in(slot, *seats_of(ticket))
    Phone(talk).scan(ticket.token, mode="offline", at=minutes_ago(minutes), people=[1])

    by = dict(Seat.objects.values_list("attendee__number", "admitted_by"))
    modes = {scan.pk: scan.mode for scan in Scan.objects.all()}
    assert {number: modes[scan] for number, scan in by.items()} == {
        1: "offline",
        2: "paper",
    }
    assert not Conflict.objects.exists()


def test_two_phones_are_still_a_double_beside_the_paper(talk, slot):
    ticket = party(slot)
    typed_in(slot, *seats_of(ticket))
    for minutes in (3, 2):
        Phone(talk).scan(ticket.token, mode="offline", at=minutes_ago(minutes))

    assert Conflict.objects.get().kind == "double"
    assert inside(ticket) == [1]


def test_a_minor_without_consent_becomes_a_card(slot):
    ticket = party(slot)
    Attendee.objects.update(lacks_consent=True)
    typed_in(slot, *seats_of(ticket))

    assert Conflict.objects.get().kind == "consent"
    assert inside(ticket) == [1]


def test_seats_of_another_timeslot_and_cancelled_ones_are_left_out():
    first, second = slots_of(event(slots=2))
    here, there, gone = party(first), party(second), party(first)
    Seat.objects.filter(registration=gone.registration_id).update(status="CANCELLED")
    typed_in(first, *seats_of(here, there, gone), 10**9)

    assert inside(here, there, gone) == [1, 0, 0]


def test_the_whole_entry_can_be_taken_back_for_15_minutes(talk, slot):
    mine, read = party(slot), party(slot)
    entry = typed_in(slot, *seats_of(mine, read), heads={"|": 2})
    Phone(talk).scan(read.token, mode="offline", at=minutes_ago(1))

    now = entry.written_at + timedelta(minutes=15)
    undo_paper(entry=entry, actor=ACTOR, now=now)

    assert inside(mine, read) == [0, 1]
    assert not WalkIn.objects.counted().exists()
    assert quota(slot).taken == 2
    with pytest.raises(UndoTooLate):
        undo_paper(entry=entry, actor=ACTOR, now=now)
    typed_in(slot, *seats_of(mine), heads={"|": 2})
    assert inside(mine, read) == [1, 1]
    assert WalkIn.objects.counted().count() == 2


def test_after_15_minutes_it_stays(slot):
    entry = typed_in(slot, heads={"|": 1})
    late = entry.written_at + timedelta(minutes=15, seconds=1)

    with pytest.raises(UndoTooLate):
        undo_paper(entry=entry, actor=ACTOR, now=late)

    assert WalkIn.objects.counted().count() == 1
