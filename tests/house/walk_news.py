"""What the addresses of news lead to."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from events.outreach.choices import AnnouncementAudience, ReaderKind
from events.outreach.models import Announcement, Contact, Subscription
from events.outreach.readers import Reader
from events.programme.models import Event
from tests.house.canaries import EMAIL


@dataclass(frozen=True)
class NewsWorld:
    active: Subscription
    pending: Subscription
    announcement: int
    contact: int

    def arguments(self, name: str) -> dict[str, Any]:
        """The real ones, by the parameter of the address NAME."""
        reader = Reader(ReaderKind.SUBSCRIBER, str(self.active.pk), EMAIL)
        token = (
            self.pending.confirm_token
            if name == "outreach:news-confirm"
            else self.active.signed_token
        )
        return {
            "news_token": token,
            "end_token": reader.end_url(self.announcement).rstrip("/").split("/")[-1],
            "announcement_id": self.announcement,
            "contact_id": self.contact,
        }

    def missing(self, name: str) -> dict[str, list[Any]]:
        """Such as are not there, or belong to somebody else."""
        real = self.arguments(name)
        return {
            "news_token": ["cut", real["news_token"][:-1], self.active.code],
            "end_token": ["cut", real["end_token"][:-1], "S.1.1"],
            "announcement_id": [10**15],
            "contact_id": [10**15],
        }


def news_world(event: Event, now: datetime) -> NewsWorld:
    topics = ["TALKS"]
    return NewsWorld(
        active=Subscription.objects.create(
            email=EMAIL,
            topics=topics,
            status="ACTIVE",
            asked_at=now,
            confirmed_at=now,
        ),
        pending=Subscription.objects.create(
            email=f"p{EMAIL}", topics=topics, asked_at=now
        ),
        announcement=Announcement.objects.create(
            subject={"ja": "講話のお知らせ"},
            text={"ja": "話を聞きます。"},
            audience=AnnouncementAudience.SUBSCRIBERS,
            event=event,
            written_by="user:0",
            created_at=now,
        ).pk,
        contact=Contact.objects.create(
            kind="SCHOOL", name="第一中学校", email=f"s{EMAIL}", created_at=now
        ).pk,
    )
