"""A letter filled in to be looked at: for a real registration, or an invented one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from events.programme.models import Event, Timeslot
from events.registration.choices import SeatStatus
from events.registration.letters import Party, letter_values, seat_list
from events.registration.models import Attendee, Registration, Seat
from events.reminders.catalogue import Letter
from events.reminders.words import leaves
from peace.language.dates import clock, date_long, date_short, time_range
from peace.outbox.letter import Letter as Rendered
from peace.outbox.letter import fill_in
from peace.outbox.models.text import BLOCKS
from peace.outbox.placeholders import Source, named
from peace.outbox.wording import Found

SAMPLE_NUMBER = "1234 5678"
_NOT_REAL = "sample"


@dataclass(frozen=True)
class Sample:
    """A letter as it would look, and what is empty in it."""

    letter: Rendered
    empty: list[str]


def render_sample(
    letter: Letter,
    language: str,
    source: Source,
    office: Found,
    party: Party,
) -> Sample:
    """SOURCE for PARTY, with the blocks of OFFICE. A block is shown by itself.

    Raises MissingPlaceholder for a text that is broken.
    """
    values = values_for(letter, party, language)
    if letter.is_block:
        source = Source(str(letter.about.label), source.body, source.scope)
    used = leaves([*named(source.subject), *named(source.body)])
    return Sample(
        fill_in(source, language, values, office),
        sorted(each for each in used if not values.get(each, "-").strip()),
    )


def values_for(letter: Letter, party: Party, language: str) -> dict[str, str]:
    """What `letter_values` says of PARTY, and examples for what is only known later."""
    with translation.override(language):
        common = letter_values(party, language)
        if party.registration.pk is None:
            common |= _invented(party, language)
        examples = _examples(party, language)
        wanted = letter.named_in_files - set(common)
        own = {
            name: examples.get(name, _("（例）"))
            for name in wanted
            if name in examples or not _is_block(name)
        }
    return common | own


def _is_block(name: str) -> bool:
    return name.endswith(BLOCKS.rstrip("s/"))


def invented_party(event: Event, timeslots: list[Timeslot], language: str) -> Party:
    """A party that nobody is: one person with a seat in the first two timeslots."""
    with translation.override(language):
        registration = Registration(event=event, language=language)
        person = Attendee(registration=registration, number=1, name=_("国立 花子"))
    seats = [
        Seat(
            registration=registration,
            attendee=person,
            timeslot=slot,
            status=SeatStatus.CONFIRMED,
        )
        for slot in [each for each in timeslots if each.takes_applications][:2]
    ]
    return Party(registration, [person], seats)


def _invented(party: Party, language: str) -> dict[str, str]:
    """No number and no link of anybody's."""
    page = f"{settings.SITE_URL}/registration/{_NOT_REAL}/"
    return {
        "receipt_number": SAMPLE_NUMBER,
        "ticket_url": page,
        "manage_url": page,
        "seat_list": seat_list(party.seats, language),
    }


def _examples(party: Party, language: str) -> Mapping[str, str]:
    event = party.registration.event
    begins = event.starts_at
    earlier = begins - timedelta(days=2)
    seats = seat_list(party.seats, language) or str(event.short_title)
    page = f"{settings.SITE_URL}/{_NOT_REAL}/"
    return {
        "after": str(event.venue.name),
        "before": _("くにたち市民芸術小ホール"),
        "applicants": "58",
        "cancel_by": f"{date_short(begins, language)} {clock(begins, language)}",
        "cancelled_list": seats,
        "capacity": "40",
        "change_list": _("連絡先"),
        "changed_item": pgettext("what changed", "会場"),
        "confirmed_block": "",
        "confirmed_list": seats,
        "consent_deadline": date_long(earlier, language),
        "consent_url": page,
        "deadline_short": _moment(earlier, language, short=True),
        "entered_list": seats,
        "followup_line": _("代わりの催しはありません。"),
        "guardian_name": _("国立 太郎"),
        "line_url": page,
        "lottery_number": "12",
        "lottery_url": page,
        "minor_name": party.attendees[0].name,
        "offer_deadline": _moment(earlier, language),
        "offer_url": page,
        "offered_list": seats,
        "others_list": "",
        "others_title": "",
        "position": "3",
        "reason": _("台風が近づいているため"),
        "reason_line": "",
        "remaining_list": seats,
        "repeat_line": "",
        "seat_line": _("お席はそのままです。参加券もそのまま使えます。"),
        "staff_name": _("職員"),
        "ticket_state_line": _("参加券は残りの席で使えます。"),
        "waiting_list": seats,
        "time_range": time_range(begins, event.ends_at, language),
    }


def _moment(moment: datetime, language: str, *, short: bool = False) -> str:
    gap = ", " if language == "en" else " "
    day = (date_short if short else date_long)(moment, language)
    return f"{day}{gap}{clock(moment, language)}"
