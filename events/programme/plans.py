"""What a timeslot is to be like: what the editor hands to its use case. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from events.programme.choices import QuotaKind, Story, Support


@dataclass(frozen=True)
class QuotaPlan:
    """Seats of one kind (people), and when what is left goes to everybody."""

    capacity: int
    releases_at: datetime | None = None


@dataclass(frozen=True)
class SupportPlan:
    """One kind of support: enough for all, or so many; children by months of age."""

    capacity: int | None = None
    closes_at: datetime | None = None
    months: tuple[int | None, int | None] = (None, None)


@dataclass(frozen=True)
class TimeslotPlan:
    """A timeslot as the editor wants it; what is missing in a mapping goes away."""

    fields: Mapping[str, Any]
    quotas: Mapping[QuotaKind, QuotaPlan] = field(default_factory=dict)
    support: Mapping[Support, SupportPlan] = field(default_factory=dict)
    tellings: Sequence[tuple[int, Story]] = ()
