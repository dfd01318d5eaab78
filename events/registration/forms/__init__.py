"""What people fill in about who will come."""

from events.registration.forms.cancel_event import CancelEventForm
from events.registration.forms.find import FindForm
from events.registration.forms.intake import IntakeForm, filled_in
from events.registration.forms.registration import RegistrationForm

__all__ = ["CancelEventForm", "FindForm", "IntakeForm", "RegistrationForm", "filled_in"]
