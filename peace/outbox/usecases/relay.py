"""The relay: sends what is due, one letter after the other, over one connection."""

import logging
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import DataError

from peace.outbox.choices import Outcome, Status
from peace.outbox.delivery import Answer, Line, build_mail, open_carrier
from peace.outbox.models import OutboxMessage
from peace.outbox.parts import Loaded, load_parts
from peace.outbox.quiet import past_night
from peace.outbox.usecases.settle import settle

logger = logging.getLogger(__name__)

LOT = 20  # rows of one claim
TROUBLES = 3  # broken connections in a row before a round gives up


@dataclass
class Round:
    """What one call did, in letters."""

    sent: int = 0
    retry: int = 0
    uncertain: int = 0
    failed: int = 0
    skipped: int = 0
    handed_to_phone: int = 0
    pending: int = 0  # news that the night came over: they wait for the morning
    overtaken: int = 0  # another worker had it when we looked again
    is_carrier_down: bool = False

    @property
    def handled(self) -> int:
        return (
            self.sent
            + self.retry
            + self.uncertain
            + self.failed
            + self.skipped
            + self.handed_to_phone
            + self.pending
            + self.overtaken
        )


def relay(
    *,
    now: datetime,
    limit: int = 500,
    carrier: BaseEmailBackend | None = None,
    dice: Random | None = None,
    is_stopping: Callable[[], bool] = bool,
) -> Round:
    """Send up to LIMIT due letters; safe to run any number of times at once.

    Changes: the rows it claims, in small transactions of their own; none is open
    while SMTP talks. Locks: nothing beyond a claim, which is a lease of 120 s.
    Leaves: the letters. NOW is the start; the clock runs on from there. DICE spreads
    the retries. When IS_STOPPING says so, what is not handed over is given back.
    Never raises for a letter or a server; a lost database comes out, and the leases
    run out by themselves.
    """
    started = time.monotonic()

    def clock() -> datetime:
        return now + timedelta(seconds=time.monotonic() - started)

    broken = OutboxMessage.objects.recover(now)
    if broken:
        logger.warning("Hand-overs broken by a lost worker: %d", broken)
    tally = Round(skipped=OutboxMessage.objects.expire(now))
    line = Line(carrier or open_carrier())
    shift = Shift(line, clock, dice or Random(), tally)  # noqa: S311 - spreads, hides nothing
    try:
        while tally.handled < limit and not shift.is_over and not is_stopping():
            token = uuid.uuid4()
            size = min(LOT, limit - tally.handled)
            lot = OutboxMessage.objects.claim(token=token, now=clock(), size=size)
            if not lot:
                break
            shift.deliver(lot, is_stopping)
            if is_stopping():
                OutboxMessage.objects.give_back(token)
    finally:
        line.close()
    return tally


class Shift:
    """One worker's round: a line, a clock, and what happened so far."""

    def __init__(
        self, line: Line, clock: Callable[[], datetime], dice: Random, tally: Round
    ) -> None:
        self._line = line
        self._clock = clock
        self._dice = dice
        self._tally = tally
        self._troubles = 0
        self._down: Answer | None = None

    @property
    def is_over(self) -> bool:
        return self._down is not None

    def deliver(
        self, lot: list[OutboxMessage], is_stopping: Callable[[], bool]
    ) -> None:
        """Each letter of LOT. Once the server is gone, the rest is put off unsent."""
        loaded = _load(lot)
        for message in lot:
            if is_stopping():
                return
            self._count(self._deliver(message, loaded))

    def _deliver(self, message: OutboxMessage, loaded: Loaded | None) -> Status | None:
        now = self._clock()
        if message.is_too_late(now):
            return _moved(message, Status.SKIPPED, last_error="too late")
        opened = self._down or self._line.open()
        if opened.is_carrier_down:
            self._stop(opened)
            return settle(message=message, answer=opened, now=now, dice=self._dice)
        mail = _build(message, now, loaded)
        if isinstance(mail, Exception):
            # A letter that cannot be made must not stand in the way of the others.
            code = type(mail).__name__
            logger.error("Letter %s cannot be made: %s", message.uuid, code)
            answer = Answer(Outcome.BAD_CONTENT, code)
            return settle(message=message, answer=answer, now=now, dice=self._dice)
        if message.rests(moment := self._clock()):
            # Claimed before nine, but the line or the letters before it took long.
            return self._rest(message, moment)
        if not message.hand(now):
            return None
        answer = self._line.send(mail)
        self._watch(answer)
        return settle(
            message=message, answer=answer, now=self._clock(), dice=self._dice
        )

    def _rest(self, message: OutboxMessage, now: datetime) -> Status | None:
        back = Status.RETRY if message.attempts else Status.PENDING
        return _moved(message, back, due_at=past_night(now))

    def _watch(self, answer: Answer) -> None:
        self._troubles = self._troubles + 1 if answer.is_line_lost else 0
        if answer.is_carrier_down or self._troubles >= TROUBLES:
            self._stop(answer)

    def _stop(self, answer: Answer) -> None:
        if self._down is None:
            self._down = Answer(Outcome.LATER, answer.code, True, True)
            self._tally.is_carrier_down = True
            logger.warning("The mail server is out of reach: %s", answer.code)

    def _count(self, status: Status | None) -> None:
        name = status.value.lower() if status else "overtaken"
        setattr(self._tally, name, getattr(self._tally, name) + 1)


def _moved(message: OutboxMessage, status: Status, **changes: object) -> Status | None:
    return status if message.settle(status=status, **changes) else None


def _load(lot: list[OutboxMessage]) -> Loaded | None:
    """What the attachments of LOT are made of, read at once. None when a reference
    in it is poison: then each letter reads its own, and only that one fails."""
    try:
        return load_parts(part for message in lot for part in message.parts)
    except (ValueError, TypeError, LookupError, DataError):
        return None


def _build(
    message: OutboxMessage, now: datetime, loaded: Loaded | None
) -> EmailMessage | Exception:
    try:
        return build_mail(message, now=now, loaded=loaded)
    except Exception as error:
        return error
