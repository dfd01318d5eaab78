"""What hangs on a test copy of a letter."""

from events.registration.qr import qr_png
from peace.outbox.parts import Attachment

# No ticket of anybody: the door calls it "malformed".
SAMPLE_CODE = "SAMPLE-MIHON"


def ticket_sample(_ref: str, _language: str) -> list[Attachment]:
    """A QR that lets nobody in, where the letter would show the ticket's."""
    return [
        Attachment(
            filename="ticket-qr-sample.png",
            mimetype="image/png",
            content=qr_png(SAMPLE_CODE),
            cid="ticket-qr",
        )
    ]
