"""Slips have gone into the post, or into somebody's hand."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from peace.outbox.choices import Channel, Outcome, Status
from peace.outbox.models import OutboxMessage
from peace.outbox.usecases.record_outcome import NotOnTheList, record_outcome

SLIP = "confirmation"


@transaction.atomic
def hand_over_slips(*, about: Collection[str], by: str, now: datetime) -> int:
    """Settle the slips of the registrations ABOUT that wait for the post; how many.

    Changes: their rows of the outbox, one by one by a conditional UPDATE, each with a
    try that says who posted it; a slip that somebody else has posted meanwhile is
    left as it is. Locks nothing else. Leaves: nothing, a person has carried it.
    """
    waiting = OutboxMessage.objects.filter(
        about__in=about, kind=SLIP, channel=Channel.POST, status=Status.PENDING
    ).order_by("pk")
    settled = 0
    for message in waiting:
        try:
            record_outcome(message=message, outcome=Outcome.POSTED, by=by, now=now)
        except NotOnTheList:
            continue
        settled += 1
    return settled
