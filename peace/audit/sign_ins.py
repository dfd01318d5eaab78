"""Signing in and out, from Django's own signals: whoever signs anyone in is heard.

The address that was tried is not kept: it may be a stranger's, or a password typed
into the wrong field. The password way alone sends `user_login_failed`.
"""

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.signals import (
    user_logged_in,
    user_logged_out,
    user_login_failed,
)
from django.db import transaction
from django.utils import timezone

from peace.audit.usecases.record import record

STREAM = "accounts"


def listen() -> None:
    user_logged_in.connect(_signed_in, dispatch_uid="audit.signed_in")
    user_logged_out.connect(_signed_out, dispatch_uid="audit.signed_out")
    user_login_failed.connect(_refused, dispatch_uid="audit.refused")


def _signed_in(user: AbstractBaseUser, **kwargs: Any) -> None:
    _write("signed_in", f"user:{user.pk}")


def _signed_out(user: AbstractBaseUser | None, **kwargs: Any) -> None:
    if user is not None and user.pk:
        _write("signed_out", f"user:{user.pk}")


def _refused(**kwargs: Any) -> None:
    _write("sign_in_refused", "")


def _write(verb: str, user: str) -> None:
    """One entry; if it cannot be written, the signing in fails with it."""
    with transaction.atomic():
        record(
            stream=STREAM,
            verb=verb,
            actor=user or "anonymous",
            about=user,
            now=timezone.now(),
        )
