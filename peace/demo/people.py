"""The demo's people who sign in: nobody has a password, the demo doors let them in."""

from datetime import datetime

from allauth.account.models import EmailAddress

from peace.accounts.choices import Role
from peace.accounts.models import User
from peace.demo.parties import RESIDENT_EMAIL

# By the name of their demo door: address, name, role.
PEOPLE = {
    "resident": (RESIDENT_EMAIL, "北川 あかり", Role.RESIDENT),
    "staff": ("aoki@example.jp", "青木 みどり", Role.STAFF),
    "approver": ("baba@example.jp", "馬場 直樹", Role.STAFF),
    "coordinator": ("coordinator@example.jp", "連携市 担当者", Role.COORDINATOR),
    "secretariat": ("secretariat@example.jp", "事務局 担当者", Role.SECRETARIAT),
}


def load_people(*, now: datetime) -> dict[str, User]:
    """Create who is missing, with a verified address and no usable password.

    By the name of their demo door. Who is there already stays as they are, so that a
    signed-in visitor is not thrown out when the demo is loaded again.
    """
    found = {}
    for door, (email, name, role) in PEOPLE.items():
        user = User.objects.filter(email=email).first()
        if user is None:
            user = User.objects.create_user(
                email, name=name, role=role, date_joined=now
            )
        EmailAddress.objects.get_or_create(
            email=email, user=user, defaults={"verified": True, "primary": True}
        )
        found[door] = user
    return found


def person_of_door(door: str) -> User | None:
    """Whom a demo door lets in; None before the demo was loaded."""
    email, _name, role = PEOPLE[door]
    return User.objects.filter(email=email, role=role).first()
