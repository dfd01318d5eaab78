"""The day page and the wall: right counts, few statements, and 304 while all rests."""

import re
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from events.door.choices import ConflictKind
from events.door.models import Conflict, Scan
from events.door.reports import count_slots, outcome, slot_counts
from events.door.reports_board import board
from events.programme.models import Timeslot
from events.registration.models import Seat, WalkIn
from tests import cast
from tests.door.builders import NAME, Phone, event, parties, party, slots_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff():
    return cast.signed_in(cast.aoki())


def walk_in(slot, phone=None, **fields):
    actor = phone.device.actor if phone else "user:1"
    values = {"timeslot": slot, "actor": actor, "at": timezone.now()}
    return WalkIn.objects.create(**values | fields)


def test_gates_count_whom_they_let_in(talk, slot):
    busy, calm = Phone(talk, name="入口A"), Phone(talk, name="入口B")
    busy.scan(party(slot, people=3).token)
    again = party(slot, people=2).token
    calm.scan(again)
    busy.scan(again)
    walk_in(slot, calm)
    walk_in(slot)
    walk_in(slot, busy, undone_at=timezone.now())

    shown = board(talk, now=timezone.now())

    found = [(g.line and g.line.device.name, g.people, g.walk_ins) for g in shown.gates]
    assert found == [("入口A", 3, 0), ("入口B", 3, 1), (None, 1, 1)]
    assert shown.gates[0].by_slot == {slot.pk: 3}
    assert shown.arrivals.people == 7
    assert shown.arrivals.minutes == 5


def test_the_board_counts_by_the_rules_of_the_report(talk, slot):
    phone = Phone(talk)
    parties(slot, number=3, people=2)
    phone.scan(party(slot, people=4).token, people=[1, 3])
    walk_in(slot)
    walk_in(slot, is_over=True)
    now = timezone.now()

    (shown,), (counted,) = board(talk, now=now).counts, slot_counts(talk, now=now)

    assert shown.people == counted.people
    assert (counted.expected, counted.admitted, counted.walk_ins) == (10, 2, 2)
    assert (counted.over, counted.inside, counted.still_to_come) == (1, 4, 8)


def test_who_did_not_come_is_known_after_the_end_for_any_timeslots():
    over = event(starts_at=timezone.now() - timedelta(hours=3), slots=2)
    first, second = slots_of(over)
    parties(first, number=4)
    Seat.objects.filter(pk=Seat.objects.first().pk).update(
        admitted_at=first.starts_at, admitted_by=uuid.uuid4()
    )
    walk_in(first)
    parties(second, number=2)
    now = second.starts_at + timedelta(minutes=1)

    counts = count_slots(
        Timeslot.objects.filter(event__programme__slug="talks"), now=now
    )

    assert [count.absent for count in counts] == [3, 0]
    total = outcome(counts)
    assert (total.expected, total.attended, total.absent) == (4, 2, 3)


def test_a_rehearsal_counts_nowhere(talk, slot):
    phone = Phone(talk, is_rehearsal=True, last_seen_at=None)
    phone.scan(party(slot).token)

    shown = board(talk, now=timezone.now() + timedelta(minutes=30))

    assert shown.counts[0].inside == 0
    assert (shown.gates, shown.working, shown.unsent) == ([], [], 0)
    assert len(shown.devices) == 1


def test_what_phones_decided_themselves_is_said(talk, slot):
    phone = Phone(talk, queue_length=4)
    phone.scan(party(slot).token, mode="offline")

    shown = board(talk, now=timezone.now())

    assert (shown.decided, shown.unsent) == (1, 4)


@pytest.mark.parametrize("name", ["staff:event-live", "staff:event-board-live"])
def test_the_moving_part_asks_eight_statements_whatever_the_size(staff, name):
    small = full_house(seats=3, devices=1)
    large = full_house(seats=1000, devices=20)

    def asked(of):
        address = reverse(name, args=[of.slug])
        staff.get(address)
        with CaptureQueriesContext(connection) as found:
            assert staff.get(address).status_code == 200
        return [query["sql"] for query in found]

    few, many = asked(small), asked(large)
    assert (len(few), len(many)) == (8, 8), few


def full_house(*, seats, devices):
    """SEATS people in three timeslots, let in by DEVICES phones over half an hour."""
    made = event(slots=3)
    phones = [Phone(made).device for _ in range(devices)]
    for slot in slots_of(made):
        parties(slot, number=seats // 3)
        WalkIn.objects.bulk_create(
            WalkIn(timeslot=slot, actor=phone.actor, at=timezone.now())
            for phone in phones
        )
        ids = list(Seat.objects.filter(timeslot=slot).values_list("pk", flat=True))
        for place in range(0, len(ids), 10):
            at = made.starts_at + timedelta(seconds=place * 5)
            row = scan_by(phones[place // 10 % devices], slot, at)
            Seat.objects.filter(pk__in=ids[place : place + 10]).update(
                admitted_at=at, admitted_by=row.pk
            )
    return made


def scan_by(device, slot, at):
    return Scan.objects.create(
        id=uuid.uuid4(),
        device=device,
        event=slot.event,
        timeslot=slot,
        mode="online",
        verdict="admitted",
        answer={},
        at=at,
        received_at=at,
    )


@pytest.mark.parametrize("name", ["staff:event-live", "staff:event-board-live"])
def test_while_nothing_moves_the_answer_is_304(staff, talk, slot, name):
    address = reverse(name, args=[talk.slug])
    phone = Phone(talk, last_seen_at=timezone.now())
    ticket = party(slot)
    etag = staff.get(address)["ETag"]

    same = staff.get(address, headers={"If-None-Match": etag})
    phone.scan(ticket.token)
    moved = staff.get(address, headers={"If-None-Match": etag})

    assert (same.status_code, same.content) == (304, b"")
    assert "no-store" in same["Cache-Control"]
    assert moved.status_code == 200
    assert moved["ETag"] != etag


def test_the_day_page_shows_what_to_see_to(staff, talk, slot):
    phone = Phone(talk, last_seen_at=timezone.now() - timedelta(minutes=7), battery=12)
    phone.scan(party(slot).token)
    Conflict.objects.create(
        scan=Scan.objects.get(),
        kind=ConflictKind.DOUBLE,
        event=talk,
        opened_at=timezone.now(),
    )
    walk_in(slot, is_over=True)

    for name in ("staff:event", "staff:event-board"):
        page = staff.get(reverse(name, args=[talk.slug])).content.decode()
        assert "端末「入口A」応答なし 7分" in page
        assert "端末「入口A」電池 12%" in page
        assert "重複入場などの確認 1件" in page
        assert "席より1人多い" in page
        assert NAME not in page
    assert (
        "応答なし 7分"
        in staff.get(reverse("staff:event", args=[talk.slug])).content.decode()
    )


def test_the_wall_shows_what_is_on_and_what_comes_next(staff):
    soon = event(starts_at=timezone.now() + timedelta(minutes=20), slots=2)
    first, second = slots_of(soon)
    parties(first, number=5)
    address = reverse("staff:event-board", args=[soon.slug])

    before = staff.get(address).content.decode()
    Timeslot.objects.filter(pk=first.pk).update(doors_at=timezone.now())
    during = staff.get(address + "?look=dark").content.decode()

    assert re.search(r'data-count="minutes">5<', before)
    assert 'class="dense wall"' in before
    assert 'class="dense wall dark"' in during
    assert "受付中" in during
    assert str(second.title) in during


def test_an_event_without_timeslots_has_a_wall_too(staff):
    empty = event(slots=0, ends_at=timezone.now())

    assert staff.get(reverse("staff:event-board", args=[empty.slug])).status_code == 200


def test_after_the_end_the_page_leads_to_those_who_did_not_come(staff):
    over = event(starts_at=timezone.now() - timedelta(hours=3))
    (slot,) = slots_of(over)
    parties(slot, number=2)

    page = staff.get(reverse("staff:event", args=[over.slug])).content.decode()

    assert re.search(r'data-count="absent">2<', page)
    (link,) = re.findall(r'href="([^"]+mark=NOT_IN)"', page)
    rows = staff.get(link.replace("&amp;", "&")).content.decode()
    assert rows.count(NAME) >= 2
