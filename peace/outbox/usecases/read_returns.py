"""Reads a mailbox of returned mail, one mail after the other."""

import logging
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import Protocol

from peace.outbox.bounces import read_bounce
from peace.outbox.models import Heartbeat
from peace.outbox.usecases.take_bounce import Taken, take_bounce

logger = logging.getLogger(__name__)

# Under this name `doctor` reads when returned mail was last looked at.
HEARTBEAT = "returns"


class Mailbox(Protocol):
    """Mails that nobody has read yet, and a way to say that one is done with."""

    def mails(self) -> Iterator[tuple[str, bytes]]: ...

    def done(self, key: str) -> None: ...


def read_mail(*, raw: bytes, recipient: str = "", now: datetime) -> Taken:
    """What one mail means for our letters, written down. Raises of the database only.

    RECIPIENT is the address it was delivered to, where the mail server tells.
    """
    bounce = read_bounce(raw, recipient=recipient)
    return take_bounce(bounce=bounce, now=now) if bounce else Taken.IGNORED


def read_returns(*, box: Mailbox, now: datetime) -> Counter[Taken]:
    """Take every unread mail of BOX; how many of each kind.

    A mail counts as read once it is written down, so a crash repeats at most one, and
    that changes nothing. Leaves: what `take_bounce` says.
    """
    tally: Counter[Taken] = Counter()
    for key, raw in box.mails():
        taken = read_mail(raw=raw, now=now)
        tally[taken] += 1
        if taken != Taken.LATER:
            box.done(key)
    Heartbeat.objects.note(HEARTBEAT, now=now)
    if tally[Taken.BOUNCED]:
        logger.info("Letters that came back: %d", tally[Taken.BOUNCED])
    return tally
