"""Letters about a registration: which words, to whom, under which key.

Each is a row of the outbox, written in the transaction of its fact. The ticket's QR
and the calendar hang on it by reference and are made at delivery.
"""

from events.registration.letters.cancellation import cancellation
from events.registration.letters.changed import registration_changed
from events.registration.letters.confirmation import confirmation
from events.registration.letters.consent import (
    REQUESTS,
    ConsentText,
    consent_deadline,
    consent_request,
    consent_text,
)
from events.registration.letters.event_cancelled import event_cancelled
from events.registration.letters.event_changed import event_changed
from events.registration.letters.line import offer, offer_expired, promoted
from events.registration.letters.lottery import lottery_result
from events.registration.letters.party import (
    Alike,
    Party,
    letter_values,
    office_values,
    page_url,
    seat_list,
)
from events.registration.letters.timeslot_cancelled import timeslot_cancelled

__all__ = [
    "REQUESTS",
    "Alike",
    "ConsentText",
    "Party",
    "cancellation",
    "confirmation",
    "consent_deadline",
    "consent_request",
    "consent_text",
    "event_cancelled",
    "event_changed",
    "letter_values",
    "lottery_result",
    "offer",
    "offer_expired",
    "office_values",
    "page_url",
    "promoted",
    "registration_changed",
    "seat_list",
    "timeslot_cancelled",
]
