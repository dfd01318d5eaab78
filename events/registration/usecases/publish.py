"""Show an event to the public, or take it back while nobody has registered."""

from datetime import datetime

from django.db import transaction

from events.programme.choices import EventStatus
from events.programme.models import Event, Quota
from events.programme.publishing import Finding
from events.programme.usecases.seats import lock_quotas
from events.registration.models import Registration
from events.registration.publishing import all_findings
from peace.audit.usecases import record


class NotReady(Exception):
    """Something is missing, or a warning was not confirmed; `findings` says what."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__(len(findings))
        self.findings = findings


class NotADraft(Exception):
    """Only a draft can be published."""


class HasRegistrations(Exception):
    """People have registered: the event can be cancelled, not hidden."""


@transaction.atomic
def publish_event(
    *, event: Event, confirms_warnings: bool, actor: str, now: datetime
) -> None:
    """Show EVENT to the public. Raises NotADraft or NotReady, and changes nothing.

    Changes its status. Locks the event, so that what was checked is what is shown.
    Nothing leaves.
    """
    quotas = Quota.objects.filter(timeslot__event=event)
    lock_quotas(quotas)
    stored = Event.objects.select_for_update().get(pk=event.pk)
    if not stored.is_draft:
        raise NotADraft
    found = all_findings(
        event=stored,
        timeslots=list(stored.timeslots.with_seats().in_order()),
        now=now,
    )
    if any(each.is_blocking or not confirms_warnings for each in found):
        raise NotReady(found)
    quotas.filter(timeslot__cancelled_at=None).update(is_open=True)
    _become(stored, EventStatus.PUBLISHED, "event.published", actor, now)


@transaction.atomic
def unpublish_event(*, event: Event, actor: str, now: datetime) -> None:
    """Make EVENT a draft again. Raises HasRegistrations or NotADraft.

    Locks and closes its quotas first: a registration that is being made at this
    moment is either in before, and seen here, or refused. Nothing leaves.
    """
    quotas = Quota.objects.filter(timeslot__event=event)
    lock_quotas(quotas)
    stored = Event.objects.select_for_update().get(pk=event.pk)
    if not stored.is_published:
        raise NotADraft
    if Registration.objects.for_event(stored).exists():
        raise HasRegistrations
    quotas.update(is_open=False)
    _become(stored, EventStatus.DRAFT, "event.unpublished", actor, now)


def _become(
    event: Event, status: EventStatus, verb: str, actor: str, now: datetime
) -> None:
    event.status = status
    event.changed_at = now
    event.published_at = now if event.is_published else None
    event.moved_from = None
    event.save(update_fields=["status", "changed_at", "published_at", "moved_from"])
    record(
        stream=f"event:{event.pk}",
        verb=verb,
        actor=actor,
        about=f"event:{event.pk}",
        now=now,
    )
