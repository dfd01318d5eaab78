"""Heads counted at the door: online by the rules, without signal whatever they say."""

import random
import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from events.door.models import HandCount, Undo
from events.programme.choices import Admission
from events.programme.models import Quota
from events.registration.models import WalkIn
from events.registration.reports import miscounts
from tests.door.builders import Phone, event, slots_of
from tests.door.line import wait_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def talk():
    made = event()
    made.timeslots.update(admission=Admission.WALK_IN)
    Quota.objects.filter(timeslot__event=made).update(capacity=2)
    return made


@pytest.fixture
def phone(talk):
    return Phone(talk)


def tap(phone, **changes) -> dict:
    return {
        "id": str(uuid.uuid4()),
        "timeslot": phone.slot.pk if phone.slot else 0,
        "at": timezone.now().isoformat(),
        "mode": "online",
        "age": "",
        "visit": "",
    } | changes


def offline(phone, minutes: float = 1, **changes) -> dict:
    at = timezone.now() - timedelta(minutes=minutes)
    return tap(phone, mode="offline", at=at.isoformat(), **changes)


def send(phone, *taps) -> list[dict]:
    clock = timezone.now().isoformat()
    answer = phone.ask("walk-ins", {"walk_ins": taps, "device_time": clock})
    assert answer.status_code == 200, answer.content
    return answer.json()["results"]


def take_back(phone, of: dict, minutes: float = 0) -> dict:
    at = timezone.now() - timedelta(minutes=minutes)
    undo = {"id": str(uuid.uuid4()), "of": of["id"], "at": at.isoformat()}
    clock = timezone.now().isoformat()
    answer = phone.ask("undo", {"undos": [undo], "device_time": clock})
    return answer.json()["results"][0]


def figures() -> tuple[int, int, int]:
    """Heads inside, of them without a seat, seats taken."""
    heads = WalkIn.objects.counted()
    return heads.count(), heads.filter(is_over=True).count(), Quota.objects.get().taken


def test_heads_are_counted_until_the_seats_are_gone(phone):
    rows = send(phone, tap(phone, age="TWENTIES", visit="FIRST"), tap(phone))
    full = send(phone, tap(phone))[0]

    assert [row["result"] for row in rows] == ["counted", "counted"]
    assert (full["result"], full["free"], full["walk_ins"]) == ("full", 0, 2)
    assert figures() == (2, 0, 2)


def test_without_signal_the_person_is_inside_and_counts(phone):
    rows = send(phone, *[offline(phone) for _ in range(5)])

    assert {row["result"] for row in rows} == {"counted"}
    assert rows[0]["free"] == 0
    assert figures() == (5, 3, 2)
    assert miscounts() == []


def test_the_same_tap_again_is_one_head_and_another_content_a_conflict(phone, talk):
    first = tap(phone)
    send(phone, first)

    again = send(phone, first, {**first, "mode": "offline"})
    other = phone.ask("walk-ins", {"walk_ins": [{**first, "visit": "AGAIN"}]})
    foreign = Phone(event(slots=0, ends_at=timezone.now() + timedelta(hours=1)))

    assert [row["result"] for row in again] == ["counted", "counted"]
    assert other.status_code == 409
    assert foreign.ask("walk-ins", {"walk_ins": [first]}).status_code == 409
    assert figures() == (1, 0, 1)


def test_a_freed_seat_is_theirs_who_are_inside_without_one(phone):
    heads = [offline(phone, 9 - n) for n in range(4)]
    send(phone, *heads)

    undone = take_back(phone, _seated())

    assert undone["result"] == "undone"
    assert figures() == (3, 1, 2)
    assert miscounts() == []


def _seated() -> dict:
    return {"id": str(WalkIn.objects.filter(is_over=False).first().pk)}


def test_an_undo_that_arrives_first_counts(phone):
    head = offline(phone, 3)

    assert take_back(phone, head, 2)["result"] == "kept"
    send(phone, head)

    assert figures() == (0, 0, 0)
    assert WalkIn.objects.count() == 1


def test_an_undo_of_another_phone_or_much_later_does_not_count(phone, talk):
    early, mine = offline(phone, 40), offline(phone, 3)
    take_back(phone, early, 10)
    take_back(Phone(talk), mine)

    send(phone, early, mine)

    assert figures()[0] == 2


@pytest.mark.parametrize("seed", range(6))
def test_the_figures_are_the_same_in_any_order_of_arrival(seed, talk):
    chance = random.Random(seed)
    phones = [Phone(talk) for _ in range(3)]
    capacity = chance.randrange(0, 9)
    Quota.objects.update(capacity=capacity)
    heads = [(chance.choice(phones), chance.uniform(2, 12)) for _ in range(10)]
    taps = [(phone, offline(phone, minutes)) for phone, minutes in heads]
    undone = chance.sample(taps, 4)
    letters = [("tap", phone, each) for phone, each in taps * 2]
    letters += [("undo", phone, each) for phone, each in undone]
    chance.shuffle(letters)

    for kind, phone, each in letters:
        if kind == "tap":
            send(phone, each)
        else:
            take_back(phone, each, 1)

    assert figures() == (6, max(0, 6 - capacity), min(6, capacity))
    assert miscounts() == []


def test_whoever_is_inside_without_a_seat_has_the_next_free_one(phone):
    send(phone, *[offline(phone) for _ in range(3)])
    Quota.objects.update(capacity=4)

    counted, full = send(phone, tap(phone))[0], send(phone, tap(phone))[0]

    assert (counted["result"], full["result"]) == ("counted", "full")
    assert figures() == (4, 0, 4)


def test_the_line_is_first_unless_nobody_of_it_is_here(phone, talk):
    (slot,) = slots_of(talk)
    Quota.objects.update(capacity=5)
    wait_in(slot, 2)

    first = send(phone, tap(phone))[0]
    past = send(phone, tap(phone, past_the_line=True))[0]

    assert (first["result"], first["number"]) == ("line_first", 1)
    assert past["result"] == "counted"


def test_before_the_hour_it_is_not_open_and_without_signal_it_counts(talk):
    later = event(slots=2)
    phone = Phone(later)
    phone.slot = slots_of(later)[1]

    online, inside = send(phone, tap(phone), offline(phone))

    assert (online["result"], inside["result"]) == ("not_open", "counted")


def test_a_tap_that_cannot_be_understood_is_told_in_its_place(phone):
    bad = [
        {**tap(phone), "age": "OLD"},
        {**tap(phone), "timeslot": True},
        {**tap(phone), "id": "x"},
        {**tap(phone), "at": "noon"},
        {**tap(phone), "mode": "paper"},
        {**tap(phone), "visit": 1},
        {**tap(phone), "age": []},
        7,
    ]

    rows = send(phone, *bad, tap(phone))

    told = [row.get("error") for row in rows]
    assert told == [
        "age",
        "timeslot",
        "id",
        "at",
        "mode",
        "visit",
        "age",
        "not_an_object",
        None,
    ]
    assert rows[-1]["result"] == "counted"


@pytest.mark.parametrize(
    "body", [b"[]", b"{}", b'{"walk_ins": 1}', b'{"walk_ins": {"a": 1}}']
)
def test_a_body_that_is_none_is_refused(phone, body):
    answer = phone.client.post(
        "/scanner/api/walk-ins",
        body,
        content_type="application/json",
        headers=phone.headers,
    )

    assert answer.status_code == 400


def test_more_than_five_hundred_are_too_many(phone):
    answer = phone.ask("walk-ins", {"walk_ins": [tap(phone)] * 501})

    assert answer.status_code == 413


def test_a_rehearsal_leaves_no_trace(talk):
    phone = Phone(talk, is_rehearsal=True)

    rows = send(phone, tap(phone), offline(phone), offline(phone))

    assert [row["result"] for row in rows] == ["full", "counted", "counted"]
    assert WalkIn.objects.count() == 0
    assert Quota.objects.get().taken == 0


def test_a_stopped_phone_hands_over_what_it_counted_before(talk):
    phone = Phone(talk)
    before, after = offline(phone, 9), offline(phone, 1)
    phone.device.revoked_at = timezone.now() - timedelta(minutes=5)
    phone.device.save()

    answer = phone.ask("walk-ins", {"walk_ins": [before, after]})

    assert answer.status_code == 401
    assert set(answer.json()["kept"]) == {before["id"], after["id"]}
    assert [str(pk) for pk in WalkIn.objects.values_list("pk", flat=True)] == [
        before["id"]
    ]


def test_the_timetable_says_who_may_walk_in(phone):
    send(phone, offline(phone), offline(phone))

    (slot,) = phone.get("timeslots").json()["timeslots"]

    assert (slot["walk_ins"], slot["free"], slot["takes_walk_ins"]) == (2, 0, True)
    assert (slot["line"], slot["by_hand"]) == (0, False)


# Events without timeslots


def test_an_exhibition_is_counted_by_hand_and_by_the_hour():
    show = event(slots=0, ends_at=timezone.now() + timedelta(hours=5))
    phone = Phone(show)
    head = tap(phone)

    rows = send(phone, head, offline(phone), tap(phone))
    undone = take_back(phone, head)

    (slot,) = phone.get("timeslots").json()["timeslots"]
    assert {row["result"] for row in rows} == {"counted"}
    assert (rows[0]["free"], rows[0]["walk_ins"]) == (None, 3)
    assert undone["result"] == "undone"
    assert (slot["id"], slot["by_hand"], slot["walk_ins"]) == (0, True, 2)
    assert sum(slot["hours"].values()) == 2
    assert HandCount.objects.by_helpers().counted().count() == 2
    assert Undo.objects.count() == 0


def test_where_timeslots_are_the_whole_event_is_no_place_to_count(phone):
    assert send(phone, tap(phone, timeslot=0))[0]["result"] == "not_open"


def test_free_entry_is_counted_without_seats_by_the_hour():
    open_day = event()
    open_day.timeslots.update(admission=Admission.FREE_ENTRY)
    Quota.objects.filter(timeslot__event=open_day).delete()
    phone = Phone(open_day)

    row = send(phone, tap(phone))[0]

    (slot,) = phone.get("timeslots").json()["timeslots"]
    assert (row["result"], row["free"], row["walk_ins"]) == ("counted", None, 1)
    assert (slot["free"], slot["by_hand"]) == (None, True)
    assert list(slot["hours"].values()) == [1]
