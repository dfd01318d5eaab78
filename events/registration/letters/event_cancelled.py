"""Do not come: the event is cancelled."""

from collections.abc import Sequence
from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from events.programme.models import Event
from events.registration.letters.party import Party, letter_values
from events.registration.models import Registration
from peace.outbox.choices import LetterClass
from peace.outbox.letter import Texts, render_letter
from peace.outbox.models import OutboxBatch
from peace.outbox.usecases.enqueue import enqueue_many

LETTERS_AT_ONCE = 500


def event_cancelled(
    *,
    event: Event,
    parties: Sequence[Registration],
    batch: OutboxBatch,
    now: datetime,
) -> None:
    """Do not come: to every party, by e-mail or by a call; waits for approval."""
    orders = []
    texts = Texts()
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
                    "registration/event_cancelled",
                    language,
                    values,
                    event.letter_scopes,
                    texts,
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
