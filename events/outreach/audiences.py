"""Whom rooms upstairs let the office write to. They register themselves here.

The member cities stand some storeys above; an announcement reaches their coordinators
without this room knowing what a coordinator is.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Member:
    """One address. `ref` names the member for good, without personal data."""

    ref: str
    email: str
    name: str
    language: str = "ja"


AudienceFinder = Callable[[datetime], Iterable[Member]]

_finders: dict[str, AudienceFinder] = {}


def register_audience(name: str, finder: AudienceFinder) -> None:
    """Called once, in `AppConfig.ready`. NAME is a value of `AnnouncementAudience`."""
    _finders[name] = finder


def members_of(name: str, now: datetime) -> list[Member]:
    """Those of NAME who act at NOW; nobody when no room has registered it."""
    finder = _finders.get(name)
    return list(finder(now)) if finder else []
