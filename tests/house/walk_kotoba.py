"""What the addresses of kotoba lead to."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from events.outreach.choices import KotobaConsent, KotobaStatus
from events.outreach.models import CommitteeMember, Kotoba, KotobaCall
from events.programme.models import Event
from tests.house.canaries import EMAIL, NAME, PHONE
from tests.outreach import kotoba as words


@dataclass(frozen=True)
class KotobaWorld:
    """An open call with somebody's line, one that is scored, one on the wall."""

    line: Kotoba
    member: CommitteeMember
    wall: KotobaCall

    def arguments(self, name: str) -> dict[str, Any]:
        """The real ones, by the parameter of the address NAME."""
        if ":kotoba" not in name:
            return {}
        if name in {"outreach:kotoba-wall", "outreach:kotoba-projection"}:
            return {"slug": self.wall.slug}
        if name == "outreach:kotoba-committee":
            return {"token": self.member.signed_token}
        if name == "staff:kotoba-member":
            return {"slug": self.member.call.slug, "pk": self.member.pk}
        return {"slug": self.line.call.slug, "token": self.line.signed_token}

    def missing(self, name: str) -> dict[str, list[Any]]:
        """Such as are not there, or belong to somebody else."""
        if ":kotoba" not in name:
            return {}
        other = self.member if name != "outreach:kotoba-committee" else self.line
        token = self.arguments(name).get("token", "")
        return {
            "slug": ["missing"],
            "token": ["cut", token[:-1], other.signed_token],
            "pk": [10**15],
        }


def kotoba_world(event: Event, now: datetime) -> KotobaWorld:
    line = words.sent(
        words.call(now=now, slug="kotoba-open", event=event),
        "カナリアの一行",
        pen_name=NAME,
        consent=KotobaConsent.WITH_NAME,
        email=EMAIL,
        phone=PHONE,
    )
    scoring = words.call(now=now, slug="kotoba-scored", is_open=False)
    words.accepted(scoring)
    wall = words.call(
        now=now,
        slug="kotoba-wall",
        is_open=False,
        scoring_closes_at=None,
        proposed_by="user:1",
        confirmed_by="user:2",
        confirmed_at=now,
        shown_at=now - timedelta(hours=1),
    )
    shown = words.sent(wall, "展示の一行")
    Kotoba.objects.filter(pk=shown.pk).update(status=KotobaStatus.CHOSEN, position=1)
    return KotobaWorld(line, words.member(scoring, NAME), wall)
