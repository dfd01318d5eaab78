"""Lines that came on paper: typed in one by one, or a school's whole list."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from events.outreach.choices import KotobaWay
from events.outreach.models import Kotoba, KotobaCall
from events.outreach.usecases.kotoba_send import STREAM, Line
from peace.audit.usecases import record


class ListKnown(Exception):
    """This very list stands there already."""

    def __init__(self, lines: int) -> None:
        super().__init__(lines)
        self.lines = lines


class SelectionConfirmed(Exception):
    """The list of the chosen stands: nothing new comes in."""


@transaction.atomic
def type_line(
    *, call: KotobaCall, line: Line, key: uuid.UUID, actor: str, now: datetime
) -> Kotoba:
    """One entry from paper; after the deadline too, for what came in time.

    Changes: one row; the same form sent twice (KEY) is one line. Leaves nothing:
    paper has no private link. An audit entry. Raises SelectionConfirmed.
    """
    call = KotobaCall.objects.select_for_update().get(pk=call.pk)
    known = Kotoba.objects.filter(idempotency_key=key).first()
    if known:
        return known
    if call.is_confirmed:
        raise SelectionConfirmed
    made = Kotoba.objects.create(
        call=call,
        idempotency_key=key,
        way=KotobaWay.PAPER,
        created_at=now,
        **vars(line),
    )
    _record("kotoba.typed", call, actor=actor, now=now, lines=1)
    return made


@transaction.atomic
def import_lines(
    *,
    call: KotobaCall,
    lines: Sequence[Line],
    group: str,
    digest: str,
    actor: str,
    now: datetime,
) -> int:
    """A school's or group's list, whole or not at all; how many came in.

    DIGEST names the file: the same file for the same call is taken once. Changes: a
    row each; the call is locked. Leaves nothing. One audit entry. Raises ListKnown,
    SelectionConfirmed.
    """
    call = KotobaCall.objects.select_for_update().get(pk=call.pk)
    if call.is_confirmed:
        raise SelectionConfirmed
    keys = [
        uuid.uuid5(uuid.NAMESPACE_OID, f"kotoba:{call.pk}:{digest}:{number}")
        for number in range(len(lines))
    ]
    known = sum(
        Kotoba.objects.filter(idempotency_key__in=keys[start : start + 500]).count()
        for start in range(0, len(keys), 500)
    )
    if known:
        raise ListKnown(known)
    Kotoba.objects.bulk_create(
        [
            Kotoba(
                call=call,
                idempotency_key=key,
                way=KotobaWay.LIST,
                group=group,
                created_at=now,
                **vars(line),
            )
            for key, line in zip(keys, lines, strict=True)
        ],
        batch_size=200,
    )
    _record("kotoba.imported", call, actor=actor, now=now, lines=len(lines))
    return len(lines)


def _record(
    verb: str, call: KotobaCall, *, actor: str, now: datetime, lines: int
) -> None:
    record(
        stream=STREAM,
        verb=verb,
        actor=actor,
        about=call.about,
        detail={"call": call.slug, "lines": lines},
        now=now,
    )
