"""Encryption of single fields at rest, with key ids and rotation.

A ciphertext is `<key id>:<Fernet token>` (AES-128-CBC with HMAC-SHA256). The keys
are derived by HKDF-SHA256 from `settings.FIELD_KEYS`: the first encrypts, every one
decrypts. The id is derived as well and tells nothing about the key. To rotate: put
the new key in front, run `rotate_keys`, take the old one away when none is left.
"""

from base64 import urlsafe_b64encode
from dataclasses import dataclass
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db.models import Q, QuerySet
from django.views.decorators.debug import sensitive_variables


class CannotDecrypt(Exception):
    """The key is not in FIELD_KEYS any more, or the text was altered."""


@sensitive_variables()
def encrypt(text: str) -> str:
    """TEXT under the newest key; the same text gives another result every time."""
    newest, fernet = next(iter(_ring().items()))
    return f"{newest}:{fernet.encrypt(text.encode()).decode('ascii')}"


@sensitive_variables()
def decrypt(ciphertext: str) -> str:
    """What was encrypted; CannotDecrypt when the key is gone or a byte differs."""
    fernet = _ring().get(key_id(ciphertext))
    if fernet is None:
        raise CannotDecrypt(f"unknown key {key_id(ciphertext)!r}")
    try:
        return fernet.decrypt(ciphertext.partition(":")[2].encode()).decode()
    except InvalidToken:
        raise CannotDecrypt("the text was altered") from None


def key_id(ciphertext: str) -> str:
    """Which key made this, for counting what rotation still has to do."""
    return ciphertext.partition(":")[0]


def is_current(ciphertext: str) -> bool:
    """Was this encrypted under the newest key?"""
    return key_id(ciphertext) == next(iter(_ring()))


def is_known(ciphertext: str) -> bool:
    """Is the key that encrypted this still in FIELD_KEYS?"""
    return key_id(ciphertext) in _ring()


def rotate(ciphertext: str) -> str:
    """The same text under the newest key; unchanged where it already is."""
    return ciphertext if is_current(ciphertext) else encrypt(decrypt(ciphertext))


@dataclass(frozen=True)
class Rotated:
    """Of one column: encrypted anew, still under an older key, under no known key."""

    rotated: int = 0
    left: int = 0
    unreadable: int = 0

    def __add__(self, other: "Rotated") -> "Rotated":
        return Rotated(
            self.rotated + other.rotated,
            self.left + other.left,
            self.unreadable + other.unreadable,
        )


def rotate_column(rows: QuerySet, column: str) -> Rotated:
    """Bring COLUMN of ROWS under the newest key while others write.

    One row, one statement, one small transaction: it is written only where the old
    ciphertext still stands, so what somebody writes meanwhile is never overwritten.
    Whoever runs with the older keys may still add rows under them: they are `left`,
    for the next run. Safe to stop and to repeat.
    """
    rotated = unreadable = 0
    for pk, old in list(_under_older_keys(rows, column).values_list("pk", column)):
        try:
            new = rotate(old)
        except CannotDecrypt:
            unreadable += 1
            continue
        still_old = rows.filter(pk=pk, **{column: old})
        rotated += still_old.update(**{column: new})
    left = _under_older_keys(rows, column).count() - unreadable
    return Rotated(rotated, max(0, left), unreadable)


def count_column(rows: QuerySet, column: str) -> Rotated:
    """What `rotate_column` would find; reads no text and changes nothing."""
    known = Q()
    for each in list(_ring())[1:]:
        known |= Q(**{f"{column}__startswith": f"{each}:"})
    older = _under_older_keys(rows, column)
    left = older.filter(known).count() if known else 0
    return Rotated(0, left, older.count() - left)


def _under_older_keys(rows: QuerySet, column: str) -> QuerySet:
    newest = next(iter(_ring()))
    return rows.exclude(**{f"{column}__startswith": f"{newest}:"})


def _ring() -> dict[str, Fernet]:
    return _derive(tuple(settings.FIELD_KEYS))


@lru_cache(maxsize=4)
def _derive(secrets: tuple[str, ...]) -> dict[str, Fernet]:
    return {
        _hkdf(secret, b"peace field key id", 4).hex(): Fernet(
            urlsafe_b64encode(_hkdf(secret, b"peace field key", 32))
        )
        for secret in secrets
    }


def _hkdf(secret: str, info: bytes, length: int) -> bytes:
    return HKDF(hashes.SHA256(), length, salt=None, info=info).derive(secret.encode())
