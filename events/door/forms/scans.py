"""Reads what a device sends. One bad scan never spoils the batch around it."""

import json
import re
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from events.door.choices import ScanMode, Verdict
from events.door.code import Code, read_code
from events.door.incoming import IncomingScan
from events.door.usecases.undo import IncomingUndo

MOST_SCANS = 500
NAME_LENGTH = 60
# What a device can have said by itself; "undecided": it had no list to decide by.
SAID = {"", "undecided", *Verdict.values}
# A device ends with its day, on a trip after four: nothing it can honestly have read is
# older than this.
OLDEST = timedelta(days=5)
_HASH = re.compile(r"[0-9a-f]{64}")


class TooManyScans(Exception):
    """More than 500 scans in one request."""


@dataclass(frozen=True)
class BadScan:
    """A scan that cannot be understood; answered in its place."""

    id: str | None
    error: str


@dataclass(frozen=True)
class Batch:
    """What a device sent, in its order."""

    entries: list[IncomingScan | BadScan]

    @property
    def scans(self) -> list[IncomingScan]:
        return [each for each in self.entries if isinstance(each, IncomingScan)]


def read_json(body: bytes) -> dict[str, Any]:
    """A JSON object, or a ValidationError with a sentence."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise ValidationError(_("JSONの形で送ってください。"), code="not_json")
    return found


def read_batch(body: bytes, *, now: datetime) -> Batch:
    """The scans of a request, times corrected by the device's clock offset.

    Raises ValidationError when the body is none of ours, TooManyScans above 500.
    """
    data = read_json(body)
    scans = data.get("scans")
    if not isinstance(scans, list):
        raise ValidationError(_("読み取りの一覧がありません。"), code="no_scans")
    if len(scans) > MOST_SCANS:
        raise TooManyScans
    device_time = _moment(data.get("device_time")) or now
    return Batch([_entry(each, offset=now - device_time, now=now) for each in scans])


def read_undos(body: bytes, *, now: datetime) -> list[IncomingUndo]:
    """The undos of a request, times corrected as those of scans are.

    All or nothing: they are made by a program, not read from a code. Raises
    ValidationError, TooManyScans.
    """
    data = read_json(body)
    undos = data.get("undos")
    if not isinstance(undos, list):
        raise ValidationError(_("取り消しの一覧がありません。"), code="no_undos")
    if len(undos) > MOST_SCANS:
        raise TooManyScans
    offset = now - (_moment(data.get("device_time")) or now)
    return [_undo(each, offset=offset, now=now) for each in undos]


def _undo(raw: Any, *, offset: timedelta, now: datetime) -> IncomingUndo:
    try:
        at = _moment(raw["at"])
        if at is None:
            raise ValueError("at")
        reason = raw.get("reason", "")
        return IncomingUndo(
            id=uuid.UUID(str(raw["id"])),
            of=uuid.UUID(str(raw["of"])),
            at=_shifted(at, offset, now),
            reason=reason.strip()[:200] if isinstance(reason, str) else "",
        )
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        text = _("取り消しの形が正しくありません。")
        raise ValidationError(text, code="bad_undo") from error


def read_pairing(body: bytes) -> tuple[str, str]:
    """Code and name of a device that wants to be paired; may raise."""
    data = read_json(body)
    code, name = data.get("code"), data.get("name")
    if not isinstance(code, str) or not 0 < len(code) <= 64:
        raise ValidationError(_("登録用のコードを入力してください。"), code="no_code")
    shown = "".join(s for s in name if s.isprintable()) if isinstance(name, str) else ""
    if not shown.strip():
        raise ValidationError(_("端末の名前を入力してください。"), code="no_name")
    return code, shown.strip()[:NAME_LENGTH]


def _entry(raw: Any, *, offset: timedelta, now: datetime) -> IncomingScan | BadScan:
    if not isinstance(raw, dict):
        return BadScan(None, "not_an_object")
    try:
        scan_id = uuid.UUID(str(raw.get("id")))
    except ValueError:
        return BadScan(None, "id")
    at, mode = _moment(raw.get("at")), raw.get("mode", ScanMode.ONLINE)
    timeslot, people = raw.get("timeslot"), read_people(raw.get("people", "all"))
    code = _read_code(raw)
    if code is None:
        return BadScan(str(scan_id), "code")
    if at is None:
        return BadScan(str(scan_id), "at")
    if mode not in (ScanMode.ONLINE, ScanMode.OFFLINE):
        return BadScan(str(scan_id), "mode")
    if timeslot is not None and (
        not isinstance(timeslot, int) or isinstance(timeslot, bool)
    ):
        return BadScan(str(scan_id), "timeslot")
    if people is False:
        return BadScan(str(scan_id), "people")
    let_in = read_people(raw.get("let_in", "all"))
    if let_in is False:
        return BadScan(str(scan_id), "let_in")
    said = raw.get("said", Verdict.ADMITTED if mode == ScanMode.OFFLINE else "")
    if not isinstance(said, str) or said not in SAID:
        return BadScan(str(scan_id), "said")
    return IncomingScan(
        id=scan_id,
        code=code,
        by_hand=_is_by_hand(raw),
        timeslot_id=timeslot,
        people=people,
        mode=ScanMode(mode),
        # Online the server's clock decides; a device's own clock may be a day off.
        at=_shifted(at, offset, now) if said else now,
        sent_at=str(raw["at"]),
        said=said,
        let_in=tuple(sorted(let_in)) if isinstance(let_in, frozenset) else None,
    )


def _read_code(raw: dict[str, Any]) -> Code | None:
    """What was read, or the ticket that was ticked on the roll; None is neither."""
    if not isinstance(raw.get("code"), str):
        return None
    if not _is_by_hand(raw):
        return read_code(raw["code"])
    ticket = raw["ticket"]
    is_hash = isinstance(ticket, str) and _HASH.fullmatch(ticket)
    return Code(hash=ticket, is_token=True) if is_hash else None


def _is_by_hand(raw: dict[str, Any]) -> bool:
    return raw["code"] == "" and "ticket" in raw


def corrected(raw: Any, *, device_time: Any, now: datetime) -> datetime | None:
    """RAW by the server's clock, as the time of a scan is; None when it is none."""
    at = _moment(raw)
    offset = now - (_moment(device_time) or now)
    return _shifted(at, offset, now) if at else None


def read_people(raw: Any) -> frozenset[int] | None | bool:
    """None means all; False means that it cannot be understood."""
    if raw == "all":
        return None
    numbers = isinstance(raw, list) and all(
        isinstance(each, int) and not isinstance(each, bool) for each in raw
    )
    return frozenset(raw) if numbers and 0 < len(raw) <= 20 else False


def _moment(raw: Any) -> datetime | None:
    try:
        found = parse_datetime(raw) if isinstance(raw, str) else None
        if found is not None and timezone.is_naive(found):
            found = timezone.make_aware(found)
    except (ValueError, OverflowError):
        return None
    return found


def _shifted(at: datetime, offset: timedelta, now: datetime) -> datetime:
    """AT by the server's clock, never in the future and never older than a device."""
    try:
        shifted = at.astimezone(UTC) + offset
    except OverflowError:
        return now
    return max(now - OLDEST, min(now, shifted))
