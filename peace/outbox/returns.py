"""Return paths: where a mail server sends a letter back to, one address a letter.

The address names the letter and is signed, so that a returned mail tells by itself
what came back, and nobody can send back what they never got (VERP with a key, as
BATV signs: draft-levine-smtp-batv). The letter's row knows when it was handed over;
after a week its address means nothing any more.
"""

import re
import uuid
from base64 import b32encode
from datetime import datetime, timedelta
from hmac import compare_digest

from django.conf import settings
from django.utils.crypto import salted_hmac

from peace.outbox.models import OutboxMessage

# Mail servers give up after five days at most (RFC 5321, 4.5.4.1).
VALID = timedelta(days=7)
_SALT = "peace.outbox.returns"
_MAC_SIGNS = 16  # 80 bits; the local part stays under its 64 octets
# Lower case only: a mail server on the way may fold the case.
_TAG = re.compile(rf"\+([0-9a-f]{{32}})\.([a-z2-7]{{{_MAC_SIGNS}}})@", re.IGNORECASE)


def return_path(message: OutboxMessage) -> str:
    """The envelope sender of MESSAGE; empty where no mailbox takes returned mail."""
    local, at, domain = settings.RETURN_ADDRESS.rpartition("@")
    if not at:
        return ""
    mark = message.uuid.hex
    return f"{local}+{mark}.{_mac(mark, settings.SECRET_KEY)}@{domain}"


def letter_of(text: str) -> uuid.UUID | None:
    """The letter whose return path stands in TEXT, if we have signed it."""
    for found in _TAG.finditer(text):
        mark, mac = found[1].lower(), found[2].lower()
        keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
        if any(compare_digest(_mac(mark, key), mac) for key in keys):
            return uuid.UUID(mark)
    return None


def is_fresh(message: OutboxMessage, now: datetime) -> bool:
    """Whether MESSAGE was handed over so lately that it can still come back."""
    handed_at = message.sent_at or message.handed_at
    return handed_at is not None and now - handed_at <= VALID


def _mac(mark: str, key: str) -> str:
    digest = salted_hmac(_SALT, mark, secret=key, algorithm="sha256").digest()
    return b32encode(digest).decode("ascii").lower()[:_MAC_SIGNS]
