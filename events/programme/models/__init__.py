"""The nouns of what is offered."""

from events.programme.models.eligibility import Eligibility
from events.programme.models.event import Event
from events.programme.models.phrase import Phrase
from events.programme.models.programme import Programme
from events.programme.models.question import Question
from events.programme.models.quota import Quota
from events.programme.models.storyteller import Storyteller, Telling
from events.programme.models.support_offer import SupportOffer
from events.programme.models.timeslot import Timeslot
from events.programme.models.venue import Venue

__all__ = [
    "Eligibility",
    "Event",
    "Phrase",
    "Programme",
    "Question",
    "Quota",
    "Storyteller",
    "SupportOffer",
    "Telling",
    "Timeslot",
    "Venue",
]
