"""What an event needs before it is published, on this storey: letters and lotteries.

The rest is in `events.programme.publishing`.
"""

import logging
from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from events.programme.models import Event, Telling, Timeslot
from events.programme.publishing import LANGUAGE_NAMES, Finding, findings, width
from events.registration.choices import SeatStatus
from events.registration.letters import Party, letter_values
from events.registration.models import Attendee, Lottery, Registration, Seat
from peace.language.ruby import without_ruby
from peace.outbox.letter import render_letter

logger = logging.getLogger(__name__)

# Voice §1.6: 30 full-width characters, 60 Latin ones.
SUBJECT_WIDTH = 60
_LETTERS = ("registration/confirmation", "reminders/reminder")


def all_findings(
    *, event: Event, timeslots: Sequence[Timeslot], now: datetime
) -> list[Finding]:
    """Everything there is to say about EVENT; TIMESLOTS with seats."""
    tellers = Telling.objects.filter(timeslot__event=event)
    found = findings(
        event=event,
        timeslots=timeslots,
        tellers=tellers.values_list("timeslot_id", flat=True),
        office_phone=settings.OFFICE_PHONE,
        now=now,
    )
    found += letter_findings(event, timeslots)
    if any(slot.is_lottery for slot in timeslots) and not (
        Lottery.objects.for_event(event).exists()
    ):
        found.append(
            Finding(
                _("抽選の回がありますが、抽選の封がまだありません。"),
                reverse("staff:timeslots", args=[event.slug]),
                is_blocking=False,
            )
        )
    return sorted(found, key=lambda each: not each.is_blocking)


def letter_findings(event: Event, timeslots: Sequence[Timeslot]) -> list[Finding]:
    """Letters of EVENT that cannot be written, or whose subject is too long.

    They are written for a party that nobody is: nothing is stored or sent.
    """
    url = reverse("staff:event-edit", args=[event.slug]) + "#id_short_title_0"
    found = []
    for language, name in LANGUAGE_NAMES.items():
        party = _sample(event, timeslots, language)
        for letter in _LETTERS:
            try:
                values = letter_values(party, language)
                subject = render_letter(
                    letter, language, values, event.letter_scopes
                ).subject
            except Exception:
                # Whatever it is, it would meet the first person who registers.
                logger.exception("letter %s in %s", letter, language)
                words = _("%(language)sのお知らせを作れません。")
                found.append(Finding(words % {"language": name}, url))
                continue
            if width(without_ruby(subject)) > SUBJECT_WIDTH:
                words = _(
                    "%(language)sのお知らせの件名が長すぎます。"
                    "短い名前をもっと短くしてください。"
                )
                found.append(Finding(words % {"language": name}, url, False))
    return found


def _sample(event: Event, timeslots: Sequence[Timeslot], language: str) -> Party:
    registration = Registration(event=event, language=language, pk=0)
    person = Attendee(registration=registration, number=1, name=_("国立 花子"))
    seats = [
        Seat(
            registration=registration,
            attendee=person,
            timeslot=slot,
            status=SeatStatus.CONFIRMED,
        )
        for slot in timeslots
        if slot.takes_applications
    ]
    return Party(registration, [person], seats)
