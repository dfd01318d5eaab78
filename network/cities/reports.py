"""What the network's cities look like together: a map, offices, notices."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path

from django.db.models import Count, Max, QuerySet

from events.outreach.audiences import Member
from network.cities.models import (
    Coordinator,
    Municipality,
    Notice,
    NoticeReceipt,
    OfficeTerm,
)
from peace.outbox.models import OutboxMessage

# Every municipality on a grid of eight columns, west to east, and six rows, north to
# south: as they lie, so that neighbours touch as far as a grid lets them.
MAP = Path(__file__).resolve().parent / "data" / "tile_map.csv"
REMINDER = "notice_reminder"


@cache
def map_places() -> dict[str, tuple[int, int]]:
    """Column and row of a municipality, by its code."""
    with MAP.open(encoding="utf-8", newline="") as file:
        return {
            row["code"]: (int(row["column"]), int(row["row"]))
            for row in csv.DictReader(file)
        }


def on_the_map(
    municipalities: Iterable[Municipality],
) -> list[list[Municipality | None]]:
    """Rows of the map, from the north; None where nothing lies."""
    places = map_places()
    found = {places[each.code]: each for each in municipalities if each.code in places}
    columns = 1 + max(column for column, _row in places.values())
    rows = 1 + max(row for _column, row in places.values())
    return [
        [found.get((column, row)) for column in range(columns)] for row in range(rows)
    ]


def officers_on(day: date) -> list[OfficeTerm]:
    """Who presides on DAY: the chair first. One statement."""
    return list(
        OfficeTerm.objects.on(day)
        .select_related("municipality")
        .order_by("office", "starts_on", "pk")
    )


def notices_of(municipality: Municipality) -> QuerySet[NoticeReceipt]:
    """What a city was sent, once it was approved; the newest first."""
    return (
        NoticeReceipt.objects.sent()
        .filter(municipality=municipality)
        .select_related("notice", "notice__batch")
        .order_by("-notice__batch__approved_at", "-pk")
    )


def overdue_notices(day: date) -> dict[str, int]:
    """By city: how many notices it should have acknowledged before DAY (Tokyo)."""
    rows = (
        NoticeReceipt.objects.sent()
        .open()
        .filter(notice__due_on__lt=day)
        .values_list("municipality")
        .annotate(n=Count("pk"))
    )
    return dict(rows.order_by())


def acknowledged_notices(first: date, last: date) -> dict[str, tuple[int, int]]:
    """By city: how many of the notices written in these days it has acknowledged, and
    how many asked for it."""
    rows = (
        NoticeReceipt.objects.sent()
        .filter(
            notice__asks_acknowledgement=True,
            notice__written_at__date__gte=first,
            notice__written_at__date__lte=last,
        )
        .values_list("municipality")
        .annotate(done=Count("acknowledged_at"), asked=Count("pk"))
    )
    return {code: (done, asked) for code, done, asked in rows.order_by()}


@dataclass(frozen=True)
class NoticeStanding:
    """A notice of the secretariat, and how far it has come."""

    notice: Notice
    cities: int
    seen: int
    acknowledged: int

    @property
    def is_settled(self) -> bool:
        """Everybody who was asked has acknowledged it."""
        return self.acknowledged >= self.cities


def notice_standings() -> list[NoticeStanding]:
    """All notices, the newest first. One statement."""
    notices = Notice.objects.select_related("batch").annotate(
        cities=Count("receipts"),
        seen=Count("receipts__seen_at"),
        acknowledged=Count("receipts__acknowledged_at"),
    )
    return [
        NoticeStanding(each, each.cities, each.seen, each.acknowledged)
        for each in notices
    ]


def readers_of(
    cities: Iterable[Municipality], *, now: datetime
) -> dict[Municipality, list[Coordinator]]:
    """Everybody who acts for one of CITIES at NOW; a city without anybody, too."""
    found: dict[Municipality, list[Coordinator]] = {city: [] for city in cities}
    terms = (
        Coordinator.objects.acting_at(now)
        .filter(municipality__in=found, user__is_active=True)
        .select_related("user", "municipality")
        .order_by("municipality", "pk")
    )
    for term in terms:
        found[term.municipality].append(term)
    return found


def announcement_members(now: datetime) -> list[Member]:
    """Who acts for a member city at NOW, as readers of the office's announcements."""
    terms = (
        Coordinator.objects.acting_at(now)
        .filter(municipality__is_member=True, user__is_active=True)
        .select_related("user", "municipality")
        .order_by("pk")
    )
    return [
        Member(
            ref=str(term.pk),
            email=term.user.email,
            name=f"{term.municipality.name} {term.user.name}".strip(),
        )
        for term in terms
    ]


def last_reminder(notice: Notice) -> datetime | None:
    """When the cities that had not acknowledged NOTICE were last reminded."""
    return OutboxMessage.objects.filter(about=notice.about, kind=REMINDER).aggregate(
        at=Max("created_at")
    )["at"]
