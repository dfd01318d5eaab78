"""The reminder: the same words by e-mail, or as what is said on the telephone."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from events.registration.choices import ReminderChannel
from events.registration.letters import Party, letter_values
from events.registration.models import Seat, WaitingListEntry
from events.reminders.models import LedgerEntry, ReminderRule
from peace.language.dates import clock, date_long, date_short, jst
from peace.language.names import people
from peace.outbox.choices import Channel, LetterClass
from peace.outbox.letter import Letter, render_letter


def reminder(*, party: Party, rule: ReminderRule, day: date) -> dict[str, Any]:
    """The order for the outbox: one reminder of one party for one day.

    Class B: at most once. Nothing leaves after the first of that day's timeslots has
    begun. Who wants a call gets one with the words to say.
    """
    registration = party.registration
    language = registration.language
    seats = [s for s in party.seats if jst(s.timeslot.starts_at).date() == day]
    party = replace(party, seats=seats)
    by_phone = registration.remind_by == ReminderChannel.PHONE or not registration.email
    with translation.override(language):
        values = letter_values(party, language) | {"staff_name": _("職員")}
    name = "reminders/call_script" if by_phone else "reminders/reminder"
    return {
        "key": LedgerEntry.outbox_key(rule.pk, registration.pk, day),
        "kind": "reminder",
        "letter_class": LetterClass.B,
        "recipient": party.recipient,
        "language": language,
        "letter": render_letter(name, language, values),
        "about": registration.about,
        "parts": [] if by_phone else party.parts,
        "channel": Channel.PHONE if by_phone else None,
        "not_after": _first_start(seats),
    }


def offer_script(*, party: Party, entry: WaitingListEntry, seats: list[Seat]) -> Letter:
    """What is said on the telephone about offered SEATS: the letter has links in it."""
    language = party.registration.language
    ends = entry.answer_by
    if ends is None:
        raise ValueError("an offer without an end")
    gap = ", " if language == "en" else " "
    slot = entry.timeslot
    with translation.override(language):
        values = letter_values(party, language) | {
            "staff_name": _("職員"),
            "people": people(len(seats), language),
            "offered_list": gap.join(
                [
                    date_short(slot.starts_at, language),
                    clock(slot.starts_at, language),
                    slot.title.in_language(language),
                ]
            ),
            "offer_deadline": gap.join(
                [date_long(ends, language), clock(ends, language)]
            ),
        }
    return render_letter("reminders/offer_script", language, values)


def _first_start(seats: list[Any]) -> datetime:
    return min(seat.timeslot.starts_at for seat in seats)
