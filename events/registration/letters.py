"""Letters about a registration: which words, to whom, under which key.

Each is a row of the outbox, written in the transaction of its fact. The ticket's QR
and the calendar hang on it by reference and are made at delivery.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from events.programme.models import Event
from events.registration.choices import RegistrationChannel
from events.registration.models import Attendee, Registration, Seat, Ticket
from peace.language.dates import clock, date_long, date_short, jst, time_range
from peace.language.names import either, grouped, people
from peace.outbox.choices import Channel, LetterClass
from peace.outbox.letter import Recipient, render_letter
from peace.outbox.models import OutboxBatch
from peace.outbox.usecases.enqueue import enqueue, enqueue_many

LETTERS_AT_ONCE = 500


@dataclass(frozen=True)
class Party:
    """A registration with what was read or made along with it."""

    registration: Registration
    attendees: Sequence[Attendee]
    seats: Sequence[Seat]
    ticket: Ticket | None = None

    @classmethod
    def of(cls, registration: Registration) -> "Party":
        """From a registration read with `with_people()`; its confirmed seats."""
        tickets = [t for t in registration.tickets.all() if t.revoked_at is None]
        return cls(
            registration=registration,
            attendees=sorted(registration.attendees.all(), key=lambda a: a.number),
            seats=[seat for seat in registration.seats.all() if seat.is_confirmed],
            ticket=tickets[0] if tickets else None,
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
        registration = str(self.registration.pk)
        return [("ticket_qr", str(self.ticket.pk)), ("calendar", registration)]


def confirmation(*, party: Party, now: datetime) -> None:
    """The seats are yours: by e-mail, or as a slip for who rang or came to the desk.

    Who registered on the web without an address has the ticket on the screen.
    """
    registration = party.registration
    by_hand = registration.channel != RegistrationChannel.WEB
    if not registration.email and not by_hand:
        return
    recipient = party.recipient
    if by_hand and not registration.email:
        recipient = Recipient(recipient.name, phone=recipient.phone, postal=_("窓口"))
    enqueue(
        key=f"confirmation:{registration.code}",
        kind="confirmation",
        letter_class=LetterClass.A,
        recipient=recipient,
        channel=None if registration.email else Channel.POST,
        language=registration.language,
        letter=render_letter(
            "registration/confirmation",
            registration.language,
            letter_values(party, registration.language),
        ),
        about=registration.about,
        parts=party.parts,
        not_after=_begins(party.seats) or registration.event.ends_at,
        now=now,
    )


def cancellation(
    *,
    registration: Registration,
    cancelled: Sequence[Seat],
    remaining: Sequence[Seat],
    now: datetime,
) -> None:
    """We received your cancellation; by e-mail to who gave one."""
    if not registration.email:
        return
    language = registration.language
    party = Party(registration, list(registration.attendees.order_by("number")), [])
    # The ticket goes on for those who still come.
    valid = registration.tickets.valid().values_list("pk", flat=True)
    tickets = [("ticket_qr", str(pk)) for pk in valid] if remaining else []
    with translation.override(language):
        values = letter_values(party, language) | {
            "cancelled_list": seat_list(cancelled, language),
            "remaining_list": seat_list(remaining, language) or _("なし"),
            "ticket_state_line": (
                _("参加券は残りの席で使えます。")
                if remaining
                else _("参加券は使えなくなりました。")
            ),
        }
    enqueue(
        key=f"cancellation:{registration.code}:{min(seat.pk for seat in cancelled)}",
        kind="cancellation",
        letter_class=LetterClass.A,
        recipient=party.recipient,
        language=language,
        letter=render_letter("registration/cancellation", language, values),
        about=registration.about,
        parts=[("calendar_update", str(registration.pk)), *tickets],
        not_after=registration.event.ends_at,
        now=now,
    )


def event_cancelled(
    *,
    event: Event,
    parties: Sequence[Registration],
    batch: OutboxBatch,
    now: datetime,
) -> None:
    """Do not come: to every party, by e-mail or by a call; waits for approval."""
    orders = []
    for registration in parties:
        registration.event = event
        language = registration.language
        attendees = sorted(registration.attendees.all(), key=lambda a: a.number)
        party = Party(registration, attendees, [])
        with translation.override(language):
            values = letter_values(party, language) | {
                "reason": str(event.cancel_reason),
                "followup_line": _("代わりの催しはありません。"),
            }
        orders.append(
            {
                "key": f"event_cancelled:{registration.code}",
                "kind": "event_cancelled",
                "letter_class": LetterClass.A,
                "recipient": party.recipient,
                "language": language,
                "letter": render_letter(
                    "registration/event_cancelled", language, values
                ),
                "about": registration.about,
                "parts": [("calendar_update", str(registration.pk))],
                "not_after": event.starts_at
                if event.starts_at > now
                else event.ends_at,
                "batch": batch,
            }
        )
        if len(orders) == LETTERS_AT_ONCE:
            enqueue_many(orders, now=now)
            orders = []
    if orders:
        enqueue_many(orders, now=now)


def letter_values(party: Party, language: str) -> dict[str, str]:
    """The placeholders that every letter about a registration may use (voice §5.1)."""
    registration = party.registration
    event = registration.event
    with translation.override(language):
        first, last = _span(party.seats, event)
        return {
            "name": party.attendees[0].name,
            "people": people(len(party.attendees), language),
            "event_title": str(event.title),
            "event_short": str(event.short_title),
            "event_url": _url("programme:event", event.slug),
            "date": date_long(first, language),
            "date_short": date_short(first, language),
            "time_range": time_range(first, last, language),
            "doors_time": clock(_doors(party.seats, event), language),
            "venue": str(event.venue.name),
            "venue_address": str(event.venue.address),
            "seat_list": seat_list(party.seats, language),
            "bring_line": _line(_("持ち物　%s"), str(event.bring)),
            "support_line": _line(
                _("ご用意するもの　%s"), _("、").join(registration.support_labels)
            ),
            "ticket_url": registration.full_url,
            "manage_url": registration.full_url,
            "receipt_number": grouped(registration.receipt_number),
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
    gap, between = (" ", ", ") if language == "en" else ("　", "、")
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
        lines.append(f"{when} {slot.title.in_language(language)}{gap}{state}")
        names = [_with_title(seat.attendee.name, language) for seat in held]
        lines.append(gap + between.join(names))
    return "\n".join(lines)


def _with_title(name: str, language: str) -> str:
    return name + {"ja": " 様", "ja-easy": " さん"}.get(language, "")


def _line(pattern: str, value: str) -> str:
    return pattern % value if value else ""


def _url(name: str, *args: str) -> str:
    return settings.SITE_URL + reverse(name, args=args)


def _begins(seats: Sequence[Seat]) -> datetime | None:
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
