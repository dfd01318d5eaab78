"""The demo's past letters: they have left already, but for a few that show something.

Without this the first start would send a mail for each registration of three weeks.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db.models import F

from events.door.usecases.remove_events import letters_about
from events.programme.models import Event
from peace.outbox.choices import NO_ADDRESS, Channel, Outcome, Status
from peace.outbox.models import DeliveryAttempt, OutboxMessage, UndeliverableAddress
from peace.outbox.usecases.record_outcome import record_outcome

CALLS_LEFT = 3
SLIPS_LEFT = 3


def settle_past(*, events: Collection[Event], staff: str, now: datetime) -> None:
    """Mark what waits as sent; one stays uncertain, one failed, some wait for people.

    Changes outbox rows by UPDATE: nothing really left, so no attempt is written for
    those. Calls and slips are ended by the use case that staff use.
    """
    waiting = letters_about(events).filter(status=Status.PENDING)
    mails = waiting.filter(channel=Channel.EMAIL)
    alive = mails.filter(not_after__gt=now)
    _unclear(alive.filter(kind="reminder").first(), now=now)
    _refused(alive.filter(kind="confirmation", phone="").first(), now=now)
    # With a number it would stand on the call list at once.
    for bounced in alive.filter(kind="confirmation", phone="")[:2]:
        _bounced(bounced)
    _nowhere(alive.filter(kind="cancellation").first())
    mails.update(
        status=Status.SENT, attempts=1, handed_at=F("due_at"), sent_at=F("due_at")
    )
    _ring(
        waiting.filter(channel=Channel.PHONE).order_by("not_after", "pk"),
        staff=staff,
        now=now,
    )
    slips = list(waiting.filter(channel=Channel.POST).order_by("due_at", "pk"))
    left = [slip for slip in slips if not slip.is_too_late(now)][-SLIPS_LEFT:]
    for slip in slips:
        if slip not in left:
            _done(slip, Outcome.POSTED, staff=staff, now=now)


def left_at_once(*, key: str) -> None:
    """The letters whose key begins so have left: what follows answers them."""
    OutboxMessage.objects.filter(
        key__startswith=key, status=Status.PENDING, channel=Channel.EMAIL
    ).update(status=Status.SENT, attempts=1, handed_at=F("due_at"), sent_at=F("due_at"))


def _unclear(message: OutboxMessage | None, *, now: datetime) -> None:
    """The line broke after the mail: nobody knows whether the server took it."""
    if message:
        _tried(message, Outcome.UNCLEAR, "SMTPServerDisconnected", Status.UNCERTAIN)


def _refused(message: OutboxMessage | None, *, now: datetime) -> None:
    """The server does not know the address, and there is no telephone number."""
    if message:
        code = "550 5.1.1 SMTPRecipientsRefused"
        _tried(message, Outcome.BAD_ADDRESS, code, Status.FAILED)
        UndeliverableAddress.objects.note(
            email=message.email, code=code, now=message.due_at
        )


def _bounced(message: OutboxMessage) -> None:
    """The server took it; an hour later it came back."""
    _tried(message, Outcome.BOUNCED, "550 5.1.1", Status.BOUNCED)


def _nowhere(message: OutboxMessage | None) -> None:
    """The address was deleted on request, and there has never been a number."""
    if message:
        message.move(
            among=(Status.PENDING,),
            status=Status.SKIPPED,
            email="",
            phone="",
            last_error=NO_ADDRESS,
        )


def _tried(message: OutboxMessage, outcome: Outcome, code: str, status: Status) -> None:
    message.move(
        among=(Status.PENDING,),
        status=status,
        attempts=1,
        handed_at=message.due_at,
        last_error=code,
    )
    DeliveryAttempt.objects.create(
        message=message, outcome=outcome, code=code, tried_at=message.due_at
    )


def _ring(calls: Collection[OutboxMessage], *, staff: str, now: datetime) -> None:
    """Most people have been reached; a few of the newest are still to be rung."""
    calls = list(calls)
    left = [call for call in calls if not call.is_too_late(now)][-CALLS_LEFT:]
    for call in calls:
        if call not in left:
            _done(call, Outcome.REACHED, staff=staff, now=now)
    for call in left[:1]:
        _done(call, Outcome.NO_ANSWER, staff=staff, now=now)


def _done(message: OutboxMessage, outcome: str, *, staff: str, now: datetime) -> None:
    moment = min(message.due_at + timedelta(hours=1), now)
    record_outcome(message=message, outcome=outcome, by=staff, now=moment)
