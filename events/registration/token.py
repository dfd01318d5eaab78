"""The token inside a ticket's QR code.

It is derived from the ticket's serial and version under a key of the server, so that
it can be printed again at any time and is stored nowhere; the database holds only its
SHA-256. 160 bits in Base32 behind two letters fit QR version 2, whose modules are
large enough for an old camera and a worn slip. No address and no personal data are in
it: nobody should learn to open links from our tickets.
"""

import base64
import hashlib
import hmac
import re
from uuid import UUID

from django.conf import settings

PREFIX = "K1"
SHAPE = re.compile(r"K1[A-Z2-7]{32}")


class UnknownTicketKey(Exception):
    """The key this ticket was made with is not among TICKET_KEYS any more."""


def key_id(key: str) -> str:
    """Names a key without telling it."""
    return hashlib.sha256(b"ticket-key:" + key.encode()).hexdigest()[:8]


def current_key_id() -> str:
    return key_id(settings.TICKET_KEYS[0])


def make_token(serial: UUID, version: int, made_with: str) -> str:
    """The token of one version of one ticket: 34 characters."""
    for key in settings.TICKET_KEYS:
        if key_id(key) == made_with:
            text = b"ticket:" + serial.bytes + version.to_bytes(4, "big")
            digest = hmac.new(key.encode(), text, hashlib.sha256).digest()
            return PREFIX + base64.b32encode(digest[:20]).decode()
    raise UnknownTicketKey(made_with)


def hash_token(token: str) -> str:
    """What the database and the scanner's list know of a token."""
    return hashlib.sha256(token.encode()).hexdigest()
