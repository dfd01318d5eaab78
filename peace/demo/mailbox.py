"""Reads the folder into which the demo's mails go."""

import email
import mailbox
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.message import EmailMessage, MIMEPart
from pathlib import Path

MOST = 100
SHOWN_HEADERS = (
    "From",
    "To",
    "Subject",
    "Date",
    "Message-ID",
    "Auto-Submitted",
    "List-Unsubscribe",
)


@dataclass(frozen=True)
class MailPart:
    """A leaf of a mail; NUMBER is its place among the leaves."""

    number: int
    mimetype: str
    filename: str
    content: bytes
    text: str = ""

    @property
    def is_picture(self) -> bool:
        return self.mimetype == "image/png"


@dataclass(frozen=True)
class Mail:
    """A mail as it was sent."""

    key: str
    message: EmailMessage

    @property
    def subject(self) -> str:
        return str(self.message["Subject"] or "")

    @property
    def recipient(self) -> str:
        return str(self.message["To"] or "")

    @property
    def sent_at(self) -> datetime | None:
        header = self.message["Date"]
        return header.datetime if header else None

    @property
    def headers(self) -> list[tuple[str, str]]:
        return [
            (name, str(self.message[name]))
            for name in SHOWN_HEADERS
            if name in self.message
        ]

    @property
    def parts(self) -> list[MailPart]:
        leaves = [part for part in self.message.walk() if not part.is_multipart()]
        return [_read(number, leaf) for number, leaf in enumerate(leaves)]

    @property
    def plain(self) -> str:
        return self._text_of("text/plain")

    @property
    def html(self) -> str:
        return self._text_of("text/html")

    @property
    def files(self) -> list[MailPart]:
        return [part for part in self.parts if not part.text]

    def part(self, number: int) -> MailPart | None:
        return next((part for part in self.parts if part.number == number), None)

    def _text_of(self, mimetype: str) -> str:
        return next((p.text for p in self.parts if p.mimetype == mimetype), "")


class Mailbox:
    """The Maildir; empty as long as nothing has been sent."""

    def __init__(self, folder: Path) -> None:
        self._box: mailbox.Maildir | None = None
        if (Path(folder) / "new").is_dir():
            self._box = mailbox.Maildir(folder, create=False)
        self.keys = self._box.keys() if self._box is not None else []

    def newest(self) -> list[Mail]:
        """The newest mails, at most a hundred."""
        keys = sorted(self.keys, key=_when, reverse=True)[:MOST]
        return [found for key in keys if (found := self.mail(key))]

    def mail(self, key: str) -> Mail | None:
        """Looked up among the keys of the folder: a made-up path is just not there."""
        if self._box is None or key not in self.keys:
            return None
        try:
            raw = self._box.get_bytes(key)
        except (KeyError, FileNotFoundError):
            return None
        return Mail(key, email.message_from_bytes(raw, policy=policy.default))


def _read(number: int, leaf: MIMEPart) -> MailPart:
    mimetype = leaf.get_content_type()
    content = leaf.get_payload(decode=True)
    is_body = mimetype in {"text/plain", "text/html"} and not leaf.get_filename()
    return MailPart(
        number=number,
        mimetype=mimetype,
        filename=leaf.get_filename() or "",
        content=content if isinstance(content, bytes) else b"",
        text=str(leaf.get_content()) if is_body else "",
    )


def _when(key: str) -> tuple[int, ...]:
    """A Maildir's key begins with the time: seconds, then M and microseconds."""
    seconds, _dot, rest = key.partition(".")
    micro = rest[1:].partition("P")[0]
    return (
        int(seconds) if seconds.isdigit() else 0,
        int(micro) if micro.isdigit() else 0,
    )
