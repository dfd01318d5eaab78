"""Sources, people who came through them, and a browser that is looked at."""

import uuid
from datetime import datetime
from typing import Any

from django.test import Client

from events.outreach.models import Source
from events.programme.models import Event
from events.registration.models import Registration
from tests import cast

PHONE_BROWSER = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1"
)


def source(
    event: Event | None = None,
    *,
    code: str = "kp7m4",
    now: datetime = cast.NOW,
    **values: Any,
) -> Source:
    return Source.objects.create(
        **{
            "code": code,
            "kind": "POSTER",
            "event": event,
            "created_at": now,
            "created_by": "user:1",
        }
        | values
    )


def browser(language: str = "ja") -> Client:
    return Client(headers={"User-Agent": PHONE_BROWSER, "Accept-Language": language})


def came(
    event: Event, people: int, code: str = "", *, visit: str = "", age_band: str = ""
) -> list[Registration]:
    """PEOPLE, each a party of their own, who came through CODE and were let in."""
    slot = event.timeslots.first()
    found = []
    for _number in range(people):
        party = cast.registration(
            event,
            source=code,
            persons={"visit": visit, "age_band": age_band},
            now=cast.NOW,
        )
        party.seats.update(admitted_at=slot.starts_at, admitted_by=uuid.uuid4())
        found.append(party)
    return found
