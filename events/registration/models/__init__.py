"""The nouns of who will come."""

from events.registration.models.attendee import Attendee
from events.registration.models.registration import Registration
from events.registration.models.seat import Seat
from events.registration.models.ticket import Ticket

__all__ = ["Attendee", "Registration", "Seat", "Ticket"]
