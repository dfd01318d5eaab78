"""Write down what a timeslot is: times, way in, support, who tells what."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from events.programme.choices import Story, Support
from events.programme.models import Event, Quota, SupportOffer, Telling, Timeslot
from events.programme.plans import SupportPlan, TimeslotPlan
from events.programme.usecases.save_event import EventIsClosed
from events.programme.usecases.tellings import refuse_double_booking
from peace.audit.usecases import record


class SupportInUse(Exception):
    """People were promised this support: it cannot become less than that."""

    def __init__(self, offer: SupportOffer) -> None:
        super().__init__(offer.pk)
        self.offer = offer


@transaction.atomic
def save_timeslot(
    *,
    event: Event,
    timeslot: Timeslot | None,
    plan: TimeslotPlan,
    actor: str,
    now: datetime,
) -> Timeslot:
    """Write PLAN into TIMESLOT, or into a new one of EVENT; returns it.

    New quotas are opened; seats of quotas that exist are changed by
    `events.registration.usecases.change_event` alone, because people wait for them.
    Locks the event, then the storytellers. Nothing leaves here.
    Raises EventIsClosed, SupportInUse, StorytellerBusy.
    """
    if Event.objects.select_for_update().get(pk=event.pk).is_cancelled:
        raise EventIsClosed
    is_new = timeslot is None
    slot = timeslot or Timeslot(event=event)
    for name, value in plan.fields.items():
        setattr(slot, name, value)
    slot.save()
    _write_quotas(slot, plan)
    _write_support(slot, plan.support)
    _write_tellings(slot, plan.tellings)
    refuse_double_booking([slot])
    record(
        stream=f"event:{event.pk}",
        verb="timeslot.created" if is_new else "timeslot.saved",
        actor=actor,
        about=f"timeslot:{slot.pk}",
        now=now,
    )
    return slot


def _write_quotas(slot: Timeslot, plan: TimeslotPlan) -> None:
    known = {quota.kind: quota for quota in slot.quotas.all()}
    for kind, wanted in plan.quotas.items():
        quota = known.get(kind)
        if quota is None:
            Quota.objects.create(
                timeslot=slot,
                kind=kind,
                capacity=wanted.capacity,
                releases_at=wanted.releases_at,
            )
        elif quota.released_at is None:
            Quota.objects.filter(pk=quota.pk).update(releases_at=wanted.releases_at)


def _write_support(slot: Timeslot, wanted: Mapping[Support, SupportPlan]) -> None:
    known = {offer.kind: offer for offer in slot.support_offers.select_for_update()}
    for kind, offer in known.items():
        if kind in wanted:
            continue
        if offer.taken:
            raise SupportInUse(offer)
        offer.delete()
    for kind, plan in wanted.items():
        offer = known.get(kind) or SupportOffer(timeslot=slot, kind=kind)
        if plan.capacity is not None and plan.capacity < offer.taken:
            raise SupportInUse(offer)
        offer.capacity, offer.closes_at = plan.capacity, plan.closes_at
        offer.from_months, offer.until_months = plan.months
        offer.save()


def _write_tellings(slot: Timeslot, wanted: Sequence[tuple[int, Story]]) -> None:
    slot.tellings.exclude(storyteller_id__in=[pk for pk, _story in wanted]).delete()
    for storyteller_id, story in wanted:
        # The same row as before: its address in a calendar stays.
        Telling.objects.update_or_create(
            timeslot=slot, storyteller_id=storyteller_id, defaults={"story": story}
        )
