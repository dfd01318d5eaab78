"""The letters about the result: to the chosen, and thanks to the others."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from events.outreach.choices import KotobaStatus
from events.outreach.letters import kotoba as words
from events.outreach.models import Kotoba, KotobaCall
from events.outreach.usecases.kotoba_call import NotConfirmed
from events.outreach.usecases.kotoba_send import STREAM
from peace.audit.usecases import record
from peace.outbox.choices import LetterClass
from peace.outbox.models import OutboxBatch


class ToldBefore(Exception):
    """The letters stand in the outbox already."""


@transaction.atomic
def tell_results(*, call: KotobaCall, actor: str, now: datetime) -> dict[str, int]:
    """Write the letters; how many of each kind.

    Changes: the call, locked; two batches. The chosen hear by e-mail or telephone
    (class A), the others by e-mail (class B). Leaves nothing yet: a second person
    approves each batch in the outbox. An audit entry. Raises NotConfirmed, ToldBefore.
    """
    call = (
        KotobaCall.objects.select_for_update(of=("self",))
        .select_related("event__venue")
        .get(pk=call.pk)
    )
    if not call.is_confirmed:
        raise NotConfirmed
    if call.told_at:
        raise ToldBefore
    chosen = call.kotoba.chosen().exclude(email="", phone="")
    others = (
        call.kotoba.filter(
            Q(status=KotobaStatus.ACCEPTED) | Q(status=KotobaStatus.HELD_BACK)
        )
        .exclude(email="")
        .order_by("pk")
    )
    told = {
        words.CHOSEN: _write(call, chosen, words.CHOSEN, LetterClass.A, actor, now),
        words.THANKS: _write(call, others, words.THANKS, LetterClass.B, actor, now),
    }
    call.told_at = now
    call.save(update_fields=["told_at"])
    record(
        stream=STREAM,
        verb="kotoba.told",
        actor=actor,
        about=call.about,
        detail={"call": call.slug, **told},
        now=now,
    )
    return told


def _write(
    call: KotobaCall,
    lines: QuerySet[Kotoba],
    kind: str,
    letter_class: str,
    actor: str,
    now: datetime,
) -> int:
    found = list(lines.select_related("call"))
    if not found:
        return 0
    batch = OutboxBatch.objects.create(
        kind=kind,
        about=call.about,
        recipient_count=len(found),
        requested_by=actor,
        requested_at=now,
    )
    return words.results(
        call=call,
        kotoba=found,
        kind=kind,
        letter_class=letter_class,
        batch=batch,
        now=now,
    )
