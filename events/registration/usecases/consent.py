"""A guardian's consent: asked, given or refused, withdrawn, put down by staff.

The newest row of an attendee counts. `Attendee.lacks_consent`, which the door asks,
is kept in step here and nowhere else. All of these lock the registration first, so
that two answers at once come one after the other.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from events.registration import letters
from events.registration.choices import ConsentMethod, ConsentStatus
from events.registration.models import Attendee, Consent, Registration, Seat
from events.registration.models.consent import new_consent_code
from events.registration.usecases.application import Guardian
from peace.audit.usecases import record
from peace.outbox.usecases.take_back import take_back_keys

GUARDIAN = "guardian"


class ConsentTooLate(Exception):
    """The event has begun, or nobody is coming any more: nothing is left to decide."""


class NotAMinor(Exception):
    """Nobody asks for consent for this person."""


class TextChanged(Exception):
    """The words are not those that the guardian read; they have to see the new ones."""


class NoContact(Exception):
    """A request needs somebody to send it to."""


class AlreadyGiven(Exception):
    """The guardian has said yes: there is nothing to ask."""


@dataclass(frozen=True)
class Evidence:
    """What a guardian said: who, how, in which language, to which words."""

    guardian_name: str
    method: str
    language: str
    # Digest of the words on the screen; paper and phone have none.
    digest: str = ""


def ask_consent(
    *,
    attendee: Attendee,
    registration: Registration,
    guardian: Guardian,
    seats: Sequence[Seat],
    now: datetime,
) -> Consent:
    """Ask the guardian of a minor; a part of `register`, which audits it.

    Changes: one consent. A letter leaves to the guardian: a link, a call or a form.
    """
    consent = Consent.objects.create(
        attendee=attendee,
        guardian_name=guardian.name,
        guardian_email=guardian.email,
        guardian_phone=guardian.phone,
        language=registration.language,
        asked_at=now,
    )
    letters.consent_request(
        consent=consent,
        attendee=attendee,
        registration=registration,
        seats=seats,
        now=now,
    )
    return consent


@transaction.atomic
def ask_again(
    *, attendee: Attendee, guardian: Guardian, actor: str, now: datetime
) -> Consent:
    """Send the request again, perhaps to another address; return the open consent.

    Changes the open consent, or makes a new one after a no. What was still waiting to
    leave for it is taken back. Locks the registration. A letter leaves.

    Raises NotAMinor, NoContact, AlreadyGiven or ConsentTooLate.
    """
    locked, seats = _lock(attendee, now=now)
    if not guardian.can_be_reached:
        raise NoContact
    newest = _newest(attendee)
    if newest and newest.is_given:
        raise AlreadyGiven
    consent = _open_or_next(newest, attendee, language=locked.language)
    _take_back_request(consent)
    if (consent.guardian_email, consent.guardian_phone) != (
        guardian.email,
        guardian.phone,
    ):
        consent.code = new_consent_code()  # the old link opens nothing any more
    consent.guardian_name = guardian.name
    consent.guardian_email = guardian.email
    consent.guardian_phone = guardian.phone
    consent.asked_at = now
    consent.save()
    letters.consent_request(
        consent=consent, attendee=attendee, registration=locked, seats=seats, now=now
    )
    _audit(locked, "consent.asked", actor=actor, method="", now=now)
    return consent


@transaction.atomic
def answer_consent(
    *,
    attendee: Attendee,
    agrees: bool,
    evidence: Evidence,
    actor: str,
    now: datetime,
) -> Consent:
    """Put down what the guardian of ATTENDEE said, with the words they said it to.

    Changes the open consent, or adds one when the last was answered already: earlier
    answers stay as they were. The same answer twice changes nothing. The door lets the
    minor in after a yes. Locks the registration. Nothing leaves.

    Raises NotAMinor, ConsentTooLate, or TextChanged when EVIDENCE has a digest of
    other words than the ones in force.
    """
    locked, seats = _lock(attendee, now=now)
    words = letters.consent_text(
        attendee=attendee,
        registration=locked,
        seats=seats,
        language=evidence.language,
    )
    if evidence.digest and evidence.digest != words.digest:
        raise TextChanged
    status = ConsentStatus.GIVEN if agrees else ConsentStatus.REFUSED
    newest = _newest(attendee)
    if newest and newest.status == status:
        return newest
    consent = _open_or_next(newest, attendee, language=evidence.language)
    _take_back_request(consent)
    consent.status = status
    consent.asked_at = consent.asked_at or now
    consent.guardian_name = evidence.guardian_name
    consent.text_version = words.version
    consent.text = words.text
    consent.language = evidence.language
    consent.method = evidence.method
    consent.recorded_by = actor
    consent.answered_at = now
    consent.save()
    _keep_in_step(attendee, consent)
    _audit(
        locked,
        "consent.given" if agrees else "consent.refused",
        actor=actor,
        method=evidence.method,
        now=now,
    )
    return consent


@transaction.atomic
def withdraw_consent(
    *, attendee: Attendee, actor: str, method: str = ConsentMethod.LINK, now: datetime
) -> Consent | None:
    """Take a given consent back, before the event begins; None where none was given.

    Changes the consent, which keeps its words and its moment; the door asks again.
    Locks the registration. Nothing leaves: the office sees it on its task list.

    Raises NotAMinor or ConsentTooLate.
    """
    locked, seats = _lock(attendee, now=now)
    if any(seat.timeslot.starts_at <= now for seat in seats):
        raise ConsentTooLate
    consent = _newest(attendee)
    if consent is None or not consent.is_given:
        return None
    consent.status = ConsentStatus.WITHDRAWN
    consent.withdrawn_at = now
    consent.save(update_fields=["status", "withdrawn_at"])
    _keep_in_step(attendee, consent)
    _audit(locked, "consent.withdrawn", actor=actor, method=method, now=now)
    return consent


def _lock(attendee: Attendee, *, now: datetime) -> tuple[Registration, list[Seat]]:
    """The registration, locked, and the living seats of the minor in it."""
    locked = (
        Registration.objects.select_for_update(of=("self",))
        .select_related("event__venue", "event__programme")
        .get(pk=attendee.registration_id)
    )
    attendee.refresh_from_db()
    if not locked.event.asks_consent or not attendee.is_minor:
        raise NotAMinor
    seats = list(
        attendee.seats.alive().select_related("timeslot", "attendee").order_by("pk")
    )
    if locked.event.is_cancelled or all(s.timeslot.ends_at <= now for s in seats):
        raise ConsentTooLate
    return locked, seats


def _newest(attendee: Attendee) -> Consent | None:
    return attendee.consents.order_by("-asked_at", "-pk").first()


def _open_or_next(
    newest: Consent | None, attendee: Attendee, *, language: str
) -> Consent:
    if newest and not newest.answered_at:
        return newest
    return Consent(
        attendee=attendee,
        guardian_email=newest.guardian_email if newest else "",
        guardian_phone=newest.guardian_phone if newest else "",
        language=language,
    )


def _take_back_request(consent: Consent) -> None:
    """A request that still waits, or a call to make, is not needed any more."""
    take_back_keys(starting_with=f"consent_request:{consent.code}:")


def _keep_in_step(attendee: Attendee, consent: Consent) -> None:
    attendee.lacks_consent = not consent.is_given
    attendee.save(update_fields=["lacks_consent"])


def _audit(
    registration: Registration, verb: str, *, actor: str, method: str, now: datetime
) -> None:
    record(
        stream=f"event:{registration.event_id}",
        verb=verb,
        actor=actor,
        about=registration.about,
        detail={"method": method} if method else {},
        now=now,
    )
