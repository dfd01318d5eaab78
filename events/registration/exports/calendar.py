"""A party's own seats as iCalendar; the private link is only in this one."""

from collections.abc import Iterable

from events.programme.exports.calendar import entry, new_calendar
from events.registration.models import Registration, Seat


def registration_calendar(
    registration: Registration, seats: Iterable[Seat] | None = None
) -> bytes:
    """One entry per timeslot of the party, in the language in force.

    SEATS are the registration's where the caller has them at hand.

    UIDs belong to registration and timeslot, so a later version moves the entry.
    """
    calendar = new_calendar()
    event = registration.event
    slots = {
        seat.timeslot_id: seat.timeslot
        for seat in (registration.seats.all() if seats is None else seats)
        if seat.is_confirmed
    }
    for slot in sorted(slots.values(), key=lambda slot: slot.starts_at):
        calendar.add_component(
            entry(
                uid=f"registration-{registration.code}-{slot.pk}",
                event=event,
                title=f"{event.title} {slot.title}",
                starts_at=slot.starts_at,
                ends_at=slot.ends_at,
                url=registration.full_url,
            )
        )
    return calendar.to_ical()
