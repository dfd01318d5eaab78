"""One person answers; a clerk types in paper, and takes the last one back.

Nothing of this stands in the audit trail: an entry has an hour, and an hour could tell
who it was.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from events.results.choices import AnswerWay
from events.results.models import Questionnaire, QuestionnaireAnswer
from peace.language.dates import jst


class NotOpen(Exception):
    """It is not open yet, or not any more."""


@dataclass(frozen=True)
class Said:
    """What somebody said; everything may be left out."""

    visit: str = ""
    age_band: str = ""
    heard_from: str = ""
    satisfaction: int | None = None
    comment: str = ""

    @property
    def is_empty(self) -> bool:
        return self == Said()


def answer(
    *,
    questionnaire: Questionnaire,
    said: Said,
    way: AnswerWay,
    form_key: UUID,
    now: datetime,
) -> bool:
    """Write one answer down, with its day and nothing of who or when; True when new.

    The same FORM_KEY again is the answer that is there. An empty one is thanked for and
    not counted. Paper may be typed in after the end, but not before the beginning.
    Locks nothing; nothing leaves. Raises NotOpen.
    """
    is_open = questionnaire.is_open_at(now)
    if way == AnswerWay.PAPER:
        is_open = questionnaire.opens_at <= now
    if not is_open:
        raise NotOpen
    if said.is_empty:
        return False
    try:
        with transaction.atomic():
            QuestionnaireAnswer.objects.create(
                questionnaire=questionnaire,
                form_key=form_key,
                way=way,
                day=jst(now).date(),
                visit=said.visit,
                age_band=said.age_band,
                heard_from=said.heard_from,
                satisfaction=said.satisfaction,
                comment=said.comment,
            )
    except IntegrityError:
        return False
    return True


def undo_paper(*, questionnaire: Questionnaire, form_key: UUID, now: datetime) -> bool:
    """Take back a sheet that was typed in today; False when it is not there."""
    gone, _by_model = QuestionnaireAnswer.objects.filter(
        questionnaire=questionnaire,
        form_key=form_key,
        way=AnswerWay.PAPER,
        day=jst(now).date(),
    ).delete()
    return bool(gone)
