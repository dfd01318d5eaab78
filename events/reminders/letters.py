"""What a rule sends: by e-mail, as the words for the telephone, or on a postcard."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from events.programme.afterwards import Survey
from events.registration.letters import (
    Alike,
    Party,
    consent_deadline,
    letter_values,
    page_url,
)
from events.registration.models import Consent
from events.reminders.choices import Audience, RuleKind
from events.reminders.due import Run
from events.reminders.models import LETTER_KINDS
from peace.language.dates import clock, date_long
from peace.outbox.choices import Channel, LetterClass
from peace.outbox.letter import Letter, Recipient, Texts, render_letter


def of_rule(
    *,
    party: Party,
    run: Run,
    channel: Channel,
    key: str,
    survey: Survey | None,
    texts: Texts | None = None,
    alike: Alike | None = None,
) -> dict[str, Any]:
    """The order for the outbox: one letter of a rule to one party for one day.

    PARTY has the seats that the rule speaks of. Class B: at most once. Nothing leaves
    after the last useful moment. Who is rung gets a call with the words to say. TEXTS
    and ALIKE are one for all letters of a piece.
    """
    registration = party.registration
    language = registration.language
    by_email = channel == Channel.EMAIL
    name = _name(run, channel, survey)
    return {
        "key": key,
        "kind": LETTER_KINDS[RuleKind(run.rule.kind)],
        "letter_class": LetterClass.B,
        "recipient": _recipient(party, channel),
        "language": language,
        "letter": render_letter(
            f"reminders/{name}",
            language,
            _values(party, language, survey, alike or Alike()),
            registration.event.letter_scopes,
            texts,
        ),
        "about": registration.about,
        "parts": party.parts if by_email and name in _WITH_TICKET else [],
        "channel": channel,
        "not_after": run.latest_for(party.seats),
    }


_WITH_TICKET = ("reminder", "coming")


def _name(run: Run, channel: Channel, survey: Survey | None) -> str:
    """Which letter file says it."""
    rule = run.rule
    if rule.audience == Audience.ABSENT:
        return "absent"
    if rule.is_thanks:
        return "thank_you" if survey and channel == Channel.EMAIL else "thank_you_plain"
    if rule.audience == Audience.WAITING:
        return "waiting"
    if channel == Channel.PHONE:
        return "call_script"
    if channel == Channel.POST:
        return "postcard"
    return "coming" if rule.asks_whether_they_come else "reminder"


def _recipient(party: Party, channel: Channel) -> Recipient:
    if channel == Channel.POST:
        # The address is on the postcard that they wrote, and nowhere else.
        return Recipient(
            name=party.recipient.name,
            phone=party.recipient.phone,
            postal=_("申込みのはがきの住所"),
        )
    return party.recipient


def _values(
    party: Party, language: str, survey: Survey | None, alike: Alike
) -> dict[str, str]:
    registration = party.registration
    event = registration.event
    with translation.override(language):
        return (
            letter_values(party, language, alike)
            | alike.of(
                ("reminder", event.pk, language),
                lambda: {
                    "staff_name": _("職員"),
                    "line_url": page_url("registration:line", event.slug),
                    "programme_url": page_url(
                        "programme:programme", event.programme.slug
                    ),
                    **_survey_values(survey, language),
                },
            )
            | {
                "coming_url": page_url(
                    "registration:coming", registration.signed_token
                ),
            }
        )


def _survey_values(survey: Survey | None, language: str) -> dict[str, str]:
    if survey is None:
        return {}
    url = settings.SITE_URL + survey.url if survey.url.startswith("/") else survey.url
    until = survey.closes_at
    gap = {"ja": "", "en": ", "}.get(language, " ")
    return {
        "survey_url": url,
        "question_count": str(survey.questions or ""),
        "minutes": str(survey.minutes or ""),
        "survey_deadline": (
            gap.join([date_long(until, language), clock(until, language)])
            if until
            else ""
        ),
    }


def consent_missing(
    *,
    party: Party,
    run: Run,
    consent: Consent,
    channel: Channel,
    key: str,
    now: datetime,
    texts: Texts | None = None,
) -> dict[str, Any]:
    """The order for the outbox: to a guardian who has not answered, in their language.

    PARTY is their minor alone, with the seats that the rule speaks of. Whoever gave no
    telephone of their own is rung at the party's number.
    """
    return {
        "key": key,
        "kind": LETTER_KINDS[RuleKind.CONSENT],
        "letter_class": LetterClass.B,
        "recipient": Recipient(
            name=_guardian(consent),
            email=consent.guardian_email,
            phone=consent.guardian_phone or party.registration.phone,
        ),
        "language": consent.language,
        "letter": consent_letter(consent, party, channel, now=now, texts=texts),
        "about": party.registration.about,
        "channel": channel,
        "not_after": run.latest_for(party.seats),
    }


def consent_letter(
    consent: Consent,
    party: Party,
    channel: Channel,
    *,
    now: datetime,
    texts: Texts | None,
) -> Letter:
    """About the one minor of PARTY, to read, or as words for the telephone."""
    language = consent.language
    with translation.override(language):
        values = letter_values(party, language) | {
            "staff_name": _("職員"),
            "guardian_name": _guardian(consent),
            "minor_name": party.attendees[0].name,
            "consent_url": settings.SITE_URL + consent.url,
            "consent_deadline": date_long(
                consent_deadline(party.registration, party.seats, now=now), language
            ),
        }
    by_phone = channel == Channel.PHONE
    name = "reminders/consent_call" if by_phone else "reminders/consent_missing"
    scopes = party.registration.event.letter_scopes
    return render_letter(name, language, values, scopes, texts)


def _guardian(consent: Consent) -> str:
    with translation.override(consent.language):
        return consent.guardian_name or _("保護者の方")
