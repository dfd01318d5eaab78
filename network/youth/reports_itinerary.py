"""Where a delegate has to be, when: the trip's timeslots, else the rules' dates."""

from dataclasses import dataclass, field
from datetime import date

from events.programme.models import Timeslot
from network.youth.models import YouthProgramme
from peace.language.dates import jst
from peace.language.localised import Localised


@dataclass
class Day:
    """One day: what the rules call it, and its timeslots where the trip has them."""

    on: date
    what: Localised
    slots: list[Timeslot] = field(default_factory=list)


def itinerary(programme: YouthProgramme) -> list[Day]:
    """Every compulsory day and every day of the trip, in order.

    A timeslot that was called off is left out. Two statements.
    """
    rules = programme.rules
    days = {
        date.fromisoformat(each["on"]): Day(
            date.fromisoformat(each["on"]), Localised.of(each["what"])
        )
        for each in (rules.dates if rules else [])
    }
    for slot in timeslots(programme):
        on = jst(slot.starts_at).date()
        days.setdefault(on, Day(on, Localised())).slots.append(slot)
    return [days[on] for on in sorted(days)]


def timeslots(programme: YouthProgramme) -> list[Timeslot]:
    """Those of the trip that take place, in order."""
    if programme.trip is None:
        return []
    found = programme.trip.timeslots.filter(cancelled_at__isnull=True)
    return list(found.select_related("event__venue").order_by("starts_at", "pk"))


def packing_list(programme: YouthProgramme) -> list[str]:
    """What to bring (持ち物), in the language in force: one thing a line."""
    return [
        line.strip() for line in str(programme.packing).splitlines() if line.strip()
    ]
