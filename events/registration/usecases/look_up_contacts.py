"""Find who rang before, so that nobody has to spell their name twice.

Staff see earlier contacts of this fiscal year only, ten at most, and each look is
written down: that somebody looked, by which kind of word, how many were shown.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from events.registration.models import Attendee, Registration
from peace.audit.usecases import record
from peace.language.dates import fiscal_year_begins
from peace.language.names import fold

MOST_FOUND = 10
# Fewer digits would fit half the city.
FEWEST_DIGITS = 4
# The newest rows that are read; one person may have many.
MOST_READ = 100
STREAM = "contacts"


class ContactGone(Exception):
    """Nobody of this fiscal year has this code (any more)."""


@dataclass(frozen=True)
class KnownContact:
    """Who rang before, as they were typed then, and for what."""

    code: str
    name: str
    kana: str
    phone: str
    email: str
    event_title: str
    event_at: datetime

    @classmethod
    def of(cls, registration: Registration) -> "KnownContact":
        """From a registration read with its event and attendees."""
        first = min(registration.attendees.all(), key=lambda each: each.number)
        return cls(
            code=registration.code,
            name=first.name,
            kana=first.kana,
            phone=registration.phone,
            email=registration.email,
            event_title=str(registration.event.short_title),
            event_at=registration.event.starts_at,
        )


@transaction.atomic
def look_up_contacts(*, words: str, actor: str, now: datetime) -> list[KnownContact]:
    """Applicants of this fiscal year whom WORDS fit, the newest first, at most ten.

    WORDS are the end of a phone number (four digits or more) or the beginning of a
    reading or a name; anything less finds nobody and leaves no trace. Changes: one
    audit entry without what was typed and without who was found. Locks: the chain of
    the contacts. Leaves: nothing.
    """
    chosen = _matching(words)
    if chosen is None:
        return []
    by, fitting = chosen
    found = list(
        Registration.objects.filter(fitting, created_at__gte=fiscal_year_begins(now))
        .select_related("event")
        .prefetch_related("attendees")
        .order_by("-created_at", "-pk")[:MOST_READ]
    )
    persons: dict[tuple[str, str, str], KnownContact] = {}
    for registration in found:
        known = KnownContact.of(registration)
        person = (fold(known.name), known.phone, known.email.lower())
        persons.setdefault(person, known)
    shown = list(persons.values())[:MOST_FOUND]
    record(
        stream=STREAM,
        verb="contacts.looked_up",
        actor=actor,
        about="contacts",
        detail={"by": by, "found": len(shown)},
        now=now,
    )
    return shown


@transaction.atomic
def choose_contact(*, code: str, actor: str, now: datetime) -> KnownContact:
    """The contact that fills the form; whoever it is can read that it was used.

    Changes: one audit entry about that registration. Locks: the chain of the
    contacts. Leaves: nothing. Raises ContactGone.
    """
    found = (
        Registration.objects.filter(code=code, created_at__gte=fiscal_year_begins(now))
        .select_related("event")
        .prefetch_related("attendees")
        .first()
    )
    if found is None:
        raise ContactGone
    record(
        stream=STREAM,
        verb="contacts.chosen",
        actor=actor,
        about=found.about,
        now=now,
    )
    return KnownContact.of(found)


def _matching(words: str) -> tuple[str, Q] | None:
    """By what is searched, and the condition; None when the words are too few."""
    folded = fold(words.replace("\0", ""))[:80]
    digits = "".join(sign for sign in folded if sign.isdecimal())
    if digits:
        if len(digits) < FEWEST_DIGITS:
            return None
        return "phone", Q(phone__endswith=digits)
    if not folded:
        return None
    persons = Attendee.objects.filter(number=1).filter(
        Q(search_kana__startswith=folded) | Q(search_name__startswith=folded)
    )
    return "reading", Q(pk__in=persons.values("registration_id"))
