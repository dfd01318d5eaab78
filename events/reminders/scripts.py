"""What is said on the telephone where the letter itself is made to be read."""

from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from events.registration.letters import Party, letter_values
from events.registration.models import Consent, Registration, Seat, WaitingListEntry
from events.reminders.letters import consent_letter
from peace.language.dates import clock, date_long, date_short
from peace.language.names import people
from peace.outbox.choices import Channel
from peace.outbox.letter import Letter, Texts, render_letter


def consent_script(
    *,
    consent: Consent,
    registration: Registration,
    now: datetime,
    texts: Texts | None = None,
) -> Letter | None:
    """Asks a guardian; the letter has a link in it. None once the minor is gone.

    REGISTRATION comes with its people and seats.
    """
    pk = consent.attendee_id
    minors = [each for each in registration.attendees.all() if each.pk == pk]
    if not minors:
        return None
    held = [each for each in registration.seats.all() if each.attendee_id == pk]
    party = Party(registration, minors, [each for each in held if each.is_alive])
    return consent_letter(consent, party, Channel.PHONE, now=now, texts=texts)


def offer_script(
    *,
    party: Party,
    entry: WaitingListEntry,
    seats: list[Seat],
    texts: Texts | None = None,
) -> Letter:
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
    scopes = party.registration.event.letter_scopes
    return render_letter("reminders/offer_script", language, values, scopes, texts)
