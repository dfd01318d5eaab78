"""Tells the storeys below where visitors of an event may answer."""

from datetime import datetime

from django.conf import settings

from events.programme.afterwards import Survey
from events.programme.models import Event
from events.results.models import Questionnaire

QUESTIONS = 5
MINUTES = 1


def find_survey(event: Event, now: datetime) -> Survey | None:
    """The questionnaire of EVENT while it is open, in the language in force."""
    found = Questionnaire.objects.filter(event=event).first()
    if found is None or not found.is_open_at(now) or event.is_cancelled:
        return None
    found.event = event
    return Survey(
        url=f"{settings.SITE_URL}{found.path}?w=link",
        questions=QUESTIONS,
        minutes=MINUTES,
        closes_at=found.closes_at,
    )
