"""Switch an event's questionnaire on, change its times, take it back."""

from datetime import datetime, time, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Min

from events.programme.models import Event
from events.results.models import Questionnaire
from peace.audit.usecases import record
from peace.language.dates import TOKYO, jst

OPEN_FOR = timedelta(days=14)


class AnsweredAlready(Exception):
    """People have answered: it can be closed, not taken away."""


class ClosesTooEarly(Exception):
    """It would close before it opens."""


def usual_times(event: Event) -> tuple[datetime, datetime]:
    """From the end of the first timeslot (an exhibition: its beginning), for 14 days.

    Of a timeslot that takes place; until the end of the 14th day after the event.
    """
    first = event.timeslots.filter(cancelled_at=None).aggregate(at=Min("ends_at"))["at"]
    day_after = jst(event.ends_at + OPEN_FOR).date() + timedelta(days=1)
    return first or event.starts_at, datetime.combine(day_after, time(), TOKYO)


def switch_on(*, event: Event, actor: str, now: datetime) -> Questionnaire:
    """Give EVENT its questionnaire with the usual times; twice is once.

    Locks nothing; nothing leaves: letters and the wall carry its address.
    """
    opens_at, closes_at = usual_times(event)
    try:
        with transaction.atomic():
            made = Questionnaire.objects.create(
                event=event, opens_at=opens_at, closes_at=closes_at, created_by=actor
            )
            _record(event, "questionnaire.opened", actor=actor, now=now)
            return made
    except IntegrityError:
        return Questionnaire.objects.get(event=event)


@transaction.atomic
def change_times(
    *,
    questionnaire: Questionnaire,
    opens_at: datetime,
    closes_at: datetime,
    actor: str,
    now: datetime,
) -> None:
    """Open or close at other times; "now" ends it at once. Raises ClosesTooEarly."""
    if closes_at <= opens_at:
        raise ClosesTooEarly
    questionnaire.opens_at, questionnaire.closes_at = opens_at, closes_at
    questionnaire.save(update_fields=["opens_at", "closes_at"])
    _record(questionnaire.event, "questionnaire.moved", actor=actor, now=now)


@transaction.atomic
def switch_off(*, questionnaire: Questionnaire, actor: str, now: datetime) -> None:
    """Take it away while nobody has answered. Locks it. Raises AnsweredAlready."""
    locked = Questionnaire.objects.select_for_update().get(pk=questionnaire.pk)
    if locked.answers.exists():
        raise AnsweredAlready
    event = questionnaire.event
    locked.delete()
    _record(event, "questionnaire.removed", actor=actor, now=now)


def _record(event: Event, verb: str, *, actor: str, now: datetime) -> None:
    record(
        stream=f"event:{event.pk}",
        verb=verb,
        actor=actor,
        about=f"event:{event.pk}",
        now=now,
    )
