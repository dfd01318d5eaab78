"""What people fill in about who will come."""

from events.registration.forms.cancel_event import CancelEventForm
from events.registration.forms.change_event import ChangeNoticeForm
from events.registration.forms.find import FindForm
from events.registration.forms.intake import IntakeForm
from events.registration.forms.intake_rows import filled_in
from events.registration.forms.registration import RegistrationForm

__all__ = [
    "CancelEventForm",
    "ChangeNoticeForm",
    "FindForm",
    "IntakeForm",
    "RegistrationForm",
    "filled_in",
]
