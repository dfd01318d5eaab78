"""Reads events as people look for them: by month, with what can be done now."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.utils.translation import gettext as _

from events.programme.choices import EventStatus, Openness, Story, Support
from events.programme.models import Event, Storyteller, Telling, Timeslot
from peace.language.dates import TOKYO, jst


@dataclass(frozen=True)
class Listing:
    """An event in a list: its timeslots and what a visitor can do now."""

    event: Event
    timeslots: Sequence[Timeslot]
    openness: Openness

    @property
    def day(self) -> date:
        return jst(self.event.starts_at).date()

    @property
    def is_long(self) -> bool:
        """More than one day, such as an exhibition."""
        return self.event.lasts_days

    @property
    def needs_no_application(self) -> bool:
        return self.openness.needs_no_application

    @property
    def can_apply(self) -> bool:
        return self.openness.can_apply

    @property
    def by_lottery(self) -> bool:
        """Whatever one can apply for here is drawn."""
        asked = [slot for slot in self.timeslots if slot.takes_applications]
        return bool(asked) and all(slot.is_lottery for slot in asked)

    @property
    def capacity(self) -> int:
        return sum(slot.capacity for slot in self.timeslots)

    @property
    def taken(self) -> int:
        return sum(slot.taken for slot in self.timeslots)


@dataclass(frozen=True)
class Month:
    """The events of one month, for the agenda."""

    first_day: date
    listings: list[Listing]


def listings(events: Sequence[Event], *, now: datetime) -> list[Listing]:
    """EVENTS with their timeslots and openness, in one more statement."""
    slots: dict[int, list[Timeslot]] = defaultdict(list)
    for slot in (
        Timeslot.objects.filter(event__in=events).with_seats().in_order()
        if events
        else ()
    ):
        slots[slot.event_id].append(slot)
    return [
        Listing(event, slots[event.pk], event.openness(now, slots[event.pk]))
        for event in events
    ]


def support_labels(timeslots: Iterable[Timeslot]) -> list[str]:
    """The access support that TIMESLOTS offer, in a fixed order."""
    return [label for _kind, label in support_choices(timeslots)]


def support_choices(timeslots: Iterable[Timeslot]) -> list[tuple[str, str]]:
    """The same with their codes, as a form offers them."""
    kinds = {kind for slot in timeslots for kind in slot.offered_kinds}
    return [(kind.value, str(kind.label)) for kind in Support if kind in kinds]


def by_month(rows: Iterable[Listing]) -> list[Month]:
    """ROWS in order of date, cut into months."""
    return [
        Month(first_day=first, listings=list(group))
        for first, group in groupby(rows, key=lambda row: row.day.replace(day=1))
    ]


@dataclass(frozen=True)
class Load:
    """How often a storyteller tells in one fiscal year, and what."""

    storyteller: Storyteller
    tellings: Sequence[Telling]

    @property
    def count(self) -> int:
        return len(self.tellings)

    @property
    def stories(self) -> list[str]:
        """What they can tell, in words."""
        return [str(Story(each).label) for each in self.storyteller.stories]

    @property
    def words(self) -> str:
        """For a choice: the name, what they tell, and how often this year."""
        return _("%(name)s（%(stories)s）今年度%(n)s回") % {
            "name": self.storyteller.name,
            "stories": "・".join(self.stories),
            "n": self.count,
        }


def loads(*, day: date) -> list[Load]:
    """Every storyteller with the tellings of the fiscal year of DAY.

    The fewest first: that is the suggestion. Tellings of what was cancelled do
    not count. Two statements.
    """
    first, last = fiscal_year(day)
    by_person: dict[int, list[Telling]] = defaultdict(list)
    for telling in (
        Telling.objects.filter(timeslot__starts_at__gte=first)
        .filter(timeslot__starts_at__lt=last, timeslot__cancelled_at=None)
        .exclude(timeslot__event__status=EventStatus.CANCELLED)
        .select_related("timeslot__event__venue")
        .order_by("timeslot__starts_at")
    ):
        by_person[telling.storyteller_id].append(telling)
    found = [
        Load(each, by_person[each.pk])
        for each in Storyteller.objects.order_by("kana", "pk")
    ]
    return sorted(found, key=lambda load: (not load.storyteller.is_active, load.count))


def fiscal_year(day: date) -> tuple[datetime, datetime]:
    """When the fiscal year of DAY begins and ends: on 1 April in Tokyo."""
    year = day.year if day.month >= 4 else day.year - 1
    return tuple(  # type: ignore[return-value]
        datetime(each, 4, 1, tzinfo=TOKYO) for each in (year, year + 1)
    )
