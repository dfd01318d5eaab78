"""Reads the walk-ins, names and steps of the line that a device sends."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from events.door.choices import ScanMode
from events.door.forms.scans import (
    MOST_SCANS,
    BadScan,
    TooManyScans,
    corrected,
    read_json,
)
from events.door.usecases.record_walk_ins import IncomingWalkIn
from events.registration.choices import AgeBand, Visit

NAME_LENGTH = 80


@dataclass(frozen=True)
class NamedWalkIn:
    """Somebody at the door who gives a name, and how many came along."""

    id: uuid.UUID
    timeslot_id: int
    name: str
    people: int
    past_the_line: bool


@dataclass(frozen=True)
class LineStepAtDoor:
    """A look at the line; with a number, what the helper says of that party."""

    timeslot_id: int
    number: int | None = None
    id: uuid.UUID | None = None
    is_here: bool = False


def read_walk_ins(body: bytes, *, now: datetime) -> list[IncomingWalkIn | BadScan]:
    """The walk-ins of a request in its order; one that is none is told in its place.

    Raises ValidationError when the body is none of ours, TooManyScans above 500.
    """
    data = read_json(body)
    walk_ins = data.get("walk_ins")
    if not isinstance(walk_ins, list):
        raise ValidationError(_("当日入場の一覧がありません。"), code="no_walk_ins")
    if len(walk_ins) > MOST_SCANS:
        raise TooManyScans
    clock = data.get("device_time")
    return [_walk_in(each, device_time=clock, now=now) for each in walk_ins]


def read_named(body: bytes) -> NamedWalkIn:
    """A name and a number of people; raises ValidationError with a sentence."""
    data = read_json(body)
    name, people = data.get("name"), data.get("people")
    shown = "".join(s for s in name if s.isprintable()) if isinstance(name, str) else ""
    if not shown.strip():
        raise ValidationError(_("お名前を入れてください。"), code="no_name")
    if not _is_number(people) or not 1 <= people <= 99:
        raise ValidationError(_("人数を選んでください。"), code="no_people")
    return NamedWalkIn(
        id=_id(data),
        timeslot_id=_timeslot(data),
        name=shown.strip()[:NAME_LENGTH],
        people=people,
        past_the_line=data.get("past_the_line") is True,
    )


def read_line_step(body: bytes) -> LineStepAtDoor:
    """What a helper asks of the line; raises ValidationError with a sentence."""
    data = read_json(body)
    number = data.get("number")
    if number is None:
        return LineStepAtDoor(_timeslot(data))
    if not _is_number(number):
        raise ValidationError(_("列の番号の形が正しくありません。"), code="number")
    is_here = data.get("here") is True
    return LineStepAtDoor(_timeslot(data), number, _id(data), is_here)


def _walk_in(raw: Any, *, device_time: Any, now: datetime) -> IncomingWalkIn | BadScan:
    if not isinstance(raw, dict):
        return BadScan(None, "not_an_object")
    try:
        tap_id = uuid.UUID(str(raw.get("id")))
    except ValueError:
        return BadScan(None, "id")
    at = corrected(raw.get("at"), device_time=device_time, now=now)
    if at is None:
        return BadScan(str(tap_id), "at")
    mode = raw.get("mode", ScanMode.ONLINE)
    if mode not in (ScanMode.ONLINE, ScanMode.OFFLINE):
        return BadScan(str(tap_id), "mode")
    if not _is_number(raw.get("timeslot")):
        return BadScan(str(tap_id), "timeslot")
    age, visit = raw.get("age", ""), raw.get("visit", "")
    if age not in ("", *AgeBand.values):
        return BadScan(str(tap_id), "age")
    if visit not in ("", *Visit.values):
        return BadScan(str(tap_id), "visit")
    is_inside = mode == ScanMode.OFFLINE
    return IncomingWalkIn(
        id=tap_id,
        timeslot_id=raw["timeslot"],
        at=at if is_inside else now,
        is_inside=is_inside,
        age_band=age,
        visit=visit,
        past_the_line=raw.get("past_the_line") is True,
    )


def _id(data: dict[str, Any]) -> uuid.UUID:
    try:
        return uuid.UUID(str(data.get("id")))
    except ValueError as error:
        text = _("番号の形が正しくありません。")
        raise ValidationError(text, code="id") from error


def _timeslot(data: dict[str, Any]) -> int:
    timeslot = data.get("timeslot")
    if not _is_number(timeslot):
        raise ValidationError(_("回を選んでください。"), code="timeslot")
    return int(timeslot)


def _is_number(raw: Any) -> bool:
    return isinstance(raw, int) and not isinstance(raw, bool) and abs(raw) < 2**31
