"""The nouns of who will come."""

from events.registration.models.answer import Answer
from events.registration.models.attendee import Attendee
from events.registration.models.bulk_action import BulkAction
from events.registration.models.consent import Consent
from events.registration.models.line import LineRecord, WaitingListEntry
from events.registration.models.lottery import Lottery, LotteryEntry
from events.registration.models.registration import Registration
from events.registration.models.seat import Seat
from events.registration.models.support_request import SupportRequest
from events.registration.models.ticket import Ticket
from events.registration.models.walk_in import WalkIn

__all__ = [
    "Answer",
    "Attendee",
    "BulkAction",
    "Consent",
    "LineRecord",
    "Lottery",
    "LotteryEntry",
    "Registration",
    "Seat",
    "SupportRequest",
    "Ticket",
    "WaitingListEntry",
    "WalkIn",
]
