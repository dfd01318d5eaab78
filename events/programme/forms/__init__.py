"""What staff fill in about an event, its timeslots and the library."""

from events.programme.forms.admission import AdmissionForm
from events.programme.forms.event import BodyForm, CopyForm, EventForm
from events.programme.forms.library import PhraseForm, StorytellerForm, VenueForm
from events.programme.forms.phrase import with_phrase
from events.programme.forms.question import QuestionFormSet
from events.programme.forms.timeslot import TimeslotForm

__all__ = [
    "AdmissionForm",
    "BodyForm",
    "CopyForm",
    "EventForm",
    "PhraseForm",
    "QuestionFormSet",
    "StorytellerForm",
    "TimeslotForm",
    "VenueForm",
    "with_phrase",
]
