"""What counts of that which a device hands over late, and what does not."""

import uuid
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from events.door.choices import ConflictKind
from events.door.models import Conflict, Scan, Undo
from events.registration.models import Seat
from tests.door.builders import Phone, event, party

pytestmark = pytest.mark.django_db


def ago(minutes: float) -> str:
    return (timezone.now() - timedelta(minutes=minutes)).isoformat()


def offline(phone: Phone, ticket, minutes: float = 1, **changes) -> dict:
    return phone.entry(ticket.token, mode="offline", at=ago(minutes), **changes)


def stop(phone: Phone, minutes: float) -> None:
    phone.device.revoked_at = datetime.fromisoformat(ago(minutes))
    phone.device.save()


def take_back(phone: Phone, of: dict, minutes: float = 0, **changes) -> dict:
    answer = phone.client.post(
        "/scanner/api/undo",
        {
            "undos": [
                {"id": str(uuid.uuid4()), "of": of["id"], "at": ago(minutes)} | changes
            ],
            "device_time": timezone.now().isoformat(),
        },
        content_type="application/json",
        headers=phone.headers,
    )
    return answer.json()


def inside() -> int:
    return Seat.objects.admitted().count()


def open_cards() -> set[str]:
    return set(Conflict.objects.open().values_list("kind", flat=True))


@pytest.mark.parametrize("undo_first", [False, True])
@pytest.mark.parametrize(("minutes", "left"), [(6, 0), (4, 1)])
def test_a_phone_takes_nothing_back_after_it_was_stopped(
    phone, slot, undo_first, minutes, left
):
    sent = offline(phone, party(slot), 9)
    stop(phone, 5)

    steps = [lambda: phone.send(sent), lambda: take_back(phone, sent, minutes)]
    for step in reversed(steps) if undo_first else steps:
        step()

    assert inside() == left


@pytest.mark.parametrize("undo_first", [False, True])
def test_a_supervisor_of_another_event_takes_nothing_back(phone, slot, undo_first):
    sent = offline(phone, party(slot))
    stranger = Phone(event(), role="supervisor")

    steps = [
        lambda: phone.send(sent),
        lambda: take_back(stranger, sent, reason="券を取り違えた"),
    ]
    for step in reversed(steps) if undo_first else steps:
        step()
    # Whatever makes the party be looked at again.
    phone.send(sent | {"id": str(uuid.uuid4()), "at": ago(0)})

    assert str(Seat.objects.get().admitted_by) == sent["id"]


@pytest.mark.parametrize("undo_first", [False, True])
def test_the_card_of_a_cancelled_ticket_goes_with_its_scan(phone, slot, undo_first):
    ticket = party(slot)
    ticket.registration.seats.update(status="CANCELLED", cancelled_at=timezone.now())
    sent = offline(phone, ticket)

    if not undo_first:
        phone.send(sent)
        assert open_cards() == {ConflictKind.NOT_VALID}
    take_back(phone, sent)
    phone.send(sent)

    assert open_cards() == set()


def test_two_of_a_cancelled_ticket_are_two_cards_and_no_double(phone, slot):
    ticket = party(slot)
    ticket.registration.seats.update(status="CANCELLED", cancelled_at=timezone.now())

    phone.send(offline(phone, ticket, 3), offline(phone, ticket, 2))

    assert list(Conflict.objects.values_list("kind", flat=True)) == ["not_valid"] * 2


def test_a_question_and_what_became_of_it_in_one_batch(phone, slot):
    sent = phone.entry(party(slot, people=2).token, at=ago(3))

    phone.send(sent, sent | {"said": "admitted", "let_in": [2]})

    scan = Scan.objects.get()
    assert (scan.said, scan.let_in) == ("admitted", [2])
    assert inside() == 1


def test_an_undo_that_was_kept_counts_when_it_is_sent_again(phone, slot):
    """A phone repeats what it got no answer to, in any order."""
    sent = offline(phone, party(slot))
    undo = {"id": str(uuid.uuid4()), "at": ago(0)}
    assert take_back(phone, sent, **undo)["results"][0]["result"] == "kept"
    phone.send(sent)

    assert take_back(phone, sent, **undo)["results"][0]["result"] == "undone"

    assert inside() == 0
    assert Undo.objects.count() == 1
