"""Recognises a person who was sent before, without keeping who it was."""

import hashlib
import hmac
from datetime import date

from django.conf import settings

from peace.language.names import fold


def person_key(*, kana: str, born_on: date) -> str:
    """The same for the same reading and birthday, in whatever kana it was typed.

    An HMAC under the one key of the server that is never rotated: a list of these
    tells nothing without it.
    """
    text = f"{fold(kana)}|{born_on.isoformat()}"
    key = hashlib.sha256(b"person-key:" + settings.AUDIT_KEY.encode()).digest()
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
