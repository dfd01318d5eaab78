"""Reads consents: one for its guardian, a party's, and the office's task list."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils.translation import get_language

from events.programme.models import Event
from events.registration.letters.consent import (
    ConsentText,
    consent_deadline,
    consent_text,
)
from events.registration.models import Attendee, Consent, Registration, Seat
from peace.language.ruby import ruby_plain


@dataclass(frozen=True)
class ConsentSheet:
    """What a guardian sees: the words, the minor's seats, and the answer so far."""

    attendee: Attendee
    newest: Consent
    seats: list[Seat]
    words: ConsentText
    now: datetime

    @classmethod
    def of(cls, consent: Consent, *, language: str, now: datetime) -> "ConsentSheet":
        """From a consent read with its attendee, registration and event."""
        attendee = consent.attendee
        seats = list(
            attendee.seats.alive().select_related("timeslot", "attendee").order_by("pk")
        )
        words = consent_text(
            attendee=attendee,
            registration=attendee.registration,
            seats=seats,
            language=language,
        )
        newest = attendee.consents.order_by("-asked_at", "-pk").first() or consent
        return cls(attendee, newest, seats, words, now)

    @property
    def event(self) -> Event:
        return self.attendee.registration.event

    @property
    def deadline(self) -> date:
        return consent_deadline(self.attendee.registration, self.seats, now=self.now)

    @property
    def given_words(self) -> str:
        """The words that were agreed to, in the language in which they were read."""
        text = self.newest.text
        return text if get_language() == "ja-easy" else ruby_plain(text)

    @property
    def given_lang(self) -> str:
        return "en" if self.newest.language == "en" else "ja"

    @property
    def nobody_comes(self) -> bool:
        """The event or the registration was called off."""
        return self.event.is_cancelled or not self.seats

    @property
    def is_over(self) -> bool:
        return all(seat.timeslot.ends_at <= self.now for seat in self.seats)

    @property
    def can_answer(self) -> bool:
        return not (self.nobody_comes or self.is_over or self.newest.is_given)

    @property
    def can_withdraw(self) -> bool:
        begun = any(seat.timeslot.starts_at <= self.now for seat in self.seats)
        return self.newest.is_given and not (self.nobody_comes or begun)


@dataclass(frozen=True)
class ConsentLine:
    """A minor and where their guardian's consent stands."""

    attendee: Attendee
    consent: Consent | None

    @property
    def registration(self) -> Registration:
        return self.attendee.registration

    @property
    def is_missing(self) -> bool:
        return self.attendee.lacks_consent

    @property
    def has_contact(self) -> bool:
        known = self.consent
        return bool(known and (known.guardian_email or known.guardian_phone))


def consents_of(registration: Registration) -> list[ConsentLine]:
    """The minors of a party whose event asks for consent."""
    if not registration.event.asks_consent:
        return []
    minors = [each for each in registration.attendees.all() if each.is_minor]
    return _with_newest(sorted(minors, key=lambda each: each.number)) if minors else []


def consent_lines(event: Event, *, now: datetime) -> list[ConsentLine]:
    """All minors of an event who still come: the missing ones first, longest first."""
    if not event.asks_consent:
        return []
    minors = (
        Attendee.objects.filter(registration__event=event, is_minor=True)
        .filter(seats__in=_living_seats(event, now=now))
        .select_related("registration")
        .distinct()
    )
    lines = _with_newest(minors)
    return sorted(
        lines,
        key=lambda line: (
            not line.is_missing,
            line.registration.created_at,
            line.attendee.pk,
        ),
    )


def _living_seats(event: Event, *, now: datetime) -> QuerySet[Seat]:
    return Seat.objects.alive().filter(timeslot__event=event, timeslot__ends_at__gt=now)


def newest_consents(people: Iterable[Attendee]) -> dict[int, Consent]:
    """The consent that counts for each of PEOPLE who was asked, by attendee."""
    found = Consent.objects.filter(attendee__in=list(people))
    return {each.attendee_id: each for each in found.order_by("asked_at", "pk")}


def _with_newest(minors: Iterable[Attendee]) -> list[ConsentLine]:
    people = list(minors)
    newest = newest_consents(people)
    return [ConsentLine(each, newest.get(each.pk)) for each in people]
