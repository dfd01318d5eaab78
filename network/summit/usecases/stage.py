"""Plan what happens on the stage; on the day, tap when it begins and ends."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from network.cities.models import Municipality
from network.summit.models import StageSlot, Summit
from network.summit.reports_stage import chained
from peace.audit.usecases import record


class NotNow(Exception):
    """It has begun or ended already, or has not begun."""


@dataclass(frozen=True)
class SlotPlan:
    """One part as the editor wants it; `after` is the slot before it, None: first."""

    kind: str
    title: dict[str, str]
    minutes: int
    speakers: dict[str, str] = field(default_factory=dict)
    has_interpreter: bool = False
    cities: Sequence[Municipality] = ()
    after: int | None = None


def order_with(
    summit: Summit, slot: StageSlot | None, plan: SlotPlan
) -> list[tuple[StageSlot | None, int]]:
    """The slots in the order that PLAN makes, each with its minutes; None: a new one.

    Writes nothing: it serves the preview as well.
    """
    others = [each for each in summit.stage.all() if slot is None or each != slot]
    keys = [each.pk for each in others]
    place = keys.index(plan.after) + 1 if plan.after in keys else 0
    order: list[tuple[StageSlot | None, int]] = [(o, o.minutes) for o in others]
    order.insert(place, (slot, plan.minutes))
    return order


@transaction.atomic
def save_slot(
    *,
    summit: Summit,
    slot: StageSlot | None,
    plan: SlotPlan,
    actor: str,
    now: datetime,
) -> StageSlot:
    """Write PLAN into SLOT, or into a new one, and move all that come after.

    Each part begins when the one before it ends, the first with the event. Locks the
    summit. Nothing leaves; an audit entry.
    """
    Summit.objects.select_for_update().get(pk=summit.pk)
    order = order_with(summit, slot, plan)
    saved = slot or StageSlot(summit=summit)
    saved.kind, saved.title, saved.minutes = plan.kind, plan.title, plan.minutes
    saved.speakers, saved.has_interpreter = plan.speakers, plan.has_interpreter
    saved.starts_at = saved.starts_at or summit.event.starts_at
    saved.save()
    saved.cities.set(plan.cities)
    _chain(summit, [each or saved for each, _minutes in order])
    _record("summit.stage_saved", saved, actor=actor, now=now)
    saved.refresh_from_db()
    return saved


@transaction.atomic
def remove_slot(*, slot: StageSlot, actor: str, now: datetime) -> None:
    """Take SLOT out; all that come after move forward. An audit entry."""
    summit = Summit.objects.select_for_update().get(pk=slot.summit_id)
    _record("summit.stage_removed", slot, actor=actor, now=now)
    slot.delete()
    _chain(summit, list(summit.stage.all()))


@transaction.atomic
def begin_slot(*, slot: StageSlot, actor: str, now: datetime) -> None:
    """SLOT begins. What is still on the stage ends with it.

    Conditional UPDATE: of two taps one counts. Raises NotNow.
    """
    mine = StageSlot.objects.filter(pk=slot.pk, began_at=None)
    if not mine.update(began_at=now):
        raise NotNow
    _running(slot.summit).exclude(pk=slot.pk).update(ended_at=now)
    _record("summit.stage_began", slot, actor=actor, now=now)


@transaction.atomic
def end_slot(*, slot: StageSlot, actor: str, now: datetime) -> None:
    """SLOT ends. Conditional UPDATE. Raises NotNow when it is not on the stage."""
    if not _running(slot.summit).filter(pk=slot.pk).update(ended_at=now):
        raise NotNow
    _record("summit.stage_ended", slot, actor=actor, now=now)


@transaction.atomic
def undo_slot(*, slot: StageSlot, actor: str, now: datetime) -> None:
    """Take the last tap on SLOT back: its end, or else its beginning. Raises NotNow."""
    mine = StageSlot.objects.filter(pk=slot.pk)
    ended = mine.filter(ended_at__isnull=False).update(ended_at=None)
    began = mine.filter(began_at__isnull=False)
    if not ended and not began.update(began_at=None):
        raise NotNow
    _record("summit.stage_undone", slot, actor=actor, now=now)


def _running(summit: Summit) -> QuerySet[StageSlot]:
    return StageSlot.objects.filter(
        summit=summit, began_at__isnull=False, ended_at__isnull=True
    )


def _chain(summit: Summit, slots: Sequence[StageSlot]) -> None:
    begins = chained([each.minutes for each in slots], summit.event.starts_at)
    for slot, starts_at in zip(slots, begins, strict=True):
        StageSlot.objects.filter(pk=slot.pk).update(starts_at=starts_at)


def _record(verb: str, slot: StageSlot, *, actor: str, now: datetime) -> None:
    record(
        stream="network",
        verb=verb,
        actor=actor,
        about=f"stage_slot:{slot.pk}",
        detail={"summit": slot.summit_id, "minutes": slot.minutes},
        now=now,
    )
