"""Who came from where: visits, registrations, who came, first-time, young.

`came` is who was let in at the door (an admitted seat), each person once an event.
First-time and young are asked in one optional tap: their denominators are those who
came and said so, and are always told. Walk-ins have no source; they stand in a row of
their own.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from events.outreach.heard import kind_of
from events.outreach.models import Source, SourceVisit
from events.programme.models import Event, Programme
from events.programme.reports import fiscal_year
from events.registration.choices import YOUNG, RegistrationStatus, Visit
from events.registration.models import Attendee, Registration, Seat, WalkIn

WALK_INS = "*walk-ins"
UNKNOWN = ""


@dataclass
class Tally:
    """Figures of one row (people, but `visits` of a link and `parties`)."""

    visits: int = 0
    parties: int = 0
    people: int = 0
    came: int = 0
    first: int = 0
    said_visit: int = 0
    young: int = 0
    said_age: int = 0

    def add(self, other: "Tally") -> None:
        for name in vars(other):
            setattr(self, name, getattr(self, name) + getattr(other, name))

    def count(self, *, visit: str, age_band: str) -> None:
        """One more person who came, with what they said of themselves."""
        self.came += 1
        self.said_visit += bool(visit)
        self.first += visit == Visit.FIRST
        self.said_age += bool(age_band)
        self.young += age_band in YOUNG


@dataclass(frozen=True)
class SourceRow:
    """A source in the list of staff, with its figures."""

    source: Source
    tally: Tally = field(default_factory=Tally)


def source_rows(sources: Iterable[Source]) -> list[SourceRow]:
    """SOURCES with their figures, over all events; three statements."""
    rows = [SourceRow(source) for source in sources]
    codes = {row.source.code for row in rows}
    visits = _visits(Q(source__in=[row.source.pk for row in rows]))
    tallies = tallies_of(Registration.objects.filter(source__in=codes))
    for row in rows:
        row.tally.add(tallies.get(row.source.code, Tally()))
        row.tally.visits = visits.get(row.source.code, 0)
    return rows


def tallies_of(registrations: QuerySet) -> dict[str, Tally]:
    """By what stands in `Registration.source`; two statements."""
    found: dict[str, Tally] = defaultdict(Tally)
    active = registrations.filter(status=RegistrationStatus.ACTIVE)
    for source in active.values_list("source", flat=True):
        found[source].parties += 1
    admitted = Seat.objects.admitted().filter(attendee=OuterRef("pk"))
    people = Attendee.objects.filter(registration__in=registrations).annotate(
        came=Exists(admitted)
    )
    for source, status, came, visit, age_band in people.values_list(
        "registration__source", "registration__status", "came", "visit", "age_band"
    ):
        found[source].people += status == RegistrationStatus.ACTIVE
        if came:
            found[source].count(visit=visit, age_band=age_band)
    return dict(found)


def event_tallies(event: Event) -> dict[str, Tally]:
    """Of EVENT, its walk-ins under WALK_INS; with visits of its own links."""
    return _tallies(
        Registration.objects.filter(event=event),
        WalkIn.objects.filter(timeslot__event=event),
        Q(source__event=event),
    )


def year_tallies(day: date, programme: Programme | None = None) -> dict[str, Tally]:
    """Of all events that begin in the fiscal year of DAY, of PROGRAMME or of all."""
    first, last = fiscal_year(day)
    begins = Q(starts_at__gte=first, starts_at__lt=last)
    if programme:
        begins &= Q(programme=programme)
    events = Event.objects.filter(begins)
    visits = Q(day__gte=first.date(), day__lt=last.date())
    if programme:
        visits &= Q(source__event__in=events) | Q(source__programme=programme)
    return _tallies(
        Registration.objects.filter(event__in=events),
        WalkIn.objects.filter(timeslot__event__in=events),
        visits,
    )


def _tallies(
    registrations: QuerySet, walk_ins: QuerySet, visits: Q
) -> dict[str, Tally]:
    found = tallies_of(registrations)
    at_door = Tally()
    for visit, age_band in walk_ins.filter(undone_at=None).values_list(
        "visit", "age_band"
    ):
        at_door.count(visit=visit, age_band=age_band)
    if at_door.came:
        found[WALK_INS] = at_door
    for code, count in _visits(visits).items():
        found.setdefault(code, Tally()).visits = count
    return found


def _visits(which: Q) -> dict[str, int]:
    rows = SourceVisit.objects.filter(which).order_by().values_list("source__code")
    return dict(rows.annotate(visits=Sum("visits")))


def by_kind(tallies: Mapping[str, Tally]) -> dict[str, Tally]:
    """TALLIES put together by kind of source, under its label; one statement."""
    kinds = dict(Source.objects.filter(code__in=tallies).values_list("code", "kind"))
    labels = {
        code: str(Source(kind=kind).get_kind_display()) for code, kind in kinds.items()
    }
    found: dict[str, Tally] = defaultdict(Tally)
    for code, tally in tallies.items():
        found[_label(code, labels)].add(tally)
    return dict(found)


def by_source(tallies: Mapping[str, Tally]) -> dict[str, Tally]:
    """TALLIES under the name of each source; one statement."""
    sources = Source.objects.filter(code__in=tallies)
    labels = {each.code: each.name for each in sources}
    found: dict[str, Tally] = defaultdict(Tally)
    for code, tally in tallies.items():
        found[_label(code, labels)].add(tally)
    return dict(found)


def unnamed() -> set[str]:
    """Labels of rows that are no source: they stand below the others."""
    return {_label(WALK_INS, {}), _label(UNKNOWN, {})}


def _label(code: str, labels: Mapping[str, str]) -> str:
    if code == WALK_INS:
        return _("申し込まないで来た人（経路は不明）")
    kind = kind_of(code)
    if kind:
        return str(kind.label)
    return labels.get(code) or _("わからない")


def visits_by_day(source: Source, *, since: date) -> list[tuple[date, int]]:
    rows = SourceVisit.objects.filter(source=source, day__gte=since).order_by("day")
    return list(rows.values_list("day", "visits"))


def fiscal_years(now: datetime) -> list[int]:
    """The fiscal years that have events, the newest first."""
    first = Event.objects.order_by("starts_at").values_list("starts_at", flat=True)
    begins = first.first() or now
    oldest = fiscal_year(begins.date())[0].year
    newest = fiscal_year(now.date())[0].year
    return list(range(newest, min(oldest, newest) - 1, -1))
