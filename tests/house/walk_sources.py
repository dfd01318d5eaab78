"""What the addresses of sources lead to."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from events.outreach.models import Source
from events.programme.models import Event

# Those that stand behind a code.
_BY_CODE = {"source", "source-slash", "staff:sources-one", "staff:sources-switch"}


@dataclass(frozen=True)
class SourcesWorld:
    source: Source

    def arguments(self, name: str) -> dict[str, Any]:
        """The real ones, by the parameter of the address NAME."""
        return {"code": self.source.code} if name in _BY_CODE else {}

    def missing(self, name: str) -> dict[str, list[Any]]:
        """Such as are not there, or belong to somebody else."""
        return {"code": ["nosuch", "Ünknown", "a" * 60]} if name in _BY_CODE else {}


def sources_world(event: Event, now: datetime) -> SourcesWorld:
    return SourcesWorld(
        Source.objects.create(
            code="kp7m4",
            kind="POSTER",
            place="掲示板",
            event=event,
            created_at=now,
            created_by="user:1",
        )
    )
