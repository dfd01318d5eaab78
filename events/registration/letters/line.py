"""Letters to people who wait: a seat is free, it is yours, or the time is over."""

from collections.abc import Sequence
from datetime import datetime

from django.utils import translation

from events.programme.models import Event
from events.registration.letters.party import (
    Party,
    begins,
    letter_values,
    page_url,
    seat_list,
)
from events.registration.models import Registration, Seat, WaitingListEntry
from peace.language.dates import clock, date_long, date_short
from peace.language.names import people
from peace.outbox.choices import LetterClass
from peace.outbox.letter import render_letter
from peace.outbox.usecases.enqueue import enqueue


def offer(
    *, entry: WaitingListEntry, seats: Sequence[Seat], event: Event, now: datetime
) -> None:
    """A seat is free, answer by then: by e-mail, or as a call to make."""
    party = _party(entry, seats, event)
    language = party.registration.language
    ends = entry.answer_by
    if ends is None:
        raise ValueError("an offer without an end")
    with translation.override(language):
        values = letter_values(party, language) | {
            "people": people(len(seats), language),
            "offer_deadline": _moment(ends, language),
            "deadline_short": (f"{date_short(ends, language)} {clock(ends, language)}"),
            "offered_list": seat_list(seats, language),
            "offer_url": page_url(
                "registration:offer", party.registration.signed_token
            ),
        }
    enqueue(
        key=f"offer:{party.registration.code}:{entry.pk}:{entry.expired_offers}"
        f":{int(now.timestamp())}",
        kind="offer",
        letter_class=LetterClass.A,
        recipient=party.recipient,
        language=language,
        letter=render_letter(
            "registration/offer", language, values, event.letter_scopes
        ),
        about=party.registration.about,
        not_after=ends,
        now=now,
    )


def offer_expired(*, entry: WaitingListEntry, ended: datetime, now: datetime) -> None:
    """No answer came: the seat went on, and the party waits at the end of the line."""
    registration = entry.registration
    language = registration.language
    party = Party(registration, list(registration.attendees.order_by("number")), [])
    with translation.override(language):
        values = letter_values(party, language) | {
            "offer_deadline": _moment(ended, language),
            "position": str(position_of(entry)),
        }
    enqueue(
        key=f"offer_expired:{registration.code}:{entry.pk}:{entry.expired_offers}",
        kind="offer_expired",
        letter_class=LetterClass.A,
        recipient=party.recipient,
        language=language,
        letter=render_letter(
            "registration/offer_expired",
            language,
            values,
            registration.event.letter_scopes,
        ),
        about=registration.about,
        not_after=entry.timeslot.starts_at,
        now=now,
    )


def promoted(
    *, entry: WaitingListEntry, seats: Sequence[Seat], event: Event, now: datetime
) -> None:
    """The seats are yours now: after a yes, or without asking."""
    party = _party(entry, seats, event)
    language = party.registration.language
    first = min(seat.pk for seat in seats)
    enqueue(
        key=f"promoted:{party.registration.code}:{entry.pk}:{first}",
        kind="promoted",
        letter_class=LetterClass.A,
        recipient=party.recipient,
        language=language,
        letter=render_letter(
            "registration/promoted",
            language,
            letter_values(party, language),
            event.letter_scopes,
        ),
        about=party.registration.about,
        parts=party.parts,
        not_after=begins(seats),
        now=now,
    )


def position_of(entry: WaitingListEntry) -> int:
    """Where the entry stands now, counted from 1."""
    ahead = (
        WaitingListEntry.objects.in_line()
        .filter(timeslot_id=entry.timeslot_id)
        .in_order()
        .values_list("pk", flat=True)
    )
    return list(ahead).index(entry.pk) + 1


def _party(entry: WaitingListEntry, seats: Sequence[Seat], event: Event) -> Party:
    registration: Registration = entry.registration
    registration.event = event
    tickets = [t for t in registration.tickets.all() if t.revoked_at is None]
    return Party(
        registration=registration,
        attendees=sorted(registration.attendees.all(), key=lambda each: each.number),
        seats=seats,
        ticket=tickets[0] if tickets else None,
    )


def _moment(moment: datetime, language: str) -> str:
    gap = ", " if language == "en" else " "
    return f"{date_long(moment, language)}{gap}{clock(moment, language)}"
