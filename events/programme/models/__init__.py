"""The nouns of what is offered."""

from events.programme.models.event import Event
from events.programme.models.programme import Programme
from events.programme.models.quota import Quota
from events.programme.models.timeslot import Timeslot
from events.programme.models.venue import Venue

__all__ = ["Event", "Programme", "Quota", "Timeslot", "Venue"]
