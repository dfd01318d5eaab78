"""The trip of a year: an internal event, and its timetable."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from events.programme.choices import (
    Admission,
    EventStatus,
    ProgrammeKind,
    QuotaKind,
)
from events.programme.models import Event, Programme, Timeslot, Venue
from events.programme.plans import QuotaPlan, TimeslotPlan
from events.programme.usecases.save_event import create_event, save_event
from events.programme.usecases.save_timeslot import save_timeslot
from events.registration.usecases.enrol import drop_timeslots
from network.cities.models import Municipality
from network.youth.choices import StopKind
from network.youth.models import TripStop, YouthProgramme, YouthRules
from network.youth.usecases.enrol_delegates import enrol_delegates
from peace.audit.usecases import record
from peace.language.dates import TOKYO
from peace.language.localised import LANGUAGES, Localised

# People gather before it begins; the door counts them from then on.
GATHER = timedelta(hours=1)
_FIRST, _LAST = time(9), time(17)


class TripExists(Exception):
    """The year has its trip already."""


class NoDates(Exception):
    """The rules in force say no date, so there is nothing to begin with."""


class EmptyTimetable(Exception):
    """A trip has at least one row."""


@dataclass(frozen=True)
class StopPlan:
    """A row of the timetable as it is wanted; PK of the timeslot it was, if it was."""

    starts_at: datetime
    ends_at: datetime
    what: str
    place: str = ""
    kind: StopKind = StopKind.PART
    pk: int | None = None


@transaction.atomic
def plan_trip(*, programme: YouthProgramme, actor: str, now: datetime) -> Event:
    """Make the trip of PROGRAMME, with the compulsory dates of its rules as first rows.

    Changes: an internal event (nobody outside sees it) with a roll-call, its timetable
    (`save_timetable`), and with it a place for every delegate. Locks the programme.
    Audit entries; no letter leaves. Raises TripExists, NoDates.
    """
    locked = YouthProgramme.objects.select_for_update().get(pk=programme.pk)
    if locked.trip_id is not None:
        raise TripExists
    rows = _rows_of(programme.rules)
    if not rows:
        raise NoDates
    locked.trip = create_event(values=_event_values(locked, rows), actor=actor, now=now)
    locked.save(update_fields=["trip"])
    programme.trip = locked.trip
    record(
        stream="network",
        verb="trip.planned",
        actor=actor,
        about=programme.about,
        now=now,
    )
    save_timetable(programme=programme, rows=rows, actor=actor, now=now)
    return programme.trip


@transaction.atomic
def save_timetable(
    *,
    programme: YouthProgramme,
    rows: Sequence[StopPlan],
    removed: Collection[int] = (),
    actor: str,
    now: datetime,
) -> None:
    """Write ROWS into the timetable of the trip, and take the timeslots REMOVED off it.

    Changes: timeslots with a seat for each city, what they are (`TripStop`), the
    span of the event; whoever travels gets a place in the new ones. A text in another
    language stays while the Japanese one does. Locks quotas, event and seats in turn.
    Rows that somebody else added meanwhile stay. Audit entries; no letter leaves.
    Raises EmptyTimetable when no row would be left, and WasThere when one to be removed
    has a record of a roll-call; nothing has changed then.
    """
    trip = programme.trip
    if trip is None:
        raise EmptyTimetable
    known = {slot.pk: slot for slot in trip.timeslots.filter(cancelled_at=None)}
    gone = [pk for pk in removed if known.pop(pk, None)]
    if gone:
        drop_timeslots(event=trip, timeslot_ids=gone, actor=actor, now=now)
    places = Municipality.objects.members().count()
    for row in rows:
        _save(
            programme, trip, known.get(row.pk or 0), row, places, actor=actor, now=now
        )
    left = list(trip.timeslots.filter(cancelled_at=None))
    if not left:
        raise EmptyTimetable
    save_event(event=trip, values=_span(left), actor=actor, now=now)
    enrol_delegates(programme=programme, actor=actor, now=now)


def _save(
    programme: YouthProgramme,
    trip: Event,
    slot: Timeslot | None,
    row: StopPlan,
    places: int,
    *,
    actor: str,
    now: datetime,
) -> None:
    fields = {
        "title": _kept(slot.title if slot else None, row.what),
        "note": _kept(slot.note if slot else None, row.place),
        "starts_at": row.starts_at,
        "ends_at": row.ends_at,
        "doors_at": row.starts_at - GATHER,
        "admission": Admission.SELECTION,
    }
    if slot is None or any(getattr(slot, name) != new for name, new in fields.items()):
        slot = save_timeslot(
            event=trip,
            timeslot=slot,
            plan=TimeslotPlan(
                fields=fields, quotas={QuotaKind.GENERAL: QuotaPlan(places)}
            ),
            actor=actor,
            now=now,
        )
    TripStop.objects.update_or_create(
        timeslot=slot, defaults={"programme": programme, "kind": row.kind}
    )


def _kept(old: Localised | None, ja: str) -> Localised:
    """JA, with the other languages of OLD where the Japanese is still the same."""
    if old is not None and old.in_language("ja") == ja:
        return old
    return Localised.of(ja)


def _rows_of(rules: YouthRules | None) -> list[StopPlan]:
    """A row a date; where the word is missing, it is the day on which they leave."""
    rows = []
    for each in rules.dates if rules else []:
        day = date.fromisoformat(each["on"])
        what = Localised.of(each["what"])
        is_training = any(word in what.in_language("ja") for word in _TRAININGS)
        rows.append(
            StopPlan(
                starts_at=datetime.combine(day, _FIRST, tzinfo=TOKYO),
                ends_at=datetime.combine(day, _LAST, tzinfo=TOKYO),
                what=what.in_language("ja") or "研修",
                kind=StopKind.TRAINING if is_training else StopKind.MUSTER,
            )
        )
    return sorted(rows, key=lambda row: row.starts_at)


_TRAININGS = ("研修", "サミット", "報告", "説明")


def _event_values(
    programme: YouthProgramme, rows: Collection[StopPlan]
) -> dict[str, Any]:
    return {
        "slug": f"youth-trip-{programme.year}",
        "status": EventStatus.INTERNAL,
        "programme": _programme_of_youth(programme),
        "venue": _venue(),
        "title": _texts(lambda: _("広島への派遣")),
        "short_title": _texts(lambda: _("広島への派遣")),
        "lead": programme.title,
        "has_waiting_list": False,
        "party_limit": 1,
        "has_roll_call": True,
        **_span(rows),
    }


def _span(rows: Collection[StopPlan | Timeslot]) -> dict[str, datetime]:
    return {
        "starts_at": min(row.starts_at for row in rows),
        "ends_at": max(row.ends_at for row in rows),
    }


def _programme_of_youth(programme: YouthProgramme) -> Programme:
    found = Programme.objects.filter(kind=ProgrammeKind.YOUTH).first()
    return found or Programme.objects.create(
        slug="youth-training",
        kind=ProgrammeKind.YOUTH,
        title=programme.title,
        summary=programme.title,
    )


def _venue() -> Venue:
    return Venue.objects.get_or_create(
        slug="youth-trip",
        defaults={
            "name": _texts(lambda: _("広島市と、研修の会場")),
            "address": _texts(lambda: _("日程表のとおり")),
            "access": Localised(),
        },
    )[0]


def _texts(word: Any) -> Localised:
    """A word of ours in every language."""
    found = {}
    for language in LANGUAGES:
        with override(language):
            found[language] = word()
    return Localised.of(found)
