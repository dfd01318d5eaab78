"""People who sign in, and what they hold in their hands."""

import re

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from peace.accounts.choices import Role
from peace.accounts.models import User

PASSWORD = "umi-no-mieru-machi-1945"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def person(email: str = "hanako@example.jp", role: str = Role.RESIDENT) -> User:
    """Somebody with a verified address; staff have a password as well."""
    password = None if role == Role.RESIDENT else PASSWORD
    user = User.objects.create_user(email, password, name="国立 花子", role=role)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def with_app(user: User) -> User:
    """The same person with an authenticator app (and recovery codes)."""
    totp.TOTP.activate(user, SECRET)
    RecoveryCodes.activate(user)
    return user


def authenticator_of(user: User) -> Authenticator:
    return Authenticator.objects.get(user=user, type=Authenticator.Type.TOTP)


def app_code(secret: str = SECRET) -> str:
    counter = next(totp.yield_hotp_counters_from_time())
    return totp.format_hotp_value(totp.hotp_value(secret, counter))


def enter_password(
    client: Client, email: str, password: str = PASSWORD
) -> HttpResponse:
    return client.post(reverse("account_login"), {"login": email, "password": password})


def ask_for_code(client: Client, email: str) -> HttpResponse:
    return client.post(reverse("account_request_login_code"), {"email": email})


def code_in(letters: list) -> str:
    """The six digits of the last letter in pytest's `mailoutbox`."""
    return re.search(r"^\d{6}$", letters[-1].body, re.MULTILINE)[0]


def enter_code(client: Client, code: str) -> HttpResponse:
    return client.post(reverse("account_confirm_login_code"), {"code": code})


def signed_in_with_app(client: Client, user: User) -> None:
    """Password, then the app, as the person would."""
    enter_password(client, user.email)
    response = client.post(reverse("mfa_authenticate"), {"code": app_code()})
    assert response.status_code == 302
