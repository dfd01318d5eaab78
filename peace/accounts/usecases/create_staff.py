"""Gives a person a role that is not the residents'."""

from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import transaction

from peace.accounts.choices import Role
from peace.accounts.models import User
from peace.language.email_address import normalise_email, validate_email_address


class AddressTaken(Exception):
    """Somebody signs in with this address already; nothing was changed."""


class NotAStaffRole(Exception):
    """Residents sign up themselves."""


def create_staff(
    *, email: str, name: str, role: str, password: str, now: datetime
) -> User:
    """Adds one user and their verified address; no letter leaves.

    The password serves until the first visit: there the person adds a second factor
    and chooses a password of their own (`SecondFactorMiddleware`). Raises AddressTaken,
    NotAStaffRole, or ValidationError for an address that is none.
    """
    if role not in Role.values or role == Role.RESIDENT:
        raise NotAStaffRole(role)
    address = normalise_email(email)
    validate_email_address(address)
    with transaction.atomic():
        if User.objects.filter(email=address).exists():
            raise AddressTaken(address)
        user = User.objects.create_user(
            address,
            password,
            name=name,
            role=role,
            date_joined=now,
            password_is_initial=True,
        )
        # Whoever runs this vouches for the address; without it allauth would ask
        # for a code by e-mail before the password even counts.
        EmailAddress.objects.create(
            user=user, email=address, verified=True, primary=True
        )
    return user
