"""A party as letters see it, and the placeholders that all of them may use."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from events.programme.choices import Support
from events.programme.models import Event
from events.registration.models import Attendee, Registration, Seat, Ticket
from peace.language.dates import clock, date_long, date_short, jst, time_range
from peace.language.names import either, grouped, people
from peace.outbox.letter import Recipient


@dataclass(frozen=True)
class Party:
    """A registration with what was read or made along with it."""

    registration: Registration
    attendees: Sequence[Attendee]
    seats: Sequence[Seat]
    ticket: Ticket | None = None
    # What is prepared for the party: kinds of access support, for how many.
    support: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, registration: Registration) -> "Party":
        """From a registration read with `with_people()`; its confirmed seats."""
        tickets = [t for t in registration.tickets.all() if t.revoked_at is None]
        return cls(
            registration=registration,
            attendees=sorted(registration.attendees.all(), key=lambda a: a.number),
            seats=[seat for seat in registration.seats.all() if seat.is_confirmed],
            ticket=tickets[0] if tickets else None,
            support=registration.support_people,
        )

    @property
    def recipient(self) -> Recipient:
        return Recipient(
            name=self.attendees[0].name,
            email=self.registration.email,
            phone=self.registration.phone,
        )

    @property
    def parts(self) -> list[tuple[str, str]]:
        """What hangs on the letter, by reference."""
        if not self.ticket:
            return []
        parts = [("ticket_qr", str(self.ticket.pk))]
        if any(seat.is_confirmed for seat in self.seats):
            parts.append(("calendar", str(self.registration.pk)))
        return parts


class Alike:
    """What many letters say alike, written once.

    One for letters whose events and timeslots were read together, and no longer: it
    does not notice that they change.
    """

    def __init__(self) -> None:
        self._known: dict[tuple[object, ...], dict[str, str]] = {}

    def of(
        self, what: tuple[object, ...], write: Callable[[], dict[str, str]]
    ) -> dict[str, str]:
        """The values about WHAT; WRITE says them the first time."""
        if what not in self._known:
            self._known[what] = write()
        return self._known[what]


def letter_values(
    party: Party, language: str, alike: Alike | None = None
) -> dict[str, str]:
    """The placeholders that every letter about a registration may use (voice §5.1).

    Who writes many letters passes one ALIKE for all.
    """
    registration = party.registration
    event = registration.event
    slots = frozenset(seat.timeslot_id for seat in party.seats)
    with translation.override(language):
        private_url = registration.full_url
        return (alike or Alike()).of(
            ("event", event.pk, language, slots),
            lambda: _event_values(event, party.seats, language),
        ) | {
            "name": party.attendees[0].name,
            "people": people(len(party.attendees), language),
            "seat_list": seat_list(party.seats, language),
            "support_line": _line(
                _("ご用意するもの　%s"),
                _("、").join(
                    Support(kind).counted(number)
                    for kind, number in party.support.items()
                ),
            ),
            "ticket_url": private_url,
            "manage_url": private_url,
            "receipt_number": grouped(registration.receipt_number),
        }


def _event_values(event: Event, seats: Sequence[Seat], language: str) -> dict[str, str]:
    """What all parties with the same timeslots read, in the language in force."""
    first, last = _span(seats, event)
    return {
        "event_title": str(event.title),
        "event_short": str(event.short_title),
        "event_url": page_url("programme:event", event.slug),
        "date": date_long(first, language),
        "date_short": date_short(first, language),
        "time_range": time_range(first, last, language),
        "doors_time": clock(_doors(seats, event), language),
        "venue": str(event.venue.name),
        "venue_address": str(event.venue.address),
        "bring_line": _line(_("持ち物　%s"), str(event.bring)),
        **office_values(),
    }


def office_values() -> dict[str, str]:
    """Whom to ring, in the language in force."""
    return {
        "city_name": _("国立市"),
        "office_name": _("国立市 市長室 平和・人権・ダイバーシティ推進係"),
        "office_phone": _("%(phone)s 内線%(extension)s")
        % {
            "phone": settings.OFFICE_PHONE,
            "extension": either(settings.OFFICE_EXTENSION),
        },
        "office_hours": _("市役所の開庁時間"),
    }


def seat_list(seats: Sequence[Seat], language: str) -> str:
    """One line per timeslot with its state, then its people.

    The day stands in front where the seats are on more than one.
    """
    lines = []
    days = {jst(seat.timeslot.starts_at).date() for seat in seats}
    gap, between = ("  ", ", ") if language == "en" else ("　", "、")
    stands = ": " if language == "en" else gap
    ordered = sorted(
        seats,
        key=lambda seat: (
            seat.timeslot.starts_at,
            seat.timeslot_id,
            seat.status,
            seat.attendee.number,
        ),
    )
    for _unused, group in groupby(ordered, key=lambda s: (s.timeslot_id, s.status)):
        held = list(group)
        slot = held[0].timeslot
        when = clock(slot.starts_at, language)
        if len(days) > 1:
            when = f"{date_short(slot.starts_at, language)} {when}"
        state = held[0].get_status_display()
        lines.append(f"{when} {slot.title.in_language(language)}{stands}{state}")
        names = [_with_title(seat.attendee.name, language) for seat in held]
        lines.append(gap + between.join(names))
    return "\n".join(lines)


def _with_title(name: str, language: str) -> str:
    return name + {"ja": " 様", "ja-easy": " さん"}.get(language, "")


def _line(pattern: str, value: str) -> str:
    return pattern % value if value else ""


def page_url(name: str, *args: str) -> str:
    return settings.SITE_URL + reverse(name, args=args)


def begins(seats: Sequence[Seat]) -> datetime | None:
    """When the last of these timeslots begins: after that a letter says nothing."""
    return max((seat.timeslot.starts_at for seat in seats), default=None)


def _span(seats: Sequence[Seat], event: Event) -> tuple[datetime, datetime]:
    if not seats:
        return event.starts_at, event.ends_at
    return (
        min(seat.timeslot.starts_at for seat in seats),
        max(seat.timeslot.ends_at for seat in seats),
    )


def _doors(seats: Sequence[Seat], event: Event) -> datetime:
    return min(
        (seat.timeslot.opens_doors_at for seat in seats), default=event.starts_at
    )
