"""Cities are reminded by themselves: of their nomination, and of what is missing."""

from collections import defaultdict
from datetime import date, datetime, time

from django.db import transaction

from events.registration.offer_clock import office_is_closed
from network.youth.choices import NominationStatus
from network.youth.letters import documents as letters
from network.youth.models import (
    ChecklistItem,
    CityYear,
    Delegate,
    Nomination,
    YouthProgramme,
    YouthRules,
)
from peace.language.dates import fiscal_year_begins, jst

OPENS, CLOSES = time(9), time(17)
# A city that nominated nobody is written to once after the deadline, within:
LAST_CALL_DAYS = 14

# What was reached for one due date: "week", "day", "late0", "late1", …
Mark = tuple[date, str]


def remind_cities(*, now: datetime) -> int:
    """Write what is due to be written today; how many letters are new.

    In office hours of a working day only. A city that nominated nobody: 14, 7 and 1
    days before the deadline, and once after it. A delegate's items that are missing:
    7 days and 1 day before each due date, then every week; a day that falls on a day
    off moves to the next working day. All that is missing and near stands in one
    letter a day. Changes: the moment in the city's row (a conditional UPDATE: of two
    runs at once one writes); letters of class B, one a reader and day. A city without
    a coordinator is left, and the board shows that nobody was reminded.
    """
    at = jst(now)
    if office_is_closed(at.date()) or not OPENS <= at.time() < CLOSES:
        return 0
    years = YouthProgramme.objects.filter(year__gte=fiscal_year_begins(now).year)
    return sum(_remind_year(each, now) for each in years)


def _remind_year(programme: YouthProgramme, now: datetime) -> int:
    rules = programme.rules
    if rules is None:
        return 0
    delegates = {
        each.municipality_id: each
        for each in Delegate.objects.active().with_person().filter(programme=programme)
    }
    missing: dict[int, list[ChecklistItem]] = defaultdict(list)
    for item in ChecklistItem.objects.missing().filter(
        delegate__in=delegates.values(), is_needed=True, due_on__isnull=False
    ):
        missing[item.delegate_id].append(item)
    nominated = set(_nominated(programme))
    written = 0
    for city_year in CityYear.objects.filter(programme=programme):
        delegate = delegates.get(city_year.municipality_id)
        if delegate:
            written += _documents(city_year, delegate, missing[delegate.pk], now)
        elif city_year.municipality_id not in nominated:
            written += _nomination(city_year, rules, now)
    return written


def _nominated(programme: YouthProgramme) -> list[str]:
    return list(
        Nomination.objects.filter(programme=programme, submitted_at__isnull=False)
        .active()
        .principals()
        .exclude(status=NominationStatus.DRAFT)
        .values_list("municipality", flat=True)
    )


def _documents(
    city_year: CityYear, delegate: Delegate, items: list[ChecklistItem], now: datetime
) -> int:
    day = jst(now).date()
    near = sorted(
        (each for each in items if _stage(each.due_on, day)),
        key=lambda each: (each.due_on, each.pk),
    )
    reached = {(each.due_on, _stage(each.due_on, day)) for each in near}
    last = city_year.reminded_at
    told = set()
    if last and last >= delegate.began_at:
        before = jst(last).date()
        told = {(each.due_on, _stage(each.due_on, before)) for each in near}
    if not reached - told:
        return 0
    with transaction.atomic():
        if not _claim(city_year, now):
            return 0
        written = letters.documents_due(delegate=delegate, items=near, now=now)
        if not written:
            transaction.set_rollback(True)
        return written


def _nomination(city_year: CityYear, rules: YouthRules, now: datetime) -> int:
    due = jst(rules.deadline).date()
    stage = _call(due, jst(now).date())
    last = city_year.reminded_at
    if stage is None or (last and _call(due, jst(last).date()) == stage):
        return 0
    with transaction.atomic():
        if not _claim(city_year, now):
            return 0
        written = letters.nomination_due(city_year=city_year, rules=rules, now=now)
        if not written:
            transaction.set_rollback(True)
        return written


def _claim(city_year: CityYear, now: datetime) -> bool:
    """One of several runs writes to this city."""
    found = CityYear.objects.filter(pk=city_year.pk)
    if city_year.reminded_at is None:
        found = found.filter(reminded_at__isnull=True)
    else:
        found = found.filter(reminded_at=city_year.reminded_at)
    return bool(found.update(reminded_at=now))


def _stage(due: date | None, day: date) -> str | None:
    """How near DUE is on DAY, in words that change when a letter is to be written."""
    if due is None:
        return None
    left = (due - day).days
    if left < 0:
        return f"late{(-left - 1) // 7}"
    if left <= 1:
        return "day"
    return "week" if left <= 7 else None


def _call(due: date, day: date) -> str | None:
    left = (due - day).days
    if left < 0:
        return "over" if -left <= LAST_CALL_DAYS else None
    for name, days in (("day", 1), ("week", 7), ("two weeks", 14)):
        if left <= days:
            return name
    return None
