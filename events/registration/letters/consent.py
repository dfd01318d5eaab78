"""What a guardian reads: the request, and the text that they agree to."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from events.registration.letters.party import Party, begins, letter_values
from events.registration.models import Attendee, Consent, Registration, Seat
from peace.language.dates import date_long, jst
from peace.outbox.choices import Channel, LetterClass
from peace.outbox.letter import Recipient, render_letter
from peace.outbox.usecases.enqueue import enqueue

# Raised with every change of the words in templates/letters/texts/.
TEXT_VERSION = "guardian-event-1"
# Letters that ask somebody for something: pointless when nobody comes any more.
REQUESTS = ("consent_request",)


@dataclass(frozen=True)
class ConsentText:
    """The words that a guardian agrees to, filled in for one minor and one event."""

    version: str
    title: str
    text: str

    @property
    def digest(self) -> str:
        """Says whether the words are still those that were on the screen."""
        return hashlib.sha256(f"{self.version}\n{self.text}".encode()).hexdigest()


def consent_text(
    *,
    attendee: Attendee,
    registration: Registration,
    seats: Sequence[Seat],
    language: str,
) -> ConsentText:
    """The text for ATTENDEE and their living SEATS, in LANGUAGE."""
    with translation.override(language):
        party = Party(registration, [attendee], seats)
        values = letter_values(party, language) | {"minor_name": attendee.name}
        letter = render_letter(f"texts/{TEXT_VERSION}", language, values)
    return ConsentText(TEXT_VERSION, letter.subject, letter.text)


def consent_request(
    *,
    consent: Consent,
    attendee: Attendee,
    registration: Registration,
    seats: Sequence[Seat],
    now: datetime,
) -> None:
    """To the guardian: by e-mail a signed link, otherwise a call, or a form by post.

    Without any contact of theirs it goes to the party's telephone or by post: the
    office then asks who the guardian is.
    """
    language = consent.language
    phone = consent.guardian_phone
    if not consent.guardian_email:
        phone = phone or registration.phone
    with translation.override(language):
        party = Party(registration, [attendee], seats)
        guardian = consent.guardian_name or _("保護者の方")
        values = letter_values(party, language) | {
            "guardian_name": guardian,
            "minor_name": attendee.name,
            "consent_url": settings.SITE_URL + consent.url,
            "consent_deadline": date_long(
                consent_deadline(registration, seats, now=now), language
            ),
        }
        by_post = not consent.guardian_email and not phone
        enqueue(
            key=f"consent_request:{consent.code}:{int(now.timestamp() * 1000)}",
            kind="consent_request",
            letter_class=LetterClass.A,
            recipient=Recipient(
                name=guardian,
                email=consent.guardian_email,
                phone=phone,
                postal=_("用紙") if by_post else "",
            ),
            channel=Channel.POST if by_post else None,
            language=language,
            letter=render_letter(
                "registration/consent_request",
                language,
                values,
                registration.event.letter_scopes,
            ),
            about=registration.about,
            not_after=begins(seats) or registration.event.ends_at,
            now=now,
        )


def consent_deadline(
    registration: Registration, seats: Sequence[Seat], *, now: datetime
) -> date:
    """The day before; on that day and later the day itself."""
    first = min(
        (seat.timeslot.starts_at for seat in seats),
        default=registration.event.starts_at,
    )
    day_before = jst(first).date() - timedelta(days=1)
    today = jst(now).date()
    return day_before if today < day_before else jst(first).date()
