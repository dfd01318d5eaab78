"""What hangs on letters about a registration, made when the letter leaves.

The loaders read for a whole lot of letters at once; the makers draw one.
"""

from uuid import UUID

from django.db.models import Prefetch
from django.utils import translation

from events.programme.models import Event
from events.registration.exports.calendar import registration_calendar
from events.registration.models import Registration, Ticket
from events.registration.qr import qr_png
from events.registration.token import make_token
from peace.outbox.parts import Attachment


def load_tickets(refs: list[str]) -> dict[str, tuple[UUID, int, str]]:
    """Serial, version and key of ticket versions, by their id."""
    rows = Ticket.objects.filter(pk__in=[int(ref) for ref in refs]).values_list(
        "pk", "serial", "version", "key_id"
    )
    return {str(pk): (serial, version, key) for pk, serial, version, key in rows}


def ticket_qr(made_with: tuple[UUID, int, str], language: str) -> list[Attachment]:
    """The QR of the ticket version that the letter spoke of, as a PNG."""
    return [
        Attachment(
            filename="ticket-qr.png",
            mimetype="image/png",
            content=qr_png(make_token(*made_with)),
            cid="ticket-qr",
        )
    ]


def load_registrations(refs: list[str]) -> dict[str, Registration]:
    """Registrations with what a calendar tells, by their id.

    Each event and timeslot is read once, however many letters speak of it.
    """
    rows = Registration.objects.filter(
        pk__in=[int(ref) for ref in refs]
    ).prefetch_related(
        Prefetch("event", Event.objects.select_related("venue")), "seats__timeslot"
    )
    return {str(row.pk): row for row in rows}


def calendar(registration: Registration, language: str) -> list[Attachment]:
    """The party's seats for a calendar, in the letter's language."""
    return _calendar(registration, language, takes_back=False)


def calendar_update(registration: Registration, language: str) -> list[Attachment]:
    """The same, with the seats that were given back: they leave the calendar."""
    return _calendar(registration, language, takes_back=True)


def _calendar(
    registration: Registration, language: str, *, takes_back: bool
) -> list[Attachment]:
    with translation.override(language):
        content = registration_calendar(registration, takes_back=takes_back)
    return [Attachment(filename="event.ics", mimetype="text/calendar", content=content)]
