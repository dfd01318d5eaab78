"""One timeslot does not take place: to those who have no other, and to those who do."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from events.programme.models import Event, Timeslot
from events.registration.letters.party import Party, letter_values
from events.registration.models import Registration, Seat
from peace.language.dates import date_long, time_range
from peace.language.localised import Localised
from peace.outbox.choices import LetterClass
from peace.outbox.letter import Texts, render_letter
from peace.outbox.models import OutboxBatch
from peace.outbox.usecases.enqueue import enqueue_many

LETTERS_AT_ONCE = 500


def timeslot_cancelled(
    *,
    event: Event,
    timeslot: Timeslot,
    parties: Sequence[tuple[Registration, Sequence[Seat], Sequence[Seat]]],
    reason: dict[str, str],
    batch: OutboxBatch | None,
    now: datetime,
) -> None:
    """PARTIES: each with the seats it lost and those it keeps; the key is once a slot.

    Who keeps none reads that the event is cancelled for them; the others read of a
    change. With BATCH the letters wait for a second person.
    """
    texts = Texts()
    orders = [
        _order(event, timeslot, registration, lost, kept, reason, batch, texts)
        for registration, lost, kept in parties
    ]
    for start in range(0, len(orders), LETTERS_AT_ONCE):
        enqueue_many(orders[start : start + LETTERS_AT_ONCE], now=now)


def _order(
    event: Event,
    timeslot: Timeslot,
    registration: Registration,
    lost: Sequence[Seat],
    kept: Sequence[Seat],
    reason: dict[str, str],
    batch: OutboxBatch | None,
    texts: Texts,
) -> dict[str, Any]:
    registration.event = event
    language = registration.language
    people = sorted(registration.attendees.all(), key=lambda each: each.number)
    party = Party(registration, people, kept or lost)
    values = letter_values(party, language)
    values["reason"] = Localised.of(reason).in_language(language)
    with translation.override(language):
        if kept:
            name = "registration/event_changed"
            values |= _as_a_change(timeslot, language)
        else:
            name = "registration/event_cancelled"
            values["followup_line"] = _("代わりの催しはありません。")
    return {
        "key": f"timeslot_cancelled:{registration.code}:{timeslot.pk}",
        "kind": "event_changed" if kept else "event_cancelled",
        "letter_class": LetterClass.A,
        "recipient": party.recipient,
        "language": language,
        "letter": render_letter(name, language, values, event.letter_scopes, texts),
        "about": registration.about,
        "parts": [("calendar_update", str(registration.pk))],
        "not_after": timeslot.starts_at,
        "batch": batch,
    }


def _as_a_change(timeslot: Timeslot, language: str) -> dict[str, str]:
    hours = time_range(timeslot.starts_at, timeslot.ends_at, language)
    title = timeslot.title.in_language(language)
    return {
        "changed_item": pgettext("what changed", "回"),
        "before": f"{date_long(timeslot.starts_at, language)} {hours} {title}",
        "after": pgettext("what changed", "この回は中止です"),
        "seat_line": _("ほかの回のお申し込みは、そのままです。"),
    }
