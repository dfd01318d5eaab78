"""read_bounces: mail that comes back, from a mail server, a Maildir or by IMAP.

Ends as a mail server understands (sysexits.h): 0, the mail is dealt with, whatever
it was; 75, bring it again later. Never anything else, or the notification itself
would be returned.
"""

import logging
import sys
from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import DatabaseError, InterfaceError
from django.utils import timezone

from peace.outbox.bounces import MOST_BYTES
from peace.outbox.mailbox import Folder, MailboxClosed, open_imap
from peace.outbox.models import Heartbeat
from peace.outbox.usecases.read_returns import HEARTBEAT, read_mail, read_returns
from peace.outbox.usecases.take_bounce import Taken

logger = logging.getLogger(__name__)

TRY_AGAIN = 75  # EX_TEMPFAIL


class Command(BaseCommand):
    # A letter that came back is a call to make, even while something else is broken.
    requires_system_checks: list = []
    help = "Reads returned mail; without a choice, one mail on standard input."

    def add_arguments(self, parser: ArgumentParser) -> None:
        where = parser.add_mutually_exclusive_group()
        where.add_argument("--maildir", type=Path, help="the unread mails of a Maildir")
        where.add_argument(
            "--imap", action="store_true", help="those of the mailbox RETURN_IMAP_URL"
        )
        parser.add_argument(
            "--recipient", default="", help="to whom the mail on standard input went"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            tally = self._read(**options)
        except (DatabaseError, InterfaceError, MailboxClosed) as error:
            # Of a database the kind only: its text may quote the row.
            known = isinstance(error, MailboxClosed)
            logger.warning("Returned mail waits: %s", error if known else _kind(error))
            sys.exit(TRY_AGAIN)
        self._tell(tally)
        if tally[Taken.LATER] and not (options["maildir"] or options["imap"]):
            sys.exit(TRY_AGAIN)

    def _read(
        self, *, maildir: Path | None, imap: bool, recipient: str, **_: Any
    ) -> Counter[Taken]:
        now = timezone.now()
        if maildir:
            return read_returns(box=Folder(maildir), now=now)
        if imap:
            with open_imap(settings.RETURN_IMAP_URL) as box:
                return read_returns(box=box, now=now)
        raw = sys.stdin.buffer.read(MOST_BYTES)
        while sys.stdin.buffer.read(MOST_BYTES):
            pass  # the mail server sends all of it; a closed pipe would be an error
        taken = read_mail(raw=raw, recipient=recipient, now=now)
        Heartbeat.objects.note(HEARTBEAT, now=now)
        return Counter([taken])

    def _tell(self, tally: Counter[Taken]) -> None:
        # A mail server sends what is printed back to the sender: a pipe stays silent.
        said = [f"{kind.lower()} {count}" for kind, count in sorted(tally.items())]
        if said and sys.stdout.isatty():
            self.stdout.write(", ".join(said))


def _kind(error: Exception) -> str:
    return type(error).__name__
