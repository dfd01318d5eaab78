"""Counts that a short link was opened."""

from datetime import datetime

from events.outreach.models import Source, SourceVisit
from peace.language.dates import jst


def count_visit(*, source: Source, now: datetime) -> None:
    """One more visit of SOURCE on the day (Tokyo) of NOW.

    Changes one figure, by one atomic UPDATE, and says nothing about the visitor:
    neither who, nor with what, nor from where. Nothing leaves; no audit entry, as
    nobody of the house acted.
    """
    SourceVisit.objects.count_one(source, jst(now).date())
