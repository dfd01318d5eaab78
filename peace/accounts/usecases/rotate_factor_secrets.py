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

    Locks one row at a time, so that nobody who signs in waits; safe to repeat.
    Raises CannotDecrypt when a key was taken away too early.
    """
    return sum(_rotate(pk) for pk in _with_secret().values_list("pk", flat=True))


@transaction.atomic
def _rotate(pk: int) -> bool:
    row = _with_secret().select_for_update().filter(pk=pk).first()
    if row is None:
        return False
    field = _SECRETS[Authenticator.Type(row.type)]
    if encryption.is_current(row.data[field]):
        return False
    row.data[field] = encryption.rotate(row.data[field])
    row.save(update_fields=["data"])
    return True


def _with_secret() -> Any:
    return Authenticator.objects.filter(type__in=_SECRETS).order_by("pk")
