"""Questionnaires of the demo: one that has closed, one that takes answers now."""

import uuid
from datetime import datetime, timedelta
from itertools import cycle, islice

from events.programme.models import Event
from events.results.choices import AnswerWay
from events.results.models import Questionnaire, QuestionnaireAnswer
from events.results.usecases.switch_questionnaire import switch_on
from peace.language.dates import jst

_CLOSED, _OPEN = "past-talk", "talks-today"
# So many of each, in the order of their choices.
_SATISFACTION = [5] * 13 + [4] * 8 + [3] * 5
_VISIT = ["FIRST"] * 9 + ["AGAIN"] * 17
_AGE = (
    ["UNDER_20"] * 5
    + ["TWENTIES"] * 2
    + ["THIRTIES_FORTIES"] * 5
    + ["FIFTIES_SIXTIES"] * 8
    + ["OVER_70"] * 6
)
_HEARD = (
    ["CITY_PAPER"] * 8 + ["POSTER"] * 6 + ["SCHOOL"] * 5 + ["SITE"] * 2 + ["PERSON"] * 5
)
_LINES = [
    "具体的な地名が出てきて、身近に感じました。",
    "資料の文字がもう少し大きいと助かります。",
    "孫と来ました。帰り道に、はじめて戦争の話をしました。",
    "マイクの音がよく聞こえました。",
    "平日の夜にも聞ける回があるとうれしいです。",
]


def load_questionnaires(*, staff: str, now: datetime) -> None:
    """STAFF is the actor; NOW is when the demo is loaded."""
    closed = _switch_on(_CLOSED, staff, now)
    closed.closes_at = max(closed.opens_at, now - timedelta(hours=2)) + timedelta(
        hours=1
    )
    closed.save(update_fields=["closes_at"])
    _answer(closed, len(_SATISFACTION), day=closed.opens_at)
    running = _switch_on(_OPEN, staff, now)
    Questionnaire.objects.filter(pk=running.pk).update(
        opens_at=min(running.opens_at, now - timedelta(minutes=10))
    )
    _answer(running, 4, day=now)


def remove_questionnaires() -> None:
    """What load_questionnaires made, before the events of the demo are removed."""
    Questionnaire.objects.filter(event__slug__in=[_CLOSED, _OPEN]).delete()


def _switch_on(slug: str, staff: str, now: datetime) -> Questionnaire:
    return switch_on(event=Event.objects.get(slug=slug), actor=staff, now=now)


def _answer(questionnaire: Questionnaire, count: int, *, day: datetime) -> None:
    """COUNT answers; the lists turn against each other, so that none goes with none."""
    columns = [
        islice(cycle(values), start, start + count)
        for values, start in ((_SATISFACTION, 0), (_VISIT, 7), (_AGE, 13), (_HEARD, 21))
    ]
    QuestionnaireAnswer.objects.bulk_create(
        QuestionnaireAnswer(
            questionnaire=questionnaire,
            form_key=uuid.uuid4(),
            way=list(AnswerWay)[number % 3],
            day=jst(day).date(),
            satisfaction=satisfaction,
            visit=visit,
            age_band=age,
            heard_from=heard,
            comment=_LINES[number // 5 - 1] if number % 5 == 3 and number > 5 else "",
            is_quotable=number == 8,
        )
        for number, (satisfaction, visit, age, heard) in enumerate(
            zip(*columns, strict=True)
        )
    )
