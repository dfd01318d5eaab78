"""What the addresses of outreach and results lead to, one file a subject."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from events.programme.models import Event
from tests.house.walk_kotoba import KotobaWorld, kotoba_world
from tests.house.walk_news import NewsWorld, news_world
from tests.house.walk_questionnaires import QuestionnairesWorld, questionnaires_world
from tests.house.walk_sources import SourcesWorld, sources_world
from tests.house.walk_talks import TalksWorld, talks_world


@dataclass(frozen=True)
class Outreach:
    sources: SourcesWorld
    news: NewsWorld
    talks: TalksWorld
    kotoba: KotobaWorld
    questionnaires: QuestionnairesWorld

    @property
    def _all(self) -> list[Any]:
        return [self.sources, self.news, self.talks, self.kotoba, self.questionnaires]

    def arguments(self, name: str) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for each in self._all:
            found |= each.arguments(name)
        return found

    def missing(self, name: str) -> dict[str, list[Any]]:
        found: dict[str, list[Any]] = {}
        for each in self._all:
            found |= each.missing(name)
        return found


def outreach(event: Event, now: datetime) -> Outreach:
    return Outreach(
        sources=sources_world(event, now),
        news=news_world(event, now),
        talks=talks_world(event, now),
        kotoba=kotoba_world(event, now),
        questionnaires=questionnaires_world(event, now),
    )
