"""Brings the secrets of second factors under the newest key."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.db import transaction

from peace import encryption

_SECRETS = {
    Authenticator.Type.TOTP: "secret",
    Authenticator.Type.RECOVERY_CODES: "seed",
}


def rotate_factor_secrets() -> int:
    """Encrypts again what an older key encrypted, and returns how many rows.

    Locks one row at a time, so that nobody who signs in waits; safe to repeat. What no
    known key opens stays as it is: `count_factor_secrets` tells of it.
    """
    return sum(_rotate(pk) for pk in list(_with_secret().values_list("pk", flat=True)))


def count_factor_secrets() -> encryption.Rotated:
    """How many are under older or unknown keys; there are few, so each is looked at."""
    left = unreadable = 0
    for row in _with_secret():
        sealed = row.data[_SECRETS[Authenticator.Type(row.type)]]
        if not encryption.is_current(sealed):
            known = encryption.is_known(sealed)
            left, unreadable = left + known, unreadable + (not known)
    return encryption.Rotated(left=left, unreadable=unreadable)


@transaction.atomic
def _rotate(pk: int) -> bool:
    row = _with_secret().select_for_update().filter(pk=pk).first()
    if row is None:
        return False
    field = _SECRETS[Authenticator.Type(row.type)]
    sealed = row.data[field]
    if encryption.is_current(sealed) or not encryption.is_known(sealed):
        return False
    row.data[field] = encryption.rotate(sealed)
    row.save(update_fields=["data"])
    return True


def _with_secret() -> Any:
    return Authenticator.objects.filter(type__in=_SECRETS).order_by("pk")
