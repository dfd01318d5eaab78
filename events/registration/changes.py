"""What differs between an event as it was and as it is, in words. Pure.

Only what people who have registered need to know: the place, the day, the time, the
doors, and, when staff want it told, names and what to bring.
"""

from collections.abc import Collection, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import translation
from django.utils.translation import pgettext

from events.programme.models import Event, Timeslot
from peace.language.dates import clock, date_long, jst, time_range
from peace.language.localised import Localised

VENUE, DAY, WHEN, TIME, DOORS = "VENUE", "DAY", "WHEN", "TIME", "DOORS"
TITLE, SLOT_TITLE, BRING = "TITLE", "SLOT_TITLE", "BRING"
# People would come to the wrong place or at the wrong time.
MUST_BE_TOLD = (VENUE, DAY, WHEN, TIME, DOORS)


@dataclass(frozen=True)
class Snapshot:
    """An event and its timeslots at one moment."""

    event: Event
    timeslots: Mapping[int, Timeslot]

    @classmethod
    def of(cls, event: Event, timeslots: Sequence[Timeslot]) -> "Snapshot":
        return cls(copy(event), {slot.pk: copy(slot) for slot in timeslots})


@dataclass(frozen=True)
class Change:
    """One thing that changed: for everybody, or for those of one timeslot."""

    item: str
    before: Any
    after: Any
    timeslot: Timeslot | None = None
    # Its name stands in front where an event has several.
    names_timeslot: bool = False

    @property
    def must_be_told(self) -> bool:
        return self.item in MUST_BE_TOLD

    def concerns(self, timeslot_ids: Collection[int]) -> bool:
        return self.timeslot is None or self.timeslot.pk in timeslot_ids

    def label(self, language: str) -> str:
        with translation.override(language):
            return {
                VENUE: pgettext("what changed", "会場"),
                DAY: pgettext("what changed", "日"),
                WHEN: pgettext("what changed", "日時"),
                TIME: pgettext("what changed", "時間"),
                DOORS: pgettext("what changed", "受付の時間"),
                TITLE: pgettext("what changed", "名前"),
                SLOT_TITLE: pgettext("what changed", "回の名前"),
                BRING: pgettext("what changed", "持ち物"),
            }[self.item]

    def words(self, language: str) -> tuple[str, str]:
        """Before and after, as a letter says them."""
        first, second = (self._say(value, language) for value in self._both)
        if self.names_timeslot and self.timeslot and self.item != SLOT_TITLE:
            name = self.timeslot.title.in_language(language)
            return f"{name} {first}", f"{name} {second}"
        return first, second

    @property
    def _both(self) -> tuple[Any, Any]:
        return self.before, self.after

    def _say(self, value: Any, language: str) -> str:
        if isinstance(value, Localised):
            return value.in_language(language) or _nothing(language)
        if self.item == DAY:
            return date_long(value, language)
        if self.item == DOORS:
            return clock(value, language)
        hours = time_range(*value, language)
        if self.item == TIME:
            return hours
        return f"{date_long(value[0], language)} {hours}"


def changes(before: Snapshot, after: Snapshot) -> list[Change]:
    """What differs, the most important first."""
    found: list[Change] = []
    if before.event.venue_id != after.event.venue_id:
        found.append(Change(VENUE, before.event.venue.name, after.event.venue.name))
    found += _moved(before, after)
    for item, name in ((TITLE, "title"), (BRING, "bring")):
        old, new = getattr(before.event, name), getattr(after.event, name)
        if _differ(old, new):
            found.append(Change(item, old, new))
    for pk, slot in after.timeslots.items():
        old_slot = before.timeslots.get(pk)
        if old_slot and _differ(old_slot.title, slot.title):
            found.append(Change(SLOT_TITLE, old_slot.title, slot.title, timeslot=slot))
    return found


def _moved(before: Snapshot, after: Snapshot) -> list[Change]:
    if not after.timeslots:
        return _moved_event(before.event, after.event)
    pairs = [
        (before.timeslots[pk], slot)
        for pk, slot in after.timeslots.items()
        if pk in before.timeslots
    ]
    days = {_days_between(old, new) for old, new in pairs}
    if len(days) == 1 and days != {timedelta()} and all(map(_same_clock, pairs)):
        # The whole event on another day: said once, not for each timeslot.
        return [Change(DAY, before.event.starts_at, after.event.starts_at)]
    several = len(after.timeslots) > 1
    return [change for old, new in pairs if (change := _moved_slot(old, new, several))]


def _moved_event(old: Event, new: Event) -> list[Change]:
    first, second = (old.starts_at, old.ends_at), (new.starts_at, new.ends_at)
    if first == second:
        return []
    same_day = jst(old.starts_at).date() == jst(new.starts_at).date()
    return [Change(TIME if same_day else WHEN, first, second)]


def _moved_slot(old: Timeslot, new: Timeslot, several: bool) -> Change | None:
    if _days_between(old, new):
        item = WHEN
    elif (old.starts_at, old.ends_at) != (new.starts_at, new.ends_at):
        item = TIME
    elif old.opens_doors_at != new.opens_doors_at:
        item = DOORS
    else:
        return None
    if item == DOORS:
        return Change(DOORS, old.opens_doors_at, new.opens_doors_at, new, several)
    return Change(
        item,
        (old.starts_at, old.ends_at),
        (new.starts_at, new.ends_at),
        new,
        several,
    )


def _days_between(old: Timeslot, new: Timeslot) -> timedelta:
    return jst(new.starts_at).date() - jst(old.starts_at).date()


def _same_clock(pair: tuple[Timeslot, Timeslot]) -> bool:
    old, new = pair
    by = _days_between(old, new)
    return (
        new.starts_at - old.starts_at == by
        and new.ends_at - old.ends_at == by
        and new.opens_doors_at - old.opens_doors_at == by
    )


def _differ(old: Localised, new: Localised) -> bool:
    """Other words in a language; an empty text is the same as none."""
    return any(
        old.get(language, "") != new.get(language, "") for language in {*old, *new}
    )


def _nothing(language: str) -> str:
    with translation.override(language):
        return pgettext("what changed", "なし")
