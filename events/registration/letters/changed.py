"""Your registration is different now: to the address, and to the one before."""

from collections.abc import Sequence
from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from events.registration.choices import ChangeKind
from events.registration.letters.party import (
    Party,
    begins,
    letter_values,
    seat_list,
)
from events.registration.models import Attendee, Registration, Seat
from peace.outbox.choices import LetterClass
from peace.outbox.letter import Recipient, render_letter
from peace.outbox.models import OutboxMessage
from peace.outbox.usecases.enqueue import enqueue

KIND = "registration_changed"


def registration_changed(
    *,
    registration: Registration,
    kinds: Sequence[ChangeKind],
    seats: Sequence[Seat],
    old_email: str = "",
    now: datetime,
) -> None:
    """What was changed, and SEATS as they are now; by e-mail to who gave one.

    OLD_EMAIL is the address before, where it is another one now: it gets a letter
    without the ticket and the private link, as it may be a stranger's. Written under
    the lock of the registration, which makes the number in the key its own.
    """
    language = registration.language
    party = _party(registration, seats)
    number = OutboxMessage.objects.about(registration.about).filter(kind=KIND).count()
    key = f"{KIND}:{registration.code}:{number + 1}"
    letters = []
    if registration.email:
        letters.append((key, party.recipient, KIND, _parts(party)))
    if old_email and old_email != registration.email:
        # Without the phone: a letter that does not arrive there is no call to make.
        before = Recipient(name=party.recipient.name, email=old_email)
        letters.append((f"{key}:before", before, "address_changed", []))
    for each, recipient, name, parts in letters:
        enqueue(
            key=each,
            kind=KIND,
            letter_class=LetterClass.A,
            recipient=recipient,
            language=language,
            letter=render_letter(
                f"registration/{name}",
                language,
                _values(party, kinds),
                registration.event.letter_scopes,
            ),
            about=registration.about,
            parts=parts,
            not_after=begins(seats) or registration.event.ends_at,
            now=now,
        )


def _party(registration: Registration, seats: Sequence[Seat]) -> Party:
    """The people who still come; the applicant first, even who stays at home."""
    coming = {seat.attendee_id for seat in seats}
    people: list[Attendee] = [
        each
        for each in registration.attendees.order_by("number")
        if each.number == 1 or each.pk in coming
    ]
    return Party(
        registration=registration,
        attendees=people,
        seats=seats,
        ticket=registration.tickets.valid().first(),
        support=registration.support_people,
    )


def _values(party: Party, kinds: Sequence[ChangeKind]) -> dict[str, str]:
    language = party.registration.language
    with translation.override(language):
        values = letter_values(party, language) | {
            "change_list": "\n".join(str(kind.label) for kind in kinds),
            "seat_list": seat_list(party.seats, language) or _("なし"),
        }
    if not _has_seats(party):
        values["ticket_block"] = ""
    return values


def _parts(party: Party) -> list[tuple[str, str]]:
    """The ticket, and the calendar with the timeslots that were left taken out."""
    parts = []
    if party.ticket and _has_seats(party):
        parts.append(("ticket_qr", str(party.ticket.pk)))
    if (
        _has_seats(party)
        or party.registration.seats.exclude(cancelled_at=None).exists()
    ):
        parts.append(("calendar_update", str(party.registration.pk)))
    return parts


def _has_seats(party: Party) -> bool:
    return any(seat.is_confirmed for seat in party.seats)
