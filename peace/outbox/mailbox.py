"""Opens the places where returned mail may lie: a Maildir, a mailbox by IMAP.

Both yield bytes, cut at what `read_bounce` looks at, and are told for each mail
whether it is done with. What is done with is marked as read and stays: deleting is
for whoever owns the mailbox.
"""

import imaplib
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.conf import settings

from peace.outbox.bounces import MOST_BYTES

# One run; the next goes on.
MOST_MAILS = 500
PATIENCE_S = 30
_UID = re.compile(rb"\d{1,20}")


class MailboxClosed(Exception):
    """The mailbox cannot be opened; the cause, without addresses, is its text."""


class Folder:
    """A Maildir: what lies in `new` is unread; what is done with moves to `cur`."""

    def __init__(self, path: Path) -> None:
        # Python's Maildir would take a wrong path for an empty mailbox, for ever,
        # and read a mail whole before it tells whether it is new.
        if not ((path / "new").is_dir() and (path / "cur").is_dir()):
            raise MailboxClosed("no Maildir")
        self._path = path

    def mails(self) -> Iterator[tuple[str, bytes]]:
        """The unread ones, the oldest names first."""
        unread = sorted((self._path / "new").iterdir())
        for each in unread[:MOST_MAILS]:
            with each.open("rb") as file:
                yield each.name, file.read(MOST_BYTES)

    def done(self, key: str) -> None:
        # ":2,S": seen (https://cr.yp.to/proto/maildir.html).
        (self._path / "new" / key).rename(self._path / "cur" / f"{key}:2,S")


class Imap:
    """A mailbox on a server: unseen mails; what is done with is marked as seen."""

    def __init__(self, line: imaplib.IMAP4) -> None:
        self._line = line

    def mails(self) -> Iterator[tuple[str, bytes]]:
        _, [found] = self._line.uid("SEARCH", "UNSEEN")
        for uid in _UID.findall(found or b"")[:MOST_MAILS]:
            key = uid.decode("ascii")
            # PEEK: a mail that is left for later stays unseen.
            _, answer = self._line.uid("FETCH", key, f"(BODY.PEEK[]<0.{MOST_BYTES}>)")
            raw = next((part[1] for part in answer if isinstance(part, tuple)), b"")
            yield key, raw

    def done(self, key: str) -> None:
        self._line.uid("STORE", key, "+FLAGS", r"(\Seen)")


@contextmanager
def open_imap(url: str) -> Iterator[Imap]:
    """The mailbox at URL: `imaps://user@host/INBOX`, or `imap://` with STARTTLS.

    Never without TLS. Raises MailboxClosed for whatever goes wrong on the way.
    """
    try:
        line = _connect(url)
    except (OSError, imaplib.IMAP4.error, ValueError) as error:
        raise MailboxClosed(type(error).__name__) from None
    try:
        _enter(line, url)
        yield Imap(line)
    except (OSError, imaplib.IMAP4.error) as error:
        raise MailboxClosed(type(error).__name__) from None
    finally:
        with suppress(OSError, imaplib.IMAP4.error):
            line.logout()
        with suppress(OSError):
            line.shutdown()


def _connect(url: str) -> imaplib.IMAP4:
    """A line with TLS to the server of URL."""
    parts = urlsplit(url)
    if not parts.hostname:
        raise ValueError
    trust = ssl.create_default_context()
    if parts.scheme == "imaps":
        return imaplib.IMAP4_SSL(
            parts.hostname, parts.port or 993, ssl_context=trust, timeout=PATIENCE_S
        )
    if parts.scheme != "imap":
        raise ValueError
    line = imaplib.IMAP4(parts.hostname, parts.port or 143, timeout=PATIENCE_S)
    try:
        line.starttls(ssl_context=trust)
    except (OSError, imaplib.IMAP4.error):
        line.shutdown()
        raise
    return line


def _enter(line: imaplib.IMAP4, url: str) -> None:
    """Log in and open the folder that URL names."""
    parts = urlsplit(url)
    password = settings.RETURN_IMAP_PASSWORD or unquote(parts.password or "")
    line.login(unquote(parts.username or ""), password)
    folder = unquote(parts.path.strip("/")) or "INBOX"
    quoted = folder.replace("\\", "").replace('"', "")
    state, _ = line.select(f'"{quoted}"')
    if state != "OK":
        raise MailboxClosed("no such folder")
