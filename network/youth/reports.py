"""Where each of the 26 cities stands, and what is late."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, FilteredRelation, Q
from django.utils.translation import gettext as _

from network.cities.models import Municipality
from network.cities.reports import overdue_notices
from network.youth.choices import NominationKind, Recruiting
from network.youth.models import (
    ChecklistItem,
    Delegate,
    Nomination,
    YouthProgramme,
    YouthReport,
    YouthRules,
)
from network.youth.reports_standing import (
    GROUPS,
    REPORT_DUE,
    TRAVELLING,
    CityStanding,
)
from network.youth.reports_travel import stops_of
from peace.language.dates import jst
from peace.language.localised import Localised

__all__ = [
    "CityStanding",
    "Total",
    "city_standing",
    "city_standings",
    "days_of",
    "late_cities",
    "narrowed",
    "totals",
    "years_and_rules",
]


def days_of(rules: YouthRules | None) -> list[tuple[date, Localised]]:
    """The compulsory days, and what they are for."""
    return [
        (date.fromisoformat(each["on"]), Localised.of(each["what"]))
        for each in (rules.dates if rules else [])
    ]


def years_and_rules() -> dict[YouthProgramme, YouthRules | None]:
    """Every year, the newest first, with the rules in force. One statement."""
    found: dict[YouthProgramme, YouthRules | None] = {}
    versions = (
        YouthRules.objects.select_related("programme")
        .defer("guideline")
        .order_by("-programme__year", "-version")
    )
    for each in versions:
        if found.get(each.programme) is None:
            found[each.programme] = each if each.published_at else None
    return found


def city_standings(
    programme: YouthProgramme,
    *,
    now: datetime,
    rules: YouthRules | None = None,
    only: Municipality | None = None,
) -> list[CityStanding]:
    """All 26, or ONLY one, those that need somebody first. Six statements at most,
    whatever stands in the tables; one less with the RULES in force at hand."""
    rules = rules or programme.rules
    phase = _phase(programme, now=now)
    active = Nomination.objects.filter(programme=programme).active()
    if only:
        active = active.filter(municipality=only)
    by_place = {
        (each.municipality_id, each.kind): each
        for each in active.select_related("delegate__report")
    }
    items = _items_of(programme, only)
    notices = overdue_notices(jst(now).date())
    standings = []
    for city in _members(programme, only):
        principal = by_place.get((city.pk, NominationKind.PRINCIPAL))
        delegate = _delegate_of(principal)
        standings.append(
            CityStanding(
                city=city,
                principal=principal,
                reserve=by_place.get((city.pk, NominationKind.RESERVE)),
                recruiting=getattr(city, "recruiting", "") or Recruiting.NOT_STARTED,
                rules=rules,
                now=now,
                delegate=delegate,
                items=items[delegate.pk] if delegate else (),
                report=_report_of(delegate),
                phase=phase,
                notices_late=notices.get(city.pk, 0),
                reminded_at=getattr(city, "reminded_at", None),
            )
        )
    return sorted(standings, key=lambda each: each.order)


def city_standing(
    programme: YouthProgramme, municipality: Municipality, *, now: datetime
) -> CityStanding:
    """The one of this city."""
    (mine,) = city_standings(programme, now=now, only=municipality)
    return mine


def late_cities(programme: YouthProgramme, *, now: datetime) -> list[Municipality]:
    """Those that are late with anything, in the order of the board."""
    return [each.city for each in city_standings(programme, now=now) if each.is_late]


@dataclass(frozen=True)
class Total:
    """One number at the head of the board; `key` shows only those cities."""

    key: str
    sign: str
    word: str
    number: int


def totals(standings: Sequence[CityStanding]) -> list[Total]:
    """How many are late, and how many stand where; nobody stands in two of the latter.

    What is late and what waits for the secretariat is always told, also a zero.
    """
    groups = Counter(each.group for each in standings)
    late = sum(each.is_late for each in standings)
    rows = [
        Total("late", "warn", _("遅れ"), late),
        Total("review", "wait", _("事務局の確認待ち"), groups["review"]),
        Total("sent_back", "move", _("差戻し"), groups["sent_back"]),
        Total("preparing", "dash", _("推薦の前"), groups["preparing"]),
        Total("accepted", "ok", _("承認"), groups["accepted"]),
        Total("documents", "file", _("提出物"), groups["documents"]),
        Total("ready", "check", _("準備完了"), groups["ready"]),
        Total("travelling", "go", _("派遣中"), groups["travelling"]),
        Total("report", "pen", _("報告待ち"), groups["report"]),
        Total("reported", "ok", _("報告済み"), groups["reported"]),
    ]
    return [each for each in rows if each.number or each.key in {"late", "review"}]


def narrowed(standings: Iterable[CityStanding], key: str) -> list[CityStanding]:
    """Those that the number KEY counts; all, when there is no such number."""
    found = list(standings)
    if key == "late":
        return [each for each in found if each.is_late]
    if key in GROUPS:
        return [each for each in found if each.group == key]
    return found


def _members(
    programme: YouthProgramme, only: Municipality | None
) -> Iterable[Municipality]:
    """Members, each with how far it is before it submits. One statement."""
    members = Municipality.objects.members().annotate(
        of_year=FilteredRelation(
            "youth_years", condition=Q(youth_years__programme=programme)
        ),
        recruiting=F("of_year__recruiting"),
        reminded_at=F("of_year__reminded_at"),
    )
    return members.filter(pk=only.pk) if only else members


def _delegate_of(nomination: Nomination | None) -> Delegate | None:
    """Who goes; read with the nomination."""
    found: Delegate | None = getattr(nomination, "delegate", None)
    return found if found and found.is_active else None


def _report_of(delegate: Delegate | None) -> YouthReport | None:
    return getattr(delegate, "report", None)


def _items_of(
    programme: YouthProgramme, only: Municipality | None
) -> dict[int, list[ChecklistItem]]:
    """What is needed of each active delegate. One statement."""
    found: dict[int, list[ChecklistItem]] = defaultdict(list)
    needed = ChecklistItem.objects.filter(
        delegate__programme=programme,
        delegate__ended_at__isnull=True,
        is_needed=True,
    ).only("delegate_id", "kind", "status", "due_on")
    if only:
        needed = needed.filter(municipality=only)
    for item in needed:
        found[item.delegate_id].append(item)
    return found


def _phase(programme: YouthProgramme, *, now: datetime) -> str:
    """Before the trip nothing, during it TRAVELLING, after it REPORT_DUE."""
    slots = [stop.timeslot for stop in stops_of(programme) if not stop.is_training]
    if not slots or now < min(slot.starts_at for slot in slots):
        return ""
    return TRAVELLING if now <= max(slot.ends_at for slot in slots) else REPORT_DUE
