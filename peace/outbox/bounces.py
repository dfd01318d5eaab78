"""Reads returned mail: delivery status notifications (RFC 3464) and nothing else.

What comes in is anybody's. It is read with a limit, without following what lies
inside it, and whatever is not exactly a notification about a letter of ours means
nothing. No address of it is kept or logged.
"""

import re
import uuid
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32

from django.db.models import TextChoices

from peace.outbox.returns import letter_of

# A notification stands at the beginning; of the mail that it returns, nothing counts
# but its head.
MOST_BYTES = 256 * 1024
_ENVELOPE = ("Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "To")
_STATUS = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
# The address itself is no good: nobody there, no such domain, mailbox closed. RFC
# 3463 and its registry. 5.1.7 and 5.1.8 speak of the sender's address, ours.
_NO_SUCH_ADDRESS = {
    "5.0.0",
    *(f"5.1.{number}" for number in (0, 1, 2, 3, 4, 6, 9, 10)),
    "5.2.0",
    "5.2.1",
    "5.4.4",
}


class Kind(TextChoices):
    """What a notification says about the letter."""

    # The letter did not arrive, and none to this address will.
    NO_ADDRESS = "NO_ADDRESS"
    # The letter did not arrive: mailbox full, refused, given up.
    NOT_ARRIVED = "NOT_ARRIVED"
    # The server still tries.
    DELAYED = "DELAYED"


@dataclass(frozen=True)
class Bounce:
    """One notification about one letter of ours."""

    letter: uuid.UUID
    kind: Kind
    code: str  # "5.1.1", never the server's words


def read_bounce(raw: bytes, *, recipient: str = "") -> Bounce | None:
    """The notification in RAW, or None when it is none of ours. Never raises.

    RECIPIENT is the address that the mail server was given, where it is known; it is
    signed, and so are those in the heads, so it does not matter which of them tells.
    """
    try:
        return _read(
            BytesParser(policy=compat32).parsebytes(raw[:MOST_BYTES]), recipient
        )
    except Exception:  # a parser that trips over a stranger's mail: RecursionError too
        return None


def _read(mail: Message, recipient: str) -> Bounce | None:
    report = _report(mail)
    if report is None:
        return None
    letter = letter_of(recipient) or _letter(mail)
    verdict = _verdict(report)
    return Bounce(letter, *verdict) if letter and verdict else None


def _report(mail: Message) -> Message | None:
    """The part that machines read: directly in the mail, never deeper."""
    kind = str(mail.get_param("report-type", "")).lower()
    if mail.get_content_type() != "multipart/report" or kind != "delivery-status":
        return None
    for part in _parts(mail):
        if part.get_content_type() in {
            "message/delivery-status",
            "message/global-delivery-status",  # RFC 6533
        }:
            return part
    return None


def _parts(mail: Message) -> list[Message]:
    found = mail.get_payload()
    return found if isinstance(found, list) else []


def _letter(mail: Message) -> uuid.UUID | None:
    """Whom the mail was for; else the return path of the letter that it returns."""
    heads = [str(value) for name in _ENVELOPE for value in mail.get_all(name, [])]
    for part in _parts(mail):
        if part.get_content_type() == "message/rfc822":
            returned = _parts(part)
            heads += [str(one.get("Return-Path", "")) for one in returned[:1]]
        elif part.get_content_type() == "text/rfc822-headers":
            head = part.get_payload(decode=True) or b""
            lines = head.decode("ascii", "replace").splitlines()
            heads += [it for it in lines if it.lower().startswith("return-path:")]
    return next((found for each in heads if (found := letter_of(each))), None)


def _verdict(report: Message) -> tuple[Kind, str] | None:
    """The gravest that the blocks about recipients say; a letter has one recipient."""
    verdicts = []
    for block in _parts(report):
        action = str(block.get("Action", "")).strip().lower()
        found = _STATUS.search(str(block.get("Status", "")))
        if found is None or action not in {"failed", "delayed"}:
            continue  # delivered, relayed, expanded; or nothing to go by
        code = ".".join(str(int(number)) for number in found.groups())
        if action == "delayed":
            verdicts.append((2, Kind.DELAYED, code))
        elif code in _NO_SUCH_ADDRESS:
            verdicts.append((0, Kind.NO_ADDRESS, code))
        elif not code.startswith("2"):
            # 4.x.x with "failed": the server has tried for days and given up.
            verdicts.append((1, Kind.NOT_ARRIVED, code))
    return min(verdicts)[1:] if verdicts else None
