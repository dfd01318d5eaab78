"""A party at the door of another timeslot: moved, let in, or told why not."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from events.door.models import Scan
from events.programme.models import Quota, SupportOffer, Timeslot
from events.registration.models import Attendee, Registration, Seat
from events.registration.reports import miscounts
from peace.audit.models import AuditEntry
from peace.outbox.models import OutboxMessage
from tests.door.builders import Phone, event, party, slots_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def talk():
    """Two timeslots: the first has begun, the doors of the second are open too."""
    made = event(slots=2)
    second = slots_of(made)[1]
    second.doors_at = timezone.now() - timedelta(minutes=1)
    second.save()
    return made


@pytest.fixture
def second(talk) -> Timeslot:
    return slots_of(talk)[1]


@pytest.fixture
def here(talk, second) -> Phone:
    """A phone at the second timeslot's door."""
    phone = Phone(talk)
    phone.slot = second
    return phone


def wish(phone: Phone, code: str, row: dict, **changes: Any) -> dict[str, Any]:
    return {
        "id": str(uuid.uuid4()),
        "scan": row["id"],
        "code": code,
        "timeslot": phone.slot.pk,
        "people": "all",
    } | changes


def move(phone: Phone, code: str, row: dict | None = None, **changes: Any) -> dict:
    row = row or phone.scan(code)
    response = phone.ask("moves", wish(phone, code, row, **changes))
    assert response.status_code == 200, response.content
    return response.json()["result"]


def places() -> list[tuple]:
    """Who sits where, and whether they are in."""
    seats = Seat.objects.alive().order_by("timeslot__starts_at", "attendee__number")
    return [
        (seat.timeslot_id, seat.attendee.number, seat.is_admitted) for seat in seats
    ]


def test_a_family_that_missed_the_first_talk_goes_into_the_second(here, slot, second):
    ticket = party(slot, people=2)
    row = here.scan(ticket.token)
    assert (row["verdict"], row["free"], row["movable"]) == ("wrong_timeslot", 2000, 2)

    moved = move(here, ticket.token, row)

    assert (moved["verdict"], moved["admitted"], moved["moved"]) == ("admitted", 2, 2)
    assert moved["message"] == "2名 入場"
    assert [each["here"] for each in moved["people"]] == [True, True]
    assert places() == [(second.pk, 1, True), (second.pk, 2, True)]
    taken = Quota.objects.order_by("timeslot__starts_at").values_list(
        "taken", flat=True
    )
    assert list(taken) == [0, 2]
    scan = Scan.objects.get(pk=moved["id"])
    assert (scan.verdict, scan.let_in, scan.timeslot_id) == (
        "admitted",
        [1, 2],
        second.pk,
    )
    assert miscounts() == []


def test_it_is_written_down_without_a_name_and_no_letter_leaves(here, slot, second):
    ticket = party(slot, people=2)

    move(here, ticket.token)

    entry = AuditEntry.objects.get(verb="registration.moved_at_door")
    assert entry.actor == here.device.actor
    assert entry.about == ticket.registration.about
    assert entry.detail == {"people": 2, "source": slot.pk, "target": second.pk}
    assert OutboxMessage.objects.count() == 0


def test_whoever_is_early_moves_into_the_talk_that_runs(talk, phone, second):
    ticket = party(second)

    assert move(phone, ticket.token)["moved"] == 1
    assert places() == [(phone.slot.pk, 1, True)]


def test_the_same_move_again_is_one_move(here, slot):
    ticket = party(slot, people=2)
    sent = wish(here, ticket.token, here.scan(ticket.token))

    first = here.ask("moves", sent).json()["result"]
    again = here.ask("moves", sent).json()["result"]
    other = here.ask("moves", sent | {"people": [1]})

    assert again == first
    assert other.status_code == 409
    assert Scan.objects.filter(verdict="admitted").count() == 1
    assert AuditEntry.objects.filter(verb="registration.moved_at_door").count() == 1


def test_one_of_the_family_moves_and_the_others_keep_their_seats(here, slot, second):
    ticket = party(slot, people=3)

    assert move(here, ticket.token, people=[2])["moved"] == 1

    assert places() == [
        (slot.pk, 1, False),
        (slot.pk, 3, False),
        (second.pk, 2, True),
    ]


def test_after_the_move_the_scan_says_that_they_are_in_and_undo_takes_it_back(
    here, slot, second
):
    ticket = party(slot)
    moved = move(here, ticket.token)
    assert here.scan(ticket.token)["verdict"] == "already_in"

    undone = here.ask(
        "undo",
        {
            "undos": [
                {
                    "id": str(uuid.uuid4()),
                    "of": moved["id"],
                    "at": timezone.now().isoformat(),
                }
            ]
        },
    )

    assert undone.json()["results"][0]["result"] == "undone"
    assert places() == [(second.pk, 1, False)]
    assert here.scan(ticket.token)["verdict"] == "admitted"


def _fill(second: Timeslot) -> None:
    second.quotas.update(capacity=1)


def _someone_waits(second: Timeslot) -> None:
    second.quotas.update(line=1)


def _inside(slot: Timeslot) -> None:
    Seat.objects.filter(timeslot=slot).update(
        admitted_at=timezone.now(), admitted_by=uuid.uuid4()
    )


def _lacks_consent() -> None:
    Attendee.objects.filter(number=2).update(lacks_consent=True)


REFUSALS = [
    ("full", lambda slot, second: _fill(second)),
    ("line", lambda slot, second: _someone_waits(second)),
    ("in_elsewhere", lambda slot, second: _inside(slot)),
    ("consent_missing", lambda slot, second: _lacks_consent()),
    (
        "cancelled",
        lambda slot, second: Registration.objects.update(
            status="CANCELLED", cancelled_at=timezone.now()
        ),
    ),
    (
        "no_way",
        lambda slot, second: Timeslot.objects.filter(pk=second.pk).update(
            admission="WALK_IN"
        ),
    ),
    (
        "too_early",
        lambda slot, second: Timeslot.objects.filter(pk=second.pk).update(
            doors_at=timezone.now() + timedelta(minutes=10)
        ),
    ),
]


@pytest.mark.parametrize(("word", "meanwhile"), REFUSALS, ids=[w for w, _ in REFUSALS])
def test_whoever_is_refused_keeps_what_they_had(here, slot, second, word, meanwhile):
    ticket = party(slot, people=2)
    row = here.scan(ticket.token)
    meanwhile(slot, second)
    before = (
        places(),
        list(Quota.objects.order_by("pk").values_list("taken", flat=True)),
    )

    refused = move(here, ticket.token, row)

    assert (refused["refused"], refused["moved"]) == (word, 0)
    assert refused["message"]
    assert refused["next"]
    assert before == (
        places(),
        list(Quota.objects.order_by("pk").values_list("taken", flat=True)),
    )
    assert Scan.objects.filter(verdict="admitted").count() == 0
    assert AuditEntry.objects.filter(verb="registration.moved_at_door").count() == 0


def test_a_seat_at_the_same_time_elsewhere_is_in_the_way(here, talk, slot, second):
    ticket = party(slot)
    third = Timeslot.objects.create(
        event=talk,
        title="同じ時間",
        starts_at=second.starts_at,
        ends_at=second.ends_at,
    )
    quota = Quota.objects.create(timeslot=third, capacity=5, taken=1)
    Seat.objects.create(
        registration=ticket.registration,
        attendee=Attendee.objects.get(),
        timeslot=third,
        quota=quota,
        created_at=timezone.now(),
    )

    assert move(here, ticket.token)["refused"] == "overlap"


def test_a_wheelchair_space_that_is_not_left_is_a_question_for_the_supervisor(
    here, slot, second
):
    ticket = party(slot)
    for each, taken in ((slot, 1), (second, 1)):
        offer = SupportOffer.objects.create(
            timeslot=each, kind="WHEELCHAIR", capacity=1, taken=taken
        )
        if each == slot:
            ticket.registration.support_requests.create(offer=offer, people=1)

    assert move(here, ticket.token)["refused"] == "support"
    assert places() == [(slot.pk, 1, False)]


def test_when_nobody_of_the_line_is_here_the_helper_says_so(here, slot, second):
    ticket = party(slot)
    _someone_waits(second)

    assert move(here, ticket.token)["refused"] == "line"
    assert move(here, ticket.token, past_the_line=True)["moved"] == 1


def test_special_seats_are_for_whoever_stands_at_the_door(here, slot, second):
    second.quotas.update(capacity=0)
    Quota.objects.create(timeslot=second, kind="DESK", capacity=1)
    ticket = party(slot)

    row = here.scan(ticket.token)

    assert row["free"] == 1
    assert move(here, ticket.token, row)["moved"] == 1
    assert miscounts() == []


def test_a_move_needs_a_scan_that_said_so(here, talk, slot, second):
    ticket, other = party(slot), party(second)

    for row in ({"id": str(uuid.uuid4())}, here.scan(other.token)):
        assert move(here, ticket.token, row)["refused"] == "no_scan"


def test_a_ticket_of_another_event_answers_like_an_unknown_one(here):
    elsewhere = party(slots_of(event())[0])

    foreign = move(here, elsewhere.token)
    unknown = move(here, "K1" + "A" * 32)

    assert foreign["refused"] == "unknown"
    assert foreign | {"id": ""} == unknown | {"id": ""}


@pytest.mark.parametrize(
    "change",
    [
        {"id": "x"},
        {"scan": None},
        {"code": 3},
        {"timeslot": None},
        {"timeslot": True},
        {"people": []},
        {"people": "some"},
    ],
)
def test_what_cannot_be_understood_is_refused_with_a_sentence(here, change):
    response = here.ask("moves", wish(here, "x", {"id": str(uuid.uuid4())}) | change)

    assert response.status_code == 400
    assert response.json()["message"].endswith("。")


def test_in_rehearsal_nothing_is_written(talk, slot, second):
    phone = Phone(talk, is_rehearsal=True)
    phone.slot = second
    ticket = party(slot, people=2)

    answer = move(phone, ticket.token)

    assert (answer["moved"], answer["message"]) == (2, "2名 入場")
    assert places() == [(slot.pk, 1, False), (slot.pk, 2, False)]
    assert Scan.objects.count() == AuditEntry.objects.count() == 0
