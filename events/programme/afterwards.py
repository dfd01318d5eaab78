"""Where visitors say what they thought. The room that asks registers itself here.

An event may have a questionnaire elsewhere on the web (`Event.questionnaire_url`), or
one of ours, which stands some storeys above; letters and the page at the door need its
address without knowing that room.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from events.programme.models import Event


@dataclass(frozen=True)
class Survey:
    """A questionnaire that takes answers now. `minutes` is how long it takes."""

    url: str
    questions: int = 0
    minutes: int = 0
    closes_at: datetime | None = None


SurveyFinder = Callable[[Event, datetime], Survey | None]

_finders: list[SurveyFinder] = []


def register_surveys(finder: SurveyFinder) -> None:
    """Called once, in `AppConfig.ready`."""
    _finders.append(finder)


def survey_of(event: Event, now: datetime) -> Survey | None:
    """Where visitors of EVENT may answer at NOW; the address elsewhere goes first."""
    if event.questionnaire_url:
        return Survey(url=event.questionnaire_url)
    found = (finder(event, now) for finder in _finders)
    return next((each for each in found if each), None)
