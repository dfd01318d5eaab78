"""Interviews: the city makes times, invites to them, and an applicant may move."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction

from network.youth.choices import UNDECIDED, ApplicationStatus, Recruiting
from network.youth.letters import application as letters
from network.youth.models import (
    CityYear,
    InterviewSlot,
    YouthApplication,
    YouthProgramme,
)
from peace.audit.usecases import record
from peace.language.dates import TOKYO

# In one go; a whole day of ten minutes each is less.
MOST_SLOTS = 60
# An applicant can change the time until so long before both times.
CHANGE_BEFORE = timedelta(days=1)


class NoTimeBetween(Exception):
    """Not one interview fits between the two times, or too many do."""


class SlotsThere(Exception):
    """Some of these times are there already."""


class SlotTaken(Exception):
    """The time is full by now, or is not there any more."""


class SlotInUse(Exception):
    """Somebody is invited to this time."""


class NotWaiting(Exception):
    """The application is decided or withdrawn: there is nothing to invite to."""


class TooLateToChange(Exception):
    """The interview is too near to change it without a telephone call."""


@dataclass(frozen=True)
class Row:
    """Interviews one after the other: MINUTES each, on one DAY (Tokyo)."""

    day: date
    start: time
    end: time
    minutes: int
    place: str
    capacity: int

    def times(self) -> list[tuple[datetime, datetime]]:
        each = timedelta(minutes=self.minutes)
        at = datetime.combine(self.day, self.start, tzinfo=TOKYO)
        end = datetime.combine(self.day, self.end, tzinfo=TOKYO)
        found: list[tuple[datetime, datetime]] = []
        while at + each <= end and len(found) <= MOST_SLOTS:
            found.append((at, at + each))
            at += each
        return found


@transaction.atomic
def make_slots(*, city_year: CityYear, row: Row) -> int:
    """The interview times of ROW; returns how many. Nothing leaves.

    Locks the city's row of the year: the same form sent twice makes them once. Raises
    NoTimeBetween, SlotsThere.
    """
    CityYear.objects.select_for_update().get(pk=city_year.pk)
    times = row.times()
    if not 0 < len(times) <= MOST_SLOTS:
        raise NoTimeBetween
    mine = InterviewSlot.objects.filter(
        programme_id=city_year.programme_id, municipality=city_year.municipality_id
    )
    starts = [start for start, _end in times]
    if mine.filter(place=row.place, starts_at__in=starts).exists():
        raise SlotsThere
    InterviewSlot.objects.bulk_create(
        InterviewSlot(
            programme_id=city_year.programme_id,
            municipality_id=city_year.municipality_id,
            starts_at=start,
            ends_at=end,
            place=row.place,
            capacity=row.capacity,
        )
        for start, end in times
    )
    return len(times)


@transaction.atomic
def remove_slot(*, slot: InterviewSlot) -> None:
    """Remove a time that nobody has. Locks it: who is invited meanwhile waits, and
    then finds it gone. Nothing leaves. Raises SlotInUse."""
    free = InterviewSlot.objects.select_for_update().filter(pk=slot.pk, taken=0).first()
    if free is None:
        raise SlotInUse
    free.delete()


@transaction.atomic
def invite_to_interview(
    *,
    application: YouthApplication,
    slot: InterviewSlot,
    actor: str,
    now: datetime,
) -> YouthApplication:
    """Invite an applicant to SLOT, or to another one than before.

    Changes: the place in the slot, by one conditional UPDATE (the place before is
    free again), the application, and the city is interviewing. Locks the application.
    A letter with day and place leaves; an audit entry. The same slot again writes
    nothing. Raises NotWaiting, SlotTaken.
    """
    locked = _locked(application)
    if locked.slot_id == slot.pk:
        return locked
    _seat(locked, slot)
    CityYear.objects.filter(
        programme=locked.programme_id, municipality=locked.municipality_id
    ).exclude(recruiting=Recruiting.INTERVIEWING).update(
        recruiting=Recruiting.INTERVIEWING
    )
    letters.interview(application=locked, now=now)
    _record("application.invited", locked, actor=actor, now=now)
    return locked


@transaction.atomic
def choose_interview(
    *, application: YouthApplication, slot: InterviewSlot, actor: str, now: datetime
) -> YouthApplication:
    """The invited applicant moves to another free time of their city.

    Changes and locks as `invite_to_interview`. A letter with the new time leaves; an
    audit entry. Raises NotWaiting, SlotTaken, TooLateToChange.
    """
    locked = _locked(application)
    if locked.slot is None:
        raise NotWaiting
    if locked.slot_id == slot.pk:
        return locked
    if any(each.starts_at - CHANGE_BEFORE <= now for each in (locked.slot, slot)):
        raise TooLateToChange
    _seat(locked, slot)
    letters.interview(application=locked, now=now)
    _record("application.moved", locked, actor=actor, now=now)
    return locked


def open_slots(
    programme: YouthProgramme, municipality_id: str, *, now: datetime
) -> Sequence[InterviewSlot]:
    """The free times to which an applicant can still move."""
    return list(
        InterviewSlot.objects.free().filter(
            programme=programme,
            municipality=municipality_id,
            starts_at__gt=now + CHANGE_BEFORE,
        )
    )


def _locked(application: YouthApplication) -> YouthApplication:
    locked = (
        YouthApplication.objects.select_for_update(of=("self",))
        .select_related("slot", "municipality", "programme")
        .get(pk=application.pk)
    )
    if locked.status not in UNDECIDED:
        raise NotWaiting
    return locked


def _seat(locked: YouthApplication, slot: InterviewSlot) -> None:
    """Slots in the order of their ids, so that two who swap do not wait for ever."""
    same_city = (locked.programme_id, locked.municipality_id)
    if (slot.programme_id, slot.municipality_id) != same_city:
        raise SlotTaken
    before = locked.slot_id
    if before is not None and before < slot.pk:
        InterviewSlot.objects.give_back(before)
    if not InterviewSlot.objects.take_place(slot.pk):
        raise SlotTaken
    if before is not None and before > slot.pk:
        InterviewSlot.objects.give_back(before)
    locked.slot, locked.status = slot, ApplicationStatus.INVITED
    locked.save(update_fields=["slot", "status"])


def _record(
    verb: str, application: YouthApplication, *, actor: str, now: datetime
) -> None:
    record(
        stream="network",
        verb=verb,
        actor=actor,
        about=application.about,
        detail={"municipality": application.municipality_id},
        now=now,
    )
