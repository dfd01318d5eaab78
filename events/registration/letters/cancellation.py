"""We received your cancellation."""

from collections.abc import Sequence
from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from events.registration.letters.party import Party, letter_values, seat_list
from events.registration.models import Registration, Seat
from peace.outbox.choices import LetterClass
from peace.outbox.letter import render_letter
from peace.outbox.usecases.enqueue import enqueue


def cancellation(
    *,
    registration: Registration,
    cancelled: Sequence[Seat],
    remaining: Sequence[Seat],
    by_office: bool = False,
    now: datetime,
) -> None:
    """We received your cancellation; by e-mail to who gave one.

    BY_OFFICE it says so instead of thanking, and who gave no address is rung.
    """
    if not registration.email and not by_office:
        return
    language = registration.language
    name = "cancelled_by_office" if by_office else "cancellation"
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
        letter=render_letter(
            f"registration/{name}",
            language,
            values,
            registration.event.letter_scopes,
        ),
        about=registration.about,
        parts=[("calendar_update", str(registration.pk)), *tickets],
        not_after=registration.event.ends_at,
        now=now,
    )
