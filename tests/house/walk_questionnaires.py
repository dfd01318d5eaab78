"""What the addresses of questionnaires lead to: an open one with a line."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from events.programme.models import Event
from events.results.choices import AnswerWay
from events.results.models import Questionnaire, QuestionnaireAnswer
from events.results.usecases.answer import Said, answer
from tests import cast


@dataclass(frozen=True)
class QuestionnairesWorld:
    slug: str
    line: int
    other_line: int

    def arguments(self, name: str) -> dict[str, Any]:
        """The real ones, by the parameter of the address NAME."""
        if name == "staff:questionnaire-quote":
            return {"pk": self.line}
        return {}

    def missing(self, name: str) -> dict[str, list[Any]]:
        """Such as are not there, or belong to somebody else."""
        if name == "staff:questionnaire-quote":
            return {"pk": [10**15, self.other_line]}
        return {}


def questionnaires_world(event: Event, now: datetime) -> QuestionnairesWorld:
    lines = []
    for of in (event, cast.event(slug="asked", now=now)):
        found = Questionnaire.objects.create(
            event=of, opens_at=now - timedelta(days=1), closes_at=now + cast.DAY
        )
        answer(
            questionnaire=found,
            said=Said(comment="よく聞こえました。"),
            way=AnswerWay.WALL,
            form_key=uuid.uuid4(),
            now=now,
        )
        lines.append(QuestionnaireAnswer.objects.get(questionnaire=found).pk)
    return QuestionnairesWorld(event.slug, *lines)
