"""Reads what a helper decides by hand: a move, or an entry with a reason."""

import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from events.door.code import read_code
from events.door.forms.scans import read_json, read_people
from events.door.usecases.by_hand import ByHand

LONGEST_REASON = 200


def read_move(body: bytes) -> ByHand:
    """A move of the door API. Raises ValidationError."""
    data = read_json(body)
    return _read(data, past_the_line=data.get("past_the_line") is True)


def read_override(body: bytes) -> ByHand:
    """An entry against the rules; the reason is asked for. Raises ValidationError."""
    data = read_json(body)
    reason = data.get("reason")
    shown = "".join(s for s in reason if s.isprintable()) if _is_text(reason) else ""
    if not shown.strip():
        raise ValidationError(_("理由を入れてください。"), code="no_reason")
    return _read(data, reason=shown.strip()[:LONGEST_REASON])


def _read(data: dict[str, Any], **more: Any) -> ByHand:
    people = read_people(data.get("people", "all"))
    code, timeslot = data.get("code"), data.get("timeslot")
    is_id = isinstance(timeslot, int) and not isinstance(timeslot, bool)
    if isinstance(people, bool) or not _is_text(code) or not is_id:
        raise _bad()
    try:
        return ByHand(
            id=uuid.UUID(str(data.get("id"))),
            scan_id=uuid.UUID(str(data.get("scan"))),
            code=read_code(code),
            timeslot_id=timeslot,
            people=people,
            **more,
        )
    except ValueError as error:
        raise _bad() from error


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _bad() -> ValidationError:
    return ValidationError(_("受付の操作の形が正しくありません。"), code="bad_request")
