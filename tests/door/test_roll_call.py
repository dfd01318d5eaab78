"""A roll is called by labels: ticked by hand, on two phones, on a page, and undone."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from events.door.models import Conflict, Scan, ScannerDevice, Undo
from events.door.usecases.pair_device import end_of_day, open_pairing, pair_device
from events.door.usecases.roll_call import NoRollCall, tick, untick
from events.programme.models import Event, Timeslot
from events.registration.models import Registration, Seat
from tests.door.builders import EMAIL, KANA, NAME, PHONE, Phone, event, party, slots_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def trip():
    return event(slots=2, has_roll_call=True, status="INTERNAL")


@pytest.fixture
def slot(trip):
    return slots_of(trip)[0]


@pytest.fixture
def leader(trip):
    return Phone(trip, name="引率A")


@pytest.fixture
def other(trip):
    return Phone(trip, name="引率B")


def called(slot, label="調布市"):
    """A ticket of somebody who is called LABEL."""
    ticket = party(slot)
    Registration.objects.filter(pk=ticket.registration_id).update(door_label=label)
    return ticket


def by_hand(phone, ticket, minutes=0, **changes):
    at = (timezone.now() - timedelta(minutes=minutes)).isoformat()
    more = {"ticket": ticket.token_hash, "said": "admitted", "let_in": [1], "at": at}
    return phone.entry("", mode="offline", **more | changes)


def answer(phone, entry):
    (row,) = phone.send(entry).json()["results"]
    return row


def seat_of(ticket):
    return Seat.objects.get(registration=ticket.registration_id)


def test_the_list_says_whom_to_call_and_never_a_name(leader, slot):
    ticket = called(slot)
    called(slot, label="")
    body = leader.get("manifest").json()

    (line,) = body["roll"]
    assert line == {
        "ticket": ticket.token_hash,
        "label": "調布市",
        "seats": {str(slot.pk): [1]},
        "in": {},
    }
    text = leader.get("manifest").content.decode()
    assert not [word for word in (NAME, KANA, PHONE, EMAIL) if word in text]


def test_other_events_have_no_roll(slot):
    public = event(slug="talk-of-others")
    called(slots_of(public)[0])

    assert "roll" not in Phone(public).get("manifest").json()


def test_who_was_counted_is_in_the_next_list_of_every_phone(leader, other, slot):
    ticket = called(slot)
    etag = other.get("manifest")["ETag"]
    leader.scan(ticket.token)
    response = other.get("manifest", **{"If-None-Match": etag})

    assert response.json()["roll"][0]["in"] == {str(slot.pk): [1]}


def test_a_tick_by_hand_counts_without_a_code(leader, slot):
    ticket = called(slot)
    row = answer(leader, by_hand(leader, ticket))

    scan = Scan.objects.get()
    assert (row["verdict"], row["admitted"]) == ("admitted", 1)
    assert (scan.by_hand, scan.said, scan.registration) == (
        *(True, "admitted"),
        ticket.registration,
    )
    assert seat_of(ticket).admitted_by == scan.pk


def test_the_same_tick_sent_twice_is_one(leader, slot):
    entry = by_hand(leader, called(slot))
    first = answer(leader, entry)

    assert answer(leader, entry) == first
    assert Scan.objects.count() == 1


def test_elsewhere_nobody_gets_in_by_the_hash_of_a_ticket():
    public = event(slug="talk-of-others")
    ticket = called(slots_of(public)[0])
    phone = Phone(public)
    row = answer(phone, by_hand(phone, ticket))

    assert row["verdict"] == "malformed"
    assert seat_of(ticket).admitted_at is None


@pytest.mark.parametrize("ticket", ["", "abc", "Z" * 64, 7, None, ["a"]])
def test_a_tick_that_is_none_spoils_nothing(leader, slot, ticket):
    good = by_hand(leader, called(slot))
    bad = good | {"id": str(uuid.uuid4()), "ticket": ticket}
    rows = leader.send(bad, good).json()["results"]

    assert [row.get("error") for row in rows] == ["code", None]
    assert rows[1]["verdict"] == "admitted"


def test_a_tick_for_another_event_is_unknown(leader):
    foreign = called(slots_of(event(slug="foreign", has_roll_call=True))[0])

    assert answer(leader, by_hand(leader, foreign))["verdict"] == "unknown"


@pytest.mark.parametrize("turned", [False, True])
def test_two_leaders_who_count_the_same_person_make_no_card(
    leader, other, slot, turned
):
    ticket = called(slot)
    early = by_hand(leader, ticket, 9)
    late = other.entry(
        ticket.token,
        mode="offline",
        at=(timezone.now() - timedelta(minutes=8)).isoformat(),
    )
    sends = [(leader, early), (other, late)]
    for phone, entry in reversed(sends) if turned else sends:
        phone.send(entry)

    assert str(seat_of(ticket).admitted_by) == early["id"]
    assert Conflict.objects.count() == 0


def test_an_undo_takes_one_leaders_count_back_and_the_others_stays(leader, other, slot):
    ticket = called(slot)
    early, late = by_hand(leader, ticket, 9), by_hand(other, ticket, 8)
    leader.send(early)
    other.send(late)
    undo = {
        "id": str(uuid.uuid4()),
        "of": early["id"],
        "at": timezone.now().isoformat(),
    }
    leader.ask("undo", {"undos": [undo]})

    assert str(seat_of(ticket).admitted_by) == late["id"]


def test_a_train_that_is_late_keeps_nobody_from_being_counted(leader, trip, slot):
    ticket = called(slot)
    early = timezone.now() - timedelta(hours=3)
    Timeslot.objects.filter(pk=slot.pk).update(
        starts_at=early, ends_at=early + timedelta(hours=1)
    )

    assert leader.scan(ticket.token)["verdict"] == "admitted"
    assert Conflict.objects.count() == 0


def test_each_muster_point_counts_anew(leader, trip):
    morning, ferry = slots_of(trip)
    ticket = called(morning)
    seat = seat_of(ticket)
    seat.pk, seat.timeslot = None, ferry
    seat.save()
    leader.scan(ticket.token)
    leader.send(by_hand(leader, ticket, timeslot=ferry.pk))

    assert Seat.objects.admitted().count() == 2


def test_a_page_ticks_and_takes_back_also_what_a_phone_counted(leader, slot):
    ticket = called(slot)
    of = {"registration": ticket.registration, "timeslot": slot, "actor": "user:1"}
    leader.send(by_hand(leader, ticket, 2))
    tick(**of, now=timezone.now())
    assert Scan.objects.count() == 1  # is here already

    untick(**of, now=timezone.now())
    assert seat_of(ticket).admitted_at is None
    untick(**of, now=timezone.now())
    assert Undo.objects.count() == 1

    tick(**of, now=timezone.now())
    scan = Scan.objects.get(mode="staff")
    assert (scan.actor, scan.by_hand) == ("user:1", True)
    assert seat_of(ticket).admitted_by == scan.pk


def test_a_phone_that_saw_them_earlier_is_the_earlier_count(leader, slot):
    ticket = called(slot)
    tick(
        registration=ticket.registration,
        timeslot=slot,
        actor="user:1",
        now=timezone.now(),
    )
    entry = by_hand(leader, ticket, 5)
    leader.send(entry)

    assert str(seat_of(ticket).admitted_by) == entry["id"]
    assert Conflict.objects.count() == 0


def test_a_page_calls_no_roll_where_people_come_in_at_a_door():
    public = event(slug="talk-of-others")
    (slot,) = slots_of(public)
    of = {"registration": party(slot).registration, "timeslot": slot}
    for act in (tick, untick):
        with pytest.raises(NoRollCall):
            act(**of, actor="user:1", now=timezone.now())


def ends(made, now):
    code = open_pairing(event=made, actor="user:1", now=now)
    device, _token = pair_device(code=code, name="引率A", now=now)
    return ScannerDevice.objects.get(pk=device.pk).expires_at


@pytest.mark.parametrize(
    ("days", "more"), [([0], 0), ([0, 1, 2], 2), ([0, 2], 0), ([0, 1, 2, 3, 4, 5], 3)]
)
def test_a_phone_goes_along_for_the_days_that_follow_each_other(trip, days, more):
    noon = timezone.localtime().replace(hour=12, minute=0)
    trip.timeslots.all().delete()
    for day in days:
        begins = noon + timedelta(days=day)
        Timeslot.objects.create(
            event=trip,
            title="集合",
            starts_at=begins,
            ends_at=begins + timedelta(hours=1),
        )

    assert ends(trip, noon) == end_of_day(noon) + timedelta(days=more)
    Event.objects.filter(pk=trip.pk).update(has_roll_call=False)
    trip.refresh_from_db()
    assert ends(trip, noon) == end_of_day(noon)
