"""What the addresses of talks lead to: an open request, and an arranged one."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from events.outreach.models import TalkInquiry, TalkRequest
from events.outreach.usecases.arrange_talk import Arrangement, arrange_talk
from events.outreach.usecases.ask_storyteller import ask_storyteller
from events.programme.choices import Story
from events.programme.models import Event, Storyteller
from tests.house.canaries import EMAIL, KANA, NAME
from tests.outreach import talks


@dataclass(frozen=True)
class TalksWorld:
    asked: TalkRequest
    arranged: TalkRequest
    inquiry: TalkInquiry
    foreign_inquiry: int

    def arguments(self, name: str) -> dict[str, Any]:
        """The real ones, by the parameter of the address NAME."""
        if name == "outreach:talk-inquiry":
            return {"token": self.inquiry.url.rstrip("/").rpartition("/")[2]}
        if name.startswith("outreach:talk"):
            return {"token": self.arranged.signed_token}
        if name.startswith("staff:talk"):
            return {"pk": self.asked.pk, "inquiry": self.inquiry.pk}
        return {}

    def missing(self, name: str) -> dict[str, list[Any]]:
        """Such as are not there, or belong to somebody else."""
        if name.startswith("outreach:talk"):
            signed = self.arranged.signed_token
            return {"token": ["cut", signed[:-1], self.arranged.code]}
        if name.startswith("staff:talk"):
            return {"pk": [10**15], "inquiry": [10**15, self.foreign_inquiry]}
        return {}


def talks_world(event: Event, now: datetime) -> TalksWorld:
    teller = Storyteller.objects.get()
    asked = talks.asked_for(now=now, person=NAME, kana=KANA, email=EMAIL)
    other = talks.asked_for(now=now, person=NAME, kana=KANA, email=EMAIL)
    at = now + timedelta(days=30)
    ask = {"storyteller": teller, "story": Story.TOKYO, "actor": "user:0", "now": now}
    inquiry = ask_storyteller(request=asked, starts_at=at, **ask)
    foreign = ask_storyteller(request=other, starts_at=at, **ask)
    return TalksWorld(
        asked=asked,
        arranged=arrange_talk(
            request=other,
            plan=Arrangement(teller, Story.TOKYO, at),
            is_public=False,
            actor="user:0",
            now=now,
        ),
        inquiry=inquiry,
        foreign_inquiry=foreign.pk,
    )
