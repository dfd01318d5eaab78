"""Applications as their city reads them: the list, the sheets, the ranking, counts."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from network.cities.models import Municipality
from network.cities.scope import acting_for
from network.youth.choices import (
    UNDECIDED,
    ApplicationStatus,
    NominationStatus,
)
from network.youth.models import (
    CityYear,
    InterviewSlot,
    Nomination,
    ScoreSheet,
    YouthApplication,
    YouthProgramme,
    YouthRules,
)
from peace.accounts.models import User
from peace.language.localised import Localised
from peace.outbox.choices import Channel, Status
from peace.outbox.models import OutboxMessage


@dataclass(frozen=True)
class Criterion:
    """One point by which cities choose, and the most it can count."""

    name: str
    most: int


def criteria_of(rules: YouthRules | None) -> list[Criterion]:
    """Those of the rules in force, in their order."""
    return [
        Criterion(str(Localised.of(each["name"])), int(each["points"]))
        for each in (rules.criteria if rules else [])
    ]


@dataclass(frozen=True)
class Row:
    """One application in the list. `sheets` are those its reader may see."""

    application: YouthApplication
    sheets: Sequence[ScoreSheet]
    assessed: int
    mine: bool
    is_double: bool
    is_to_tell: bool
    before: Sequence[int]

    @property
    def mean(self) -> float | None:
        """The mean of the sheets' sums; nothing while none may be seen."""
        if not self.sheets:
            return None
        return sum(each.total for each in self.sheets) / len(self.sheets)

    @property
    def word(self) -> str:
        return str(self.application.get_status_display())

    @property
    def sign(self) -> str:
        return _SIGNS[self.application.status][0]

    @property
    def tone(self) -> str:
        return _SIGNS[self.application.status][1]


_SIGNS = {
    ApplicationStatus.RECEIVED.value: ("mail", ""),
    ApplicationStatus.INVITED.value: ("cal", ""),
    ApplicationStatus.CHOSEN.value: ("ok", "good"),
    ApplicationStatus.RESERVE.value: ("wait", "care"),
    ApplicationStatus.NOT_CHOSEN.value: ("dash", ""),
    ApplicationStatus.WITHDRAWN.value: ("dash", ""),
}
# How a list may be sorted; the first is meant where nothing is said.
SORTS = ("time", "score", "interview")


def application_rows(
    programme: YouthProgramme,
    municipality: Municipality,
    *,
    reader: str,
    sees_all: bool,
    now: datetime,
    sort: str = SORTS[0],
) -> list[Row]:
    """A city's applications whose person is not erased. Five statements.

    READER sees the sheets of those applications for which they have filled in their
    own: nobody is led by another's numbers. With SEES_ALL, all of them (who only
    reads, and where the city decides).
    """
    found = list(
        YouthApplication.objects.readable()
        .filter(programme=programme, municipality=municipality)
        .select_related("slot")
    )
    sheets: dict[int, list[ScoreSheet]] = defaultdict(list)
    for sheet in ScoreSheet.objects.filter(application__in=found).order_by("at"):
        sheets[sheet.application_id].append(sheet)
    keys = Counter(
        each.person_key for each in found if each.status != ApplicationStatus.WITHDRAWN
    )
    to_tell = set(
        OutboxMessage.objects.filter(
            about__in=[each.about for each in found],
            channel__in=BY_HAND,
            status=Status.PENDING,
            due_at__lte=now,
        ).values_list("about", flat=True)
    )
    before = years_sent(each.person_key for each in found)
    rows = [
        Row(
            application=each,
            sheets=_seen(sheets[each.pk], reader=reader, sees_all=sees_all),
            assessed=len(sheets[each.pk]),
            mine=any(sheet.assessor == reader for sheet in sheets[each.pk]),
            is_double=keys[each.person_key] > 1,
            is_to_tell=each.about in to_tell,
            before=before.get(each.person_key, []),
        )
        for each in found
    ]
    return _sorted(rows, sort)


def _seen(
    sheets: Sequence[ScoreSheet], *, reader: str, sees_all: bool
) -> Sequence[ScoreSheet]:
    own = any(each.assessor == reader for each in sheets)
    return sheets if own or sees_all else []


def _sorted(rows: list[Row], sort: str) -> list[Row]:
    if sort == "score":
        return sorted(rows, key=lambda row: -(row.mean if row.mean is not None else -1))
    if sort == "interview":
        return sorted(
            rows,
            key=lambda row: (
                row.application.slot is None,
                row.application.slot.starts_at.timestamp()
                if row.application.slot
                else 0,
            ),
        )
    return rows


def years_sent(keys: Iterable[str]) -> dict[str, list[int]]:
    """The years in which these persons were sent before, by any city of the network.

    A city learns the year and nothing else: the person is its own applicant.
    """
    found: dict[str, list[int]] = defaultdict(list)
    # Past the second net on purpose, for two columns: somebody who moved here may
    # have been sent by the city where they lived.
    with acting_for(None):
        pairs = list(
            Nomination.objects.filter(
                person_key__in=set(keys) - {""}, status=NominationStatus.ACCEPTED
            )
            .order_by("programme__year")
            .values_list("person_key", "programme__year")
        )
    for key, year in pairs:
        found[key].append(year)
    return found


@dataclass(frozen=True)
class Sheet:
    """One assessor's sheet, with the points beside their criteria."""

    assessor: str
    points: Sequence[tuple[Criterion, int]]
    total: int
    note: str
    at: datetime


def sheets_to_read(
    application: YouthApplication,
    criteria: Sequence[Criterion],
    *,
    reader: str,
    sees_all: bool,
) -> list[Sheet]:
    """The sheets that READER may see, with the names of those who filled them in."""
    sheets = _seen(
        list(application.score_sheets.order_by("at")), reader=reader, sees_all=sees_all
    )
    names = _names([each.assessor for each in sheets])
    return [
        Sheet(
            assessor=names.get(each.assessor, _("前の担当者")),
            points=list(zip(criteria, each.points, strict=False)),
            total=each.total,
            note=each.note,
            at=each.at,
        )
        for each in sheets
    ]


def _names(actors: Sequence[str]) -> dict[str, str]:
    keys = [
        int(actor.removeprefix("user:"))
        for actor in actors
        if actor.removeprefix("user:").isdecimal()
    ]
    return {each.actor: each.name for each in User.objects.filter(pk__in=keys)}


# The city rings and posts for itself: these stand on no list of the office.
BY_HAND = (Channel.PHONE, Channel.POST)


@dataclass(frozen=True)
class ToTell:
    """A letter about an application: how it goes out, and whether it has."""

    message: OutboxMessage
    now: datetime

    @property
    def way(self) -> str:
        return str(Channel(self.message.channel).label)

    @property
    def word(self) -> str:
        return str(Status(self.message.status).label)

    @property
    def is_by_hand(self) -> bool:
        """The city itself has to ring, or to post it."""
        return (
            self.message.channel in BY_HAND
            and self.message.status == Status.PENDING
            and self.message.due_at <= self.now
        )


def letters_about(application: YouthApplication, *, now: datetime) -> list[ToTell]:
    """What was written to the applicant, the newest first; not what cities got."""
    found = OutboxMessage.objects.about(application.about).exclude(
        kind="application_withdrawn"
    )
    return [ToTell(each, now) for each in found.order_by("-created_at", "-pk")]


@dataclass(frozen=True)
class Summary:
    """A city's applications of a year in figures."""

    city_year: CityYear
    received: int
    undecided: int
    withdrawn: int
    slots: int
    free: int
    is_open: bool


def applications_summary(
    programme: YouthProgramme, municipality: Municipality, *, now: datetime
) -> Summary | None:
    """For the city's own page. Erased ones are counted: they did apply."""
    city_year = CityYear.objects.filter(
        programme=programme, municipality=municipality
    ).first()
    if city_year is None:
        return None
    mine = YouthApplication.objects.filter(
        programme=programme, municipality=municipality
    )
    counts = mine.aggregate(
        received=Count("pk"),
        undecided=Count("pk", filter=Q(status__in=UNDECIDED)),
        withdrawn=Count("pk", filter=Q(status=ApplicationStatus.WITHDRAWN)),
    )
    slots = InterviewSlot.objects.filter(programme=programme, municipality=municipality)
    return Summary(
        city_year=city_year,
        slots=slots.count(),
        free=slots.free().count(),
        is_open=city_year.is_open_at(now),
        **counts,
    )


def applications_by_year(municipality: Municipality) -> list[tuple[int, int]]:
    """Year and number of applications, the newest first: erased ones included."""
    return list(
        YouthApplication.objects.filter(municipality=municipality)
        .values_list("programme__year")
        .annotate(n=Count("pk"))
        .order_by("-programme__year")
    )


def open_cities(programme: YouthProgramme, *, now: datetime) -> list[CityYear]:
    """The cities that take applications through the portal now, for everybody."""
    return list(
        CityYear.objects.filter(
            programme=programme,
            takes_applications=True,
            decided_at__isnull=True,
            applications_until__gte=now,
        )
        .select_related("municipality")
        .order_by("municipality__code")
    )
