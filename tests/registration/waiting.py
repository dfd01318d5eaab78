"""Short words for the tests of the waiting list."""

from collections.abc import Sequence

from events.programme.models import Event, Quota, Timeslot
from events.programme.seating import seat_people
from events.programme.usecases.seats import free_seats
from events.registration.models import LineRecord, Registration, WaitingListEntry
from events.registration.usecases.cancel import cancel_seats
from events.registration.usecases.line import kinds_in_line, waiting_seats
from tests import cast


def full_event(seats: int = 2, **values) -> Event:
    """One talk in two weeks, whose SEATS are all taken by parties of one."""
    event = cast.event(slots=1, seats=seats, **values)
    for number in range(seats):
        cast.registration(
            event,
            people=[f"先客 {'一二三四五六七八九十'[number]}"],
            email=f"first{number}@example.jp",
            phone="",
        )
    return event


def wait(
    event: Event, *people: str, accepts_fewer: bool = False, **values
) -> Registration:
    """A party that takes a place in the line."""
    return cast.registration(
        event,
        people=list(people),
        waits_for={slot.pk for slot in event.timeslots.all()},
        accepts_fewer=accepts_fewer,
        **values,
    )


def give_back(event: Event, count: int, *, now=cast.NOW) -> None:
    """COUNT of the first parties cancel, one after the other."""
    for party in Registration.objects.active().filter(
        event=event, attendees__name__startswith="先客"
    )[:count]:
        cancel(party, now=now)


def cancel(party: Registration, *, now=cast.NOW) -> None:
    cancel_seats(
        registration=party,
        seat_ids=list(party.seats.values_list("pk", flat=True)),
        actor="applicant",
        now=now,
    )


def line(event: Event) -> list[tuple[int, str]]:
    """Number and status of who is in the line, in order."""
    return list(
        WaitingListEntry.objects.in_line()
        .filter(timeslot__event=event)
        .in_order()
        .values_list("number", "status")
    )


def steps(event: Event) -> Sequence[tuple[int, str, int]]:
    """The public record: number, what happened, people."""
    return list(
        LineRecord.objects.filter(timeslot__event=event)
        .order_by("pk")
        .values_list("number", "step", "people")
    )


def entry_of(party: Registration) -> WaitingListEntry:
    return party.line_entries.get()


def statuses(party: Registration) -> list[str]:
    return list(
        party.seats.order_by("attendee__number", "timeslot").values_list(
            "status", flat=True
        )
    )


def slot_of(event: Event) -> Timeslot:
    return cast.timeslots(event)[0]


def heads_that_fit() -> list[WaitingListEntry]:
    """Whoever is first in a line and waits although the free seats would do."""
    heads: dict[int, WaitingListEntry] = {}
    for entry in (
        WaitingListEntry.objects.waiting()
        .select_related("registration")
        .prefetch_related(
            "registration__seats__attendee",
            "registration__support_requests__offer",
        )
        .in_order()
    ):
        heads.setdefault(entry.timeslot_id, entry)
    return [head for head in heads.values() if _fits(head)]


def _fits(head: WaitingListEntry) -> bool:
    quotas = Quota.objects.filter(timeslot_id=head.timeslot_id)
    kinds = kinds_in_line(head.registration, waiting_seats(head))
    wanted = kinds[:1] if head.accepts_fewer else kinds
    return seat_people(wanted, free_seats(quotas, from_the_line=True)) is not None
