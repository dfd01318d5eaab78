"""What a delegate did afterwards: recorded by the city or the secretariat."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction

from network.youth.choices import FollowUpKind
from network.youth.models import Delegate, FollowUp
from peace.audit.usecases import record


@dataclass(frozen=True)
class Done:
    """What happened. `on` is a day in Tokyo; `heads` listened, None: not counted."""

    kind: FollowUpKind
    on: date
    place: str = ""
    note: str = ""
    heads: int | None = None


@transaction.atomic
def record_follow_up(
    *, delegate: Delegate, done: Done, actor: str, now: datetime
) -> FollowUp:
    """One dated row more. The same row once more (a form sent twice) is one.

    Changes: one row. Locks the delegate, so that two at once see each other. An audit
    entry; nothing leaves.
    """
    Delegate.objects.select_for_update().get(pk=delegate.pk)
    twin = delegate.follow_ups.kept().filter(**asdict(done)).first()
    if twin:
        return twin
    made = delegate.follow_ups.create(
        municipality_id=delegate.municipality_id,
        recorded_by=actor,
        recorded_at=now,
        **asdict(done),
    )
    _record("follow_up.recorded", made, actor=actor, now=now)
    return made


@transaction.atomic
def change_follow_up(*, row: FollowUp, done: Done, actor: str, now: datetime) -> None:
    """Put right what was recorded. Changes: the row. An audit entry."""
    for name, value in asdict(done).items():
        setattr(row, name, value)
    row.recorded_by, row.recorded_at = actor, now
    row.save(update_fields=[*asdict(done), "recorded_by", "recorded_at"])
    _record("follow_up.changed", row, actor=actor, now=now)


@transaction.atomic
def remove_follow_up(*, row: FollowUp, actor: str, now: datetime) -> None:
    """Take a row out; it can be put back. An audit entry. Once more: no harm."""
    if FollowUp.objects.kept().filter(pk=row.pk).update(removed_at=now):
        _record("follow_up.removed", row, actor=actor, now=now)


@transaction.atomic
def restore_follow_up(*, row: FollowUp, actor: str, now: datetime) -> None:
    """Put a removed row back. An audit entry. Once more: no harm."""
    gone = FollowUp.objects.filter(pk=row.pk, removed_at__isnull=False)
    if gone.update(removed_at=None):
        _record("follow_up.restored", row, actor=actor, now=now)


def _record(verb: str, row: FollowUp, *, actor: str, now: datetime) -> None:
    record(
        stream="network",
        verb=verb,
        actor=actor,
        about=f"delegate:{row.delegate_id}",
        detail={"municipality": row.municipality_id, "kind": row.kind},
        now=now,
    )
