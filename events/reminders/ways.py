"""By which way a party hears of something: the rule's order, and the party's wish."""

from collections.abc import Collection

from events.registration.choices import RegistrationChannel
from events.registration.models import Consent, Registration
from events.reminders.models import ReminderRule
from peace.outbox.choices import Channel


def way_to(
    registration: Registration,
    rule: ReminderRule,
    *,
    refused: Collection[str] = (),
    asked: Collection[str] = (),
) -> Channel | None:
    """The first way in RULE's order that leads to the party; None: there is none.

    Who wants a call, though they have an address, gets one where the rule knows calls.
    REFUSED are addresses that are known to be dead. Where an answer is missing, the
    ways on which they were ASKED come last: who does not answer by e-mail is rung.
    """
    ways = [way for way in rule.order if _leads(way, registration, refused)]
    if registration.reminded_by_phone and registration.email:
        ways.sort(key=lambda way: way != Channel.PHONE)
    ways.sort(key=lambda way: way in asked)
    return ways[0] if ways else None


def way_to_guardian(
    consent: Consent,
    registration: Registration,
    rule: ReminderRule,
    *,
    refused: Collection[str] = (),
) -> Channel | None:
    """The first way in RULE's order that leads to a guardian; None: there is none.

    The link by e-mail, otherwise a call: at the party's number where the guardian gave
    none.
    """
    email = consent.guardian_email
    known = {
        Channel.EMAIL: bool(email) and email.lower() not in refused,
        Channel.PHONE: bool(consent.guardian_phone or registration.phone),
    }
    return next((way for way in rule.order if known.get(way)), None)


def _leads(way: Channel, registration: Registration, refused: Collection[str]) -> bool:
    match way:
        case Channel.EMAIL:
            email = registration.email
            return bool(email) and email.lower() not in refused
        case Channel.PHONE:
            return bool(registration.phone)
    # Whoever wrote a postcard put an address on it; the office keeps no other.
    return registration.channel == RegistrationChannel.POSTCARD
