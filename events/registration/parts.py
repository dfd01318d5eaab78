"""What hangs on letters about a registration, made when the letter leaves."""

from django.utils import translation

from events.registration.exports.calendar import registration_calendar
from events.registration.models import Seat, Ticket
from events.registration.qr import qr_png
from peace.outbox.parts import Attachment


def ticket_qr(ref: str, language: str) -> list[Attachment]:
    """The QR of the ticket version that the letter spoke of, as a PNG."""
    ticket = Ticket.objects.get(pk=int(ref))
    return [
        Attachment(
            filename="ticket-qr.png",
            mimetype="image/png",
            content=qr_png(ticket.token),
            cid="ticket-qr",
        )
    ]


def calendar(ref: str, language: str) -> list[Attachment]:
    """The party's seats for a calendar, in the letter's language."""
    # Every registration has seats; cancelled ones are read too, and left out below.
    seats = list(
        Seat.objects.filter(registration_id=int(ref)).select_related(
            "timeslot", "registration__event__venue"
        )
    )
    registration = seats[0].registration
    with translation.override(language):
        content = registration_calendar(registration, seats)
    return [Attachment(filename="event.ics", mimetype="text/calendar", content=content)]
