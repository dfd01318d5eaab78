"""The answer to an offered seat, given on the telephone."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from events.programme.usecases.seats import lock_timeslots
from events.registration.models import WaitingListEntry
from events.registration.usecases.offers import accept_offer, decline_offer
from events.reminders.choices import OfferAnswer
from peace.outbox.choices import Outcome
from peace.outbox.models import OutboxMessage
from peace.outbox.usecases.record_outcome import record_outcome


@transaction.atomic
def answer_offer_call(
    *,
    message: OutboxMessage,
    entry: WaitingListEntry,
    answer: OfferAnswer,
    actor: str,
    now: datetime,
    attendee_ids: Collection[int] | None = None,
) -> None:
    """Take or decline the seats of ENTRY for who was rung, and settle the call.

    Changes and sends what `accept_offer` or `decline_offer` does; the call of MESSAGE
    is over as "reached". All of it or nothing. Locks the timeslot's quotas first, as
    everything about a line does, then the row of the outbox and the entry.
    Raises NotOnTheList, OfferOver, NobodyChosen.
    """
    lock_timeslots([entry.timeslot_id])
    record_outcome(message=message, outcome=Outcome.REACHED, by=actor, now=now)
    if answer == OfferAnswer.ACCEPT:
        accept_offer(entry=entry, actor=actor, now=now, attendee_ids=attendee_ids)
    else:
        decline_offer(entry=entry, actor=actor, now=now)
