"""A delegate begins with the acceptance, and ends when the city withdraws."""

from datetime import date, datetime

from django.db import transaction

from network.youth.choices import ItemKind, ItemStatus
from network.youth.models import (
    ChecklistItem,
    Delegate,
    Nomination,
    YouthApplication,
)
from network.youth.usecases.due_dates import due_on
from network.youth.usecases.enrol_delegates import enrol_delegate, withdraw_delegate
from peace.audit.usecases import record
from peace.language.dates import jst


@transaction.atomic
def begin_delegate(*, nomination: Nomination, actor: str, now: datetime) -> Delegate:
    """Make the accepted principal the delegate of its city, with a checklist.

    Changes: a delegate and its items, due as the rules in force say; what the portal
    holds already is done (an application made here, the motivation written in the
    nomination). A nomination that was reopened and accepted again keeps the delegate it
    has. Where the trip is planned they have a place on it at once. An audit entry;
    nothing leaves. The database refuses a second delegate of one city.
    """
    found = Delegate.objects.filter(nomination=nomination).first()
    if found:
        return found
    delegate = Delegate.objects.create(
        programme=nomination.programme,
        municipality=nomination.municipality,
        nomination=nomination,
        began_at=now,
    )
    rules = nomination.programme.rules
    known = _known(nomination)
    first_day = _first_day(nomination)
    minor = first_day is None or nomination.is_minor_on(first_day)
    ChecklistItem.objects.bulk_create(
        ChecklistItem(
            delegate=delegate,
            municipality=delegate.municipality,
            kind=kind,
            is_needed=minor or kind != ItemKind.GUARDIAN_CONSENT,
            due_on=due_on(rules, kind),
            **(
                {
                    "status": ItemStatus.DONE,
                    "done_on": jst(now).date(),
                    "changed_by": actor,
                    "changed_at": now,
                }
                if kind in known
                else {}
            ),
        )
        for kind in ItemKind
    )
    enrol_delegate(delegate=delegate, actor=actor, now=now)
    _record("delegate.began", delegate, actor=actor, now=now)
    return delegate


@transaction.atomic
def end_delegate(*, nomination: Nomination, actor: str, now: datetime) -> None:
    """The city sends somebody else, or nobody: the delegate of NOMINATION ends.

    Changes: the delegate's end; their personal links and their place on what is to come
    of the trip end with it. Locks the delegate. An audit entry.
    """
    delegate = (
        Delegate.objects.select_for_update()
        .filter(nomination=nomination, ended_at__isnull=True)
        .first()
    )
    if delegate is None:
        return
    delegate.ended_at = now
    delegate.save(update_fields=["ended_at"])
    delegate.links.filter(ended_at__isnull=True).update(ended_at=now)
    withdraw_delegate(delegate=delegate, actor=actor, now=now)
    _record("delegate.ended", delegate, actor=actor, now=now)


def _known(nomination: Nomination) -> set[ItemKind]:
    """What need not be handed in again."""
    known = set()
    if YouthApplication.objects.filter(nomination=nomination).exists():
        known.add(ItemKind.APPLICATION)
    if nomination.motivation.strip():
        known.add(ItemKind.MOTIVATION)
    return known


def _first_day(nomination: Nomination) -> date | None:
    rules = nomination.programme.rules
    days = [date.fromisoformat(each["on"]) for each in rules.dates] if rules else []
    return min(days, default=None)


def _record(verb: str, delegate: Delegate, *, actor: str, now: datetime) -> None:
    record(
        stream="network",
        verb=verb,
        actor=actor,
        about=delegate.about,
        detail={"municipality": delegate.municipality_id},
        now=now,
    )
