"""A party's own seats as iCalendar; the private link is only in this one."""

from collections import Counter

from events.programme.exports.calendar import told_of
from events.programme.exports.calendar_lines import calendar_of, entry_lines
from events.registration.models import Registration, Seat


def registration_calendar(
    registration: Registration, *, takes_back: bool = False
) -> bytes:
    """One entry per timeslot of the party, in the language in force.

    TAKES_BACK adds the timeslots in which nobody of the party has a seat any more, as
    cancelled ones.
    UIDs belong to registration and timeslot, so a later version moves the entry: a
    party may leave a timeslot and come back to it, and each step must have a higher
    SEQUENCE than the one before.
    """
    event = registration.event
    kept: dict[int, Seat] = {}
    given_back: Counter[int] = Counter()
    for seat in registration.seats.all():
        given_back[seat.timeslot_id] += seat.is_cancelled
        is_gone = takes_back and seat.is_cancelled and seat.timeslot_id not in kept
        if seat.is_confirmed or is_gone:
            kept[seat.timeslot_id] = seat
    url = registration.full_url
    is_over = event.is_cancelled or all(seat.is_cancelled for seat in kept.values())
    entries = []
    for seat in sorted(kept.values(), key=lambda seat: seat.timeslot.starts_at):
        slot = seat.timeslot
        # 0 at first, 1 when it is given back (`told_of` adds that 1), 2 when they have
        # come back to it, and so on.
        times = given_back[slot.pk] - int(seat.is_cancelled)
        told = told_of(
            event=event,
            title=f"{event.title} {slot.title}",
            starts_at=slot.starts_at,
            ends_at=slot.ends_at,
            cancelled_at=seat.cancelled_at,
            revision=2 * times,
        )
        uid = f"registration-{registration.code}-{slot.pk}"
        entries.append(entry_lines(told, uid=uid, url=url))
    return calendar_of(entries, takes_back=takes_back and is_over)
