"""Names the two who may read health data, and ends it."""

from datetime import datetime

from django.db import IntegrityError, transaction

from network.youth.letters import health_reader as letters
from network.youth.models import HealthReader, YouthProgramme
from peace.accounts.models import User
from peace.accounts.reports import staff_with_second_factor
from peace.audit.usecases import record

PLACES = (1, 2)


class ReasonMissing(Exception):
    """Whoever names or ends a reader says why."""


class CannotRead(Exception):
    """Not one of the city's own people, or without a second factor."""


class AlreadyReads(Exception):
    """This person has the other place, or somebody else was quicker."""


@transaction.atomic
def name_reader(
    *,
    programme: YouthProgramme,
    place: int,
    user: User | None,
    reason: str,
    actor: str,
    now: datetime,
) -> HealthReader | None:
    """Give PLACE (1 or 2) of a year to USER, or to nobody.

    Changes: whoever had the place ends, the next one begins; naming the same person
    again changes nothing. A letter tells the new reader; an audit entry for each.
    The database refuses a second reader in one place. Raises ReasonMissing, CannotRead,
    AlreadyReads.
    """
    if not reason.strip():
        raise ReasonMissing
    if user and not staff_with_second_factor().filter(pk=user.pk).exists():
        raise CannotRead
    mine = HealthReader.objects.reading().filter(programme=programme, place=place)
    before = mine.select_for_update().first()
    if user and before and before.user_id == user.pk:
        return before
    if before:
        mine.update(ended_at=now, ended_by=actor, end_reason=reason)
        _record("health_reader.ended", before, actor=actor, now=now)
    if user is None:
        return None
    try:
        with transaction.atomic():
            made = HealthReader.objects.create(
                programme=programme,
                place=place,
                user=user,
                reason=reason,
                named_by=actor,
                named_at=now,
            )
    except IntegrityError as error:
        raise AlreadyReads from error
    letters.named(reader=made, now=now)
    _record("health_reader.named", made, actor=actor, now=now)
    return made


def _record(verb: str, reader: HealthReader, *, actor: str, now: datetime) -> None:
    record(
        stream="network",
        verb=verb,
        actor=actor,
        about=reader.programme.about,
        detail={"reader": reader.user_id, "place": reader.place},
        now=now,
    )
