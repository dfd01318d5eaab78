"""After the talk: how many listened, so that the year's figures are right."""

import uuid
from datetime import datetime

from django.db import transaction

from events.outreach.choices import TalkStatus
from events.outreach.models import TalkRequest
from events.outreach.usecases.ask_storyteller import STREAM
from events.programme.models import Timeslot
from events.registration.choices import AgeBand
from events.registration.models import WalkIn
from events.registration.usecases.walk_in import count_inside, undo_walk_in
from peace.audit.usecases import record
from peace.outbox.usecases.take_back import take_back_reminders


class NotHeldYet(Exception):
    """The talk has not taken place, or was called off."""


@transaction.atomic
def report_listeners(
    *, request: TalkRequest, listeners: int, young: int, actor: str, now: datetime
) -> TalkRequest:
    """Write down that LISTENERS people came, of whom YOUNG are under 20.

    They become heads of the timeslot, as if somebody had counted them at a door, so
    every figure of visitors has them. Another number later adds heads or takes some
    back; the same number changes nothing. Locks the request, then the timeslot's
    quotas. Nothing leaves. Raises NotHeldYet.
    """
    locked = (
        TalkRequest.objects.select_for_update(of=("self",))
        .select_related("event")
        .get(pk=request.pk)
    )
    event = locked.event
    if event is None or not (locked.is_arranged or locked.is_held):
        raise NotHeldYet
    if event.ends_at > now or event.is_cancelled:
        raise NotHeldYet
    slot = event.timeslots.in_order().first()
    if slot is None:
        raise NotHeldYet
    young = min(young, listeners)
    for age_band, wanted in (
        (AgeBand.UNDER_20.value, young),
        ("", listeners - young),
    ):
        _count(locked, slot, age_band, wanted, actor=actor, now=now)
    locked.listeners, locked.young_listeners = listeners, young
    locked.status = TalkStatus.HELD
    locked.save(update_fields=["listeners", "young_listeners", "status"])
    take_back_reminders(about=[locked.about])
    record(
        stream=STREAM,
        verb="talk.listeners_reported",
        actor=actor,
        about=locked.about,
        detail={"people": listeners, "young": young},
        now=now,
    )
    return locked


def _count(
    request: TalkRequest,
    slot: Timeslot,
    age_band: str,
    wanted: int,
    *,
    actor: str,
    now: datetime,
) -> None:
    """As many heads of AGE_BAND as WANTED; those of a door by itself stay."""
    ours = WalkIn.objects.counted().filter(
        timeslot=slot, actor=request.about, age_band=age_band
    )
    heads = list(ours.order_by("pk"))
    for head in heads[wanted:]:
        undo_walk_in(walk_in=head, actor=actor, now=now, is_late=True)
    count_inside(
        timeslot=slot,
        heads=[
            WalkIn(
                id=uuid.uuid4(),
                timeslot=slot,
                age_band=age_band,
                actor=request.about,
                at=slot.starts_at,
            )
            for _number in range(len(heads), wanted)
        ],
    )
