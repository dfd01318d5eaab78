"""What hangs on letters about a registration, made when the letter leaves."""

from django.utils import translation

from events.registration.exports.calendar import registration_calendar
from events.registration.models import Seat, Ticket
from events.registration.qr import qr_png
from events.registration.token import make_token
from peace.outbox.parts import Attachment


def ticket_qr(ref: str, language: str) -> list[Attachment]:
    """The QR of the ticket version that the letter spoke of, as a PNG."""
    made_with = Ticket.objects.values_list("serial", "version", "key_id")
    token = make_token(*made_with.get(pk=int(ref)))
    return [
        Attachment(
            filename="ticket-qr.png",
            mimetype="image/png",
            content=qr_png(token),
            cid="ticket-qr",
        )
    ]


def calendar(ref: str, language: str) -> list[Attachment]:
    """The party's seats for a calendar, in the letter's language."""
    return _calendar(int(ref), language, takes_back=False)


def calendar_update(ref: str, language: str) -> list[Attachment]:
    """The same, with the seats that were given back: they leave the calendar."""
    return _calendar(int(ref), language, takes_back=True)


def _calendar(
    registration_id: int, language: str, *, takes_back: bool
) -> list[Attachment]:
    # Every registration has seats, the cancelled ones among them.
    seats = list(
        Seat.objects.filter(registration_id=registration_id).select_related(
            "timeslot", "registration__event__venue"
        )
    )
    with translation.override(language):
        content = registration_calendar(
            seats[0].registration, seats, takes_back=takes_back
        )
    return [Attachment(filename="event.ics", mimetype="text/calendar", content=content)]
