"""Sources are made, described, switched off and on; never removed, never re-used."""

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction

from events.outreach.codes import propose_code
from events.outreach.models import Source
from events.programme.models import Event, Programme
from peace.audit.usecases import record

STREAM = "outreach:sources"
# One of 17 million codes is taken by chance, and then the next one is not.
_TRIES = 5
MOST_AT_ONCE = 60


class CodeTaken(Exception):
    """That code stands on paper somewhere already."""


class TooMany(Exception):
    """More at once than somebody hangs."""


def create_sources(
    *,
    kind: str,
    places: Sequence[str],
    actor: str,
    now: datetime,
    event: Event | None = None,
    programme: Programme | None = None,
    code: str = "",
) -> list[Source]:
    """One source of KIND for each of PLACES ("" for one that is not said yet).

    They lead to EVENT, to PROGRAMME, or without either to the home page. CODE is
    somebody's own word for a single one, such as `shihou`; the others are proposed.
    Changes rows and the audit trail in one transaction; nothing leaves. Raises
    CodeTaken and TooMany; then nothing has changed.
    """
    if not 1 <= len(places) <= MOST_AT_ONCE:
        raise TooMany
    for attempt in range(_TRIES):
        made = [
            Source(
                code=code if code and not place_number else propose_code(),
                kind=kind,
                place=place,
                event=event,
                programme=programme,
                created_at=now,
                created_by=actor,
            )
            for place_number, place in enumerate(places)
        ]
        try:
            with transaction.atomic():
                # Newest first in lists: the first place on top.
                for source in reversed(made):
                    source.save(force_insert=True)
                record(
                    stream=STREAM,
                    verb="source.created",
                    actor=actor,
                    about=f"event:{event.pk}" if event else "sources",
                    detail={"kind": kind, "sources": len(made), "code": made[0].code},
                    now=now,
                )
        except IntegrityError:
            if code and Source.objects.filter(code=code).exists():
                raise CodeTaken from None
            if attempt == _TRIES - 1:
                raise
        else:
            return made
    raise AssertionError  # the loop returns or raises


def describe_source(*, source: Source, place: str, actor: str, now: datetime) -> None:
    """Say where SOURCE hangs; its code and its target stay as they were printed."""
    with transaction.atomic():
        Source.objects.filter(pk=source.pk).update(place=place)
        record(
            stream=STREAM,
            verb="source.described",
            actor=actor,
            about=f"source:{source.pk}",
            detail={"code": source.code},
            now=now,
        )


def switch_source(*, source: Source, is_on: bool, actor: str, now: datetime) -> bool:
    """Switch SOURCE off or on; False when it was so already, and nothing changed."""
    with transaction.atomic():
        changed = Source.objects.filter(pk=source.pk, is_active=not is_on).update(
            is_active=is_on
        )
        if changed:
            record(
                stream=STREAM,
                verb="source.switched_on" if is_on else "source.switched_off",
                actor=actor,
                about=f"source:{source.pk}",
                detail={"code": source.code},
                now=now,
            )
    return bool(changed)
