"""Staff have read a line: may it stand in a report?"""

from datetime import datetime

from django.db import transaction

from events.results.models import QuestionnaireAnswer
from peace.audit.usecases import record


@transaction.atomic
def set_quotable(
    *, answer: QuestionnaireAnswer, is_quotable: bool, actor: str, now: datetime
) -> None:
    """Mark ANSWER's line as fit for a report, or not. The line is never changed."""
    if answer.is_quotable == is_quotable:
        return
    QuestionnaireAnswer.objects.filter(pk=answer.pk).update(is_quotable=is_quotable)
    event_id = answer.questionnaire.event_id
    record(
        stream=f"event:{event_id}",
        verb="answer.quotable" if is_quotable else "answer.not_quotable",
        actor=actor,
        about=f"event:{event_id}",
        now=now,
    )
