"""A party's own seats as iCalendar; the private link is only in this one."""

from events.programme.exports.calendar import entry, new_calendar
from events.registration.models import Registration, Seat


def registration_calendar(
    registration: Registration, *, takes_back: bool = False
) -> bytes:
    """One entry per timeslot of the party, in the language in force.

    TAKES_BACK adds the timeslots in which nobody of the party has a seat any more, as
    cancelled ones.
    UIDs belong to registration and timeslot, so a later version moves the entry.
    """
    calendar = new_calendar()
    event = registration.event
    kept: dict[int, Seat] = {}
    for seat in registration.seats.all():
        if seat.is_confirmed or (takes_back and seat.timeslot_id not in kept):
            kept[seat.timeslot_id] = seat
    for seat in sorted(kept.values(), key=lambda seat: seat.timeslot.starts_at):
        slot = seat.timeslot
        calendar.add_component(
            entry(
                uid=f"registration-{registration.code}-{slot.pk}",
                event=event,
                title=f"{event.title} {slot.title}",
                starts_at=slot.starts_at,
                ends_at=slot.ends_at,
                url=registration.full_url,
                cancelled_at=seat.cancelled_at,
            )
        )
    return calendar.to_ical()
