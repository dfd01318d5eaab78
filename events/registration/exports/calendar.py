"""A party's own seats as iCalendar; the private link is only in this one."""

from events.programme.exports.calendar import entry, new_calendar
from events.registration.models import Registration


def registration_calendar(registration: Registration) -> bytes:
    """One entry per timeslot of the party, in the language in force.

    UIDs belong to registration and timeslot, so a later version moves the entry.
    """
    calendar = new_calendar()
    event = registration.event
    slots = {
        seat.timeslot_id: seat.timeslot
        for seat in registration.seats.all()
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
