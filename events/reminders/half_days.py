"""Mornings and afternoons: who is out in one may be at home in the other. Pure."""

from collections.abc import Iterable
from datetime import date, datetime

from peace.language.dates import NOON, jst


def half_days(moments: Iterable[datetime]) -> set[tuple[date, bool]]:
    """The different half-days in Tokyo in which MOMENTS lie: (day, is afternoon)."""
    local = [jst(moment) for moment in moments]
    return {(each.date(), each.time() >= NOON) for each in local}
