"""Encryption of single fields at rest, with key ids and rotation.

A ciphertext is `<key id>:<Fernet token>` (AES-128-CBC with HMAC-SHA256). The keys
are derived by HKDF-SHA256 from `settings.FIELD_KEYS`: the first encrypts, every one
decrypts. The id is derived as well and tells nothing about the key. To rotate: put
the new key in front, run `rotate_keys`, take the old one away when none is left.
"""

from base64 import urlsafe_b64encode
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


class CannotDecrypt(Exception):
    """The key is not in FIELD_KEYS any more, or the text was altered."""


def encrypt(text: str) -> str:
    """TEXT under the newest key; the same text gives another result every time."""
    newest, fernet = next(iter(_ring().items()))
    return f"{newest}:{fernet.encrypt(text.encode()).decode('ascii')}"


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


def rotate(ciphertext: str) -> str:
    """The same text under the newest key; unchanged where it already is."""
    return ciphertext if is_current(ciphertext) else encrypt(decrypt(ciphertext))


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
