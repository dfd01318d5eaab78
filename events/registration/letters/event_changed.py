"""The event has changed: what was, what is, why; seats and tickets stay."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from events.programme.models import Event
from events.registration.changes import Change
from events.registration.letters.party import Party, begins, letter_values
from events.registration.models import Registration
from peace.language.localised import Localised
from peace.outbox.choices import LetterClass
from peace.outbox.letter import Texts, render_letter
from peace.outbox.models import OutboxBatch
from peace.outbox.usecases.enqueue import enqueue_many

LETTERS_AT_ONCE = 500


def event_changed(
    *,
    event: Event,
    parties: Iterable[tuple[Registration, Sequence[Change]]],
    reason: dict[str, str],
    batch: OutboxBatch | None,
    now: datetime,
) -> None:
    """To each of PARTIES its own changes, by e-mail, by a call or by post.

    With BATCH the letters wait for a second person. The key holds the event's
    revision: two changes are two letters, one change repeated is one.
    """
    orders = []
    texts = Texts()
    for registration, mine in parties:
        orders.append(_order(event, registration, mine, reason, batch, texts))
        if len(orders) == LETTERS_AT_ONCE:
            enqueue_many(orders, now=now)
            orders = []
    if orders:
        enqueue_many(orders, now=now)


def _order(
    event: Event,
    registration: Registration,
    mine: Sequence[Change],
    reason: dict[str, str],
    batch: OutboxBatch | None,
    texts: Texts,
) -> dict:
    registration.event = event
    language = registration.language
    party = Party(
        registration,
        sorted(registration.attendees.all(), key=lambda each: each.number),
        [seat for seat in registration.seats.all() if seat.is_alive],
    )
    has_seat = any(seat.is_confirmed for seat in party.seats)
    values = letter_values(party, language) | _said(mine, reason, language)
    with translation.override(language):
        values["seat_line"] = (
            _("お席はそのままです。参加券もそのまま使えます。")
            if has_seat
            else _("お申し込みと順番は、そのままです。")
        )
    return {
        "key": f"event_changed:{registration.code}:{event.revision}",
        "kind": "event_changed",
        "letter_class": LetterClass.A,
        "recipient": party.recipient,
        "language": language,
        "letter": render_letter(
            "registration/event_changed", language, values, event.letter_scopes, texts
        ),
        "about": registration.about,
        "parts": [("calendar", str(registration.pk))] if has_seat else [],
        "not_after": begins(party.seats) or event.ends_at,
        "batch": batch,
    }


def _said(
    mine: Sequence[Change], reason: dict[str, str], language: str
) -> dict[str, str]:
    labels = list(dict.fromkeys(change.label(language) for change in mine))
    words = [change.words(language) for change in mine]
    between = {"en": " and "}.get(language, "と")
    return {
        "changed_item": between.join(labels),
        "before": " / ".join(before for before, _after in words),
        "after": " / ".join(after for _before, after in words),
        "reason": Localised.of(reason).in_language(language),
    }
